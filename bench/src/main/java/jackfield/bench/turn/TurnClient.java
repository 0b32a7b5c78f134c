package jackfield.bench.turn;

import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.net.udp.UdpSocket;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.StunWriter;
import jackfield.rtc.stun.TransactionId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One client of the load: it allocates, gets a channel or a permission for the echoing peer, sends
/// numbered packets, and counts those that come back right. On the load's thread.
final class TurnClient implements PacketSink {
    static final String USER = "bench";
    static final String PASSWORD = "a long password";
    static final String REALM = "jackfield";

    private static final int ALLOCATE = 3;
    private static final int CREATE_PERMISSION = 8;
    private static final int CHANNEL_BIND = 9;
    private static final int CHANNEL = 0x4000;
    private static final int DATA = 0x0013;
    private static final long AGAIN_NS = 1_000_000_000L;
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final byte[] KEY = key();

    private final int number;
    private final UdpSocket socket;
    private final Endpoint server;
    private final Endpoint peer;
    private final boolean channels;
    private final byte[] packet;
    private final int payloadAt;
    private @Nullable String nonce;
    private int method = ALLOCATE;
    private long transaction = 1;
    private long asked;
    private boolean ready;
    private long sequence;
    private long expected = 1;
    long sent;
    long received;
    long wrong;

    /// @param payload bytes of each packet, at least 16
    TurnClient(
            int number,
            UdpSocket socket,
            Endpoint server,
            Endpoint peer,
            boolean channels,
            int payload) {
        this.number = number;
        this.socket = socket;
        this.server = server;
        this.peer = peer;
        this.channels = channels;
        byte[] data = new byte[payload];
        if (channels) {
            packet = new byte[4 + payload];
            packet[0] = CHANNEL >> 8;
            packet[2] = (byte) (payload >> 8);
            packet[3] = (byte) payload;
            payloadAt = 4;
        } else {
            packet =
                    new StunWriter(StunClass.INDICATION, 6, new TransactionId(number, 1))
                            .xorAddress(StunAttribute.XOR_PEER_ADDRESS, peer)
                            .put(StunAttribute.DATA, data)
                            .bare();
            payloadAt = 36;
        }
    }

    private static byte[] key() {
        try {
            String text = USER + ":" + REALM + ":" + PASSWORD;
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    boolean isReady() {
        return ready;
    }

    /// Asks for what it does not have yet, again after a second without an answer.
    void ask(long now) {
        if (ready || asked > 0 && now - asked < AGAIN_NS) {
            return;
        }
        asked = now;
        StunWriter request =
                new StunWriter(StunClass.REQUEST, method, new TransactionId(number, transaction));
        switch (method) {
            case ALLOCATE ->
                    request.put(StunAttribute.REQUESTED_TRANSPORT, new byte[] {17, 0, 0, 0})
                            .number(StunAttribute.LIFETIME, 3_600);
            case CHANNEL_BIND ->
                    request.number(StunAttribute.CHANNEL_NUMBER, (long) CHANNEL << 16)
                            .xorAddress(StunAttribute.XOR_PEER_ADDRESS, peer);
            default -> request.xorAddress(StunAttribute.XOR_PEER_ADDRESS, peer);
        }
        String known = nonce;
        if (known != null) {
            request.put(StunAttribute.USERNAME, USER)
                    .put(StunAttribute.REALM, REALM)
                    .put(StunAttribute.NONCE, known)
                    .sign(KEY);
        }
        socket.send(request.bare(), server);
    }

    @Override
    public void receive(MemorySegment slot, int length, long high, long low, int port, long now) {
        int type = slot.get(U16, 0) & 0xffff;
        if (channels && type == CHANNEL) {
            count(slot, 4);
        } else if (!channels && type == 0x0017) {
            count(slot, (slot.get(U16, 20) & 0xffff) == DATA ? 24 : 36); // either may be first
        } else {
            answered(StunMessage.parse(slot, length).orThrow(), now);
        }
    }

    private void answered(StunMessage answer, long now) {
        transaction++;
        asked = 0;
        if (answer.errorCode() == 401 || answer.errorCode() == 438) {
            nonce = Objects.requireNonNull(answer.text(StunAttribute.NONCE));
        } else if (answer.errorCode() != 0) {
            throw new IllegalStateException("answered " + answer.errorCode());
        } else if (method == ALLOCATE) {
            method = channels ? CHANNEL_BIND : CREATE_PERMISSION;
        } else {
            ready = true;
            return;
        }
        ask(now);
    }

    private void count(MemorySegment slot, int at) {
        long who = slot.get(U64, at);
        long which = slot.get(U64, at + 8);
        if (who != number || which < expected) {
            wrong++;
            return;
        }
        expected = which + 1;
        received++;
    }

    /// Sends the next packet.
    void send() {
        MemorySegment slot = socket.slot();
        MemorySegment.copy(packet, 0, slot, ValueLayout.JAVA_BYTE, 0, packet.length);
        slot.set(U64, payloadAt, number);
        slot.set(U64, payloadAt + 8, ++sequence);
        socket.send(slot, packet.length, server.high(), server.low(), server.port());
        sent++;
    }
}
