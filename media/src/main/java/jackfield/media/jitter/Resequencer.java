package jackfield.media.jitter;

import jackfield.base.Deadlines;
import jackfield.rtc.rtp.RtpPacket;
import jackfield.rtc.rtp.SequenceNumber;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Puts the packets of a stream in order and adds no delay where they are: each one is passed at
/// once if it is the next. Only a gap is waited for, as long as gaps of this stream have taken to
/// fill, within bounds; then it counts as lost.
///
/// For a relay: the receiver has a jitter buffer of its own, and the timestamps to work it with.
public final class Resequencer {
    private static final long MS = 1_000_000;
    private static final long SHORTEST_WAIT = 10 * MS;
    private static final long LONGEST_WAIT = 80 * MS;

    /// Waits for more packets than this are waits for nothing.
    private static final int ROOM = 16;

    private final HeldPackets held = new HeldPackets(ROOM);
    private final RtpPacket window = new RtpPacket();
    private MemorySegment memory = MemorySegment.NULL;
    private boolean started;
    private int ssrc;

    /// The number that comes next, without wrapping.
    private long expected;

    /// The numbers before it that came, one bit each, the latest lowest.
    private long came;

    private long stray = -1;

    /// The longest that a gap took to fill, forgotten slowly.
    private long slowest;

    private long gapSince;
    private int skipped;
    private long received;
    private long lost;
    private long late;
    private long doubled;
    private long reordered;

    /// Nothing heard yet.
    public Resequencer() {}

    /// Takes a packet that lies in `memory`.
    public Arrival put(RtpPacket packet, MemorySegment memory, long now) {
        if (!started || packet.ssrc() != ssrc) {
            begin(packet);
            return Arrival.FIRST;
        }
        long number = SequenceNumber.unroll(expected, packet.sequence());
        long ahead = number - expected;
        if (ahead >= HeldPackets.SPAN || ahead < -HeldPackets.SPAN) {
            return far(packet, number);
        }
        stray = -1;
        if (ahead < 0) {
            return behind((int) -ahead, now);
        }
        if (ahead == 0 && held.count() == 0) {
            pass();
            received++;
            slowest -= slowest >> 10;
            return Arrival.NEXT;
        }
        if (held.has(number)) {
            doubled++;
            return Arrival.DOUBLE;
        }
        if (held.count() == 0) {
            gapSince = now;
        } else if (ahead == 0) {
            slowest = Math.max(slowest, now - gapSince);
            reordered++;
        }
        if (!held.put(number, packet, memory, now)) {
            return Arrival.LATE;
        }
        received++;
        return Arrival.HELD;
    }

    private void begin(RtpPacket packet) {
        started = true;
        ssrc = packet.ssrc();
        expected = (1L << 32) + packet.sequence() + 1;
        came = 1;
        stray = -1;
        skipped = 0;
        held.clear();
        received++;
    }

    /// A number far away is a stray, unless the next one follows it (RFC 3550 appendix A.1).
    private Arrival far(RtpPacket packet, long number) {
        if (number == stray) {
            begin(packet);
            return Arrival.FIRST;
        }
        stray = number + 1;
        return Arrival.STRAY;
    }

    private Arrival behind(int by, long now) {
        if ((came >> by - 1 & 1) != 0) {
            doubled++;
            return Arrival.DOUBLE;
        }
        came |= 1L << by - 1;
        late++;
        // It took longer than we waited: wait longer next time.
        slowest = Math.min(LONGEST_WAIT, Math.max(slowest, now - gapSince));
        return Arrival.LATE;
    }

    private void pass() {
        expected++;
        came = came << 1 | 1;
    }

    /// The packet to use next of those that wait; null where there is none or its time has not
    /// come. Its bytes stay until the next [#put]. After that, ask again.
    public @Nullable RtpPacket poll(long now) {
        skipped = 0;
        if (held.count() == 0) {
            return null;
        }
        if (!held.has(expected)) {
            if (now < deadline() && !held.isFull()) {
                return null;
            }
            long first = held.first(expected);
            skipped = (int) (first - expected);
            lost += skipped;
            expected = first;
            came = skipped >= 64 ? 0 : came << skipped;
        }
        MemorySegment bytes = held.take(expected);
        pass();
        if (held.count() > 0 && !held.has(expected)) {
            gapSince = held.arrival(held.first(expected));
        }
        if (!window.wrap(bytes, (int) bytes.byteSize())) {
            throw new IllegalStateException("a packet that was one is none");
        }
        memory = bytes;
        return window;
    }

    /// Where the packet of the last [#poll] lies.
    public MemorySegment memory() {
        return memory;
    }

    /// How many packets before the one of the last [#poll] are lost.
    public int skipped() {
        return skipped;
    }

    /// When a gap is not waited for any more (ns), or [Deadlines#NEVER].
    public long deadline() {
        return held.count() == 0 ? Deadlines.NEVER : gapSince + delay();
    }

    private long delay() {
        return Math.clamp(slowest + slowest / 4, SHORTEST_WAIT, LONGEST_WAIT);
    }

    /// What was counted.
    public JitterCounters counters() {
        return new JitterCounters(received, lost, late, doubled, reordered, delay());
    }
}
