package jackfield.rtc.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import jackfield.base.Egress;
import jackfield.base.Endpoint;
import jackfield.base.Network;
import jackfield.base.PacketSink;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A TURN server in virtual time: clients and peers are addresses, packets are delivered at once.
final class TurnWorld {
    static final long SECOND = 1_000_000_000L;
    static final Endpoint SERVER = Endpoint.parse("192.0.2.1:3478");
    static final Endpoint RELAYED6 = Endpoint.parse("[2001:db8::1]:0");
    static final String REALM = "jackfield";

    final Map<String, Credentials.Account> accounts = new HashMap<>();
    final List<TurnEvent> events = new ArrayList<>();
    final Map<Endpoint, ArrayDeque<byte[]>> inboxes = new HashMap<>();
    final Map<Endpoint, Port> open = new HashMap<>();
    final Map<Endpoint, TcpSide> tcp = new HashMap<>();
    final TurnServer server;
    final UdpListener listener;
    long now = SECOND;

    /// Whether packets that leave are only counted, so that the test makes no garbage itself.
    boolean counting;

    long counted;

    /// The last datagram of a client.
    byte @Nullable [] sent;

    private final MemorySegment slot = Arena.ofAuto().allocate(2112);

    /// A relayed port: where it sends from is what peers see.
    final class Port implements RelayPort {
        final Endpoint at;
        final boolean dontFragment;
        @Nullable PacketSink sink;

        Port(Endpoint at, boolean dontFragment) {
            this.at = at;
            this.dontFragment = dontFragment;
        }

        @Override
        public void attach(PacketSink packets) {
            sink = packets;
        }

        @Override
        public void close() {
            open.remove(at, this);
        }

        @Override
        public void send(MemorySegment packet, int length, long high, long low, int port) {
            deliver(packet, 0, length, high, low, port);
        }

        @Override
        public void send(
                MemorySegment packet, int offset, int length, long high, long low, int port) {
            deliver(packet, offset, length, high, low, port);
        }

        @Override
        public MemorySegment slot() {
            return Arena.ofAuto().allocate(2112);
        }
    }

    /// A relayed TCP port that records what it is told.
    static final class TcpSide implements TcpPort {
        final Endpoint at;
        final long allocation;
        final List<String> told = new ArrayList<>();
        int connecting;

        TcpSide(Endpoint at, long allocation) {
            this.at = at;
            this.allocation = allocation;
        }

        @Override
        public Endpoint told() {
            return at;
        }

        @Override
        public void connect(int connection, Endpoint peer) {
            connecting = connection;
            told.add("connect " + peer);
        }

        @Override
        public void join(int connection, FiveTuple client) {
            told.add("join " + client);
        }

        @Override
        public void cut(int connection) {
            told.add("cut");
        }

        @Override
        public void close() {
            told.add("close");
        }
    }

    TurnWorld() {
        this(TurnLimits.DEFAULT);
    }

    TurnWorld(TurnLimits limits) {
        this(limits, null, 30_000, 39_999);
    }

    TurnWorld(TurnLimits limits, @Nullable Endpoint alternate, int firstPort, int lastPort) {
        account("alice", "wonder");
        account("bob", "builder");
        TurnSettings settings =
                new TurnSettings(REALM, SERVER, RELAYED6, firstPort, lastPort, alternate, limits);
        PeerPolicy policy =
                new PeerPolicy(
                        List.of(Network.parse("10.1.0.0/16")),
                        List.of(Network.parse("203.0.113.66")),
                        List.of(SERVER, RELAYED6),
                        List.of(new PeerPolicy.Ports(30_000, 39_999)));
        server =
                new TurnServer(
                        settings,
                        new TurnServer.Surroundings(
                                credentials(), policy, this::openPort, this::openTcp),
                        new SplittableRandom(7),
                        events::add);
        listener =
                server.listener(
                        SERVER,
                        new Egress() {
                            @Override
                            public void send(
                                    MemorySegment packet,
                                    int length,
                                    long high,
                                    long low,
                                    int port) {
                                deliver(packet, 0, length, high, low, port);
                            }

                            @Override
                            public void send(
                                    MemorySegment packet,
                                    int offset,
                                    int length,
                                    long high,
                                    long low,
                                    int port) {
                                deliver(packet, offset, length, high, low, port);
                            }

                            @Override
                            public MemorySegment slot() {
                                return Arena.ofAuto().allocate(2112);
                            }
                        });
    }

    private @Nullable RelayPort openPort(boolean ipv6, int port, boolean dontFragment) {
        Endpoint at = (ipv6 ? RELAYED6 : SERVER).withPort(port);
        if (open.containsKey(at)) {
            return null;
        }
        Port opened = new Port(at, dontFragment);
        open.put(at, opened);
        return opened;
    }

    private @Nullable TcpPort openTcp(boolean ipv6, int port, long allocation) {
        Endpoint at = (ipv6 ? RELAYED6 : SERVER).withPort(port);
        TcpSide side = new TcpSide(at, allocation);
        tcp.put(at, side);
        return side;
    }

    private Credentials credentials() {
        return new Credentials() {
            @Override
            public Account find(String username, long at) {
                Account found = accounts.get(username);
                return found == null ? new Account.Unknown("no such user") : found;
            }

            @Override
            public @Nullable String byUserhash(byte[] userhash) {
                return accounts.keySet().stream()
                        .filter(name ->
                                MessageDigest.isEqual(
                                        userhash, hash("SHA-256", name + ":" + REALM)))
                        .findFirst()
                        .orElse(null);
            }
        };
    }

    void account(String name, String password) {
        accounts.put(name, new Credentials.Account.Known(name, List.of(keys(name, password))));
    }

    static Credentials.LongTermKeys keys(String name, String password) {
        String text = name + ":" + REALM + ":" + password;
        return new Credentials.LongTermKeys(hash("MD5", text), hash("SHA-256", text));
    }

    static byte[] hash(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void deliver(
            MemorySegment packet, int offset, int length, long high, long low, int port) {
        if (counting) {
            counted++;
        } else {
            deliver(new Endpoint(high, low, port), packet.asSlice(offset, length));
        }
    }

    private void deliver(Endpoint to, MemorySegment packet) {
        inboxes.computeIfAbsent(to, _ -> new ArrayDeque<>())
                .add(packet.toArray(ValueLayout.JAVA_BYTE));
    }

    /// A client's datagram to the server.
    void fromClient(Endpoint client, byte[] datagram) {
        sent = datagram;
        MemorySegment.copy(datagram, 0, slot, ValueLayout.JAVA_BYTE, 0, datagram.length);
        server.soon(listener, slot, client.high(), client.low(), client.port());
        server.receive(
                listener, slot, datagram.length, client.high(), client.low(), client.port(), now);
    }

    /// A message on a connection.
    void fromClient(FiveTuple tuple, byte[] message) {
        MemorySegment.copy(message, 0, slot, ValueLayout.JAVA_BYTE, 0, message.length);
        server.receive(tuple, slot, message.length, now);
    }

    /// A peer's datagram to a relayed address.
    void fromPeer(Endpoint peer, Endpoint relayed, byte[] datagram) {
        Port port = open.get(relayed);
        if (port == null || port.sink == null) {
            return;
        }
        MemorySegment.copy(datagram, 0, slot, ValueLayout.JAVA_BYTE, 0, datagram.length);
        port.sink.soon(slot, peer.high(), peer.low(), peer.port());
        port.sink.receive(slot, datagram.length, peer.high(), peer.low(), peer.port(), now);
    }

    /// The next packet that came to an address; null where there is none.
    byte @Nullable [] take(Endpoint at) {
        ArrayDeque<byte[]> inbox = inboxes.get(at);
        return inbox == null ? null : inbox.poll();
    }

    void pass(long seconds) {
        long end = now + seconds * SECOND;
        while (server.deadline() <= end) {
            now = Math.max(now, server.deadline());
            server.wake(now);
        }
        now = end;
    }

    /// A connection of a client's.
    final class Wire extends FiveTuple {
        Wire(ClientTransport transport, Endpoint client) {
            super(transport, SERVER, client);
        }

        @Override
        protected boolean send(MemorySegment packet, int offset, int length) {
            deliver(client(), packet.asSlice(offset, length));
            return true;
        }

        @Override
        protected void send(byte[] message) {
            deliver(client(), MemorySegment.ofArray(message));
        }
    }
}
