package jackfield.rtc.dtls.bc;

import jackfield.rtc.dtls.Dtls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/// The datagrams of one association, between the threads that bring them and the one that handles
/// them. Bounded: a peer that floods loses its own datagrams.
final class DatagramQueue implements DatagramTransport {
    /// The longest datagram sent, so that it fits any path WebRTC meets.
    static final int LONGEST_SENT = 1_200;

    private static final int LONGEST_RECEIVED = 2_048;
    private static final int MOST_WAITING = 64;
    private static final byte[] END = {};

    private final ArrayBlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Dtls.Role role;
    private final Consumer<byte[]> wire;
    private volatile boolean ended;
    private volatile boolean muted;

    // The handling thread's own.
    private final ChangeCipherSpecGate gate = new ChangeCipherSpecGate();
    private byte @Nullable [] next;
    private boolean closedByLibrary;

    DatagramQueue(Dtls.Role role, Consumer<byte[]> wire) {
        this.role = role;
        this.wire = wire;
    }

    /// That of a server whose clients show no certificate: there is no CertificateVerify to wait
    /// for.
    static DatagramQueue ofUnprovenClient(Consumer<byte[]> wire) {
        return new DatagramQueue(Dtls.Role.CLIENT, wire);
    }

    /// Takes a datagram from the peer; false when there is no room for it. Any thread.
    boolean offer(byte[] datagram) {
        return datagram.length > 0
                && datagram.length <= LONGEST_RECEIVED
                && !ended
                && waiting.offer(datagram);
    }

    /// Ends the waiting of the handling thread. Any thread.
    void end() {
        ended = true;
        waiting.offer(END); // no room means that nobody waits: `ended` is seen next
    }

    /// Lets nothing more out. The handling thread.
    void mute() {
        muted = true;
    }

    /// Waits without limit for a datagram, which [#receive] gives next; null once it is ended.
    byte @Nullable [] await() throws InterruptedException {
        if (next == null && !ended) {
            next = waiting.take();
        }
        return ended ? null : next;
    }

    /// Drops the datagram that [#await()] found.
    void drop() {
        next = null;
    }

    boolean isEnded() {
        return ended;
    }

    /// True once the library has closed it: after close_notify or a fatal alert.
    boolean isClosedByLibrary() {
        return closedByLibrary;
    }

    @Override
    public int getReceiveLimit() {
        return LONGEST_RECEIVED;
    }

    @Override
    public int getSendLimit() {
        return LONGEST_SENT;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        byte[] datagram = take(waitMillis);
        if (datagram == null) {
            return -1;
        }
        int count = Math.min(length, admitted(datagram));
        System.arraycopy(datagram, 0, buffer, offset, count);
        return count;
    }

    private int admitted(byte[] datagram) {
        return role == Dtls.Role.SERVER ? gate.admit(datagram) : datagram.length;
    }

    private byte @Nullable [] take(int waitMillis) throws IOException {
        byte[] datagram = next;
        next = null;
        if (datagram == null && !ended) {
            try {
                datagram =
                        waitMillis == 0
                                ? waiting.take()
                                : waiting.poll(waitMillis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
        if (ended) {
            throw new IOException("closed");
        }
        return datagram;
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        if (!muted) {
            wire.accept(Arrays.copyOfRange(buffer, offset, offset + length));
        }
    }

    @Override
    public void close() {
        closedByLibrary = true;
    }
}
