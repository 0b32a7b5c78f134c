package jackfield.media.transcode;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Telephone events (RFC 4733) between clocks: the duration of a key is counted anew. Where that is
/// more than 16 bits, the event goes on in another segment, with a later timestamp (section
/// 2.5.1.3).
public final class EventClock {
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int LONGEST = 0xffff;

    private EventClock() {}

    /// Counts the duration of the event at `offset` in another clock.
    ///
    /// @return how much later the timestamp of its segment is, in the new clock
    public static int scale(MemorySegment packet, long offset, int fromClock, int toClock) {
        long duration = packet.get(U16, offset + 2) & 0xffff;
        long scaled = duration * toClock / fromClock;
        long segment = scaled == 0 ? 0 : (scaled - 1) / LONGEST;
        packet.set(U16, offset + 2, (short) (scaled - segment * LONGEST));
        return (int) (segment * LONGEST);
    }
}
