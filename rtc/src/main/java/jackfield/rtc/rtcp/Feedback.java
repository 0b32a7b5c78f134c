package jackfield.rtc.rtcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A feedback packet (RFC 4585 section 6, RFC 5104, and the two that browsers added): a window on
/// the packet that an [Rtcp] stands on, never to keep.
///
/// A question that does not fit the kind is our own mistake and throws; lengths were looked at in
/// [#wrap], so that no packet of a stranger's can make one throw.
public final class Feedback {
    /// What feedback is about.
    public enum Kind {
        /// Packets that are missed (RFC 4585 section 6.2.1).
        NACK,
        /// A temporary limit of the bit rate is asked for (RFC 5104 section 4.2.1).
        TMMBR,
        /// Such a limit is confirmed (RFC 5104 section 4.2.2).
        TMMBN,
        /// When packets arrived (draft-holmer-rmcat-transport-wide-cc-extensions-01).
        TRANSPORT_WIDE,
        /// A picture was lost (RFC 4585 section 6.3.1).
        PLI,
        /// Part of a picture was lost (RFC 4585 section 6.3.2).
        SLI,
        /// Which reference picture is there (RFC 4585 section 6.3.3).
        RPSI,
        /// A whole picture is wanted (RFC 5104 section 4.3.1).
        FIR,
        /// The bit rate that a receiver estimates (draft-alvestrand-rmcat-remb-03).
        REMB,
        /// One that we do not know; it passes.
        OTHER
    }

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int REMB_NAME = 0x52454d42;
    private static final int CONTROL = 12;

    private MemorySegment at = MemorySegment.NULL;
    private int start;
    private int end;
    private Kind kind = Kind.OTHER;

    /// A window over nothing yet.
    public Feedback() {}

    /// Lays the window over the packet that `rtcp` stands on.
    ///
    /// @return false where it is no feedback, or too short for what it says it is
    public boolean wrap(Rtcp rtcp) {
        if (rtcp.type() != Rtcp.RTPFB && rtcp.type() != Rtcp.PSFB) {
            return false;
        }
        at = rtcp.slot();
        start = rtcp.start();
        end = rtcp.contentEnd();
        if (end - start < CONTROL) {
            return false;
        }
        kind = rtcp.type() == Rtcp.RTPFB ? transport(rtcp.count()) : payload(rtcp.count());
        int least =
                switch (kind) {
                    case NACK, SLI, RPSI -> CONTROL + 4;
                    case TMMBR, FIR -> CONTROL + 8;
                    case TRANSPORT_WIDE -> CONTROL + 8;
                    case REMB -> CONTROL + 8 + 4 * (at.get(U8, start + 16L) & 0xff);
                    case TMMBN, PLI, OTHER -> CONTROL;
                };
        return end - start >= least;
    }

    private static Kind transport(int format) {
        return switch (format) {
            case 1 -> Kind.NACK;
            case 3 -> Kind.TMMBR;
            case 4 -> Kind.TMMBN;
            case 15 -> Kind.TRANSPORT_WIDE;
            default -> Kind.OTHER;
        };
    }

    private Kind payload(int format) {
        return switch (format) {
            case 1 -> Kind.PLI;
            case 2 -> Kind.SLI;
            case 3 -> Kind.RPSI;
            case 4 -> Kind.FIR;
            case 15 ->
                    end - start >= CONTROL + 8 && u32(CONTROL) == REMB_NAME
                            ? Kind.REMB
                            : Kind.OTHER;
            default -> Kind.OTHER;
        };
    }

    /// What it is about.
    public Kind kind() {
        return kind;
    }

    /// Who says it.
    public int sender() {
        return u32(4);
    }

    /// The media source it is about; 0 where the entries name it (FIR, REMB).
    public int mediaSource() {
        return u32(8);
    }

    /// Entries of a NACK, FIR, TMMBR or TMMBN; sources of a REMB.
    public int entries() {
        return switch (kind) {
            case NACK -> (end - start - CONTROL) / 4;
            case FIR, TMMBR, TMMBN -> (end - start - CONTROL) / 8;
            case REMB -> at.get(U8, start + 16L) & 0xff;
            default -> 0;
        };
    }

    /// The first packet that entry `i` of a NACK misses.
    public int missing(int i) {
        return at.get(U16, start + entry(Kind.NACK, i, 4)) & 0xffff;
    }

    /// Which of the sixteen packets after it are missed too: bit 0 for the next.
    public int missingAfter(int i) {
        return at.get(U16, start + entry(Kind.NACK, i, 4) + 2L) & 0xffff;
    }

    /// How many packets a NACK names.
    public int missingPackets() {
        int sum = 0;
        for (int i = 0; i < entries(); i++) {
            sum += 1 + Integer.bitCount(missingAfter(i));
        }
        return sum;
    }

    /// Of whom entry `i` of a FIR wants a whole picture.
    public int wanted(int i) {
        return u32(entry(Kind.FIR, i, 8));
    }

    /// The number of that wish; a repeated wish has the same.
    public int wish(int i) {
        return at.get(U8, start + entry(Kind.FIR, i, 8) + 4L) & 0xff;
    }

    /// The bits per second that a REMB estimates.
    public long bitRate() {
        require(Kind.REMB);
        int word = u32(CONTROL + 4);
        long mantissa = word & 0x3ffff;
        int exponent = word >>> 18 & 0x3f;
        return exponent > 45 ? Long.MAX_VALUE : mantissa << exponent;
    }

    /// The sources that a REMB is about.
    public int estimated(int i) {
        return u32(entry(Kind.REMB, i, 4) + 8);
    }

    /// The first transport-wide number that is reported on.
    public int base() {
        require(Kind.TRANSPORT_WIDE);
        return at.get(U16, start + 12L) & 0xffff;
    }

    /// How many numbers are reported on.
    public int statuses() {
        require(Kind.TRANSPORT_WIDE);
        return at.get(U16, start + 14L) & 0xffff;
    }

    /// How many of those did not arrive. Chunks that are missing count as arrived.
    public int notReceived() {
        int left = statuses();
        int missed = 0;
        for (int position = start + 20; left > 0 && position + 2 <= end; position += 2) {
            int chunk = at.get(U16, position) & 0xffff;
            int covered;
            if ((chunk & 0x8000) == 0) {
                covered = Math.min(left, chunk & 0x1fff);
                missed += (chunk >> 13 & 3) == 0 ? covered : 0;
            } else {
                boolean twoBits = (chunk & 0x4000) != 0;
                covered = Math.min(left, twoBits ? 7 : 14);
                missed += zeros(chunk, covered, twoBits);
            }
            if (covered == 0) {
                break;
            }
            left -= covered;
        }
        return missed;
    }

    private static int zeros(int chunk, int symbols, boolean twoBits) {
        int zeros = 0;
        for (int i = 0; i < symbols; i++) {
            int symbol = twoBits ? chunk >> 12 - 2 * i & 3 : chunk >> 13 - i & 1;
            zeros += symbol == 0 ? 1 : 0;
        }
        return zeros;
    }

    private int entry(Kind wanted, int i, int size) {
        require(wanted);
        if (i < 0 || i >= entries()) {
            throw new IndexOutOfBoundsException(i);
        }
        return CONTROL + size * i;
    }

    private void require(Kind wanted) {
        if (kind != wanted) {
            throw new IllegalStateException(kind + ", not " + wanted);
        }
    }

    private int u32(int offset) {
        return at.get(U32, (long) start + offset);
    }
}
