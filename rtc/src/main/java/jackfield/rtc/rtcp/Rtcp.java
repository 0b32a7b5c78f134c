package jackfield.rtc.rtcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A compound RTCP packet (RFC 3550 section 6.1): a window to look through, never to keep. It
/// stands on one packet of the compound at a time.
///
/// ```
/// if (rtcp.wrap(slot, length)) {
///     while (rtcp.next()) {
///         switch (rtcp.type()) { … }
///     }
/// }
/// ```
///
/// Reduced-size compounds (RFC 5506) are accepted: the first packet may be of any type.
public final class Rtcp {
    /// Sender report.
    public static final int SR = 200;

    /// Receiver report.
    public static final int RR = 201;

    /// Source description.
    public static final int SDES = 202;

    /// Goodbye.
    public static final int BYE = 203;

    /// Application-defined.
    public static final int APP = 204;

    /// Transport layer feedback (RFC 4585).
    public static final int RTPFB = 205;

    /// Payload-specific feedback (RFC 4585).
    public static final int PSFB = 206;

    /// Extended reports (RFC 3611).
    public static final int XR = 207;

    private static final int PLI = 1;
    private static final int FIR = 4;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int HEADER = 4;
    private static final int REPORT_BLOCK = 24;
    private static final int SENDER_INFO = 20;

    private MemorySegment at = MemorySegment.NULL;
    private int length;
    private int start;
    private int end;

    /// A window over nothing yet.
    public Rtcp() {}

    /// Lays the window over the first `length` bytes of `slot`, before the first packet.
    ///
    /// @return false where they are not a compound packet: a version other than 2, lengths that do
    ///   not add up, padding anywhere but in the last packet (RFC 3550 appendix A.2), or reports
    ///   that do not fit; then nothing else may be asked
    public boolean wrap(MemorySegment slot, int length) {
        at = slot;
        this.length = length;
        start = 0;
        end = 0;
        if (length < 8 || length > slot.byteSize()) {
            return false;
        }
        while (end < length) {
            if (!step() || !isSound()) {
                return false;
            }
        }
        start = 0;
        end = 0;
        return true;
    }

    /// Stands on the next packet; false after the last.
    public boolean next() {
        return end < length && step();
    }

    /// Goes back before the first packet.
    public void rewind() {
        start = 0;
        end = 0;
    }

    /// 192 to 223 in practice; see the constants.
    public int type() {
        return at.get(U8, start + 1L) & 0xff;
    }

    /// The five bits whose meaning depends on the type: reports, chunks, or the format of feedback.
    public int count() {
        return at.get(U8, start) & 0x1f;
    }

    /// Where this packet starts in the slot.
    public int start() {
        return start;
    }

    /// Where this packet ends in the slot.
    public int end() {
        return end;
    }

    /// The sender; 0 in a packet that names none (an empty SDES or BYE).
    public int ssrc() {
        return contentEnd() - start >= 8 ? u32(4) : 0;
    }

    /// Whom feedback is about (RFC 4585 section 6.1). Only in RTPFB and PSFB.
    public int mediaSsrc() {
        return u32(8);
    }

    /// How many report blocks this packet has; 0 where it is neither SR nor RR.
    public int reports() {
        return type() == SR || type() == RR ? count() : 0;
    }

    /// Whom report `i` is about.
    public int reportSsrc(int i) {
        return u32(report(i));
    }

    /// The part of its packets lost since the report before, in 1/256.
    public int fractionLost(int i) {
        return at.get(U8, start + report(i) + 4L) & 0xff;
    }

    /// Packets lost since the beginning; 24 bits, signed.
    public int cumulativeLost(int i) {
        return u32(report(i) + 4) << 8 >> 8;
    }

    /// The highest sequence number received, cycles in the upper half.
    public long extendedHighest(int i) {
        return u32(report(i) + 8) & 0xffff_ffffL;
    }

    /// Interarrival jitter in units of the payload's clock.
    public long jitter(int i) {
        return u32(report(i) + 12) & 0xffff_ffffL;
    }

    /// The middle 32 bits of the NTP time of the last SR, 0 for none.
    public int lastSenderReport(int i) {
        return u32(report(i) + 16);
    }

    /// Since that SR was received, in 1/65536 s.
    public long delaySinceLastSenderReport(int i) {
        return u32(report(i) + 20) & 0xffff_ffffL;
    }

    /// NTP time of a sender report, 32 bits of seconds and 32 of fraction.
    public long ntpTime() {
        requireSr();
        return (u32(8) & 0xffff_ffffL) << 32 | u32(12) & 0xffff_ffffL;
    }

    /// RTP time of a sender report.
    public int rtpTime() {
        requireSr();
        return u32(16);
    }

    /// Packets the sender of a sender report has sent.
    public long senderPackets() {
        requireSr();
        return u32(20) & 0xffff_ffffL;
    }

    /// Payload bytes the sender of a sender report has sent.
    public long senderOctets() {
        requireSr();
        return u32(24) & 0xffff_ffffL;
    }

    /// Writes the RTP time of a sender report, where timestamps are rewritten on the way.
    public void rtpTime(int value) {
        requireSr();
        at.set(U32, start + 16L, value);
    }

    /// Writes what a sender report says was sent, where packets are made or left out on the way.
    public void sent(long packets, long octets) {
        requireSr();
        at.set(U32, start + 20L, (int) packets);
        at.set(U32, start + 24L, (int) octets);
    }

    /// The middle 32 bits of a sender report's NTP time, as reports about it repeat them.
    public int middleNtp() {
        return (int) (ntpTime() >>> 16);
    }

    /// The same bytes for the windows on one packet.
    MemorySegment slot() {
        return at;
    }

    /// Where the content of this packet ends and padding begins.
    int contentEnd() {
        return (at.get(U8, start) & 0x20) != 0 ? end - (at.get(U8, end - 1L) & 0xff) : end;
    }

    /// Replaces every SSRC in the compound. Afterwards the window is back before the first packet.
    public void rewrite(SsrcMap map) {
        for (end = 0; next(); ) {
            SsrcRewrite.packet(at, start, contentEnd(), map);
        }
        end = 0;
    }

    /// Takes the feedback of RFC 4585 out of the compound, for a peer that did not agree to it (RFC
    /// 5124 section 3.2). Afterwards the window is back before the first packet.
    ///
    /// @return the bytes that are left, 0 where it was all feedback
    public int removeFeedback() {
        return keep(false);
    }

    /// Takes all but the feedback of RFC 4585 out of the compound: what is left is of reduced size
    /// (RFC 5506). Afterwards the window is back before the first packet.
    ///
    /// @return the bytes that are left, 0 where there was no feedback
    public int keepFeedback() {
        return keep(true);
    }

    /// Takes all but requests for a whole picture out of the compound: PLI (RFC 4585 section 6.3.1)
    /// and FIR (RFC 5104 section 4.3.1). Afterwards the window is back before the first packet.
    ///
    /// @return the bytes that are left, 0 where there was no request
    public int keepPictureRequests() {
        int kept = 0;
        for (end = 0; next(); ) {
            if (type() == PSFB && (count() == PLI || count() == FIR)) {
                MemorySegment.copy(at, start, at, kept, end - start);
                kept += end - start;
            }
        }
        length = kept;
        start = 0;
        end = 0;
        return kept;
    }

    private int keep(boolean feedback) {
        int kept = 0;
        for (end = 0; next(); ) {
            if ((type() == RTPFB || type() == PSFB) != feedback) {
                continue;
            }
            MemorySegment.copy(at, start, at, kept, end - start);
            kept += end - start;
        }
        length = kept;
        start = 0;
        end = 0;
        return kept;
    }

    private boolean step() {
        if (end + HEADER > length) {
            return false;
        }
        start = end;
        end = start + HEADER + 4 * (at.get(U16, start + 2L) & 0xffff);
        return true;
    }

    private boolean isSound() {
        int first = at.get(U8, start);
        if ((first & 0xc0) != 0x80 || end > length) {
            return false;
        }
        if ((first & 0x20) != 0 && !isPaddingSound()) {
            return false;
        }
        int least =
                switch (type()) {
                    case SR -> 8 + SENDER_INFO + REPORT_BLOCK * count();
                    case RR -> 8 + REPORT_BLOCK * count();
                    case BYE -> HEADER + 4 * count();
                    case APP, RTPFB, PSFB -> 12;
                    case XR -> 8;
                    default -> HEADER;
                };
        return contentEnd() - start >= least;
    }

    private boolean isPaddingSound() {
        int padding = at.get(U8, end - 1L) & 0xff;
        return end == length && padding > 0 && padding % 4 == 0 && padding <= end - start - HEADER;
    }

    private int report(int i) {
        if (i < 0 || i >= reports()) {
            throw new IndexOutOfBoundsException(i);
        }
        return 8 + (type() == SR ? SENDER_INFO : 0) + REPORT_BLOCK * i;
    }

    private int u32(int offset) {
        return at.get(U32, (long) start + offset);
    }

    private void requireSr() {
        if (type() != SR) {
            throw new IllegalStateException("not a sender report: " + type());
        }
    }
}
