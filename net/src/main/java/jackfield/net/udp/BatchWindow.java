package jackfield.net.udp;

/// How long the next turn should wait for company, by the rate of the packets.
///
/// A turn costs a few microseconds of its own, as much as a packet. Under load it pays to let
/// packets gather for a millisecond; on a quiet line it only adds delay.
final class BatchWindow {
    static final long LONGEST = 1_000_000;

    /// Below this rate (packets per second) a packet waits for nobody.
    static final long QUIET = 8_000;

    /// From this rate on the window is the longest.
    static final long BUSY = 20_000;

    private static final long EPOCH = 10_000_000;

    private final long fixed;
    private long epochStart;
    private long packets;
    private long window;

    /// A window of `fixed` ns, or [UdpOptions#ADAPTIVE].
    BatchWindow(long fixed) {
        this.fixed = fixed;
        window = fixed == UdpOptions.ADAPTIVE ? 0 : fixed;
    }

    /// A turn that began at `now` received `count` packets.
    void turn(long now, int count) {
        packets += count;
        long elapsed = now - epochStart;
        if (fixed != UdpOptions.ADAPTIVE || elapsed < EPOCH) {
            return;
        }
        long rate = packets * 1_000_000 / Math.max(1, elapsed / 1000);
        // A short wait costs its system call and gathers nobody, so it begins with a step.
        window = rate < QUIET ? 0 : LONGEST * Math.min(rate, BUSY) / BUSY;
        epochStart = now;
        packets = 0;
    }

    /// How long after the start of a turn the next one may start at the earliest (ns).
    long ns() {
        return window;
    }
}
