package jackfield.rtc.rtcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Where the SSRCs stand in each type of RTCP packet, so that a translator can replace them (RFC
/// 3550 section 7.2). What does not fit its own lengths is left as it is from there on.
final class SsrcRewrite {
    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final int TMMBR = 3;
    private static final int TMMBN = 4;
    private static final int FIR = 4;
    private static final int APPLICATION_LAYER = 15;
    private static final int REMB = 0x52454d42;
    private static final int DLRR = 5;

    private SsrcRewrite() {}

    static void packet(MemorySegment at, int start, int end, SsrcMap map) {
        int count = at.get(U8, start) & 0x1f;
        int type = at.get(U8, start + 1L) & 0xff;
        switch (type) {
            case Rtcp.SR -> {
                word(at, start + 4, end, map);
                every(at, start + 28, 24, count, end, map);
            }
            case Rtcp.RR -> {
                word(at, start + 4, end, map);
                every(at, start + 8, 24, count, end, map);
            }
            case Rtcp.SDES -> chunks(at, start + 4, count, end, map);
            case Rtcp.BYE -> every(at, start + 4, 4, count, end, map);
            case Rtcp.RTPFB, Rtcp.PSFB -> feedback(at, type, count, start, end, map);
            case Rtcp.XR -> {
                word(at, start + 4, end, map);
                blocks(at, start + 8, end, map);
            }
            default -> word(at, start + 4, end, map);
        }
    }

    /// Chunks of SSRC and items; a zero ends the items, and more zeros fill the word (RFC 3550
    /// section 6.5).
    private static void chunks(MemorySegment at, int start, int count, int end, SsrcMap map) {
        int position = start;
        for (int chunk = 0; chunk < count && position + 4 <= end; chunk++) {
            word(at, position, end, map);
            int item = position + 4;
            while (item < end && at.get(U8, item) != 0) {
                item += item + 1 < end ? 2 + (at.get(U8, item + 1L) & 0xff) : 1;
            }
            position = start + (item + 1 - start + 3) / 4 * 4;
        }
    }

    /// Sender, media source, and the sources inside FIR, TMMBR, TMMBN (RFC 5104) and REMB.
    private static void feedback(
            MemorySegment at, int type, int format, int start, int end, SsrcMap map) {
        word(at, start + 4, end, map);
        word(at, start + 8, end, map);
        int control = start + 12;
        boolean entries = type == Rtcp.RTPFB ? format == TMMBR || format == TMMBN : format == FIR;
        if (entries) {
            every(at, control, 8, (end - control) / 8, end, map);
        } else if (type == Rtcp.PSFB
                && format == APPLICATION_LAYER
                && control + 8 <= end
                && at.get(U32, control) == REMB) {
            every(at, control + 8, 4, at.get(U8, control + 4L) & 0xff, end, map);
        }
    }

    /// Report blocks of RFC 3611 section 4.
    private static void blocks(MemorySegment at, int start, int end, SsrcMap map) {
        int position = start;
        while (position + 4 <= end) {
            int type = at.get(U8, position) & 0xff;
            int size = 4 + 4 * (at.get(U16, position + 2L) & 0xffff);
            int stop = Math.min(end, position + size);
            switch (type) {
                case 1, 2, 3, 6, 7 -> word(at, position + 4, stop, map);
                case DLRR -> every(at, position + 4, 12, (size - 4) / 12, stop, map);
                default -> {}
            }
            position += size;
        }
    }

    private static void every(
            MemorySegment at, int start, int stride, int count, int end, SsrcMap map) {
        for (int i = 0; i < count; i++) {
            word(at, start + stride * i, end, map);
        }
    }

    /// A zero stays: it means "none" where feedback names no media source.
    private static void word(MemorySegment at, int position, int end, SsrcMap map) {
        if (position + 4 > end) {
            return;
        }
        int ssrc = at.get(U32, position);
        if (ssrc != 0) {
            at.set(U32, position, map.map(ssrc));
        }
    }
}
