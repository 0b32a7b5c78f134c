package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.net.TlsIdentity;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpSocket;
import jackfield.rtc.dtls.bc.DtlsMessages;
import jackfield.rtc.dtls.bc.DtlsServer;
import jackfield.rtc.turn.ClientTransport;
import jackfield.rtc.turn.FiveTuple;
import jackfield.rtc.turn.TurnServer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// TURN over DTLS: associations by the client's address, on the shard's thread.
final class TurnDtls implements PacketSink, AutoCloseable {
    private static final int MOST = 10_000;
    private static final int FIRST_RECORD = 20;
    private static final int LAST_RECORD = 63;

    private final UdpLoop loop;
    private final UdpSocket socket;
    private final TurnServer server;
    private final DtlsServer dtls;
    private final Map<Endpoint, Client> clients = new HashMap<>();

    TurnDtls(UdpLoop loop, UdpSocket socket, TurnServer server, Parts parts, SecureRandom random) {
        this.loop = loop;
        this.socket = socket;
        this.server = server;
        dtls =
                new DtlsServer(
                        random,
                        () -> {
                            TlsIdentity shown = parts.tls().identities().of(null);
                            return new DtlsServer.Identity(shown.key(), shown.chain());
                        },
                        MOST);
    }

    @Override
    public void receive(MemorySegment slot, int length, long high, long low, int port, long now) {
        int first = length == 0 ? 0 : slot.get(ValueLayout.JAVA_BYTE, 0) & 0xff;
        if (first < FIRST_RECORD || first > LAST_RECORD) {
            return; // no DTLS record
        }
        byte[] datagram = slot.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        Endpoint from = new Endpoint(high, low, port);
        Client known = clients.get(from);
        if (known != null && known.messages != null && !isHello(datagram)) {
            known.messages.receive(datagram);
            return;
        }
        Client client = new Client(from);
        DtlsMessages begun = dtls.greet(datagram, high, low, port, client);
        if (begun != null) {
            client.messages = begun;
            Client before = clients.put(from, client);
            if (before != null) {
                before.end();
            }
        } else if (known != null && known.messages != null) {
            known.messages.receive(datagram);
        }
    }

    /// A ClientHello in a record of the first epoch: a client that begins, perhaps from an address
    /// that another association had.
    private static boolean isHello(byte[] datagram) {
        boolean plain = datagram.length > 13 && datagram[3] == 0 && datagram[4] == 0;
        return plain && datagram[0] == 22 && datagram[13] == 1;
    }

    @Override
    public void close() {
        dtls.close();
    }

    /// One client; its events come on a thread of its association.
    private final class Client extends FiveTuple implements DtlsServer.Events {
        @Nullable DtlsMessages messages;

        Client(Endpoint from) {
            super(ClientTransport.DTLS, socket.local(), from);
        }

        @Override
        public void transmit(byte[] bytes) {
            if (loop.inLoop()) {
                socket.send(bytes, client());
            } else {
                loop.execute(() -> socket.send(bytes, client()));
            }
        }

        @Override
        protected boolean send(MemorySegment packet, int offset, int length) {
            byte[] message = packet.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
            return messages != null && messages.send(message);
        }

        @Override
        protected void send(byte[] message) {
            if (messages != null) {
                messages.send(message);
            }
        }

        @Override
        public void received(byte[] message) {
            loop.execute(() -> server.receive(this, message, socket.slot(), loop.now()));
        }

        @Override
        public void closed() {
            loop.execute(() -> {
                clients.remove(client(), this);
                server.closed(this, loop.now());
            });
        }

        void end() {
            DtlsMessages ended = messages;
            if (ended != null) {
                ended.close();
            }
        }
    }
}
