package jackfield.rtc.rtp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// An RTP packet (RFC 3550 section 5.1): a window to look through, never to keep.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// |                           timestamp                           |
/// |                             SSRC                              |
/// |                   CSRC, CC times 32 bits                      |
/// |      defined by profile       |   length in 32-bit words      |  where X
/// ```
public final class RtpPacket {
    /// Bytes of the header without CSRCs and extension.
    public static final int FIXED_HEADER = 12;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private MemorySegment at = MemorySegment.NULL;
    private int length;
    private int headerLength;

    /// A window over nothing yet.
    public RtpPacket() {}

    /// Lays the window over the first `length` bytes of `slot`.
    ///
    /// @return false where they are not an RTP packet: too short, another version, or a header that
    ///   goes on past the end; then nothing else may be asked
    public boolean wrap(MemorySegment slot, int length) {
        at = slot;
        this.length = length;
        headerLength = -1;
        if (length < FIXED_HEADER || length > slot.byteSize() || (slot.get(U8, 0) & 0xc0) != 0x80) {
            return false;
        }
        int end = FIXED_HEADER + 4 * csrcCount();
        if (hasExtension()) {
            if (end + 4 > length) {
                return false;
            }
            end += 4 + 4 * (slot.get(U16, end + 2) & 0xffff);
        }
        if (end > length) {
            return false;
        }
        headerLength = end;
        return true;
    }

    /// The memory that the packet begins at 0 of.
    public MemorySegment memory() {
        return at;
    }

    /// All bytes of the packet.
    public int length() {
        return length;
    }

    /// True where padding ends the packet.
    public boolean hasPadding() {
        return (at.get(U8, 0) & 0x20) != 0;
    }

    /// True where an extension follows the CSRCs.
    public boolean hasExtension() {
        return (at.get(U8, 0) & 0x10) != 0;
    }

    /// How many contributing sources are named, 0 to 15.
    public int csrcCount() {
        return at.get(U8, 0) & 0xf;
    }

    /// The contributing source at `position`, from 0.
    public int csrc(int position) {
        if (position >= csrcCount()) {
            throw new IndexOutOfBoundsException(position);
        }
        return at.get(U32, FIXED_HEADER + 4L * position);
    }

    /// The marker bit: for audio, the first packet after silence.
    public boolean marker() {
        return at.get(U8, 1) < 0;
    }

    /// Sets the marker bit.
    public void marker(boolean value) {
        at.set(U8, 1, (byte) (payloadType() | (value ? 0x80 : 0)));
    }

    /// 0 to 127.
    public int payloadType() {
        return at.get(U8, 1) & 0x7f;
    }

    /// Sets the payload type and leaves the marker.
    public void payloadType(int value) {
        at.set(U8, 1, (byte) (at.get(U8, 1) & 0x80 | value & 0x7f));
    }

    /// 0 to 65535.
    public int sequence() {
        return at.get(U16, 2) & 0xffff;
    }

    /// Sets the low 16 bits of `value`.
    public void sequence(int value) {
        at.set(U16, 2, (short) value);
    }

    /// 32 bits in units of the payload's clock.
    public int timestamp() {
        return at.get(U32, 4);
    }

    /// Sets the timestamp.
    public void timestamp(int value) {
        at.set(U32, 4, value);
    }

    /// The synchronization source, 32 bits.
    public int ssrc() {
        return at.get(U32, 8);
    }

    /// Sets the synchronization source.
    public void ssrc(int value) {
        at.set(U32, 8, value);
    }

    /// The 16 bits that say what the extension is (`0xBEDE`: RFC 8285 one-byte headers). Only where
    /// [#hasExtension()].
    public int extensionProfile() {
        return at.get(U16, extensionStart() - 4L) & 0xffff;
    }

    /// Where the extension's data starts. Only where [#hasExtension()].
    public int extensionStart() {
        return FIXED_HEADER + 4 * csrcCount() + 4;
    }

    /// Bytes of the extension's data; 0 where there is none.
    public int extensionLength() {
        return hasExtension() ? headerLength - extensionStart() : 0;
    }

    /// Takes the extension out; what follows moves up. Only where [#hasExtension()].
    ///
    /// @return the packet's new length
    public int removeExtension() {
        int gap = extensionStart() - 4;
        MemorySegment.copy(at, headerLength, at, gap, length - headerLength);
        at.set(U8, 0, (byte) (at.get(U8, 0) & ~0x10));
        length -= headerLength - gap;
        headerLength = gap;
        return length;
    }

    /// Gives a packet without extension one with this data, whole words; what follows moves up.
    ///
    /// @return the packet's new length; the same where its memory ends
    int addExtension(int profile, byte[] data) {
        int start = headerLength;
        if (!insert(start, 4 + data.length)) {
            return length;
        }
        at.set(U8, 0, (byte) (at.get(U8, 0) | 0x10));
        at.set(U16, start, (short) profile);
        at.set(U16, start + 2L, (short) (data.length / 4));
        MemorySegment.copy(data, 0, at, U8, start + 4L, data.length);
        return length;
    }

    /// Adds whole words to the extension there is; what follows moves up.
    ///
    /// @return the packet's new length; the same where its memory ends
    int growExtension(byte[] data) {
        int end = headerLength;
        int words = (extensionLength() + data.length) / 4;
        if (words <= 0xffff && insert(end, data.length)) {
            at.set(U16, extensionStart() - 2L, (short) words);
            MemorySegment.copy(data, 0, at, U8, end, data.length);
        }
        return length;
    }

    private boolean insert(int position, int size) {
        if (length + size > at.byteSize()) {
            return false;
        }
        MemorySegment.copy(at, position, at, (long) position + size, length - position);
        length += size;
        headerLength += size;
        return true;
    }

    /// Where the payload starts.
    public int headerLength() {
        return headerLength;
    }

    /// Bytes of the payload without padding; -1 where the padding count is not possible (0, or more
    /// than there is). Ask only when the packet is not encrypted.
    public int payloadLength() {
        int rest = length - headerLength;
        if (!hasPadding()) {
            return rest;
        }
        if (rest == 0) {
            return -1;
        }
        int padding = at.get(U8, length - 1L) & 0xff;
        return padding == 0 || padding > rest ? -1 : rest - padding;
    }
}
