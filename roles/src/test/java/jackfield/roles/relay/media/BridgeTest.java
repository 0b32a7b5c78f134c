package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.rtc.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Two calls on two shards, and a bridge between them.
class BridgeTest {
    private static final int PCMA = 8;
    private static final PayloadMap PCMA_ONLY = PayloadMap.NONE.with(PCMA, PCMA, 8000);

    private final Shard here = new Shard(new NoDtls());
    private final Shard there = new Shard(new NoDtls());
    private final Phone alice = new Phone(here, 1, 10_000, "192.0.2.1:4000", PCMA).secured();
    private final Phone carol = new Phone(there, 2, 10_002, "203.0.113.2:5000", PCMA);

    private void bridge() {
        here.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA_ONLY));
        here.handle.install(end(3, 7, there, 4));
        here.handle.patch(1, 3);
        there.handle.install(carol.plan(8, "203.0.113.2:5000", PCMA_ONLY));
        there.handle.install(end(4, 8, here, 3));
        there.handle.patch(4, 2);
        settle();
    }

    private static LegPlan end(long leg, long call, Shard far, long other) {
        var bridge = new LegPlan.Bridge((packet, rtcp) -> far.handle.crossed(other, packet, rtcp));
        return new LegPlan(leg, call, bridge, PCMA_ONLY, true, false);
    }

    private void settle() {
        here.settle();
        there.settle();
        here.settle();
    }

    @Test
    void whatOneSaysTheOtherHears() {
        bridge();
        for (int i = 0; i < 20; i++) {
            alice.speaks();
            settle();
            RtpPacket heard = carol.hears();
            assertThat(heard.ssrc()).isEqualTo(alice.ssrc);
            assertThat(heard.sequence()).isEqualTo(i);
            assertThat(heard.length()).isEqualTo(172);
            carol.speaks();
            settle();
            assertThat(alice.hears().ssrc()).isEqualTo(carol.ssrc);
        }
        assertThat(here.snapshot(3).out().packets()).isEqualTo(20);
        assertThat(there.snapshot(4).in().packets()).isEqualTo(20);
        List<MediaTotals> totals = new ArrayList<>();
        here.handle.totals(totals::add);
        settle();
        assertThat(totals.getFirst().legs()).containsEntry("bridge", 1L);
        Carried carried = totals.getFirst().carried();
        assertThat(carried.streams()).isEqualTo(2);
        assertThat(carried.packets()).isEqualTo(40);
        assertThat(carried.bytes()).isEqualTo(20 * 172 + 20 * 182); // SRTP on one side
    }

    @Test
    void reportsCrossItToo() {
        bridge();
        alice.speaks();
        carol.speaks();
        settle();
        there.sent.clear();
        here.sent.clear();
        carol.reports(alice.ssrc, carol.address.withPort(5001));
        settle();
        assertThat(alice.hearsRtcp(alice.address.withPort(4001)).ssrc()).isEqualTo(carol.ssrc);
    }

    @Test
    void aPacketForAnEndThatIsGoneIsLost() {
        bridge();
        there.handle.remove(4);
        settle();
        alice.speaks();
        settle();
        assertThat(there.sent).isEmpty();
        there.handle.crossed(2, new byte[20], false);
        there.handle.crossed(99, new byte[20], true);
        here.handle.crossed(3, new byte[3000], false);
        here.handle.crossed(3, new byte[] {1}, true);
        settle();
        assertThat(List.copyOf(there.sent)).isEmpty();
    }
}
