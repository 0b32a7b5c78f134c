package jackfield.net.udp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Counters with one writer, the loop, and any number of readers. What a socket counts, its loop
/// counts too: so the sum over thousands of sockets costs nobody a walk past all of them.
final class Tally {
    static final int PACKETS_IN = 0;
    static final int BYTES_IN = 1;
    static final int PACKETS_OUT = 2;
    static final int BYTES_OUT = 3;
    static final int SEND_ERRORS = 4;
    static final int OVERSIZED = 5;
    static final int KERNEL_DROPS = 6;
    static final int FAILURES = 7;
    static final int BY_XDP = 8;

    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[9];

    /// The loop's; null for the loop itself.
    private final @Nullable Tally whole;

    /// Of a loop.
    Tally() {
        whole = null;
    }

    /// Of a socket.
    Tally(Tally loop) {
        whole = loop;
    }

    void add(int which, long more) {
        counts[which] += more; // a reader sees it soon enough
        Tally sum = whole;
        if (sum != null) {
            sum.counts[which] += more;
        }
    }

    /// Touches it; the value says nothing.
    long fetch() {
        return counts[PACKETS_IN] + counts[BY_XDP];
    }

    UdpCounters read() {
        return new UdpCounters(
                get(PACKETS_IN),
                get(BYTES_IN),
                get(PACKETS_OUT),
                get(BYTES_OUT),
                get(SEND_ERRORS),
                get(OVERSIZED),
                get(KERNEL_DROPS),
                get(FAILURES),
                get(BY_XDP));
    }

    long get(int which) {
        return (long) COUNT.getOpaque(counts, which);
    }
}
