package jackfield.roles.relay.media;

import static jackfield.roles.relay.media.Shard.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtcp.RtcpWriter;
import jackfield.rtc.rtcp.SourceDescription;
import jackfield.rtc.sdp.ReportBandwidth;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Reports of our own, to a phone whose other side sends none.
class OwnReportsTest {
    private static final PayloadMap PCMA = PayloadMap.NONE.with(8, 8, 8000, "PCMA");

    private final Shard shard = new Shard(new NoDtls());
    private final Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:4000", 8);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", 8);

    @Test
    void bobIsToldWhatGoesToHimAndWhatComesOfHim() {
        connect();
        shard.handle.reports(2, true);
        shard.settle();
        for (int i = 0; i < 400; i++) {
            alice.speaks();
            bob.hears();
            bob.speaks();
            alice.hears();
            if (i % 10 == 0) {
                bob.sequence++; // one in eleven is lost
            }
            shard.core.wake(shard.now);
            if (shard.sent.stream().anyMatch(each -> each.from().port() == bob.port + 1)) {
                break;
            }
        }
        Rtcp report = bob.hearsRtcp(bob.address.withPort(5001));
        assertThat(report.type()).isEqualTo(Rtcp.SR);
        assertThat(report.ssrc()).isEqualTo(alice.ssrc);
        assertThat(report.senderPackets()).isEqualTo(alice.sequence);
        assertThat(report.senderOctets()).isEqualTo(160L * alice.sequence);
        assertThat(report.rtpTime() - 160 * (alice.sequence - 1)).isBetween(0, 640);
        assertThat(report.reports()).isEqualTo(1);
        assertThat(report.reportSsrc(0)).isEqualTo(bob.ssrc);
        assertThat(report.fractionLost(0)).isBetween(10, 30);
        assertThat(report.next()).isTrue();
        SourceDescription description = new SourceDescription();
        assertThat(description.wrap(report)).isTrue();
        assertThat(description.next()).isTrue();
        assertThat(description.text()).isNotEmpty();
    }

    @Test
    void hisAnswerTellsTheRoundTrip() {
        connect();
        shard.handle.reports(2, true);
        alice.speaks();
        bob.speaks();
        shard.sent.clear();
        Rtcp report = null;
        for (int i = 0; i < 400 && report == null; i++) {
            alice.speaks();
            bob.hears();
            shard.core.wake(shard.now);
            report = shard.sent.isEmpty() ? null : bob.hearsRtcp(bob.address.withPort(5001));
        }
        assertThat(report).isNotNull();
        shard.now += 150 * Shard.MILLI;
        byte[] bytes = new byte[64];
        int length =
                new RtcpWriter()
                        .over(MemorySegment.ofArray(bytes))
                        .receiverReport(bob.ssrc)
                        .block(alice.ssrc, 0, 0, 1, 0, report.middleNtp(), 65_536 / 10)
                        .length();
        shard.arrives(bob.port + 1, Arrays.copyOf(bytes, length), bob.address.withPort(5001));
        MediaQuality quality = shard.snapshot(2).streams().getFirst().quality();
        assertThat(quality.roundTripNs()).isBetween(49 * Shard.MILLI, 75 * Shard.MILLI);
    }

    @Test
    void reportsOfTheOtherSideStayBehindAndFeedbackPasses() {
        connect();
        shard.handle.reports(2, true);
        alice.speaks();
        bob.hears();
        byte[] both = new byte[48];
        int report =
                new RtcpWriter()
                        .over(MemorySegment.ofArray(both))
                        .receiverReport(alice.ssrc)
                        .length();
        byte[] picture = {(byte) 0x81, (byte) 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2};
        shard.arrives(alice.port + 1, Arrays.copyOf(both, report), alice.address);
        assertThat(shard.sent).isEmpty();
        System.arraycopy(picture, 0, both, report, picture.length);
        shard.arrives(alice.port + 1, Arrays.copyOf(both, report + picture.length), alice.address);
        assertThat(bob.hearsRtcp(bob.address.withPort(5001)).type()).isEqualTo(Rtcp.PSFB);

        shard.handle.reports(2, false);
        shard.settle();
        shard.passes(60 * SECOND - 1);
        assertThat(shard.sent).isEmpty();
        shard.arrives(alice.port + 1, Arrays.copyOf(both, report), alice.address);
        assertThat(bob.hearsRtcp(bob.address.withPort(5001)).type()).isEqualTo(Rtcp.RR);
    }

    @Test
    void whoOnlyListensGetsReceiverReports() {
        connect();
        shard.handle.reports(2, true);
        bob.speaks();
        alice.hears();
        shard.passes(8 * SECOND);
        Rtcp report = bob.hearsRtcp(bob.address.withPort(5001));
        assertThat(report.type()).isEqualTo(Rtcp.RR);
        assertThat(report.reportSsrc(0)).isEqualTo(bob.ssrc);
    }

    @Test
    void whereTheOtherSideReportsNothingWeDoAfterAWhile() {
        connect();
        talk(14);
        assertThat(shard.sent).isEmpty();
        Rtcp report = talksUntilReportTo(bob, 5);
        assertThat(report.type()).isEqualTo(Rtcp.SR);
        assertThat(report.ssrc()).isEqualTo(alice.ssrc);
        assertThat(report.senderPackets()).isBetween(700L, (long) alice.sequence);
        assertThat(report.reportSsrc(0)).isEqualTo(bob.ssrc);
        assertThat(report.next()).isTrue();
        SourceDescription description = new SourceDescription();
        assertThat(description.wrap(report)).isTrue();
        int reports = 0;
        for (int i = 0; i < 60; i++) {
            talk(1);
            reports += (int) shard.sent.stream().filter(each -> isTo(bob, each)).count();
            shard.sent.clear();
        }
        assertThat(reports).as("one in 5 s or so (section 6.2)").isBetween(9, 25);
    }

    @Test
    void aPhoneThatReportsIsNotSpokenForAndTheOtherIs() {
        connect();
        long ours = 0;
        for (int i = 0; i < 12; i++) {
            talk(5);
            assertThat(shard.sent).noneMatch(each -> isTo(bob, each));
            ours += shard.sent.size();
            shard.sent.clear();
            alice.reports(bob.ssrc, alice.address.withPort(4001));
            Rtcp passed = bob.hearsRtcp(bob.address.withPort(5001));
            assertThat(passed.ssrc()).as("her own").isEqualTo(alice.ssrc);
            assertThat(passed.type()).isEqualTo(Rtcp.RR);
        }
        assertThat(ours).as("to her, whose other side reports nothing").isBetween(6L, 20L);
    }

    @Test
    void theFirstReportOfTheOtherSideEndsOurs() {
        connect();
        talk(14);
        talksUntilReportTo(bob, 5);
        shard.sent.clear();
        alice.reports(bob.ssrc, alice.address.withPort(4001));
        assertThat(bob.hearsRtcp(bob.address.withPort(5001)).type()).isEqualTo(Rtcp.RR);
        shard.sent.clear();
        talk(14);
        assertThat(shard.sent).noneMatch(each -> isTo(bob, each));

        // She has gone silent: after a while we are there again.
        talksUntilReportTo(bob, 6);
    }

    /// RFC 3556: `b=RS:0` and `b=RR:0`.
    @Test
    void whoLeavesNothingToReportsGetsNone() {
        connect(new ReportBandwidth(0, 0));
        talk(60);
        assertThat(shard.sent).noneMatch(each -> isTo(bob, each)).isNotEmpty();
    }

    @Test
    void whoLeavesLittleToReportsGetsFew() {
        connect(new ReportBandwidth(50, 50));
        talk(17);
        int reports = 0;
        for (int i = 0; i < 120; i++) {
            talk(1);
            reports += (int) shard.sent.stream().filter(each -> isTo(bob, each)).count();
            shard.sent.clear();
        }
        assertThat(reports).as("in two minutes, of 100 bits a second for all").isBetween(2, 9);
    }

    @Test
    void whoseReportsWereOursIsToldThatTheSourceIsGone() {
        connect();
        talk(14);
        talksUntilReportTo(bob, 5);
        shard.sent.clear();
        shard.handle.remove(1);
        shard.handle.remove(2);
        shard.settle();
        Rtcp last = lastTo(bob);
        assertThat(last.type()).isEqualTo(Rtcp.RR);
        assertThat(last.next()).isTrue();
        assertThat(last.next()).isTrue();
        assertThat(last.type()).isEqualTo(Rtcp.BYE);
        assertThat(last.ssrc()).isEqualTo(alice.ssrc);
    }

    @Test
    void whoReportedItselfSaysGoodbyeItself() {
        connect();
        talk(14);
        talksUntilReportTo(bob, 5);
        alice.reports(bob.ssrc, alice.address.withPort(4001));
        shard.sent.clear();
        shard.handle.remove(1);
        shard.handle.remove(2);
        shard.settle();
        assertThat(shard.sent).noneMatch(each -> isTo(bob, each));
    }

    private Rtcp lastTo(Phone phone) {
        shard.sent.removeIf(each -> !isTo(phone, each));
        return phone.hearsRtcp(phone.address.withPort(5001));
    }

    @Test
    void whereNothingFlowsNothingIsReported() {
        connect();
        shard.passes(600 * SECOND);
        assertThat(shard.sent).isEmpty();
    }

    @Test
    void whoWasToldTheOtherSidesReportsGetsNoneOfOurs() {
        connect();
        shard.handle.reports(1, false);
        shard.handle.reports(2, false);
        shard.settle();
        talk(60);
        assertThat(shard.sent).isEmpty();
    }

    @Test
    void aCallThatEndsLeavesNobodyWaiting() {
        connect();
        talk(30);
        shard.handle.remove(1);
        shard.settle();
        shard.sent.clear();
        shard.passes(30 * SECOND);
        assertThat(shard.sent).isEmpty();
        shard.handle.remove(2);
        shard.settle();
        assertThat(shard.core.deadline()).isGreaterThan(shard.now + 100 * SECOND);
    }

    private boolean isTo(Phone phone, Shard.Datagram each) {
        return each.from().port() == phone.port + 1;
    }

    private Rtcp talksUntilReportTo(Phone phone, int seconds) {
        for (int i = 0; i < 50 * seconds; i++) {
            speak();
            if (shard.sent.stream().anyMatch(each -> isTo(phone, each))) {
                shard.sent.removeIf(each -> !isTo(phone, each));
                return phone.hearsRtcp(phone.address.withPort(5001));
            }
        }
        throw new AssertionError("no report in " + seconds + " s");
    }

    /// Both speak for so long; what is sent beside their voices stays in [Shard#sent].
    private void talk(int seconds) {
        for (int i = 0; i < 50 * seconds; i++) {
            speak();
        }
    }

    /// Both speak 20 ms.
    private void speak() {
        alice.speaks();
        shard.now -= 20 * Shard.MILLI;
        bob.speaks();
        shard.core.wake(shard.now);
        shard.sent.removeIf(each -> each.from().port() % 2 == 0);
    }

    private void connect() {
        connect(ReportBandwidth.UNSAID);
    }

    /// @param left what bob leaves to RTCP
    private void connect(ReportBandwidth left) {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA, true, left));
        shard.handle.patch(1, 2);
    }
}
