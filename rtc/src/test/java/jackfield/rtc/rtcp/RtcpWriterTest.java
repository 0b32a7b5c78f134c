package jackfield.rtc.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RtcpWriterTest {
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] CNAME = "abcdef".getBytes(StandardCharsets.UTF_8);

    private final MemorySegment slot = MemorySegment.ofArray(new byte[256]);
    private final RtcpWriter writer = new RtcpWriter();
    private final Rtcp rtcp = new Rtcp();

    @Test
    void whatIsWrittenIsRead() {
        int length =
                writer.over(slot)
                        .senderReport(7, 0xe1e2e3e480000000L, 160, 10, 1_600)
                        .block(8, 64, -3, 70_000, 12, 0xc0ffee01, 65_536)
                        .sourceDescription(7, CNAME)
                        .referenceTime(7, 0xe1e2e3e480000000L)
                        .goodbye(7)
                        .length();
        assertThat(rtcp.wrap(slot, length)).isTrue();
        assertThat(rtcp.next()).isTrue();
        assertThat(rtcp.type()).isEqualTo(Rtcp.SR);
        assertThat(rtcp.ssrc()).isEqualTo(7);
        assertThat(rtcp.ntpTime()).isEqualTo(0xe1e2e3e480000000L);
        assertThat(rtcp.middleNtp()).isEqualTo(0xe3e48000);
        assertThat(rtcp.rtpTime()).isEqualTo(160);
        assertThat(rtcp.senderPackets()).isEqualTo(10);
        assertThat(rtcp.senderOctets()).isEqualTo(1_600);
        assertThat(rtcp.reports()).isEqualTo(1);
        assertThat(rtcp.reportSsrc(0)).isEqualTo(8);
        assertThat(rtcp.fractionLost(0)).isEqualTo(64);
        assertThat(rtcp.cumulativeLost(0)).isEqualTo(-3);
        assertThat(rtcp.extendedHighest(0)).isEqualTo(70_000);
        assertThat(rtcp.jitter(0)).isEqualTo(12);
        assertThat(rtcp.lastSenderReport(0)).isEqualTo(0xc0ffee01);
        assertThat(rtcp.delaySinceLastSenderReport(0)).isEqualTo(65_536);
        rtcp.rtpTime(320);
        rtcp.sent(11, 1_760);
        assertThat(rtcp.rtpTime()).isEqualTo(320);
        assertThat(rtcp.senderOctets()).isEqualTo(1_760);

        assertThat(rtcp.next()).isTrue();
        SourceDescription description = new SourceDescription();
        assertThat(description.wrap(rtcp)).isTrue();
        assertThat(description.next()).isTrue();
        assertThat(description.text()).isEqualTo("abcdef");
        assertThat(rtcp.next()).isTrue();
        assertThat(rtcp.type()).isEqualTo(Rtcp.XR);
        assertThat(rtcp.next()).isTrue();
        assertThat(rtcp.type()).isEqualTo(Rtcp.BYE);
        assertThat(rtcp.next()).isFalse();
    }

    @Test
    void everyLengthOfANameFillsItsWord() {
        for (int bytes = 0; bytes <= 20; bytes++) {
            int length =
                    writer.over(slot)
                            .receiverReport(1)
                            .sourceDescription(1, new byte[bytes])
                            .length();
            assertThat(length % 4).isZero();
            assertThat(rtcp.wrap(slot, length)).isTrue();
        }
        writer.over(slot).sourceDescription(1, CNAME);
        assertThatThrownBy(() -> writer.block(1, 0, 0, 0, 0, 0, 0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theRoundTripIsTheTimeAwayLessTheTimeThere() {
        SentReports sent = new SentReports();
        assertThat(sent.roundTrip(0, 0, SECOND)).isEqualTo(-1);
        for (int i = 1; i <= 20; i++) {
            sent.sent(i, i * SECOND);
        }
        long delay = NtpTime.shortOf(2 * SECOND);
        assertThat(sent.roundTrip(20, delay, 22 * SECOND + 80_000_000))
                .isBetween(79_000_000L, 81_000_000L);
        assertThat(sent.roundTrip(3, 0, 22 * SECOND)).as("forgotten").isEqualTo(-1);
        assertThat(sent.roundTrip(20, NtpTime.shortOf(9 * SECOND), 22 * SECOND))
                .as("longer there than it was away")
                .isEqualTo(-1);
        assertThat(sent.roundTrip(20, 0, 200 * SECOND)).isEqualTo(-1);
        assertThat(NtpTime.of(3 * SECOND / 2)).isEqualTo(0x1_8000_0000L);
        assertThat(NtpTime.nanosOfShort(0x18000)).isEqualTo(3 * SECOND / 2);
    }

    @Test
    void reportsComeEveryFiveSecondsOrSoAndTheFirstSooner() {
        for (int seed = 0; seed < 50; seed++) {
            RtcpSchedule schedule = new RtcpSchedule(new SplittableRandom(seed), 64_000);
            long now = SECOND;
            schedule.begin(now, 2, 1, true);
            int sent = 0;
            long first = 0;
            while (now < 601 * SECOND) {
                now = schedule.deadline();
                if (schedule.isDue(now, 2, 1, true)) {
                    first = sent == 0 ? now : first;
                    sent++;
                    schedule.counted(108);
                    schedule.sent(now, 2, 1, true);
                }
            }
            assertThat(first - SECOND).isBetween(SECOND, 7 * SECOND / 2);
            assertThat(sent).as("in ten minutes").isBetween(95, 150);
        }
    }

    @Test
    void manyMembersShareTheirTwentieth() {
        RtcpSchedule schedule = new RtcpSchedule(new SplittableRandom(1), 64_000);
        schedule.begin(0, 1_000, 2, false);
        assertThat(schedule.deadline()).isGreaterThan(100 * SECOND);
    }
}
