package jackfield.media.jitter;

import jackfield.base.Deadlines;
import jackfield.rtc.rtp.RtpPacket;
import jackfield.rtc.rtp.SequenceNumber;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A jitter buffer for what plays, mixes or writes a stream as it is heard: each packet comes out
/// at its own time, later than it was sent by a delay that follows the network.
///
/// A packet's transit is its arrival less its timestamp. The least transit of late is taken for the
/// way itself, and rises by one part in a thousand, so that a sender's clock may be slow or fast.
/// What a packet takes beyond that is jitter; the delay covers nearly all of it: it rises at once
/// when a packet would come late, and sinks slowly.
public final class PlayoutBuffer {
    private static final long MS = 1_000_000;
    private static final long NANOS = 1_000_000_000L;

    /// How fast the least transit may rise: 1,000 parts in a million.
    private static final long DRIFT = 1000;

    private final HeldPackets held = new HeldPackets(HeldPackets.SPAN);
    private final RtpPacket window = new RtpPacket();
    private final long shortest;
    private final long longest;
    private MemorySegment memory = MemorySegment.NULL;
    private boolean started;
    private boolean playing;
    private int ssrc;
    private int clock;
    private long expected;
    private long stray = -1;

    /// Timestamps without wrapping: of the packet that came last, and of the one that was played.
    private int lastTimestamp;

    private long lastTicks;
    private long playedTicks;

    private long leastTransit;
    private long leastAt;
    private long delay;
    private long jitter;
    private int skipped;
    private long received;
    private long lost;
    private long late;
    private long doubled;
    private long reordered;

    /// @param shortestMs the delay it never goes below
    /// @param longestMs the delay it never exceeds; later packets are late
    public PlayoutBuffer(int shortestMs, int longestMs) {
        shortest = shortestMs * MS;
        longest = longestMs * MS;
        delay = shortest;
    }

    /// Takes a packet that lies in `memory`.
    ///
    /// @param clockRate of its payload type, in Hz
    public Arrival put(RtpPacket packet, MemorySegment from, int clockRate, long now) {
        boolean other = !started || packet.ssrc() != ssrc || clockRate != clock;
        if (other) {
            return begin(packet, from, clockRate, now);
        }
        long number = SequenceNumber.unroll(expected, packet.sequence());
        long ahead = number - expected;
        if (ahead >= HeldPackets.SPAN || ahead < -HeldPackets.SPAN) {
            if (number == stray) {
                return begin(packet, from, clockRate, now);
            }
            stray = number + 1;
            return Arrival.STRAY;
        }
        stray = -1;
        long ticks = lastTicks + (packet.timestamp() - lastTimestamp);
        if (ahead < 0 && playing) {
            late++;
            learn(ticks, now);
            return Arrival.LATE;
        }
        if (held.has(number)) {
            doubled++;
            return Arrival.DOUBLE;
        }
        learn(ticks, now);
        if (ticks < lastTicks) {
            reordered++;
        } else {
            lastTicks = ticks;
            lastTimestamp = packet.timestamp();
        }
        if (ahead < 0) {
            expected = number;
        }
        return hold(number, packet, from, now);
    }

    private Arrival begin(RtpPacket packet, MemorySegment from, int clockRate, long now) {
        started = true;
        playing = false;
        ssrc = packet.ssrc();
        clock = clockRate;
        expected = (1L << 32) + packet.sequence();
        stray = -1;
        lastTimestamp = packet.timestamp();
        lastTicks = 0;
        playedTicks = 0;
        leastTransit = now;
        leastAt = now;
        jitter = 0;
        delay = shortest;
        held.clear();
        hold(expected, packet, from, now);
        return Arrival.FIRST;
    }

    private Arrival hold(long number, RtpPacket packet, MemorySegment from, long now) {
        if (!held.put(number, packet, from, now)) {
            return Arrival.LATE;
        }
        received++;
        return Arrival.HELD;
    }

    private void learn(long ticks, long now) {
        long transit = now - time(ticks);
        leastTransit += (now - leastAt) * DRIFT / 1_000_000;
        leastAt = now;
        leastTransit = Math.min(leastTransit, transit);
        long more = transit - leastTransit;
        jitter = more > jitter ? more : jitter - (jitter - more) / 1024;
        long wanted = Math.clamp(jitter, shortest, longest);
        delay = wanted > delay ? wanted : delay - Math.min(MS / 4, delay - wanted);
    }

    private long time(long ticks) {
        return ticks / clock * NANOS + ticks % clock * NANOS / clock;
    }

    private long due(long ticks) {
        return leastTransit + time(ticks) + delay;
    }

    private long ticks(long number) {
        window.wrap(held.look(number), (int) held.look(number).byteSize());
        return lastTicks + (window.timestamp() - lastTimestamp);
    }

    /// The packet to play now; null where its time has not come, or it is missing: then
    /// [#skipped()] is not 0 and something has to be made up for it. Ask until neither is so.
    public @Nullable RtpPacket poll(long now) {
        skipped = 0;
        long first = held.first(expected);
        if (first < 0 || now < due(ofExpected(first))) {
            return null;
        }
        playing = true;
        if (first > expected) {
            playedTicks = ofExpected(first);
            expected++;
            skipped = 1;
            lost++;
            return null;
        }
        playedTicks = ticks(first);
        memory = held.take(first);
        expected++;
        if (!window.wrap(memory, (int) memory.byteSize())) {
            throw new IllegalStateException("a packet that was one is none");
        }
        return window;
    }

    /// The timestamp of the next packet: its own, or, where it is missing, as far after the one
    /// before as the others are.
    private long ofExpected(long first) {
        long ticks = ticks(first);
        long missing = first - expected;
        return missing == 0 || !playing
                ? ticks
                : playedTicks + (ticks - playedTicks) / (missing + 1);
    }

    /// Where the packet of the last [#poll] lies.
    public MemorySegment memory() {
        return memory;
    }

    /// 1 where [#poll] found a packet missing whose time has come.
    public int skipped() {
        return skipped;
    }

    /// When [#poll] has something again (ns), or [Deadlines#NEVER].
    public long deadline() {
        long first = held.first(expected);
        return first < 0 ? Deadlines.NEVER : due(ofExpected(first));
    }

    /// What was counted.
    public JitterCounters counters() {
        return new JitterCounters(received, lost, late, doubled, reordered, delay);
    }
}
