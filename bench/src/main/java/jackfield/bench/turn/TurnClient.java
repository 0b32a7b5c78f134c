package jackfield.bench.turn;

import jackfield.base.Endpoint;
import jackfield.bench.BenchFailure;
import jackfield.bench.relay.LoadSocket;
import jackfield.bench.relay.Window;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.StunWriter;
import jackfield.rtc.stun.TransactionId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One client of the load: it allocates, gets a channel or a permission for its peer, and sends by
/// ChannelData or by Send indications. On the load's thread.
final class TurnClient extends TurnFlow {
    static final String USER = "bench";
    static final String PASSWORD = "a long password";
    static final String REALM = "jackfield";

    private static final int ALLOCATE = 3;
    private static final int CREATE_PERMISSION = 8;
    private static final int CHANNEL_BIND = 9;
    private static final int CHANNEL = 0x4000;
    private static final int DATA_INDICATION = 0x0017;
    private static final int DATA = 0x0013;
    private static final long AGAIN_NS = 1_000_000_000L;
    private static final byte[] KEY = key();

    private final int number;
    private final Endpoint server;
    private final Endpoint peer;
    private final boolean channels;
    private final byte[] header;
    private @Nullable String nonce;
    private @Nullable Endpoint relayed;
    private int method = ALLOCATE;
    private long transaction = 1;
    private long asked;
    private boolean ready;

    /// @param number names it and its peer
    /// @param channels or indications
    TurnClient(
            int number,
            LoadSocket socket,
            Endpoint server,
            Endpoint peer,
            boolean channels,
            Window window) {
        super(socket, number, window);
        this.number = number;
        this.server = server;
        this.peer = peer;
        this.channels = channels;
        if (channels) {
            header = new byte[] {CHANNEL >> 8, 0, (byte) (PAYLOAD >> 8), (byte) PAYLOAD};
        } else {
            byte[] whole =
                    new StunWriter(StunClass.INDICATION, 6, new TransactionId(number, 1))
                            .xorAddress(StunAttribute.XOR_PEER_ADDRESS, peer)
                            .put(StunAttribute.DATA, new byte[PAYLOAD])
                            .bare();
            header = java.util.Arrays.copyOf(whole, whole.length - PAYLOAD);
        }
        socket.attach(this);
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

    /// Where peers see it; only once it is ready.
    Endpoint relayed() {
        return Objects.requireNonNull(relayed);
    }

    /// Has its channel or permission renewed, by [#ask].
    void renew() {
        ready = false;
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
        byte[] message = request.bare();
        MemorySegment.copy(message, 0, socket.slot(), ValueLayout.JAVA_BYTE, 0, message.length);
        socket.send(message.length, server.low(), server.port());
    }

    @Override
    Endpoint to() {
        return server;
    }

    @Override
    int header(MemorySegment slot) {
        MemorySegment.copy(header, 0, slot, ValueLayout.JAVA_BYTE, 0, header.length);
        return header.length;
    }

    @Override
    int length(int payloadAt) {
        return payloadAt + PAYLOAD;
    }

    @Override
    public void arrived(MemorySegment slot, int length, long low, int port, long now) {
        int type = slot.get(U16, 0) & 0xffff;
        if (low != server.low() || port != server.port()) {
            bad("source");
        } else if (channels && type == CHANNEL) {
            check(slot, 4, slot.get(U16, 2) & 0xffff, now);
        } else if (!channels && type == DATA_INDICATION) {
            // The peer's address (12 bytes) may stand before the data or behind it.
            int data = (slot.get(U16, 20) & 0xffff) == DATA ? 20 : 32;
            check(slot, data + 4, slot.get(U16, data + 2) & 0xffff, now);
        } else {
            answered(StunMessage.parse(slot, length).orThrow(), now);
        }
    }

    private void answered(StunMessage answer, long now) {
        if (ready) {
            return; // to a request that was sent twice
        }
        transaction++;
        asked = 0;
        if (answer.errorCode() == 401 || answer.errorCode() == 438) {
            nonce = Objects.requireNonNull(answer.text(StunAttribute.NONCE));
        } else if (answer.errorCode() != 0) {
            throw new BenchFailure("the server answered " + answer.errorCode());
        } else if (method == ALLOCATE) {
            relayed = answer.xorAddress(StunAttribute.XOR_RELAYED_ADDRESS);
            method = channels ? CHANNEL_BIND : CREATE_PERMISSION;
        } else {
            ready = true;
            return;
        }
        ask(now);
    }
}
