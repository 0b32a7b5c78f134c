package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// However much there is to do at one moment, packets pass between.
class BoundedTurnTest {
    private static final PayloadMap PCMA = PayloadMap.NONE.with(8, 8, 8000);
    private static final int CALLS = 200;

    private final Shard shard = new Shard(new NoDtls());
    private final Phone alice = phone(1);
    private final Phone bob = phone(2);

    private Phone phone(int leg) {
        return new Phone(shard, leg, 10_000 + 2 * leg, "192.0.2.1:" + (4000 + 2 * leg), 8);
    }

    /// Alice and Bob talk, and as many others as that have a leg each.
    private void manyCalls() {
        shard.handle.install(alice.plan(1, alice.address.toString(), PCMA));
        shard.handle.install(bob.plan(1, bob.address.toString(), PCMA));
        shard.handle.patch(1, 2);
        for (int i = 3; i <= CALLS; i++) {
            Phone other = phone(i);
            shard.handle.install(other.plan(i, other.address.toString(), PCMA));
        }
        shard.settle();
        alice.arrivesRtp(alice.packet(8), alice.address);
        bob.arrivesRtp(bob.packet(8), bob.address);
        shard.sent.clear();
    }

    private void aliceIsHeard() {
        alice.arrivesRtp(alice.packet(8), alice.address);
        assertThat(bob.hears().ssrc()).isEqualTo(alice.ssrc);
        shard.sent.clear();
    }

    @Test
    void whatIsDueAtOnceIsDoneInSeveralTurns() {
        manyCalls();
        shard.now += MediaLimits.DEFAULT.unansweredNs();
        int turns = 0;
        while (shard.core.deadline() <= shard.now) {
            int before = shard.events.size();
            shard.core.wake(shard.now);
            assertThat(shard.events.size() - before).isLessThanOrEqualTo(64);
            aliceIsHeard();
            turns++;
        }
        assertThat(turns).isGreaterThanOrEqualTo(CALLS / 64);
        assertThat(shard.events.stream().filter(MediaEvent.MediaSilent.class::isInstance))
                .hasSizeGreaterThanOrEqualTo(CALLS - 2);
    }

    @Test
    void manyLegsAreCountedInSeveralTurns() {
        manyCalls();
        List<MediaTotals> totals = new ArrayList<>();
        shard.handle.totals(totals::add);
        shard.settle();
        int turns = 1;
        for (; totals.isEmpty(); turns++) {
            aliceIsHeard();
            shard.now = Math.max(shard.now, shard.core.deadline());
            shard.core.wake(shard.now);
        }
        assertThat(turns).isGreaterThanOrEqualTo(CALLS / 32);
        assertThat(totals.getFirst().legs()).containsEntry("rtp", (long) CALLS);
    }

    @Test
    void aLegThatEndsMeanwhileIsDescribedAsItWas() {
        manyCalls();
        List<LegSnapshot> described = new ArrayList<>();
        shard.handle.snapshot(
                LongStream.rangeClosed(1, CALLS).boxed().toList().reversed(), described::addAll);
        shard.settle();
        assertThat(described).isEmpty();
        shard.handle.remove(1);
        shard.passes(Shard.SECOND);
        assertThat(described).hasSize(CALLS);
        assertThat(described.getLast().in().packets()).isOne();
    }
}
