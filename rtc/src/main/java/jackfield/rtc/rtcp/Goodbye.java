package jackfield.rtc.rtcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A goodbye (RFC 3550 section 6.6): a window on the packet that an [Rtcp] stands on.
public final class Goodbye {
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private MemorySegment at = MemorySegment.NULL;
    private int start;
    private int end;
    private int sources;

    /// A window over nothing yet.
    public Goodbye() {}

    /// Lays the window over the packet that `rtcp` stands on; false where it is no goodbye, or its
    /// padding leaves no room for what it names.
    public boolean wrap(Rtcp rtcp) {
        if (rtcp.type() != Rtcp.BYE) {
            return false;
        }
        at = rtcp.slot();
        start = rtcp.start();
        end = rtcp.contentEnd();
        sources = rtcp.count();
        return end - start >= 4 + 4 * sources;
    }

    /// How many sources leave.
    public int sources() {
        return sources;
    }

    /// Who leaves.
    public int source(int i) {
        if (i < 0 || i >= sources) {
            throw new IndexOutOfBoundsException(i);
        }
        return at.get(U32, start + 4L + 4L * i);
    }

    /// Why, in the sender's words; empty where it does not say. Makes garbage.
    public String reason() {
        int at0 = start + 4 + 4 * sources;
        if (at0 >= end) {
            return "";
        }
        int length = at.get(ValueLayout.JAVA_BYTE, at0) & 0xff;
        if (at0 + 1 + length > end) {
            return "";
        }
        byte[] bytes = at.asSlice(at0 + 1L, length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
