package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Network;
import jackfield.base.Parsed;
import jackfield.base.Transport;
import jackfield.roles.location.Binding;
import jackfield.roles.location.BindingStore;
import jackfield.roles.location.Bindings;
import jackfield.roles.location.ContactTokens;
import jackfield.roles.records.CallRecords;
import jackfield.roles.sbc.BanListener;
import jackfield.roles.sbc.BanPolicy;
import jackfield.roles.sbc.Bans;
import jackfield.roles.sbc.Border;
import jackfield.roles.sbc.Peer;
import jackfield.roles.sbc.SourceLimits;
import jackfield.roles.sbc.TrustDomain;
import jackfield.roles.sbc.UserLimits;
import jackfield.roles.trace.MessageTap;
import jackfield.roles.transactionuser.Flows;
import jackfield.roles.transactionuser.Locator;
import jackfield.roles.transactionuser.NextHop;
import jackfield.roles.transactionuser.NodeAddresses;
import jackfield.sip.auth.DigestAuthenticator;
import jackfield.sip.auth.DigestClient;
import jackfield.sip.auth.Ha1;
import jackfield.sip.flow.FlowTokenSigner;
import jackfield.sip.framing.Framed;
import jackfield.sip.framing.StreamFraming;
import jackfield.sip.framing.WebSocketFraming;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Parser;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Via;
import jackfield.sip.message.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/// A node that serves the domain of the torture messages, or one that is a proxy to it; one sender
/// of theirs on one transport; and a server far off that takes whatever is forwarded and answers it
/// 480.
final class TortureRoom {
    private static final long SECOND = 1_000_000_000L;
    private static final String REALM = "example.com";
    private static final String PASSWORD = "not a word";

    /// Who sends.
    enum Sender {
        /// Anyone.
        STRANGER,
        /// A peer that a proxy trusts: what it sends is forwarded without asking for a password.
        PEER_OF_PROXY,
        /// The same, to a node where the called users are its own endpoint.
        PEER_OF_ENDPOINT
    }

    private final SignallingCore core;
    private final RecordingRelay relay = new RecordingRelay();
    private final Flow sender;
    private final Flow far;
    private StreamFraming stream = StreamFraming.usual();
    private final WebSocketFraming webSocket = WebSocketFraming.usual();

    /// The answers that the sender got, as text: what can't be read is repeated in them.
    final List<String> answers = new ArrayList<>();

    /// What reached the server far off.
    final List<Request> forwarded = new ArrayList<>();

    /// What framing found broken: the connection is closed with it.
    @Nullable String broken;

    private final RandomGenerator random;
    private final String us;
    private long now = SECOND;

    TortureRoom(Sender kind, Transport transport, boolean ipv6) {
        boolean home = kind != Sender.PEER_OF_PROXY;
        us = ipv6 ? home ? "[2001:db8::10]" : "[2001:db8::77]" : "192.0.2.250";
        String them = ipv6 ? "[2001:db8::9:1]" : "192.0.2.15";
        String there = ipv6 ? "[2001:db8::99]" : "192.0.2.251";
        int port = transport.webSocket() ? 8080 : 5060;
        sender = flow(1, transport, us + ":" + port, them + ":5060");
        far = flow(2, Transport.UDP, us + ":5060", there + ":5060");
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        Map<Network, Peer> trusted =
                kind == Sender.STRANGER
                        ? Map.of()
                        : Map.of(Network.of(sender.remote()), Peer.trusted("the sender"));
        Border border =
                new Border(
                        _ -> true,
                        new DigestAuthenticator(
                                REALM,
                                new byte[32],
                                user -> Ha1.of(user, REALM, PASSWORD),
                                DigestAuthenticator.EVERY_PHONE,
                                random),
                        new SourceLimits(1000, 1000, 100),
                        UserLimits.usual(),
                        new Bans(BanPolicy.DEFAULT, BanListener.NONE),
                        new TrustDomain(trusted));
        NodeAddresses addresses =
                new NodeAddresses(
                        home ? REALM : "proxy.example.org",
                        home ? Set.of(us, "[2001:db8::192.0.2.1]") : Set.of(us),
                        Set.of(5060, 5070, 8080),
                        Map.of(),
                        us);
        core =
                new SignallingCore(
                        new SignallingParts(
                                addresses,
                                new Open(),
                                new Everywhere(),
                                border,
                                new Bindings(
                                        BindingStore.NONE,
                                        new ContactTokens(new byte[32]),
                                        30 * SECOND,
                                        0,
                                        random),
                                relay,
                                new FlowTokenSigner(new byte[32], 7),
                                MessageTap.NONE,
                                CallRecords.NONE),
                        settings(kind),
                        random);
    }

    private static SignallingSettings settings(Sender kind) {
        SignallingSettings usual = SignallingSettings.DEFAULT;
        Set<String> own = Set.of("user", "j_user", "j.user", "UserB");
        return new SignallingSettings(
                usual.timers(),
                usual.transactions(),
                usual.registrations(),
                usual.admission(),
                usual.proxy(),
                kind == Sender.PEER_OF_ENDPOINT ? own : Set.of(),
                true,
                usual.messages());
    }

    private static Flow flow(long id, Transport transport, String local, String remote) {
        return new Flow(id, transport, Endpoint.parse(local), Endpoint.parse(remote));
    }

    /// Every connection lives, and every server is the one far off.
    private final class Open implements Flows {
        @Override
        public @Nullable Flow to(Transport transport, @Nullable Endpoint local, Endpoint remote) {
            return far;
        }

        @Override
        public boolean alive(Flow flow) {
            return true;
        }
    }

    private final class Everywhere implements Locator {
        @Override
        public void locate(SipUri next, long at, Found found) {
            found.servers(List.of(new NextHop(Transport.UDP, far.remote(), next.host())), at);
        }
    }

    /// Sends bytes as they go over this transport: a datagram, a part of a stream, a message of a
    /// WebSocket.
    void send(byte[] bytes) {
        switch (sender.transport()) {
            case UDP -> receive(bytes);
            case TCP, TLS -> stream.receive(bytes, this::framed);
            case WS, WSS -> framed(webSocket.receive(bytes));
        }
    }

    private void framed(Framed framed) {
        switch (framed) {
            case Framed.Message(byte[] bytes) -> receive(bytes);
            case Framed.Broken(String what, Response answer) -> {
                broken = what;
                if (answer != null) {
                    answers.add(text(Writer.write(answer)));
                }
            }
            case Framed.Ping _, Framed.Pong _ -> {
                // nothing to answer in a test of messages
            }
        }
    }

    private void receive(byte[] bytes) {
        core.receive(bytes, sender, now, this::perform);
    }

    private void perform(SignallingOutput output) {
        if (output instanceof SignallingOutput.Send(Flow flow, byte[] bytes)) {
            if (flow.remote().equals(far.remote())) {
                far(bytes);
            } else {
                answers.add(text(bytes));
            }
        }
    }

    private void far(byte[] bytes) {
        if (Parser.parse(bytes) instanceof Parsed.Ok<Message>(Request request)) {
            forwarded.add(request);
        } else {
            throw new AssertionError("forwarded, but unreadable: " + text(bytes));
        }
    }

    /// The server far off answers all it was sent, and all that may time out does.
    void settle() {
        int answered = 0;
        for (int i = 0; i < 80; i++) {
            while (answered < forwarded.size()) {
                Request request = forwarded.get(answered++);
                if (!request.is(Method.ACK)) {
                    Response gone = Response.to(request, 480);
                    core.receive(Writer.write(gone), far, now, this::perform);
                }
            }
            long until = now + SECOND;
            while (core.deadline() != Deadlines.NEVER && core.deadline() <= until) {
                now = Math.max(now, core.deadline());
                core.wake(now, this::perform);
            }
            now = until;
        }
    }

    /// Nothing is in flight, and the sender is answered what it asks next.
    void assertNothingIsLeftAndTheNodeLives() {
        assertThat(core.transactionCount()).as("transactions").isZero();
        assertThat(core.forwardCount()).as("contexts").isZero();
        assertThat(core.callCount()).as("calls").isZero();
        assertThat(core.registrations()).as("registrations").isEmpty();
        assertThat(relay.forks).as("legs").isEmpty();
        if (broken != null || stream.pending() > 0) {
            stream = StreamFraming.usual();
        }
        answers.clear();
        broken = null;
        send(
                """
                OPTIONS sip:%1$s SIP/2.0
                Via: SIP/2.0/%2$s 192.0.2.15;branch=z9hG4bKafterwards
                From: <sip:sane@example.com>;tag=1
                To: <sip:%1$s>
                Call-ID: afterwards
                CSeq: 1 OPTIONS
                Max-Forwards: 70
                Content-Length: 0

                """
                        .formatted(us, sender.transport())
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(outcome()).as("a sane question afterwards").isEqualTo("200");
    }

    /// What became of it: `407`, `nothing`, `forward`, `401,407` for two messages, `closed` behind
    /// it where the connection is.
    String outcome() {
        List<String> seen = new ArrayList<>();
        for (String answer : answers) {
            String status = answer.startsWith("SIP/2.0 ") ? answer.substring(8, 11) : "1xx";
            String outcome = forwarded.isEmpty() || !status.equals("480") ? status : "forward";
            if (!status.startsWith("1") && !seen.contains(outcome)) {
                seen.add(outcome);
            }
        }
        if (broken != null) {
            seen.add("closed");
        }
        return seen.isEmpty() ? "nothing" : String.join(",", seen);
    }

    /// The final answer.
    Response answer() {
        return (Response)
                Parser.parse(answers.getLast().getBytes(StandardCharsets.UTF_8)).orThrow();
    }

    /// Sends the REGISTER in `bytes` with the password of `user`, and gives who is registered.
    List<Binding> registers(byte[] bytes, String user) {
        send(bytes);
        Request request = (Request) Parser.parse(bytes).orThrow();
        Request proved = new DigestClient(user, PASSWORD, random).answer(request, answer());
        assertThat(proved).isNotNull();
        Via via = Via.of(sender.transport(), "192.0.2.15", 5060, "z9hG4bKproved");
        send(
                Writer.write(
                        proved.with(proved.headers().without(HeaderName.VIA))
                                .push(via)
                                .with(
                                        HeaderName.CSEQ,
                                        request.headers().cseq().number() + 1 + " REGISTER")));
        assertThat(outcome()).isEqualTo("401,200");
        return core.registrations();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
