package jackfield.roles.relay.media;

import static jackfield.roles.relay.media.Shard.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.rtc.dtls.Dtls;
import java.util.List;
import org.junit.jupiter.api.Test;

/// R9: what is dead is cleared, and what is only quiet is not.
class LivenessTest {
    private static final PayloadMap PCMA = PayloadMap.NONE.with(8, 8, 8000);
    private static final long MINUTE = 60 * SECOND;

    private final PairedDtls dtls = new PairedDtls("relay");
    private final Shard shard = new Shard(dtls);
    private final Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:4000", 8);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", 8);

    @Test
    void aCallWithoutAnySignOfLifeIsDeadAfterAMinute() {
        connect();
        alice.speaks();
        shard.passes(MINUTE - SECOND);
        assertThat(silent()).isEmpty();

        shard.passes(2 * SECOND);

        assertThat(silent()).hasSize(1);
        assertThat(silent().getFirst().call()).isEqualTo(7);
        assertThat(silent().getFirst().legs()).containsExactly(1L, 2L);
        assertThat(silent().getFirst().why()).contains("for 60 s");
        shard.passes(10 * MINUTE);
        assertThat(silent()).as("said once").hasSize(1);
    }

    @Test
    void oneWayAudioKeepsTheCall() {
        connect();
        for (int i = 0; i < 20; i++) {
            alice.speaks();
            shard.passes(50 * SECOND);
        }
        assertThat(silent()).isEmpty();
    }

    @Test
    void reportsAloneKeepTheCallThroughTenMinutesOfSilence() {
        connect();
        for (int i = 0; i < 20; i++) {
            bob.reports(alice.ssrc, bob.address.withPort(5001));
            shard.passes(30 * SECOND);
        }
        assertThat(silent()).isEmpty();
    }

    @Test
    void consentAloneKeepsTheCall() {
        shard.open(Browser.RELAY);
        Browser carol = new Browser(shard, 3, "192.0.2.3:50000", dtls);
        shard.handle.install(carol.plan(7, PCMA));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(3, 2);
        carol.begins(Dtls.Role.CLIENT);
        carol.passes(5 * MINUTE);
        assertThat(silent()).isEmpty();

        carol.silent = true;
        carol.passes(MINUTE + SECOND);
        assertThat(silent()).hasSize(1);
    }

    @Test
    void holdLastsLongerThanFiveMinutesButNotForEver() {
        connect();
        hold();
        shard.passes(59 * MINUTE);
        assertThat(silent()).isEmpty();

        shard.passes(2 * MINUTE);
        assertThat(silent()).hasSize(1);
    }

    @Test
    void resumeStartsTheMinuteAgain() {
        connect();
        hold();
        shard.passes(10 * MINUTE);
        shard.handle.update(alice.plan(7, "192.0.2.1:4000", PCMA));
        shard.handle.update(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.passes(MINUTE - SECOND);
        assertThat(silent()).isEmpty();
        shard.passes(2 * SECOND);
        assertThat(silent()).hasSize(1);
    }

    @Test
    void aCallWhoseLinesAreRefusedForNowIsOnHold() {
        connect();
        shard.handle.unpatch(1);
        shard.passes(59 * MINUTE);
        assertThat(silent()).isEmpty();

        shard.passes(2 * MINUTE);
        assertThat(silent()).hasSize(1);
    }

    @Test
    void aPictureOnHoldDoesNotMakeACallOfTheVoiceThatTalks() {
        connect();
        Phone camera = new Phone(shard, 3, 10_004, "192.0.2.1:4002", 8);
        Phone screen = new Phone(shard, 4, 10_006, "203.0.113.2:5002", 8);
        for (Phone each : List.of(camera, screen)) {
            LegPlan plan = each.plan(7, each.address.toString(), PCMA);
            shard.handle.install(held(plan));
        }
        shard.handle.patch(3, 4);
        shard.passes(MINUTE + SECOND);
        assertThat(silent()).hasSize(1);
    }

    @Test
    void aPhoneMayRingForLongButNotForEver() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA));
        shard.handle.install(bob.plan(7, null, PCMA));
        shard.passes(59 * MINUTE);
        assertThat(silent()).isEmpty();

        shard.passes(2 * MINUTE);
        assertThat(silent()).hasSize(1);
    }

    @Test
    void limitsAreAsTheyAreSet() {
        Shard hasty =
                new Shard(
                        new MediaLimits(30 * SECOND, 90 * SECOND, 20 * SECOND, SECOND, SECOND, 16),
                        dtls);
        Phone carol = new Phone(hasty, 1, 10_000, "192.0.2.1:4000", 8);
        Phone dave = new Phone(hasty, 2, 10_002, "203.0.113.2:5000", 8);
        hasty.handle.install(carol.plan(7, "192.0.2.1:4000", PCMA));
        hasty.handle.install(dave.plan(7, "203.0.113.2:5000", PCMA));
        hasty.passes(19 * SECOND);
        assertThat(hasty.events).isEmpty();
        hasty.handle.patch(1, 2);
        hasty.passes(29 * SECOND);
        assertThat(hasty.events).isEmpty();
        hasty.handle.update(held(carol.plan(7, "192.0.2.1:4000", PCMA)));
        hasty.handle.update(held(dave.plan(7, "203.0.113.2:5000", PCMA)));
        hasty.passes(89 * SECOND);
        assertThat(hasty.events).isEmpty();
        hasty.passes(2 * SECOND);
        assertThat(hasty.events).singleElement().isInstanceOf(MediaEvent.MediaSilent.class);
    }

    @Test
    void whoOnlyListensKeepsNoDeadCall() {
        connect();
        Phone recorder = new Phone(shard, 3, 10_004, "192.0.2.9:7000", 8);
        shard.handle.install(recorder.plan(7, "192.0.2.9:7000", PCMA));
        shard.handle.route(1, 3, null);
        for (int i = 0; i < 5; i++) {
            recorder.reports(alice.ssrc, recorder.address.withPort(7001));
            recorder.speaks();
            shard.passes(10 * SECOND);
        }
        assertThat(silent()).isEmpty();

        recorder.reports(alice.ssrc, recorder.address.withPort(7001));
        shard.passes(11 * SECOND);

        assertThat(silent()).hasSize(1);
        assertThat(silent().getFirst().why()).contains("ever arrived");
    }

    @Test
    void whoSpeaksToOneListenerKeepsTheCall() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.route(1, 2, null);
        for (int i = 0; i < 5; i++) {
            alice.speaks();
            shard.passes(50 * SECOND);
        }
        assertThat(silent()).isEmpty();
        shard.passes(11 * SECOND);
        assertThat(silent()).hasSize(1);
    }

    @Test
    void strangersAndForgeriesAreNoSignOfLife() {
        alice.secured();
        connect();
        for (int i = 0; i < 10; i++) {
            alice.arrivesRtp(alice.clear(8, i), alice.address);
            bob.reports(1, MALLORY);
            shard.passes(7 * SECOND);
        }
        assertThat(silent()).hasSize(1);
    }

    @Test
    void aRemovedCallIsNotWatched() {
        connect();
        shard.handle.remove(1);
        shard.handle.remove(2);
        shard.passes(10 * MINUTE);
        assertThat(silent()).isEmpty();
        assertThat(shard.core.deadline()).isEqualTo(Deadlines.NEVER);
    }

    private static final jackfield.base.Endpoint MALLORY =
            jackfield.base.Endpoint.parse("198.18.0.66:666");

    private List<MediaEvent.MediaSilent> silent() {
        return shard.events.stream()
                .filter(MediaEvent.MediaSilent.class::isInstance)
                .map(MediaEvent.MediaSilent.class::cast)
                .toList();
    }

    private void hold() {
        shard.handle.update(held(alice.plan(7, "192.0.2.1:4000", PCMA)));
        shard.handle.update(held(bob.plan(7, "203.0.113.2:5000", PCMA)));
    }

    private static LegPlan held(LegPlan plan) {
        return new LegPlan(plan.leg(), plan.call(), plan.transport(), PCMA, true, true);
    }

    private void connect() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);
        shard.settle();
    }
}
