package jackfield.rtc.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What each type of packet says, and that no bytes make a window throw.
class RtcpWindowsTest {
    private static final String NACK = "81cd0004 00000001 00000002 00050003 01008000";
    private static final String PLI = "81ce0002 00000001 00000002";
    private static final String FIR = "84ce0004 00000001 00000000 00000002 07000000";
    private static final String VOIP =
            "80cf000a 00000001 07000008 00000002 0d050201 00780bb8 00500014"
                    + " eebf1210 55ff2a2b 0100003c 00780096";

    private final Rtcp rtcp = new Rtcp();
    private final Feedback feedback = new Feedback();
    private final ExtendedReport report = new ExtendedReport();

    @Test
    void aNackNamesWhatIsMissed() {
        on(NACK);
        assertThat(feedback.wrap(rtcp)).isTrue();
        assertThat(feedback.kind()).isEqualTo(Feedback.Kind.NACK);
        assertThat(feedback.sender()).isEqualTo(1);
        assertThat(feedback.mediaSource()).isEqualTo(2);
        assertThat(feedback.entries()).isEqualTo(2);
        assertThat(feedback.missing(0)).isEqualTo(5);
        assertThat(feedback.missingAfter(0)).isEqualTo(3);
        assertThat(feedback.missing(1)).isEqualTo(256);
        assertThat(feedback.missingPackets()).isEqualTo(5);
    }

    @Test
    void pictureFeedback() {
        on(PLI);
        assertThat(feedback.wrap(rtcp)).isTrue();
        assertThat(feedback.kind()).isEqualTo(Feedback.Kind.PLI);
        on(FIR);
        assertThat(feedback.wrap(rtcp)).isTrue();
        assertThat(feedback.kind()).isEqualTo(Feedback.Kind.FIR);
        assertThat(feedback.wanted(0)).isEqualTo(2);
        assertThat(feedback.wish(0)).isEqualTo(7);
    }

    @Test
    void theBitRateOfAReceiver() {
        on("8fce0006 00000001 00000000 52454d42 020bd090 02030405 06070809");
        assertThat(feedback.wrap(rtcp)).isTrue();
        assertThat(feedback.kind()).isEqualTo(Feedback.Kind.REMB);
        assertThat(feedback.bitRate()).isEqualTo(0x3d090L << 2);
        assertThat(feedback.entries()).isEqualTo(2);
        assertThat(feedback.estimated(1)).isEqualTo(0x06070809);
        on("8fce0005 00000001 00000000 52454d42 ffffffff 02030405");
        assertThat(feedback.wrap(rtcp)).as("255 sources, and room for one").isFalse();
    }

    @Test
    void transportWideFeedbackCountsWhatDidNotArrive() {
        // base 10, 12 packets: a run of 5 received, then one-bit symbols 1010100 of the other 7.
        on("8fcd0005 00000001 00000002 000a000c 00000100 2005aa00");
        assertThat(feedback.wrap(rtcp)).isTrue();
        assertThat(feedback.kind()).isEqualTo(Feedback.Kind.TRANSPORT_WIDE);
        assertThat(feedback.base()).isEqualTo(10);
        assertThat(feedback.statuses()).isEqualTo(12);
        assertThat(feedback.notReceived()).isEqualTo(4);
    }

    @Test
    void voipMetrics() {
        on(VOIP);
        assertThat(report.wrap(rtcp)).isTrue();
        assertThat(report.next()).isTrue();
        assertThat(report.type()).isEqualTo(ExtendedReport.VOIP_METRICS);
        assertThat(report.sender()).isEqualTo(1);
        assertThat(report.about()).isEqualTo(2);
        assertThat(report.lossRate()).isEqualTo(13);
        assertThat(report.discardRate()).isEqualTo(5);
        assertThat(report.burstDensity()).isEqualTo(2);
        assertThat(report.gapDensity()).isEqualTo(1);
        assertThat(report.burstMillis()).isEqualTo(120);
        assertThat(report.gapMillis()).isEqualTo(3_000);
        assertThat(report.roundTripMillis()).isEqualTo(80);
        assertThat(report.endSystemDelayMillis()).isEqualTo(20);
        assertThat(report.signalLevel()).isEqualTo(-18);
        assertThat(report.noiseLevel()).isEqualTo(-65);
        assertThat(report.rating()).isEqualTo(85);
        assertThat(report.mosListening10()).isEqualTo(42);
        assertThat(report.mosConversation10()).isEqualTo(43);
        assertThat(report.jitterBufferMillis()).isEqualTo(60);
        assertThat(report.next()).isFalse();
    }

    @Test
    void referenceTimesAndTheirAnswers() {
        on(
                "80cf000b 00000001 04000002 e1e2e3e4 80000000"
                        + " 05000006 00000002 e3e48000 00010000 00000003 00000000 00000000");
        assertThat(report.wrap(rtcp)).isTrue();
        assertThat(report.next()).isTrue();
        assertThat(report.referenceTime()).isEqualTo(0xe1e2e3e480000000L);
        assertThat(report.next()).isTrue();
        assertThat(report.items()).isEqualTo(2);
        assertThat(report.itemSsrc(0)).isEqualTo(2);
        assertThat(report.lastReferenceTime(0)).isEqualTo(0xe3e48000);
        assertThat(report.delaySinceReferenceTime(0)).isEqualTo(65_536);
        assertThat(report.itemSsrc(1)).isEqualTo(3);
        assertThat(report.next()).isFalse();
    }

    @Test
    void aStatisticsSummarySaysOnlyWhatItsFlagsSay() {
        on(
                "80cf000b 00000001 06a00009 00000002 00010064 00000007 00000001"
                        + " 00000001 00000009 00000004 00000002 00000000");
        assertThat(report.wrap(rtcp)).isTrue();
        assertThat(report.next()).isTrue();
        assertThat(report.about()).isEqualTo(2);
        assertThat(report.summaryLost()).isEqualTo(7);
        assertThat(report.summaryDuplicates()).isEqualTo(-1);
        assertThat(report.summaryMeanJitter()).isEqualTo(4);
    }

    @Test
    void blocksThatAreTooShortForTheirTypeArePassedOver() {
        on("80cf0005 00000001 07000001 00000002 05000001 00000003");
        assertThat(report.wrap(rtcp)).isTrue();
        assertThat(report.next()).isTrue();
        assertThat(report.type()).isEqualTo(ExtendedReport.DLRR);
        assertThat(report.items()).isZero();
        assertThat(report.next()).isFalse();
    }

    @Test
    void descriptionsGoodbyesAndApplications() {
        on("82ca0006 00000001 0102616200000000 00000002 02017a06 01780000");
        SourceDescription description = new SourceDescription();
        assertThat(description.wrap(rtcp)).isTrue();
        assertThat(description.next()).isTrue();
        assertThat(description.ssrc()).isEqualTo(1);
        assertThat(description.item()).isEqualTo(SourceDescription.CNAME);
        assertThat(description.text()).isEqualTo("ab");
        assertThat(description.next()).isTrue();
        assertThat(description.ssrc()).isEqualTo(2);
        assertThat(description.text()).isEqualTo("z");
        assertThat(description.next()).isTrue();
        assertThat(description.item()).isEqualTo(6);
        assertThat(description.next()).isFalse();

        on("81cb0002 00000001 03627965");
        Goodbye goodbye = new Goodbye();
        assertThat(goodbye.wrap(rtcp)).isTrue();
        assertThat(goodbye.source(0)).isEqualTo(1);
        assertThat(goodbye.reason()).isEqualTo("bye");

        on("85cc0003 00000001 61626364 01020304");
        ApplicationDefined application = new ApplicationDefined();
        assertThat(application.wrap(rtcp)).isTrue();
        assertThat(application.subtype()).isEqualTo(5);
        assertThat(application.name()).isEqualTo(0x61626364);
        assertThat(application.dataLength()).isEqualTo(4);
    }

    @Test
    void noBytesMakeAWindowThrow() {
        SplittableRandom random = new SplittableRandom(17);
        for (int round = 0; round < 30_000; round++) {
            byte[] bytes = new byte[8 + 4 * random.nextInt(14)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (0x80 | bytes[0] & 0x3f);
            bytes[1] = (byte) (200 + random.nextInt(8));
            bytes[2] = 0;
            bytes[3] = (byte) (random.nextInt(8) == 0 ? random.nextInt(16) : bytes.length / 4 - 1);
            if (rtcp.wrap(MemorySegment.ofArray(bytes), bytes.length)) {
                while (rtcp.next()) {
                    RtcpReader.readEverything(rtcp);
                }
            }
        }
    }

    private void on(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(rtcp.wrap(MemorySegment.ofArray(bytes), bytes.length)).isTrue();
        assertThat(rtcp.next()).isTrue();
    }
}
