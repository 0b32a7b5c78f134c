package jackfield.testkit;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.base.Transport;
import jackfield.sip.dialog.InviteUas;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.SentBy;
import jackfield.sip.transaction.Timers;
import jackfield.sip.transaction.TransactionId;
import jackfield.sip.transaction.TransactionLayer;
import jackfield.sip.transaction.TransactionOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A user agent of the transaction simulation: calls, cancels, answers, refuses and stays silent by
/// its seed, and checks at each step that its transaction layer keeps its promises.
final class SimulatedAgent {
    private static final long MS = 1_000_000;
    private static final int TIMER_C_MS = 60_000;

    private enum Outcome {
        OPEN,
        ANSWERED,
        REFUSED,
        FAILED
    }

    private final VirtualClock clock;
    private final SplittableRandom random;
    private final VirtualNetwork<Message> network;
    private final Endpoint here;
    private final TransactionLayer layer;
    private final Map<TransactionId.Client, Outcome> clients = new HashMap<>();
    private final Map<TransactionId.Server, Request> servers = new HashMap<>();
    private final Map<TransactionId.Server, InviteUas> answering = new HashMap<>();
    private final List<TransactionId> ended = new ArrayList<>();
    private final Deque<Runnable> pending = new ArrayDeque<>();
    private Flow flow;
    private int requests;
    private int serversSeen;

    SimulatedAgent(
            VirtualClock clock,
            SplittableRandom random,
            VirtualNetwork<Message> network,
            Flow flow) {
        this.clock = clock;
        this.random = random;
        this.network = network;
        this.flow = flow;
        this.here = flow.local();
        this.layer = new TransactionLayer(random.split(), Timers.DEFAULT);
        clock.add(layer::deadline, () -> step(out -> layer.wake(clock.now(), out)));
        network.attach(
                here,
                (_, message) -> step(out -> layer.receive(message, this.flow, clock.now(), out)));
    }

    /// What the layer is asked to do.
    private interface Step {
        void take(Outbox<TransactionOutput> out);
    }

    /// Does `step`, and afterwards all that followed from it.
    private void step(Step step) {
        step.take(this::take);
        for (Runnable next = pending.poll(); next != null; next = pending.poll()) {
            next.run();
        }
    }

    private void take(TransactionOutput output) {
        if (output instanceof TransactionOutput.Send(Flow on, Message message, _)) {
            if (on.transport() == Transport.UDP) {
                network.send(here, on.remote(), message);
            } else if (on.equals(flow)) {
                network.stream(here, on.remote(), message);
            }
        } else {
            pending.add(() -> act(output));
        }
    }

    private void act(TransactionOutput output) {
        switch (output) {
            case TransactionOutput.NewRequest opened -> asked(opened);
            case TransactionOutput.Cancelled(TransactionId.Server invite, Request _) ->
                    answer(invite, 487);
            case TransactionOutput.Received received -> heard(received);
            case TransactionOutput.TimedOut(TransactionId.Client client) -> failed(client);
            case TransactionOutput.Unreachable(TransactionId.Client client) -> failed(client);
            case TransactionOutput.Unreachable(TransactionId.Server _) -> {}
            case TransactionOutput.Ended(TransactionId id) -> ended(id);
            case TransactionOutput.Ack(Request ack, Flow _) ->
                    answering
                            .values()
                            .forEach(uas -> uas.receive(ack, clock.now(), this::answered));
            case TransactionOutput.Stray _ -> {}
            // Nobody leaves bytes in what is kept here, so whole messages are repeated.
            case TransactionOutput.Again _ -> throw new AssertionError(output);
            case TransactionOutput.Send _ -> throw new AssertionError("handled above");
        }
    }

    // Asking.

    void asks(Method method) {
        Request request =
                new Request(
                        method,
                        SipUri.of("bob", "example.com", 0),
                        Headers.builder()
                                .add(HeaderName.FROM, "<sip:alice@example.com>;tag=a")
                                .add(HeaderName.TO, "<sip:bob@example.com>")
                                .add(HeaderName.CALL_ID, here + "-" + ++requests)
                                .add(HeaderName.CSEQ, requests + " " + method)
                                .build(),
                        Body.NONE);
        step(out ->
                clients.put(
                        layer.send(
                                request,
                                flow,
                                new SentBy(here.host(), here.port()),
                                clock.now(),
                                out),
                        Outcome.OPEN));
    }

    /// Cancels every call that has no final response; harmless for others.
    void cancelsSomething() {
        clients.forEach((client, outcome) -> {
            if (outcome == Outcome.OPEN && random.nextInt(3) == 0) {
                step(out -> layer.cancel(client, List.of(), clock.now(), out));
            }
        });
    }

    private void heard(TransactionOutput.Received received) {
        TransactionId.Client client = received.client();
        Response response = received.response();
        check(!ended.contains(client), client + " heard " + response.status() + " after its end");
        Outcome before = clients.getOrDefault(client, Outcome.FAILED);
        boolean again =
                before == Outcome.ANSWERED
                        && response.isSuccess()
                        && client.method().equals(Method.INVITE);
        check(
                before == Outcome.OPEN || again,
                client + " was " + before + " and heard " + response.status());
        if (response.isProvisional()) {
            // A proxy's timer C: nobody rings for ever.
            clock.after(
                    TIMER_C_MS * MS,
                    () -> step(out -> layer.cancel(client, List.of(), clock.now(), out)));
            return;
        }
        clients.put(client, response.isSuccess() ? Outcome.ANSWERED : Outcome.REFUSED);
        if (response.isSuccess() && client.method().equals(Method.INVITE)) {
            acknowledge(response);
        }
    }

    private void acknowledge(Response ok) {
        Request ack =
                new Request(
                        Method.ACK,
                        SipUri.of("bob", "example.com", 0),
                        ok.headers()
                                .with(
                                        HeaderName.CSEQ,
                                        ok.headers().cseq().number() + " " + Method.ACK),
                        Body.NONE);
        step(out -> layer.sendStateless(ack, flow, new SentBy(here.host(), here.port()), out));
    }

    private void failed(TransactionId.Client client) {
        check(clients.get(client) == Outcome.OPEN, client + " failed after it was answered");
        clients.put(client, Outcome.FAILED);
    }

    // Answering.

    private void asked(TransactionOutput.NewRequest opened) {
        serversSeen++;
        check(servers.put(opened.id(), opened.request()) == null, opened.id() + " opened twice");
        TransactionId.Server id = opened.id();
        if (!opened.request().is(Method.INVITE)) {
            if (random.nextInt(10) > 0) { // else silence
                later(6_000, () -> answer(id, random.nextInt(8) == 0 ? 408 : 200));
            }
            return;
        }
        if (random.nextInt(4) > 0) {
            later(1_000, () -> answer(id, 180));
        }
        later(20_000, () -> answer(id, random.nextBoolean() ? 200 : 486));
    }

    private void later(int mostMs, Runnable action) {
        clock.after(random.nextLong(mostMs * MS), action);
    }

    private void answer(TransactionId.Server id, int status) {
        Request request = servers.get(id);
        if (request == null) {
            return;
        }
        Response response =
                Response.to(request, status).with(HeaderName.TO, "<sip:bob@example.com>;tag=b");
        if (status == 200 && request.is(Method.INVITE)) {
            if (!answering.containsKey(id)) {
                InviteUas uas = new InviteUas(id, Timers.DEFAULT);
                answering.put(id, uas);
                clock.add(uas::deadline, () -> uas.wake(clock.now(), this::answered));
                uas.answer(response, clock.now(), this::answered);
            }
        } else {
            step(out -> layer.respond(id, response, clock.now(), out));
        }
    }

    private void answered(InviteUas.Output output) {
        if (output instanceof InviteUas.Output.Respond(var id, Response response)) {
            step(out -> layer.respond(id, response, clock.now(), out));
        }
    }

    // Flows and ends.

    void losesItsConnection(Flow next) {
        step(out -> layer.flowLost(flow, clock.now(), out));
        flow = next;
    }

    private void ended(TransactionId id) {
        check(!ended.contains(id), id + " ended twice");
        ended.add(id);
        switch (id) {
            case TransactionId.Client client ->
                    check(
                            clients.containsKey(client) && clients.get(client) != Outcome.OPEN,
                            client + " ended without a word");
            case TransactionId.Server server ->
                    check(servers.remove(server) != null, server + " ended and never began");
        }
    }

    /// Everything that began has ended, and nothing is left in the layer.
    void checkIdle() {
        check(layer.inFlight() == 0, layer.inFlight() + " transactions are left");
        check(layer.deadline() == Long.MAX_VALUE, "a timer is left");
        check(servers.isEmpty(), servers.keySet() + " never ended");
        check(
                !clients.containsValue(Outcome.OPEN),
                "some request got neither an answer nor a failure");
        check(
                ended.size() == clients.size() + serversSeen,
                ended.size() + " ends of " + clients.size() + " and " + serversSeen);
    }

    long answeredCalls() {
        return clients.values().stream().filter(Outcome.ANSWERED::equals).count();
    }

    long failedRequests() {
        return clients.values().stream().filter(Outcome.FAILED::equals).count();
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
