package jackfield.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
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
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A caller and a callee over a network that loses, repeats, delays and reorders: whatever happens,
/// both come to an end, and a call that one side believes in is known to the other.
class CallSimulationTest {
    private static final long MS = 1_000_000L;
    private static final int CALLS = 25;

    /// One datagram under way.
    private record Datagram(long at, long serial, End to, Message message) {}

    private final PriorityQueue<Datagram> network =
            new PriorityQueue<>(
                    Comparator.comparingLong(Datagram::at).thenComparingLong(Datagram::serial));
    private RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(0);
    private double loss;
    private long serials;
    private long now = MS;

    static LongStream seeds() {
        return LongStream.range(0, 120);
    }

    /// One side: a transaction layer on a flow to the other.
    private abstract class End {
        final TransactionLayer layer = new TransactionLayer(random, Timers.DEFAULT);
        final Deque<TransactionOutput> queue = new ArrayDeque<>();
        final Flow flow;
        final SentBy name;
        @Nullable End peer;

        End(int host) {
            Endpoint here = Endpoint.ipv4(0x0a000000 + host, 5060);
            flow = new Flow(host, Transport.UDP, here, Endpoint.ipv4(0x0a0000ff, 5060));
            name = new SentBy("10.0.0." + host, 5060);
        }

        void hears(Message message) {
            layer.receive(message, flow, now, queue::add);
            pump();
        }

        void pump() {
            for (TransactionOutput next = queue.poll(); next != null; next = queue.poll()) {
                if (next instanceof TransactionOutput.Send(Flow _, Message message, _)) {
                    post(peer, message);
                } else {
                    happens(next);
                }
            }
        }

        TransactionId.Client send(Request request) {
            return layer.send(request, flow, name, now, queue::add);
        }

        abstract void happens(TransactionOutput output);

        abstract void wakes();

        abstract long deadline();
    }

    private void post(@Nullable End to, Message message) {
        for (int copies = random.nextDouble() < 0.05 ? 2 : 1; copies > 0; copies--) {
            if (to != null && random.nextDouble() >= loss) {
                long delay = (5 + random.nextInt(300)) * MS;
                network.add(new Datagram(now + delay, serials++, to, message));
            }
        }
    }

    private final class Caller extends End {
        final InviteUac uac;
        TransactionId.@Nullable Client invite;
        long givesUpAt;
        @Nullable Dialog dialog;
        int outcomes;
        boolean answered;
        boolean over;

        Caller(int call) {
            super(1);
            givesUpAt = random.nextInt(3) == 0 ? now + random.nextInt(8_000) * MS : Deadlines.NEVER;
            uac =
                    new InviteUac(
                            new Request(
                                    Method.INVITE,
                                    SipUri.of("b", "10.0.0.2", 0),
                                    Headers.EMPTY
                                            .add(HeaderName.MAX_FORWARDS, "70")
                                            .add(HeaderName.FROM, "<sip:a@x>;tag=a" + call)
                                            .add(HeaderName.TO, "<sip:b@x>")
                                            .add(HeaderName.CALL_ID, "call" + call)
                                            .add(HeaderName.CSEQ, "1 INVITE")
                                            .add(HeaderName.SUPPORTED, "100rel")
                                            .add(HeaderName.CONTACT, "<sip:a@10.0.0.1>"),
                                    Body.NONE),
                            Timers.DEFAULT,
                            null,
                            null);
        }

        void wants(InviteUac.Output output) {
            switch (output) {
                case InviteUac.Output.Send(Request request) -> invite = send(request);
                case InviteUac.Output.Cancel() -> {
                    if (invite != null) {
                        layer.cancel(invite, java.util.List.of(), now, queue::add);
                    }
                }
                case InviteUac.Output.Prack(Request prack, Dialog _) -> send(prack);
                case InviteUac.Output.Acknowledge(Request ack, Dialog _) ->
                        layer.sendStateless(ack, flow, name, queue::add);
                case InviteUac.Output.Bye(Request bye, Dialog _) -> send(bye);
                case InviteUac.Output.Progress _ -> {}
                case InviteUac.Output.Answered(Response _, Dialog with) -> {
                    outcomes++;
                    answered = true;
                    dialog = with;
                    uac.acknowledge(with, Body.NONE, this::wants);
                }
                case InviteUac.Output.Failed _ -> outcomes++;
            }
        }

        @Override
        void happens(TransactionOutput output) {
            switch (output) {
                case TransactionOutput.Received(
                                TransactionId.Client id,
                                Response response,
                                Flow _) -> {
                    if (id.equals(invite)) {
                        uac.receive(response, now, this::wants);
                    }
                }
                case TransactionOutput.TimedOut(TransactionId.Client id) -> {
                    if (id.equals(invite)) {
                        uac.fail(408, now, this::wants);
                    }
                }
                case TransactionOutput.NewRequest(
                                TransactionId.Server id,
                                Request request,
                                Flow _) -> {
                    over |= request.is(Method.BYE);
                    layer.respond(id, Response.to(request, 200), now, queue::add);
                }
                default -> {}
            }
        }

        @Override
        void wakes() {
            if (givesUpAt <= now) {
                givesUpAt = Deadlines.NEVER;
                uac.cancel(this::wants);
            }
            layer.wake(now, queue::add);
            uac.wake(now);
            pump();
        }

        @Override
        long deadline() {
            return Math.min(givesUpAt, Math.min(layer.deadline(), uac.deadline()));
        }
    }

    private final class Callee extends End {
        final ReliableProvisionals provisionals = new ReliableProvisionals(Timers.DEFAULT, random);
        @Nullable InviteUas uas;
        TransactionId.@Nullable Server invite;
        @Nullable Request asked;
        @Nullable Dialog dialog;
        long answersAt = Deadlines.NEVER;
        boolean finished;
        boolean acknowledged;
        boolean answered;
        boolean over;

        Callee() {
            super(2);
        }

        private Response tagged(Response response) {
            return response.with(HeaderName.TO, "<sip:b@x>;tag=b")
                    .with(HeaderName.CONTACT, "<sip:b@10.0.0.2>");
        }

        void wants(ReliableProvisionals.Output output) {
            switch (output) {
                case ReliableProvisionals.Output.Respond(Response response) -> respond(response);
                case ReliableProvisionals.Output.Unacknowledged _ -> finish(504);
            }
        }

        void wants(InviteUas.Output output) {
            switch (output) {
                case InviteUas.Output.Respond(TransactionId.Server _, Response response) ->
                        respond(response);
                case InviteUas.Output.Acknowledged _ -> acknowledged = true;
                case InviteUas.Output.NoAck _ -> {
                    over = true;
                    if (dialog != null) {
                        send(dialog.request(Method.BYE));
                    }
                }
            }
        }

        private void respond(Response response) {
            if (invite != null) {
                layer.respond(invite, response, now, queue::add);
            }
        }

        private void finish(int status) {
            if (finished || asked == null || invite == null) {
                return;
            }
            finished = true;
            answersAt = Deadlines.NEVER;
            provisionals.stop();
            Response response = tagged(Response.to(asked, status));
            if (response.isSuccess()) {
                answered = true;
                dialog = Dialog.uas(asked, response).orThrow();
                uas = new InviteUas(invite, Timers.DEFAULT);
                uas.answer(response, now, this::wants);
            } else {
                respond(response);
            }
        }

        @Override
        void happens(TransactionOutput output) {
            switch (output) {
                case TransactionOutput.NewRequest(
                                TransactionId.Server id,
                                Request request,
                                Flow _) -> {
                    if (request.is(Method.INVITE)) {
                        invite = id;
                        asked = request;
                        provisionals.send(tagged(Response.to(request, 180)), now, this::wants);
                        answersAt = now + random.nextInt(6_000) * MS;
                    } else if (request.is(Method.PRACK)) {
                        int status =
                                switch (provisionals.receive(request, now, this::wants)) {
                                    case ReliableProvisionals.Judgement.Acknowledged _ -> 200;
                                    case ReliableProvisionals.Judgement.Rejected(int refused) ->
                                            refused;
                                };
                        layer.respond(id, Response.to(request, status), now, queue::add);
                    } else {
                        over |= request.is(Method.BYE);
                        if (over && uas != null) {
                            uas.stop();
                        }
                        layer.respond(id, Response.to(request, 200), now, queue::add);
                    }
                }
                case TransactionOutput.Ack(Request ack, Flow _) -> {
                    if (uas != null) {
                        uas.receive(ack, now, this::wants);
                    }
                }
                case TransactionOutput.Cancelled _ -> finish(487);
                default -> {}
            }
        }

        @Override
        void wakes() {
            provisionals.wake(now, this::wants);
            if (answersAt <= now) {
                if (provisionals.isSettled()) {
                    finish(random.nextInt(4) == 0 ? 486 : 200);
                } else {
                    answersAt = now + 200 * MS; // a 2xx waits for the PRACK
                }
            }
            if (uas != null) {
                uas.wake(now, this::wants);
            }
            layer.wake(now, queue::add);
            pump();
        }

        @Override
        long deadline() {
            long answer = uas == null ? Deadlines.NEVER : uas.deadline();
            return Math.min(
                    Math.min(answersAt, provisionals.deadline()),
                    Math.min(layer.deadline(), answer));
        }
    }

    private void runUntilQuiet(End... ends) {
        for (int turns = 0; ; turns++) {
            assertThat(turns).as("turns until everything is quiet").isLessThan(5_000);
            long next = network.isEmpty() ? Deadlines.NEVER : network.peek().at;
            for (End end : ends) {
                next = Math.min(next, end.deadline());
            }
            if (next == Deadlines.NEVER) {
                return;
            }
            now = Math.max(now, next);
            while (!network.isEmpty() && network.peek().at <= now) {
                Datagram datagram = network.remove();
                datagram.to.hears(datagram.message);
            }
            for (End end : ends) {
                end.wakes();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyCallComesToAnEndThatBothSidesKnow(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int answered = 0;
        for (int call = 0; call < CALLS; call++) {
            loss = random.nextInt(4) * 0.12;
            Caller caller = new Caller(call);
            Callee callee = new Callee();
            caller.peer = callee;
            callee.peer = caller;
            caller.uac.start(caller::wants);
            caller.pump();
            runUntilQuiet(caller, callee);

            assertThat(caller.outcomes).as("outcomes told to the caller").isEqualTo(1);
            assertThat(caller.uac.isDone()).isTrue();
            assertThat(caller.layer.inFlight() + callee.layer.inFlight()).isZero();
            if (caller.answered) {
                answered++;
                assertThat(callee.answered).as("the callee knows that it answered").isTrue();
                assertThat(callee.acknowledged || callee.over)
                        .as("the callee has the ACK, or has ended the call")
                        .isTrue();
            } else if (callee.acknowledged && loss == 0) {
                assertThat(callee.over).as("a call nobody wants is ended").isTrue();
            }
        }
        assertThat(answered).as("calls that were answered").isPositive();
    }
}
