package jackfield.media.dtmf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// The payload of a telephone-event packet (RFC 4733 section 2.3).
///
/// ```
/// |     event     |E|R| volume    |          duration             |
/// ```
///
/// @param event what happened, 0 to 255; [DtmfCode] names the first
/// @param end true where the event is over
/// @param volume the power of the tone below 0 dBm0, 0 to 63
/// @param duration how long it lasts until now, in units of the timestamp, 0 to 65535
public record TelephoneEvent(int event, boolean end, int volume, int duration) {
    /// Bytes of a payload.
    public static final int LENGTH = 4;

    /// The longest duration that a payload can say.
    public static final int LONGEST = 0xffff;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    public TelephoneEvent {
        if ((event & ~0xff) != 0 || (volume & ~0x3f) != 0 || (duration & ~LONGEST) != 0) {
            throw new IllegalArgumentException(event + " " + volume + " " + duration);
        }
    }

    /// Reads the payload of `length` bytes at `offset`; null where it is too short to be one. What
    /// follows the first event is not read: phones don't pack several digits into a packet (section
    /// 2.5.1.5).
    public static @Nullable TelephoneEvent read(MemorySegment from, long offset, int length) {
        if (length < LENGTH) {
            return null;
        }
        int second = from.get(U8, offset + 1);
        return new TelephoneEvent(
                from.get(U8, offset) & 0xff,
                (second & 0x80) != 0,
                second & 0x3f,
                from.get(U16, offset + 2) & 0xffff);
    }

    /// Writes the payload at `offset`.
    public void write(MemorySegment to, long offset) {
        to.set(U8, offset, (byte) event);
        to.set(U8, offset + 1, (byte) ((end ? 0x80 : 0) | volume));
        to.set(U16, offset + 2, (short) duration);
    }
}
