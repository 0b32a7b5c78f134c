package jackfield.net.udp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Counters with one writer, the loop, and any number of readers.
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

    void add(int which, long more) {
        counts[which] += more; // a reader sees it soon enough
    }

    void set(int which, long value) {
        COUNT.setOpaque(counts, which, value);
    }

    void add(UdpCounters more) {
        add(PACKETS_IN, more.packetsIn());
        add(BYTES_IN, more.bytesIn());
        add(PACKETS_OUT, more.packetsOut());
        add(BYTES_OUT, more.bytesOut());
        add(SEND_ERRORS, more.sendErrors());
        add(OVERSIZED, more.oversized());
        add(KERNEL_DROPS, more.kernelDrops());
        add(FAILURES, more.sinkFailures());
        add(BY_XDP, more.byXdp());
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

    private long get(int which) {
        return (long) COUNT.getOpaque(counts, which);
    }
}
