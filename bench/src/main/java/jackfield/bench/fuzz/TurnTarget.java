package jackfield.bench.fuzz;

import jackfield.base.Egress;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.base.Parsed;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.StunWriter;
import jackfield.rtc.stun.TransactionId;
import jackfield.rtc.turn.Credentials;
import jackfield.rtc.turn.PeerPolicy;
import jackfield.rtc.turn.RelayPort;
import jackfield.rtc.turn.TcpPorts;
import jackfield.rtc.turn.TurnFraming;
import jackfield.rtc.turn.TurnLimits;
import jackfield.rtc.turn.TurnServer;
import jackfield.rtc.turn.TurnSettings;
import jackfield.rtc.turn.UdpListener;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a client of the TURN server sends that has an allocation, a permission and a channel, and
/// what its peer sends. Nothing may go to anybody but these two.
final class TurnTarget implements Target {
    private static final byte[] KEY = new byte[16];
    private static final Endpoint SERVER = Objects.requireNonNull(Endpoint.parse("192.0.2.1:3478"));
    private static final Endpoint CLIENT = Objects.requireNonNull(Endpoint.parse("192.0.2.7:4000"));
    private static final Endpoint PEER = Objects.requireNonNull(Endpoint.parse("203.0.113.5:5000"));

    private static final Set<StunAttribute> PROOFS =
            EnumSet.of(
                    StunAttribute.USERNAME,
                    StunAttribute.REALM,
                    StunAttribute.NONCE,
                    StunAttribute.USERHASH,
                    StunAttribute.PASSWORD_ALGORITHM,
                    StunAttribute.PASSWORD_ALGORITHMS,
                    StunAttribute.MESSAGE_INTEGRITY,
                    StunAttribute.MESSAGE_INTEGRITY_SHA256);

    @Override
    public String name() {
        return "turn";
    }

    @Override
    public List<byte[]> seeds() {
        TransactionId id = new TransactionId(1, 1);
        return List.of(
                new StunWriter(StunClass.REQUEST, 3, id)
                        .put(StunAttribute.REQUESTED_TRANSPORT, new byte[] {17, 0, 0, 0})
                        .put(StunAttribute.EVEN_PORT, new byte[] {(byte) 0x80})
                        .finish(),
                new StunWriter(StunClass.REQUEST, 9, id)
                        .number(StunAttribute.CHANNEL_NUMBER, 0x40000000L)
                        .xorAddress(StunAttribute.XOR_PEER_ADDRESS, PEER)
                        .put(StunAttribute.USERNAME, "a")
                        .put(StunAttribute.REALM, "r")
                        .put(StunAttribute.NONCE, "n")
                        .sign(KEY)
                        .finish(),
                new StunWriter(StunClass.INDICATION, 6, id)
                        .xorAddress(StunAttribute.XOR_PEER_ADDRESS, PEER)
                        .put(StunAttribute.DATA, new byte[30])
                        .bare(),
                new byte[] {0x40, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0});
    }

    @Override
    public long run(byte[] input) {
        if (input.length > 1_500) {
            return 0;
        }
        World world = new World();
        world.allocate();
        world.fromClient(input);
        world.fromPeer(input);
        world.signed(input);
        TurnFraming framing = new TurnFraming();
        framing.add(input.clone());
        int messages = 0;
        while (framing.next() != null) {
            messages++;
        }
        long did = messages * 3L + (framing.isBroken() ? 1 : 0);
        for (long dropped : world.server.totals().drops().values()) {
            did = did * 3 + dropped;
        }
        for (long refused : world.server.totals().refused().values()) {
            did = did * 3 + refused;
        }
        return did * 7 + world.toPeer * 3L + world.toClient;
    }

    /// One server with one client and one peer.
    private static final class World {
        private final Arena arena = Arena.ofAuto();
        private final MemorySegment slot = arena.allocate(2112);
        private final TurnServer server;
        private final UdpListener listener;
        private final List<byte[]> answers = new ArrayList<>();
        private @Nullable PacketSink relayed;
        private String nonce = "";
        private int toPeer;
        private int toClient;

        World() {
            server =
                    new TurnServer(
                            new TurnSettings(
                                    "r", SERVER, null, 30_000, 30_099, null, TurnLimits.DEFAULT),
                            new TurnServer.Surroundings(
                                    new Anybody(),
                                    new PeerPolicy(
                                            List.of(), List.of(), List.of(SERVER), List.of()),
                                    (_, _, _) -> new Relay(),
                                    TcpPorts.NONE),
                            new SplittableRandom(1),
                            _ -> {});
            listener =
                    server.listener(
                            SERVER,
                            new Way(
                                    CLIENT,
                                    packet -> {
                                        toClient++;
                                        answers.add(packet);
                                    }));
        }

        /// The same attributes once more, in a request that is the client's own.
        void signed(byte[] bytes) {
            if (!(StunMessage.parse(bytes) instanceof Parsed.Ok<StunMessage>(var message))) {
                return;
            }
            StunWriter request =
                    new StunWriter(
                            StunClass.REQUEST, message.method() & 0xf, new TransactionId(9, 9));
            for (StunAttribute each : StunAttribute.values()) {
                byte[] value = message.value(each);
                if (value != null && !PROOFS.contains(each)) {
                    request.put(each, value);
                }
            }
            fromClient(
                    request.put(StunAttribute.USERNAME, "a")
                            .put(StunAttribute.REALM, "r")
                            .put(StunAttribute.NONCE, nonce)
                            .sign(KEY)
                            .bare());
        }

        void allocate() {
            fromClient(new StunWriter(StunClass.REQUEST, 3, new TransactionId(0, 1)).bare());
            nonce =
                    Objects.requireNonNull(
                            StunMessage.parse(answers.getLast())
                                    .orThrow()
                                    .text(StunAttribute.NONCE));
            ask(3, w -> w.put(StunAttribute.REQUESTED_TRANSPORT, new byte[] {17, 0, 0, 0}));
            ask(
                    9,
                    w ->
                            w.number(StunAttribute.CHANNEL_NUMBER, 0x40000000L)
                                    .xorAddress(StunAttribute.XOR_PEER_ADDRESS, PEER));
        }

        private void ask(int method, Consumer<StunWriter> attributes) {
            StunWriter request =
                    new StunWriter(StunClass.REQUEST, method, new TransactionId(0, method));
            attributes.accept(request);
            fromClient(
                    request.put(StunAttribute.USERNAME, "a")
                            .put(StunAttribute.REALM, "r")
                            .put(StunAttribute.NONCE, nonce)
                            .sign(KEY)
                            .bare());
            if (StunMessage.parse(answers.getLast()).orThrow().errorCode() != 0) {
                throw new AssertionError("a good request was refused");
            }
        }

        void fromClient(byte[] bytes) {
            MemorySegment.copy(bytes, 0, slot, ValueLayout.JAVA_BYTE, 0, bytes.length);
            server.soon(listener, slot, CLIENT.high(), CLIENT.low(), CLIENT.port());
            server.receive(
                    listener, slot, bytes.length, CLIENT.high(), CLIENT.low(), CLIENT.port(), 1);
        }

        void fromPeer(byte[] bytes) {
            PacketSink sink = relayed;
            if (sink != null) {
                MemorySegment.copy(bytes, 0, slot, ValueLayout.JAVA_BYTE, 0, bytes.length);
                sink.soon(slot, PEER.high(), PEER.low(), PEER.port());
                sink.receive(slot, bytes.length, PEER.high(), PEER.low(), PEER.port(), 1);
            }
        }

        private final class Relay implements RelayPort {
            @Override
            public void attach(PacketSink sink) {
                relayed = sink;
            }

            @Override
            public void close() {
                relayed = null;
            }

            @Override
            public void send(MemorySegment packet, int length, long high, long low, int port) {
                if (high != PEER.high() || low != PEER.low()) {
                    throw new AssertionError("a packet to one who has no permission");
                }
                toPeer++;
            }

            @Override
            public MemorySegment slot() {
                return slot;
            }
        }
    }

    /// Everybody has the same key.
    private static final class Anybody implements Credentials {
        @Override
        public Account find(String username, long now) {
            return new Account.Known(username, List.of(new LongTermKeys(KEY, null)));
        }

        @Override
        public @Nullable String byUserhash(byte[] userhash) {
            return null;
        }
    }

    /// The way to the one address that may be answered.
    private record Way(Endpoint only, Consumer<byte[]> heard) implements Egress {
        @Override
        public void send(MemorySegment packet, int length, long high, long low, int port) {
            if (high != only.high() || low != only.low() || port != only.port()) {
                throw new AssertionError("an answer to somebody else");
            }
            heard.accept(packet.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        }

        @Override
        public MemorySegment slot() {
            return MemorySegment.ofArray(new byte[2112]);
        }
    }
}
