package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.rtc.sdp.ReportBandwidth;
import org.junit.jupiter.api.Test;

/// Who agreed to send nothing is not heard, whatever it sends (RFC 3264 section 5.1).
class DirectionTest {
    private static final PayloadMap PCMA = PayloadMap.NONE.with(8, 8, 8000, "PCMA");

    private final Shard shard = new Shard(new NoDtls());
    private final Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:4000", 8);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", 8);

    @Test
    void whatAMutePartySendsIsDroppedAndCountedAndItsReportsPass() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA));
        shard.handle.install(bobs(true));
        shard.handle.patch(1, 2);
        bob.speaks();
        alice.hears();

        shard.handle.update(bobs(false));
        shard.settle();
        bob.speaks();
        bob.speaks();
        assertThat(shard.sent).isEmpty();
        StreamSnapshot his = shard.snapshot(2).streams().getFirst();
        assertThat(his.drops()).containsEntry("direction", 2L);
        assertThat(his.in().packets()).as("he is there all the same").isEqualTo(3);
        alice.speaks();
        bob.hears();
        bob.reports(alice.ssrc, bob.address.withPort(5001));
        alice.hearsRtcp(alice.address.withPort(4001));

        shard.handle.update(bobs(true));
        shard.settle();
        bob.speaks();
        alice.hears();
    }

    private LegPlan bobs(boolean speaks) {
        return bob.plan(7, "203.0.113.2:5000", PCMA, speaks, ReportBandwidth.UNSAID);
    }
}
