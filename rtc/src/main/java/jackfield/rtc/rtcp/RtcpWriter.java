package jackfield.rtc.rtcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Writes a compound RTCP packet into a slot, packet by packet: first a report, with its blocks,
/// then a source description (RFC 3550 section 6.1). Makes no garbage. A slot that is too small is
/// our own mistake and throws.
///
/// ```
/// int length = writer.over(slot)
///         .senderReport(ssrc, ntp, rtpTime, packets, octets)
///         .block(about, fraction, lost, highest, jitter, lastSenderReport, delay)
///         .sourceDescription(ssrc, cname)
///         .length();
/// ```
public final class RtcpWriter {
    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int MOST_BLOCKS = 31;
    private static final int MOST_TEXT = 255;

    private MemorySegment at = MemorySegment.NULL;
    private int start;
    private int end;

    /// A writer over nothing yet.
    public RtcpWriter() {}

    /// Begins at the first byte of `slot`.
    public RtcpWriter over(MemorySegment slot) {
        at = slot;
        start = 0;
        end = 0;
        return this;
    }

    /// A sender report without blocks.
    ///
    /// @param ntp 32 bits of seconds and 32 of fraction
    /// @param rtpTime the same moment on the payload's clock
    public RtcpWriter senderReport(int ssrc, long ntp, int rtpTime, long packets, long octets) {
        begin(Rtcp.SR, 0);
        word(ssrc);
        word((int) (ntp >>> 32));
        word((int) ntp);
        word(rtpTime);
        word((int) packets);
        word((int) octets);
        return finish();
    }

    /// A receiver report without blocks.
    public RtcpWriter receiverReport(int ssrc) {
        begin(Rtcp.RR, 0);
        word(ssrc);
        return finish();
    }

    /// A block of the sender or receiver report that was begun last.
    ///
    /// @param fraction lost since the block before, in 1/256
    /// @param lost since the beginning
    /// @param jitter in units of the payload's clock
    /// @param lastSenderReport the middle 32 bits of its NTP time, 0 for none
    /// @param delay since that came, in 1/65536 s
    public RtcpWriter block(
            int about,
            int fraction,
            long lost,
            long highest,
            long jitter,
            int lastSenderReport,
            long delay) {
        int type = at.get(U8, start + 1L) & 0xff;
        int count = at.get(U8, start) & 0x1f;
        if (type != Rtcp.SR && type != Rtcp.RR || count == MOST_BLOCKS) {
            throw new IllegalStateException("no block fits here");
        }
        at.set(U8, start, (byte) (0x80 | count + 1));
        word(about);
        word(fraction << 24 | Math.clamp(lost, -0x80_0000, 0x7f_ffff) & 0xff_ffff);
        word((int) highest);
        word((int) jitter);
        word(lastSenderReport);
        word((int) Math.min(delay, 0xffff_ffffL));
        return finish();
    }

    /// A source description with one CNAME.
    ///
    /// @param cname UTF-8, at most 255 bytes
    public RtcpWriter sourceDescription(int ssrc, byte[] cname) {
        begin(Rtcp.SDES, 1);
        word(ssrc);
        text(SourceDescription.CNAME, cname);
        at.set(U8, end++, (byte) 0);
        fill();
        return finish();
    }

    /// A goodbye of one source, without a reason.
    public RtcpWriter goodbye(int ssrc) {
        begin(Rtcp.BYE, 1);
        word(ssrc);
        return finish();
    }

    /// An extended report with one receiver reference time block (RFC 3611 section 4.4).
    public RtcpWriter referenceTime(int ssrc, long ntp) {
        begin(Rtcp.XR, 0);
        word(ssrc);
        word(ExtendedReport.RECEIVER_REFERENCE_TIME << 24 | 2);
        word((int) (ntp >>> 32));
        word((int) ntp);
        return finish();
    }

    /// How many bytes there are by now.
    public int length() {
        return end;
    }

    private void begin(int type, int count) {
        start = end;
        at.set(U8, start, (byte) (0x80 | count));
        at.set(U8, start + 1L, (byte) type);
        end = start + 4;
    }

    private RtcpWriter finish() {
        at.set(U16, start + 2L, (short) ((end - start) / 4 - 1));
        return this;
    }

    private void text(int item, byte[] text) {
        if (text.length > MOST_TEXT) {
            throw new IllegalArgumentException("text of " + text.length + " bytes");
        }
        at.set(U8, end++, (byte) item);
        at.set(U8, end++, (byte) text.length);
        MemorySegment.copy(text, 0, at, U8, end, text.length);
        end += text.length;
    }

    private void fill() {
        while ((end - start) % 4 != 0) {
            at.set(U8, end++, (byte) 0);
        }
    }

    private void word(int value) {
        at.set(U32, end, value);
        end += 4;
    }
}
