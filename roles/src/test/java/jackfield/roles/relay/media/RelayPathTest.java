package jackfield.roles.relay.media;

import static jackfield.roles.relay.media.Shard.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtp.RtpPacket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Two phones and the relay between them, packet by packet.
class RelayPathTest {
    private static final int PCMA = 8;
    private static final PayloadMap PCMA_ONLY = PayloadMap.NONE.with(PCMA, PCMA, 8000);

    private final Shard shard = new Shard(new NoDtls());
    private final Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:4000", PCMA);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", PCMA);

    @Test
    void plainRtpGoesThroughUnchanged() {
        connect();

        alice.speaks();

        RtpPacket heard = bob.hears();
        assertThat(heard.ssrc()).isEqualTo(alice.ssrc);
        assertThat(heard.payloadType()).isEqualTo(PCMA);
        assertThat(heard.sequence()).isZero();
        assertThat(heard.length()).isEqualTo(172);
        bob.speaks();
        assertThat(alice.hears().ssrc()).isEqualTo(bob.ssrc);
        assertThat(shard.sent).isEmpty();
    }

    @Test
    void srtpIsOpenedOnOneSideAndMadeOnTheOther() {
        bob.secured();
        connect();
        for (int i = 0; i < 100; i++) {
            alice.speaks();
            assertThat(bob.hears().sequence()).isEqualTo(i);
            bob.speaks();
            assertThat(alice.hears().sequence()).isEqualTo(i);
        }
        assertThat(shard.snapshot(1).drops()).isEmpty();
        assertThat(shard.snapshot(2).drops()).isEmpty();
    }

    @Test
    void payloadTypesAreTranslatedAndTheMarkerStays() {
        PayloadMap aliceSends =
                PayloadMap.NONE.with(PCMA, PCMA, 8000).with(101, 96, 0); // telephone-event
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", aliceSends));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA_ONLY));
        shard.handle.patch(1, 2);

        byte[] event = alice.packet(101);
        event[1] |= (byte) 0x80;
        alice.arrivesRtp(event, alice.address);

        RtpPacket heard = bob.hears();
        assertThat(heard.payloadType()).isEqualTo(96);
        assertThat(heard.marker()).isTrue();
    }

    /// R10: comfort noise that nobody agreed to is counted and does no harm.
    @Test
    void comfortNoiseThatWasNotAgreedIsDropped() {
        bob.secured();
        connect();
        alice.speaks();
        bob.hears();

        alice.arrivesRtp(alice.packet(13), alice.address);

        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(1, "payload-type")).isEqualTo(1);
        alice.speaks();
        assertThat(bob.hears().sequence()).isEqualTo(2);
        assertThat(shard.snapshot(1).verdict().words()).isEmpty();
    }

    @Test
    void rtcpGoesBesideRtpAndThroughSrtcp() {
        bob.secured();
        connect();
        alice.speaks();
        bob.hears();

        alice.reports(bob.ssrc, alice.address.withPort(4001));

        Rtcp report = bob.hearsRtcp(bob.address.withPort(5001));
        assertThat(report.type()).isEqualTo(Rtcp.RR);
        assertThat(report.reportSsrc(0)).isEqualTo(bob.ssrc);
        bob.reports(alice.ssrc, bob.address.withPort(5001));
        assertThat(alice.hearsRtcp(alice.address.withPort(4001)).ssrc()).isEqualTo(bob.ssrc);
    }

    @Test
    void rtcpMayShareThePortOnOneSideOnly() {
        LegPlan plan = bob.plan(7, "203.0.113.2:5000", PCMA_ONLY);
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA_ONLY));
        shard.handle.install(plan);
        shard.handle.update(
                new LegPlan(
                        2,
                        7,
                        new LegPlan.Ports(10_002, 10_002, bob.address, null, true, null),
                        PCMA_ONLY,
                        true,
                        false));
        shard.handle.patch(1, 2);
        alice.reports(bob.ssrc, alice.address.withPort(4001));

        Shard.Datagram out = shard.sent.remove();
        assertThat(out.from().port()).isEqualTo(10_002);
        assertThat(out.to()).isEqualTo(bob.address);
        shard.arrives(10_002, out.bytes(), bob.address);
        assertThat(shard.sent.remove().to()).isEqualTo(alice.address.withPort(4001));
    }

    @Test
    void whatIsSentIsMarkedAsThePlanSaysUntilAnotherOne() {
        LegPlan plan = bob.plan(7, "203.0.113.2:5000", PCMA_ONLY);
        shard.handle.install(plan);
        shard.settle();
        assertThat(shard.marks).containsEntry(10_002, -1).containsEntry(10_003, -1);

        LegPlan.Ports ports = (LegPlan.Ports) plan.transport();
        var marked =
                new LegPlan.Ports(
                        ports.rtp(),
                        ports.rtcp(),
                        ports.remote(),
                        null,
                        ports.learns(),
                        null,
                        null,
                        184);
        shard.handle.update(new LegPlan(2, 7, marked, plan.streams()));
        shard.settle();
        assertThat(shard.marks).containsEntry(10_002, 184).containsEntry(10_003, 184);
    }

    @Test
    void rtcpGoesWhereTheSdpSays() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA_ONLY));
        LegPlan plan = bob.plan(7, "203.0.113.2:5000", PCMA_ONLY);
        LegPlan.Ports ports =
                new LegPlan.Ports(
                        10_002,
                        10_003,
                        bob.address,
                        Endpoint.parse("203.0.113.2:7777"),
                        true,
                        null);
        shard.handle.install(
                new LegPlan(2, 7, ports, plan.streams().getFirst().payloads(), true, false));
        shard.handle.patch(1, 2);
        alice.reports(bob.ssrc, alice.address.withPort(4001));

        bob.hearsRtcp(Endpoint.parse("203.0.113.2:7777"));
    }

    @Test
    void feedbackStaysAwayFromAPeerThatDidNotAgreeToIt() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA_ONLY));
        LegPlan plan = bob.plan(7, "203.0.113.2:5000", PCMA_ONLY);
        shard.handle.install(
                new LegPlan(
                        2,
                        7,
                        plan.transport(),
                        plan.streams().getFirst().payloads(),
                        false,
                        false));
        shard.handle.patch(1, 2);
        byte[] nack = {
            (byte) 0x81, (byte) 205, 0, 3, 1, 1, 1, 1, 2, 2, 2, 2, 0, 5, 0, 0,
        };

        shard.arrives(10_001, nack, alice.address.withPort(4001));

        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(1, "feedback")).isEqualTo(1);
    }

    @Test
    void theEchoComesBackUnderAnotherSourceAndReportsFollowIt() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA_ONLY));
        shard.handle.loop(1);

        alice.speaks();

        RtpPacket echo = alice.hears();
        assertThat(echo.ssrc()).isNotEqualTo(alice.ssrc);
        int echoed = echo.ssrc();
        alice.reports(echoed, alice.address.withPort(4001));
        Rtcp report = alice.hearsRtcp(alice.address.withPort(4001));
        assertThat(report.ssrc()).isEqualTo(echoed);
        assertThat(report.reportSsrc(0)).isEqualTo(alice.ssrc);
    }

    /// A stranger who can send the plain side a second packet with a used number must not make the
    /// key stream of the other side be used twice.
    @Test
    void aSecondPacketWithTheSameNumberIsNotProtected() {
        bob.secured();
        connect();
        byte[] first = alice.packet(PCMA);
        byte[] second = first.clone();
        second[50] ^= 1;
        alice.arrivesRtp(first, alice.address);
        bob.hears();

        alice.arrivesRtp(second, alice.address);

        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(2, "out-replayed")).isEqualTo(1);
    }

    /// A PBX that goes on with the same source and other numbers after a transfer is heard.
    @Test
    void aSenderThatRestartsItsNumbersIsStillHeardUnderSrtp() {
        bob.secured();
        connect();
        alice.sequence = 40_000;
        for (int i = 0; i < 10; i++) {
            alice.speaks();
            bob.hears();
        }

        alice.sequence = 20_000;
        alice.speaks();
        assertThat(shard.sent).as("one may be a stray").isEmpty();
        for (int i = 0; i < 10; i++) {
            alice.speaks();
            assertThat(bob.hears().sequence()).isEqualTo(40_010 + i);
        }
        assertThat(shard.drops(2, "out-replayed")).isEqualTo(1);
    }

    @Test
    void aBurstOfDoublesIsNoRestart() {
        bob.secured();
        connect();
        byte[][] burst = {alice.packet(PCMA), alice.packet(PCMA), alice.packet(PCMA)};
        for (int round = 0; round < 3; round++) {
            for (byte[] packet : burst) {
                alice.arrivesRtp(packet, alice.address);
            }
        }
        assertThat(shard.sent).hasSize(3);
        assertThat(shard.drops(2, "out-replayed")).isEqualTo(6);
    }

    @Test
    void keysThatDidNotChangeKeepTheirState() {
        bob.secured();
        connect();
        byte[] first = bob.packet(PCMA);
        bob.arrivesRtp(first, bob.address);
        alice.hears();

        shard.handle.update(bob.plan(7, "203.0.113.2:5000", PCMA_ONLY));
        bob.arrivesRtp(first, bob.address);

        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(2, "replayed")).isEqualTo(1);
        bob.speaks();
        alice.hears();
    }

    @Test
    void newKeysTakeTheirPlace() {
        bob.secured();
        connect();
        bob.speaks();
        alice.hears();
        bob.ourKey[0] ^= 1;
        bob.sealing =
                jackfield.rtc.srtp.SrtpContext.outbound(
                        Phone.SUITE, Phone.key(bob.ourKey), Phone.salt(bob.ourKey));
        bob.speaks();
        assertThat(shard.drops(2, "authentication")).isEqualTo(1);

        shard.handle.update(bob.plan(7, "203.0.113.2:5000", PCMA_ONLY));
        bob.speaks();
        alice.hears();
    }

    @Test
    void srtpBeforeTheAnswersKeyWaitsForNobody() {
        bob.secured();
        LegPlan full = bob.plan(7, null, PCMA_ONLY);
        LegPlan.Ports ports = (LegPlan.Ports) full.transport();
        LegPlan.Sdes half = new LegPlan.Sdes(ports.sdes().outbound(), null);
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA_ONLY));
        shard.handle.install(
                new LegPlan(
                        2,
                        7,
                        new LegPlan.Ports(10_002, 10_003, null, null, true, half),
                        PCMA_ONLY,
                        true,
                        false));
        shard.handle.patch(1, 2);

        bob.speaks();
        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(2, "no-keys")).isEqualTo(1);
        alice.speaks();
        assertThat(shard.sent).as("nobody knows where Bob is").isEmpty();
        assertThat(shard.drops(2, "out-no-address")).isEqualTo(1);

        shard.handle.update(bob.plan(7, "203.0.113.2:5000", PCMA_ONLY));
        bob.speaks();
        alice.hears();
    }

    @Test
    void onlyPatchedLegsHearEachOther() {
        connect();
        Phone carol = new Phone(shard, 3, 10_004, "203.0.113.3:6000", PCMA);
        shard.handle.install(carol.plan(7, "203.0.113.3:6000", PCMA_ONLY));
        carol.speaks();
        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(3, "unpatched")).isEqualTo(1);

        shard.handle.patch(1, 3);
        carol.speaks();
        alice.hears();
        bob.speaks();
        assertThat(shard.sent).isEmpty();

        shard.handle.remove(3);
        alice.speaks();
        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(1, "unpatched")).isEqualTo(1);
        shard.handle.close(10_004);
        shard.settle();
        carol.speaks();
        assertThat(shard.core.drops()).containsEntry("no-leg", 1L);
    }

    @Test
    void nothingIsSentToAnUnspecifiedAddress() {
        connect();
        shard.handle.update(bob.plan(7, "0.0.0.0:5000", PCMA_ONLY));
        alice.speaks();
        assertThat(shard.sent).isEmpty();
        bob.speaks();
        alice.hears();
        alice.speaks();
        assertThat(shard.sent).as("hold is hold, though he is heard").isEmpty();
    }

    @Test
    void rubbishIsCounted() {
        connect();
        shard.arrives(10_000, new byte[] {1}, alice.address);
        shard.arrives(10_000, new byte[] {0, 1, 0, 0}, alice.address);
        shard.arrives(10_000, new byte[] {22, 1, 0, 0}, alice.address);
        shard.arrives(10_000, new byte[] {(byte) 0x80, 8, 0, 0}, alice.address);
        shard.arrives(10_001, new byte[] {(byte) 0x80, (byte) 200, 0, 9}, alice.address);
        shard.arrives(10_000, Arrays.copyOf(new byte[] {(byte) 0xff}, 40), alice.address);

        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(1, "unknown-kind")).isEqualTo(3);
        assertThat(shard.drops(1, "malformed")).isEqualTo(2);
    }

    @Test
    void countsWhatPasses() {
        connect();
        for (int i = 0; i < 50; i++) {
            if (i % 10 == 3) {
                alice.packet(PCMA); // lost on the way
            } else {
                alice.speaks();
            }
        }
        shard.now += SECOND;

        LegSnapshot one = shard.snapshot(1);
        LegSnapshot two = shard.snapshot(2);
        assertThat(one.in()).isEqualTo(new LegSnapshot.Traffic(45, 45 * 172, 0));
        assertThat(two.out()).isEqualTo(new LegSnapshot.Traffic(45, 45 * 172, 0));
        assertThat(one.lost()).isEqualTo(5);
        assertThat(one.lastRtpNs()).isEqualTo(shard.now - SECOND - 20 * Shard.MILLI);
        assertThat(one.remote()).isEqualTo(alice.address);
    }

    @Test
    void sourcesAreToldApart() {
        connect();
        for (int i = 0; i < 3; i++) {
            alice.speaks();
        }
        int first = alice.ssrc;
        int number = alice.sequence;
        alice.ssrc = 0xdddddddd;
        alice.speaks();
        shard.settle();
        StreamSources there = shard.snapshot(1).streams().getFirst().sources();
        assertThat(there.heard()).hasSize(2);
        StreamSources.Heard before = there.heard().getFirst();
        assertThat(before.ssrc()).isEqualTo(first);
        assertThat(before.packets()).isEqualTo(3);
        assertThat(before.bytes()).isEqualTo(3 * 172);
        assertThat(before.lost()).isZero();
        assertThat(before.sequence() & 0xffff).isEqualTo(number - 1 & 0xffff);
        assertThat(there.heard().getLast().ssrc()).isEqualTo(0xdddddddd);
        assertThat(there.sent()).as("nothing was sent to alice").isEmpty();
        assertThat(shard.snapshot(2).streams().getFirst().sources().sent())
                .containsExactly(0xdddddddd);
    }

    @Test
    void rtcpIsCountedInBytesToo() {
        connect();
        bob.reports(alice.ssrc, bob.address.withPort(5001));
        shard.settle();
        byte[] out = shard.sent.remove().bytes();
        assertThat(shard.snapshot(2).in().rtcpBytes()).isEqualTo(out.length);
        assertThat(shard.snapshot(1).out().rtcpBytes()).isEqualTo(out.length);
    }

    private void connect() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA_ONLY));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA_ONLY));
        shard.handle.patch(1, 2);
        shard.settle();
    }
}
