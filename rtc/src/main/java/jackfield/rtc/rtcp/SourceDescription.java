package jackfield.rtc.rtcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A source description (RFC 3550 section 6.5): a window on the packet that an [Rtcp] stands on,
/// which goes from item to item through all chunks.
public final class SourceDescription {
    /// The item every source has: a name that stays when the SSRC changes.
    public static final int CNAME = 1;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private MemorySegment at = MemorySegment.NULL;
    private int origin;
    private int end;
    private int chunksLeft;
    private int next;
    private boolean within;
    private int ssrc;
    private int item;
    private int itemLength;

    /// A window over nothing yet.
    public SourceDescription() {}

    /// Lays the window over the packet that `rtcp` stands on, before its first item; false where it
    /// is no source description.
    public boolean wrap(Rtcp rtcp) {
        if (rtcp.type() != Rtcp.SDES) {
            return false;
        }
        at = rtcp.slot();
        origin = rtcp.start() + 4;
        end = rtcp.contentEnd();
        chunksLeft = rtcp.count();
        next = origin;
        within = false;
        return true;
    }

    /// Stands on the next item; false after the last, or where the rest makes no sense.
    public boolean next() {
        while (true) {
            if (!within) {
                if (chunksLeft == 0 || next + 4 > end) {
                    return false;
                }
                chunksLeft--;
                ssrc = at.get(U32, next);
                next += 4;
                within = true;
            }
            if (next >= end) {
                return false;
            }
            if (at.get(U8, next) == 0) {
                // A zero ends the items of a chunk, and zeros fill its last word.
                next = origin + (next + 1 - origin + 3) / 4 * 4;
                within = false;
                continue;
            }
            if (next + 2 > end || next + 2 + (at.get(U8, next + 1L) & 0xff) > end) {
                return false;
            }
            item = next;
            itemLength = at.get(U8, next + 1L) & 0xff;
            next += 2 + itemLength;
            return true;
        }
    }

    /// Whom the item describes.
    public int ssrc() {
        return ssrc;
    }

    /// What the item is: 1 CNAME, 2 NAME, 3 EMAIL, 4 PHONE, 5 LOC, 6 TOOL, 7 NOTE, 8 PRIV.
    public int item() {
        return at.get(U8, item) & 0xff;
    }

    /// The item's text. Makes garbage, so it is for people.
    public String text() {
        byte[] bytes = at.asSlice(item + 2L, itemLength).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
