package jackfield.roles.relay.media;

import static jackfield.roles.relay.media.Shard.MILLI;
import static jackfield.roles.relay.media.Shard.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import org.junit.jupiter.api.Test;

/// Where a phone is, and who tries to say otherwise.
class LearningTest {
    private static final PayloadMap PCMA = PayloadMap.NONE.with(8, 8, 8000);
    private static final String SIGNALLED = "10.0.0.5:4000";
    private static final Endpoint NAT = Endpoint.parse("192.0.2.1:61234");
    private static final Endpoint MALLORY = Endpoint.parse("198.18.0.66:666");

    private final Shard shard = new Shard(new NoDtls());
    private final Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:61234", 8);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", 8);

    @Test
    void beforeItIsHeardAPhoneIsWhereItsSdpSays() {
        connect(SIGNALLED);
        bob.speaks();
        alice.hears(Endpoint.parse(SIGNALLED));
    }

    @Test
    void theFirstPacketTeachesTheAddressBehindTheNat() {
        connect(SIGNALLED);

        alice.speaks();
        bob.hears();

        assertThat(shard.events).contains(new MediaEvent.Learnt(1, NAT));
        bob.speaks();
        alice.hears(NAT);
        assertThat(shard.snapshot(1).remote()).isEqualTo(NAT);
    }

    @Test
    void afterThatTheSourceIsStrict() {
        connect(SIGNALLED);
        alice.speaks();
        bob.hears();

        alice.speaksFrom(MALLORY);

        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(1, "strict-source")).isEqualTo(1);
        bob.speaks();
        alice.hears(NAT);
        shard.passes(30 * SECOND);
        alice.speaksFrom(MALLORY);
        assertThat(shard.sent).as("not after silence either: there are no keys").isEmpty();
    }

    @Test
    void whoFitsTheSdpBetterTakesTheLegFromWhoWasFaster() {
        connect("192.0.2.1:4000");
        alice.speaksFrom(MALLORY);
        bob.hears();

        alice.speaks();
        bob.hears();

        bob.speaks();
        alice.hears(NAT);
        alice.speaksFrom(MALLORY);
        assertThat(shard.drops(1, "strict-source")).isEqualTo(1);
        alice.speaksFrom(Endpoint.parse("192.0.2.1:4000"));
        bob.hears();
        bob.speaks();
        alice.hears(Endpoint.parse("192.0.2.1:4000"));
    }

    @Test
    void butOnlySoonAfterSignalling() {
        connect("192.0.2.1:4000");
        for (int i = 0; i < 300; i++) {
            alice.speaksFrom(MALLORY);
            bob.hears();
        }
        alice.speaks();
        assertThat(shard.drops(1, "strict-source")).isEqualTo(1);
    }

    @Test
    void aPhoneThatIsSilentForLongIsStillLearnt() {
        connect(SIGNALLED);
        shard.passes(50 * SECOND);
        alice.speaks();
        bob.hears();
        bob.speaks();
        alice.hears(NAT);
    }

    @Test
    void aReInviteWithAnotherAddressOpensLearning() {
        connect("192.0.2.1:4000");
        alice.speaks();
        bob.hears();
        Endpoint moved = Endpoint.parse("192.0.2.77:7000");

        shard.handle.update(alice.plan(7, "10.9.9.9:4000", PCMA));
        alice.speaksFrom(moved);

        bob.hears();
        bob.speaks();
        alice.hears(moved);
        alice.speaksFrom(NAT);
        assertThat(shard.drops(1, "strict-source")).isEqualTo(1);
    }

    @Test
    void aReInviteWithTheSameAddressLetsNobodyInWhileThePhoneSpeaks() {
        connect(SIGNALLED);
        alice.speaks();
        bob.hears();

        shard.handle.update(alice.plan(7, SIGNALLED, PCMA));
        alice.speaksFrom(MALLORY);
        assertThat(shard.sent).isEmpty();
        alice.speaks();
        bob.hears();

        shard.passes(1100 * MILLI);
        alice.speaksFrom(Endpoint.parse("192.0.2.1:61235"));
        bob.hears();
    }

    @Test
    void afterHoldANewNatBindingIsLearnt() {
        connect(SIGNALLED);
        alice.speaks();
        bob.hears();
        shard.passes(50 * SECOND);

        shard.handle.update(alice.plan(7, SIGNALLED, PCMA));
        bob.speaks();
        alice.hears(NAT);
        shard.passes(10 * SECOND);
        shard.sent.clear(); // reports of ours
        alice.speaksFrom(Endpoint.parse("192.0.2.1:50505"));

        bob.hears();
        bob.speaks();
        alice.hears(Endpoint.parse("192.0.2.1:50505"));
    }

    @Test
    void afterHoldTheOldAddressIsBelievedBeforeAStranger() {
        connect(SIGNALLED);
        alice.speaks();
        bob.hears();
        shard.passes(50 * SECOND);
        shard.handle.update(alice.plan(7, SIGNALLED, PCMA));
        alice.speaksFrom(MALLORY);
        bob.hears();

        alice.speaks();
        bob.hears();

        bob.speaks();
        alice.hears(NAT);
        alice.speaksFrom(MALLORY);
        assertThat(shard.drops(1, "strict-source")).isEqualTo(1);
    }

    @Test
    void forgedSrtpTeachesNothing() {
        alice.secured();
        connect(SIGNALLED);
        byte[] forged = alice.clear(8, 1);
        alice.arrivesRtp(forged, MALLORY);
        byte[] damaged = alice.packet(8);
        damaged[20] ^= 1;
        alice.arrivesRtp(damaged, MALLORY);

        assertThat(shard.events).isEmpty();
        assertThat(shard.drops(1, "authentication")).isEqualTo(2);
        bob.speaks();
        alice.hears(Endpoint.parse(SIGNALLED));

        alice.speaks();
        bob.hears();
        bob.speaks();
        alice.hears(NAT);
    }

    @Test
    void replayedSrtpTeachesNothing() {
        alice.secured();
        connect(SIGNALLED);
        byte[] recorded = alice.packet(8);
        alice.arrivesRtp(recorded, NAT);
        bob.hears();
        shard.passes(2 * SECOND);

        alice.arrivesRtp(recorded, MALLORY);

        assertThat(shard.drops(1, "replayed")).isEqualTo(1);
        bob.speaks();
        alice.hears(NAT);
    }

    @Test
    void aPhoneWithKeysMayMoveWhenItsOldAddressIsSilent() {
        alice.secured();
        connect(SIGNALLED);
        alice.speaks();
        bob.hears();
        Endpoint moved = Endpoint.parse("192.0.2.1:50505");
        alice.speaksFrom(moved);
        assertThat(shard.sent).as("both at once: no").isEmpty();

        shard.passes(20 * SECOND);
        alice.speaksFrom(moved);

        bob.hears();
        bob.speaks();
        alice.hears(moved);
    }

    @Test
    void rtcpTeachesNothingAndOnlyTheSameHostMaySendIt() {
        connect(SIGNALLED);
        alice.reports(bob.ssrc, MALLORY);
        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(1, "strict-source")).isEqualTo(1);
        alice.reports(bob.ssrc, Endpoint.parse("10.0.0.5:9"));
        bob.hearsRtcp(bob.address.withPort(5001));
        bob.speaks();
        alice.hears(Endpoint.parse(SIGNALLED));
        assertThat(shard.events)
                .noneMatch(event -> event instanceof MediaEvent.Learnt(long leg, _) && leg == 1);

        alice.speaks();
        bob.hears();
        bob.reports(alice.ssrc, bob.address.withPort(5001));
        alice.hearsRtcp(NAT.withPort(NAT.port() + 1));
    }

    @Test
    void rtpOnTheRtcpPortTeachesNothing() {
        connect(SIGNALLED);
        shard.arrives(10_001, alice.packet(8), MALLORY);
        assertThat(shard.sent).isEmpty();
        assertThat(shard.events).isEmpty();
        assertThat(shard.drops(1, "unknown-kind")).isEqualTo(1);
    }

    @Test
    void withoutLearningOnlyTheSignalledAddressCounts() {
        shard.handle.install(
                new LegPlan(
                        1,
                        7,
                        new LegPlan.Ports(
                                10_000, 10_001, Endpoint.parse(SIGNALLED), null, false, null),
                        PCMA,
                        true,
                        false));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);

        alice.speaks();
        assertThat(shard.sent).isEmpty();
        alice.speaksFrom(Endpoint.parse(SIGNALLED));
        bob.hears();
    }

    @Test
    void whoIsLearntAtOnceIsNotReplacedByWhoFitsBetter() {
        connect("192.0.2.1:4000", new LegPlan.Learning(LegPlan.When.FIRST, true, false));
        alice.speaksFrom(MALLORY);
        bob.hears();
        alice.speaks();
        assertThat(shard.drops(1, "strict-source")).isEqualTo(1);
        bob.speaks();
        alice.hears(MALLORY);
    }

    @Test
    void whoIsLearntLateIsWhereTheSdpSaysForThreeSeconds() {
        connect(SIGNALLED, new LegPlan.Learning(LegPlan.When.LATER, true, false));
        alice.speaks();
        bob.hears();
        bob.speaks();
        alice.hears(Endpoint.parse(SIGNALLED));
        shard.passes(3 * SECOND);
        alice.speaks();
        bob.hears();
        bob.speaks();
        alice.hears(NAT);
    }

    @Test
    void oneWhoIsAsymmetricIsSentToWhereTheSdpSays() {
        connect(SIGNALLED, new LegPlan.Learning(LegPlan.When.BEST, false, false));
        alice.speaks();
        bob.hears();
        bob.speaks();
        alice.hears(Endpoint.parse(SIGNALLED));
        alice.speaksFrom(MALLORY);
        assertThat(shard.drops(1, "strict-source")).as("others stay out").isEqualTo(1);
    }

    @Test
    void aHandoverOnAPlainLegWaitsUntilTheOldAddressIsSilent() {
        connect(SIGNALLED, new LegPlan.Learning(LegPlan.When.BEST, true, true));
        shard.passes(10 * SECOND);
        alice.speaks();
        bob.hears();
        alice.speaksFrom(MALLORY);
        assertThat(shard.drops(1, "strict-source")).isEqualTo(1);
        shard.passes(2 * SECOND);
        Endpoint mobile = Endpoint.parse("198.18.7.7:7000");
        alice.speaksFrom(mobile);
        bob.hears();
        bob.speaks();
        alice.hears(mobile);
    }

    @Test
    void aHandoverOnALegWithKeysIsFollowedAtOnce() {
        alice.secured();
        connect(SIGNALLED, new LegPlan.Learning(LegPlan.When.BEST, true, true));
        shard.passes(10 * SECOND);
        alice.speaks();
        bob.hears();
        Endpoint mobile = Endpoint.parse("198.18.7.7:7000");
        alice.speaksFrom(mobile);
        bob.hears();
        bob.speaks();
        alice.hears(mobile);
        alice.arrivesRtp(alice.clear(8, 900), MALLORY);
        bob.speaks();
        alice.hears(mobile);
    }

    private void connect(String signalled, LegPlan.Learning learning) {
        LegPlan usual = alice.plan(7, signalled, PCMA);
        var ports = (LegPlan.Ports) usual.transport();
        shard.handle.install(
                new LegPlan(
                        1,
                        7,
                        new LegPlan.Ports(
                                ports.rtp(),
                                ports.rtcp(),
                                ports.remote(),
                                null,
                                learning,
                                ports.sdes(),
                                null,
                                -1),
                        usual.streams()));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);
    }

    private void connect(String signalled) {
        shard.handle.install(alice.plan(7, signalled, PCMA));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);
    }
}
