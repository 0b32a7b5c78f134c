package jackfield.rtc.rtcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// An extended report (RFC 3611): a window on the packet that an [Rtcp] stands on, which goes from
/// block to block. Read are those that tell about a call; others are passed over.
///
/// ```
/// if (xr.wrap(rtcp)) {
///     while (xr.next()) {
///         if (xr.type() == ExtendedReport.VOIP_METRICS) { … }
///     }
/// }
/// ```
public final class ExtendedReport {
    /// Receiver reference time: when it was sent, so that who is no sender can measure the round
    /// trip (section 4.4).
    public static final int RECEIVER_REFERENCE_TIME = 4;

    /// Delay since the last receiver reference time: the answer to it (section 4.5).
    public static final int DLRR = 5;

    /// Statistics summary (section 4.6).
    public static final int STATISTICS_SUMMARY = 6;

    /// VoIP metrics (section 4.7).
    public static final int VOIP_METRICS = 7;

    /// A VoIP metric that says "not known".
    public static final int UNKNOWN = 127;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int ITEM = 12;

    private MemorySegment at = MemorySegment.NULL;
    private int packet;
    private int limit;
    private int start;
    private int end;

    /// A window over nothing yet.
    public ExtendedReport() {}

    /// Lays the window over the packet that `rtcp` stands on, before its first block; false where
    /// it is no extended report.
    public boolean wrap(Rtcp rtcp) {
        if (rtcp.type() != Rtcp.XR) {
            return false;
        }
        at = rtcp.slot();
        packet = rtcp.start();
        limit = rtcp.contentEnd();
        start = packet + 8;
        end = start;
        return true;
    }

    /// Stands on the next block that is as long as its type needs; false after the last, or where
    /// the rest makes no sense.
    public boolean next() {
        while (end + 4 <= limit) {
            start = end;
            end = start + 4 + 4 * (at.get(U16, start + 2L) & 0xffff);
            if (end > limit) {
                end = limit;
                return false;
            }
            if (end - start >= least()) {
                return true;
            }
        }
        return false;
    }

    private int least() {
        return switch (type()) {
            case RECEIVER_REFERENCE_TIME -> 12;
            case STATISTICS_SUMMARY -> 40;
            case VOIP_METRICS -> 36;
            default -> 4;
        };
    }

    /// Who reports.
    public int sender() {
        return at.get(U32, packet + 4L);
    }

    /// The type of this block; see the constants.
    public int type() {
        return at.get(U8, start) & 0xff;
    }

    /// Where this block starts in the slot.
    public int start() {
        return start;
    }

    /// Whom a statistics summary or VoIP metrics are about.
    public int about() {
        if (type() != STATISTICS_SUMMARY) {
            require(VOIP_METRICS);
        }
        return u32(4);
    }

    /// The NTP time of a receiver reference time.
    public long referenceTime() {
        require(RECEIVER_REFERENCE_TIME);
        return (u32(4) & 0xffff_ffffL) << 32 | u32(8) & 0xffff_ffffL;
    }

    /// How many items a DLRR block has.
    public int items() {
        return type() == DLRR ? (end - start - 4) / ITEM : 0;
    }

    /// Whose reference time item `i` answers.
    public int itemSsrc(int i) {
        return u32(item(i));
    }

    /// The middle 32 bits of that time; 0 for none.
    public int lastReferenceTime(int i) {
        return u32(item(i) + 4);
    }

    /// Since it was received, in 1/65536 s.
    public long delaySinceReferenceTime(int i) {
        return u32(item(i) + 8) & 0xffff_ffffL;
    }

    /// Packets lost in a statistics summary's interval; -1 where it does not say.
    public long summaryLost() {
        require(STATISTICS_SUMMARY);
        return flag(0x80) ? u32(12) & 0xffff_ffffL : -1;
    }

    /// Duplicates in a statistics summary's interval; -1 where it does not say.
    public long summaryDuplicates() {
        require(STATISTICS_SUMMARY);
        return flag(0x40) ? u32(16) & 0xffff_ffffL : -1;
    }

    /// Mean jitter of a statistics summary in units of the payload's clock; -1 where it does not
    /// say.
    public long summaryMeanJitter() {
        require(STATISTICS_SUMMARY);
        return flag(0x20) ? u32(28) & 0xffff_ffffL : -1;
    }

    /// The part of the packets that the network lost, in 1/256.
    public int lossRate() {
        return u8(8);
    }

    /// The part that came too late or too early for the jitter buffer, in 1/256.
    public int discardRate() {
        return u8(9);
    }

    /// The part lost or discarded within bursts, in 1/256.
    public int burstDensity() {
        return u8(10);
    }

    /// The part lost or discarded between bursts, in 1/256.
    public int gapDensity() {
        return u8(11);
    }

    /// The mean length of bursts in milliseconds.
    public int burstMillis() {
        return u16(12);
    }

    /// The mean length of gaps in milliseconds.
    public int gapMillis() {
        return u16(14);
    }

    /// The round trip that the reporter measured, in milliseconds; 0 where it did not.
    public int roundTripMillis() {
        return u16(16);
    }

    /// What the reporter's jitter buffer, codec and sound card add, in milliseconds.
    public int endSystemDelayMillis() {
        return u16(18);
    }

    /// The level of speech in dBm0, -127 to 0; [#UNKNOWN].
    public int signalLevel() {
        require(VOIP_METRICS);
        return at.get(U8, start + 20L);
    }

    /// The level of noise in the pauses in dBm0; [#UNKNOWN].
    public int noiseLevel() {
        require(VOIP_METRICS);
        return at.get(U8, start + 21L);
    }

    /// The E-model's rating, 0 to 100; [#UNKNOWN].
    public int rating() {
        return u8(24);
    }

    /// MOS for listening, times 10; [#UNKNOWN].
    public int mosListening10() {
        return u8(26);
    }

    /// MOS for conversation, times 10; [#UNKNOWN].
    public int mosConversation10() {
        return u8(27);
    }

    /// The jitter buffer's nominal delay in milliseconds.
    public int jitterBufferMillis() {
        return u16(30);
    }

    private boolean flag(int bit) {
        return (at.get(U8, start + 1L) & bit) != 0;
    }

    private int item(int i) {
        if (i < 0 || i >= items()) {
            throw new IndexOutOfBoundsException(i);
        }
        return 4 + ITEM * i;
    }

    private int u8(int offset) {
        require(VOIP_METRICS);
        return at.get(U8, (long) start + offset) & 0xff;
    }

    private int u16(int offset) {
        require(VOIP_METRICS);
        return at.get(U16, (long) start + offset) & 0xffff;
    }

    private int u32(int offset) {
        return at.get(U32, (long) start + offset);
    }

    private void require(int wanted) {
        if (type() != wanted) {
            throw new IllegalStateException("block " + type() + ", not " + wanted);
        }
    }
}
