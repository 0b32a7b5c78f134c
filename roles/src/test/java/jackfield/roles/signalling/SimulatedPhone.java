package jackfield.roles.signalling;

import jackfield.base.Flow;
import jackfield.roles.relay.Sdps;
import jackfield.sip.auth.DigestClient;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.dialog.DialogId;
import jackfield.sip.dialog.InviteUas;
import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
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
import jackfield.sip.transaction.TransactionPolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A phone that registers, calls, rings, answers, cancels and hangs up by chance, with a real
/// transaction layer under it.
final class SimulatedPhone {
    private static final long SECOND = Ladder.SECOND;

    private static final class Session {
        private final Dialog dialog;
        private @Nullable InviteUas answering;
        private TransactionId.@Nullable Client reinvite;

        private Session(Dialog dialog) {
            this.dialog = dialog;
        }
    }

    final String user;
    private final Simulation network;
    private final RandomGenerator random;
    private final DigestClient digest;
    private TransactionLayer layer;
    private final Deque<TransactionOutput> queue = new ArrayDeque<>();
    private final Map<TransactionId.Client, Request> asked = new HashMap<>();
    private final Map<TransactionId.Server, Request> ringing = new HashMap<>();

    /// INVITEs that it cancelled. Such a one counts as over 64*T1 later (RFC 3261 section 9.1),
    /// when the node gives up a callee that was restarted too: either may be first.
    private final Set<TransactionId.Client> cancelled = new HashSet<>();

    private final Map<DialogId, Session> sessions = new HashMap<>();
    private final String contact;
    private final String offer;
    private final String answer;
    private long serial;

    /// A phone that has vanished says nothing and hears nothing.
    boolean vanished;

    Flow flow;

    /// What its Contact says when it registers: `;q=0.5`.
    String parameters = "";

    /// How many of its INVITEs that it did not cancel nobody ever answered, not even with a
    /// refusal.
    int unheard;

    /// How many calls of it were answered, as caller.
    int answered;

    /// True once its REGISTER was granted.
    boolean registered;

    SimulatedPhone(Simulation network, String user, Flow flow, RandomGenerator random) {
        this.network = network;
        this.user = user;
        this.flow = flow;
        this.random = random;
        digest = Passwords.client(user, random);
        boolean browser = flow.transport().webSocket();
        offer = wire(browser ? Sdps.browserOffer() : Sdps.phone("0 8 101"));
        answer = wire(browser ? Sdps.browserAnswer() : Sdps.phone("0 101"));
        contact =
                flow.transport().webSocket()
                        ? "sip:" + user + "@p" + flow.id() + ".invalid;transport=ws"
                        : "sip:" + user + "@" + flow.remote();
        layer = layer();
    }

    private TransactionLayer layer() {
        return new TransactionLayer(
                random,
                Timers.DEFAULT,
                new TransactionPolicy(TransactionPolicy.Trying.AFTER_200_MS, 1000, 5));
    }

    /// It loses its power and comes back: of its calls it knows nothing.
    void restart() {
        layer = layer();
        queue.clear();
        asked.clear();
        ringing.clear();
        sessions.clear();
        register();
    }

    private static String wire(String sdp) {
        return sdp.replace("\n", "\r\n");
    }

    // What it does on its own

    void register() {
        send(
                request(
                                Method.REGISTER,
                                "sip:example.org",
                                user,
                                "reg" + user + contact.hashCode(),
                                ++serial)
                        .with(HeaderName.CONTACT, "<" + contact + ">" + parameters));
    }

    void call(String callee) {
        callUri("sip:" + callee + "@example.org", callee);
    }

    void callUri(String uri, String callee) {
        Request invite =
                request(
                        Method.INVITE,
                        uri,
                        callee,
                        "c" + ++serial + "-" + user + contact.hashCode(),
                        1);
        send(random.nextInt(5) == 0 ? invite : Party.withSdp(invite, offer));
    }

    private Request request(Method method, String uri, String to, String callId, long cseq) {
        return new Request(
                method,
                SipUri.parse(uri).orThrow(),
                Headers.builder()
                        .add(HeaderName.MAX_FORWARDS, "70")
                        .add(HeaderName.FROM, "<sip:" + user + "@example.org>;tag=" + token())
                        .add(HeaderName.TO, "<sip:" + to + "@example.org>")
                        .add(HeaderName.CALL_ID, callId)
                        .add(HeaderName.CSEQ, new CSeq(cseq, method).toString())
                        .add(HeaderName.CONTACT, "<" + contact + ">")
                        .build(),
                Body.NONE);
    }

    private String token() {
        return Long.toHexString(random.nextLong());
    }

    private TransactionId.Client send(Request request) {
        TransactionId.Client id = layer.send(request, flow, sentBy(), network.now, queue::add);
        asked.put(id, request);
        pump();
        return id;
    }

    private SentBy sentBy() {
        return new SentBy(flow.remote().uriHost(), flow.remote().port());
    }

    // What happens to it

    void receive(Message message) {
        if (!vanished) {
            layer.receive(message, flow, network.now, queue::add);
            pump();
        }
    }

    void wake() {
        layer.wake(network.now, queue::add);
        for (Session session : List.copyOf(sessions.values())) {
            if (session.answering != null) {
                session.answering.wake(network.now, out -> perform(session, out));
            }
        }
        pump();
    }

    long deadline() {
        long earliest = layer.deadline();
        for (Session session : sessions.values()) {
            if (session.answering != null) {
                earliest = Math.min(earliest, session.answering.deadline());
            }
        }
        return earliest;
    }

    int open() {
        return layer.inFlight() + sessions.size() + ringing.size();
    }

    @Override
    public String toString() {
        return "%s by %s: %d transactions, %d sessions, %d ringing"
                .formatted(
                        user, flow.transport(), layer.inFlight(), sessions.size(), ringing.size());
    }

    private void pump() {
        for (TransactionOutput next = queue.poll(); next != null; next = queue.poll()) {
            switch (next) {
                // Nobody leaves bytes in what is kept here, so whole messages are repeated.
                case TransactionOutput.Again again -> throw new AssertionError(again);
                case TransactionOutput.Send(Flow on, Message message, _) -> {
                    if (!vanished) {
                        network.toNode(on, message);
                    }
                }
                case TransactionOutput.NewRequest(var id, Request request, Flow _) ->
                        asked(id, request);
                case TransactionOutput.Ack(Request ack, Flow _) -> {
                    Session session = sessions.get(DialogId.ofReceived(ack));
                    if (session != null && session.answering != null) {
                        session.answering.receive(ack, network.now, out -> perform(session, out));
                    }
                }
                case TransactionOutput.Cancelled(var invite, Request _) -> {
                    Request request = ringing.remove(invite);
                    if (request != null) {
                        respond(invite, tagged(request, 487));
                    }
                }
                case TransactionOutput.Received(var client, Response response, Flow _) ->
                        heard(client, response);
                case TransactionOutput.Ended(TransactionId.Client client) -> asked.remove(client);
                case TransactionOutput.TimedOut(TransactionId.Client client) ->
                        unheard +=
                                client.method().equals(Method.INVITE) && !cancelled.remove(client)
                                        ? 1
                                        : 0;
                case TransactionOutput.Stray _,
                        TransactionOutput.Unreachable _,
                        TransactionOutput.Ended _ -> {}
            }
        }
    }

    private void perform(Session session, InviteUas.Output output) {
        switch (output) {
            case InviteUas.Output.Respond(var invite, Response response) ->
                    layer.respond(invite, response, network.now, queue::add);
            case InviteUas.Output.Acknowledged _ -> {}
            case InviteUas.Output.NoAck _ -> hangUp(session);
        }
    }

    // As the one who is asked

    private void asked(TransactionId.Server id, Request request) {
        Session session = sessions.get(DialogId.ofReceived(request));
        boolean inDialog = request.headers().to().tag() != null;
        if (request.is(Method.INVITE) && !inDialog) {
            ringing.put(id, request);
            Response early = tagged(request, random.nextBoolean() ? 180 : 183);
            boolean media = early.status() == 183 && !request.body().isEmpty();
            respond(id, media ? Party.withSdp(early, answer) : early);
            network.after(random.nextLong(20 * SECOND), () -> decide(id, early));
        } else if (session == null) {
            respond(id, Response.to(request, 481));
        } else if (!(session.dialog.receive(request) instanceof Dialog.Admission.Admitted)) {
            respond(id, Response.to(request, 500));
        } else if (request.is(Method.INVITE)) {
            session.answering = new InviteUas(id, Timers.DEFAULT);
            Response ok = ok(Response.to(request, 200), request);
            session.answering.answer(ok, network.now, out -> perform(session, out));
        } else {
            respond(id, Response.to(request, 200));
            if (request.is(Method.BYE)) {
                sessions.remove(session.dialog.id());
            }
        }
    }

    /// What a user does with a ringing phone.
    private void decide(TransactionId.Server id, Response early) {
        Request invite = ringing.get(id);
        if (invite == null || vanished) {
            return;
        }
        int chance = random.nextInt(10);
        List<String> elsewhere = network.elsewhere;
        if (!elsewhere.isEmpty() && random.nextInt(5) == 0) {
            ringing.remove(id);
            String there = elsewhere.get(random.nextInt(elsewhere.size()));
            respond(id, early.headers().with(HeaderName.CONTACT, there), 302);
        } else if (chance < 7) {
            ringing.remove(id);
            Response ok = ok(early, invite);
            Session session = new Session(Dialog.uas(invite, ok).orThrow());
            session.answering = new InviteUas(id, Timers.DEFAULT);
            session.dialog.confirm();
            sessions.put(session.dialog.id(), session);
            session.answering.answer(ok, network.now, out -> perform(session, out));
            network.after(random.nextLong(60 * SECOND), () -> hangUp(session));
        } else if (chance < 9) {
            ringing.remove(id);
            respond(id, early.with(Body.NONE).headers(), chance == 7 ? 486 : 603);
        }
        pump();
    }

    private void respond(TransactionId.Server id, Headers headers, int status) {
        respond(
                id,
                new Response(status, "No", headers.without(HeaderName.CONTENT_TYPE), Body.NONE));
    }

    private Response ok(Response like, Request invite) {
        Response ok =
                new Response(200, "OK", like.headers(), Body.NONE)
                        .with(HeaderName.CONTACT, "<" + contact + ">");
        return Party.withSdp(ok, invite.body().isEmpty() ? offer : answer);
    }

    private Response tagged(Request request, int status) {
        Response response = Response.to(request, status);
        response =
                response.with(
                        HeaderName.TO, request.headers().to().with("tag", token()).toString());
        for (String route : request.headers().all(HeaderName.RECORD_ROUTE)) {
            response = response.with(response.headers().add(HeaderName.RECORD_ROUTE, route));
        }
        return response.with(HeaderName.CONTACT, "<" + contact + ">");
    }

    private void respond(TransactionId.Server id, Response response) {
        layer.respond(id, response, network.now, queue::add);
        pump();
    }

    // As the one who asks

    private void heard(TransactionId.Client client, Response response) {
        Request request = asked.get(client);
        if (request == null) {
            return;
        }
        if (response.status() == 401 || response.status() == 407) {
            Request again = digest.answer(request, response);
            if (again != null) {
                long cseq = request.headers().cseq().number() + 1;
                serial = Math.max(serial, cseq);
                TransactionId.Client next =
                        send(
                                again.with(
                                        HeaderName.CSEQ,
                                        new CSeq(cseq, request.method()).toString()));
                if (request.is(Method.INVITE) && random.nextInt(5) == 0) {
                    network.after(random.nextLong(15 * SECOND), () -> cancel(next));
                }
            }
        } else if (request.is(Method.REGISTER)) {
            registered |= response.isSuccess();
        } else if (request.is(Method.INVITE) && response.isSuccess()) {
            established(request, response);
        }
    }

    private void cancel(TransactionId.Client client) {
        if (!vanished) {
            cancelled.add(client);
            layer.cancel(client, List.of(), network.now, queue::add);
            pump();
        }
    }

    private void established(Request invite, Response ok) {
        DialogId id = DialogId.ofReceived(ok);
        Session session = sessions.get(id);
        if (session == null) {
            session = new Session(Dialog.uac(invite, ok).orThrow());
            sessions.put(id, session);
            answered++;
            Session begun = session;
            network.after(random.nextLong(60 * SECOND), () -> hangUp(begun));
            if (random.nextInt(3) == 0) {
                network.after(random.nextLong(30 * SECOND), () -> reinvite(begun));
            }
        }
        Request ack = session.dialog.ack(invite.headers().cseq().number());
        boolean answers = invite.body().isEmpty();
        layer.sendStateless(answers ? Party.withSdp(ack, answer) : ack, flow, sentBy(), queue::add);
    }

    private void reinvite(Session session) {
        if (!vanished && sessions.containsValue(session)) {
            Request bare =
                    session.dialog
                            .request(Method.INVITE)
                            .with(HeaderName.CONTACT, "<" + contact + ">");
            session.reinvite = send(Party.withSdp(bare, offer));
        }
    }

    /// Not before the ACK, or before it is known that none comes (RFC 3261 section 15), and not
    /// while an INVITE of its own is open: whom it asks may forget the call with the BYE.
    private void hangUp(Session session) {
        boolean asks = session.reinvite != null && asked.containsKey(session.reinvite);
        if (asks || session.answering != null && !session.answering.isDone()) {
            network.after(SECOND, () -> hangUp(session));
        } else if (!vanished && sessions.remove(session.dialog.id()) != null) {
            send(session.dialog.request(Method.BYE));
        }
    }
}
