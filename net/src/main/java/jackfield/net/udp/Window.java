package jackfield.net.udp;

/// How long the turns of a loop wait for company: not at all while few packets come, and longer the
/// more of them do. A packet saves nothing by waiting where the thread would sleep anyway.
final class Window {
    /// The rate is looked at this often.
    private static final long SPAN = 10_000_000;

    private static final int WIDE_OPEN = 4;

    private final long most;
    private final long rate;
    private long spanStart;
    private long packets;
    private long perSecond;
    private long width;

    /// @param most the widest (ns)
    /// @param rate packets a second up to which it is shut; it is all open at four times that
    Window(long most, int rate) {
        this.most = most;
        this.rate = rate;
        width = rate == 0 ? most : 0;
    }

    /// A turn that began at `now` (ns) received so many datagrams.
    void turn(long now, int received) {
        if (rate == 0) {
            return;
        }
        packets += received;
        long span = now - spanStart;
        if (span >= SPAN) {
            long measured = packets * 1_000_000_000 / span;
            perSecond = (perSecond + measured) / 2;
            long open = Math.clamp(perSecond - rate, 0, (WIDE_OPEN - 1) * rate);
            width = most * open / ((WIDE_OPEN - 1) * rate);
            spanStart = now;
            packets = 0;
        }
    }

    /// How long after the start of a turn the next one may begin (ns): a packet waits for that and
    /// then for the turn it is in, so a long turn takes from the window what it has over.
    ///
    /// @param worked how long the turn has taken (ns)
    long width(long worked) {
        return rate == 0 ? width : Math.clamp(most + most / 3 - worked, 0, width);
    }
}
