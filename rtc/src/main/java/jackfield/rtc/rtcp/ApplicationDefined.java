package jackfield.rtc.rtcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// An application-defined packet (RFC 3550 section 6.7): a window on the packet that an [Rtcp]
/// stands on.
public final class ApplicationDefined {
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private MemorySegment at = MemorySegment.NULL;
    private int start;
    private int end;
    private int subtype;

    /// A window over nothing yet.
    public ApplicationDefined() {}

    /// Lays the window over the packet that `rtcp` stands on; false where it is none of these.
    public boolean wrap(Rtcp rtcp) {
        if (rtcp.type() != Rtcp.APP) {
            return false;
        }
        at = rtcp.slot();
        start = rtcp.start();
        end = rtcp.contentEnd();
        subtype = rtcp.count();
        return end - start >= 12;
    }

    /// 0 to 31, as the application likes.
    public int subtype() {
        return subtype;
    }

    /// Who sends it.
    public int ssrc() {
        return at.get(U32, start + 4L);
    }

    /// Four ASCII characters.
    public int name() {
        return at.get(U32, start + 8L);
    }

    /// Where its data starts in the slot.
    public int dataStart() {
        return start + 12;
    }

    /// Bytes of its data.
    public int dataLength() {
        return end - start - 12;
    }
}
