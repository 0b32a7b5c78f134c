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
        LegPlan held = alice.plan(7, "192.0.2.1:4000", PCMA);
        shard.handle.update(new LegPlan(1, 7, held.transport(), PCMA, true, true));
        shard.passes(59 * MINUTE);
        assertThat(silent()).isEmpty();

        shard.passes(2 * MINUTE);
        assertThat(silent()).hasSize(1);
    }

    @Test
    void resumeStartsTheMinuteAgain() {
        connect();
        LegPlan plan = alice.plan(7, "192.0.2.1:4000", PCMA);
        shard.handle.update(new LegPlan(1, 7, plan.transport(), PCMA, true, true));
        shard.passes(10 * MINUTE);
        shard.handle.update(plan);
        shard.passes(MINUTE - SECOND);
        assertThat(silent()).isEmpty();
        shard.passes(2 * SECOND);
        assertThat(silent()).hasSize(1);
    }

    @Test
    void aPhoneMayRingAsLongAsItLikes() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA));
        shard.handle.install(bob.plan(7, null, PCMA));
        shard.passes(30 * MINUTE);
        assertThat(silent()).isEmpty();
        assertThat(shard.core.deadline()).isEqualTo(Deadlines.NEVER);
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

    private void connect() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);
        shard.settle();
    }
}
