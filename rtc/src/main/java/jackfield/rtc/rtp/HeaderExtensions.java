package jackfield.rtc.rtp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The elements in the header extension of a packet (RFC 8285), in one-byte and two-byte form: a
/// window to look through, never to keep. It stands on one element at a time.
///
/// ```
/// if (elements.wrap(packet)) {
///     while (elements.next()) {
///         switch (elements.id()) { … }
///     }
/// }
/// ```
public final class HeaderExtensions {
    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final int ONE_BYTE = 0xbede;
    private static final int TWO_BYTE = 0x1000;

    /// The highest identifier of the one-byte form; 15 ends it (section 4.2).
    private static final int HIGHEST_SHORT = 14;

    private MemorySegment at = MemorySegment.NULL;
    private boolean shortForm;
    private int end;
    private int cursor;
    private int head;
    private int start;
    private int length;

    /// A window over nothing yet.
    public HeaderExtensions() {}

    /// Lays the window over the packet's elements, before the first.
    ///
    /// @return false where it has none, or its extension is of another kind
    public boolean wrap(RtpPacket packet) {
        if (!packet.hasExtension()) {
            return false;
        }
        int profile = packet.extensionProfile();
        shortForm = profile == ONE_BYTE;
        at = packet.memory();
        cursor = packet.extensionStart();
        end = packet.headerLength();
        return shortForm || (profile & 0xfff0) == TWO_BYTE;
    }

    /// Stands on the next element; false after the last, and where the rest cannot be read.
    public boolean next() {
        while (cursor < end && at.get(U8, cursor) == 0) {
            cursor++; // padding
        }
        int header = shortForm ? 1 : 2;
        if (cursor + header > end) {
            return false;
        }
        head = cursor;
        start = cursor + header;
        int first = at.get(U8, head) & 0xff;
        if (shortForm) {
            length = (first & 0xf) + 1;
        } else {
            length = at.get(U8, head + 1L) & 0xff;
        }
        boolean stop = shortForm && first >> 4 > HIGHEST_SHORT;
        if (stop || start + length > end) {
            cursor = end;
            return false;
        }
        cursor = start + length;
        return true;
    }

    /// 1 to 14 in the short form, to 255 in the other.
    public int id() {
        int first = at.get(U8, head) & 0xff;
        return shortForm ? first >> 4 : first;
    }

    /// Gives the element another identifier.
    ///
    /// @return false where the form has no room for it; nothing has changed then
    public boolean id(int value) {
        if (value < 1 || value > (shortForm ? HIGHEST_SHORT : 255)) {
            return false;
        }
        at.set(U8, head, (byte) (shortForm ? value << 4 | length - 1 : value));
        return true;
    }

    /// Where its data starts in the packet.
    public int start() {
        return start;
    }

    /// Bytes of its data.
    public int length() {
        return length;
    }

    /// True where the data is these bytes.
    public boolean is(byte[] data) {
        if (length != data.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (at.get(U8, start + (long) i) != data[i]) {
                return false;
            }
        }
        return true;
    }

    /// Makes padding of the element.
    public void erase() {
        at.asSlice(head, (long) start + length - head).fill((byte) 0);
    }
}
