package jackfield.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.rtc.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlayoutBufferTest {
    private static final long MS = 1_000_000;
    private final Packets packets = new Packets();
    private final PlayoutBuffer buffer = new PlayoutBuffer(20, 200);
    private final List<Heard> heard = new ArrayList<>();

    /// A packet, or -1 for one made up, and when.
    private record Heard(int sequence, long at) {}

    private record Sent(int sequence, long at) {}

    private Arrival comes(int sequence, long at) {
        play(at);
        RtpPacket packet = packets.of(1, sequence, sequence * 160, 0, 160);
        return buffer.put(packet, packets.memory(), 8000, at);
    }

    private void play(long until) {
        while (buffer.deadline() <= until) {
            long now = buffer.deadline();
            RtpPacket packet = buffer.poll(now);
            if (packet != null) {
                heard.add(new Heard(packet.sequence(), now));
            } else if (buffer.skipped() > 0) {
                heard.add(new Heard(-1, now));
            }
        }
    }

    @Test
    void onASteadyNetworkTheDelayIsTheShortest() {
        for (int i = 0; i < 50; i++) {
            comes(i, i * 20 * MS);
        }
        play(Deadlines.NEVER - 1);
        assertThat(heard).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(heard.get(i).at).isBetween((i * 20 + 19) * MS, (i * 20 + 22) * MS);
        }
    }

    @Test
    void aMissingPacketIsMadeUpAtItsTime() {
        comes(1, 0);
        comes(2, 20 * MS);
        comes(4, 60 * MS);
        play(1000 * MS);
        assertThat(heard.stream().map(Heard::sequence)).containsExactly(1, 2, -1, 4);
        assertThat(heard.get(2).at).isBetween(60 * MS, 61 * MS);
        assertThat(buffer.counters().lost()).isEqualTo(1);
        assertThat(comes(3, 100 * MS)).isEqualTo(Arrival.LATE);
    }

    @Test
    void theDelayGrowsAtOnceAndShrinksSlowly() {
        comes(0, 0);
        comes(1, 120 * MS);
        assertThat(buffer.counters().delayNs()).isGreaterThan(99 * MS);
        for (int i = 2; i < 3000; i++) {
            comes(i, i * 20 * MS);
        }
        assertThat(buffer.counters().delayNs()).isLessThan(25 * MS);
    }

    /// Ten minutes with a clock that is 300 parts in a million off: nothing is lost, nothing piles
    /// up.
    @ParameterizedTest
    @ValueSource(longs = {-300, 300})
    void aClockThatDriftsIsFollowed(long partsInAMillion) {
        long frame = 20 * MS + 20 * partsInAMillion;
        for (int i = 0; i < 30_000; i++) {
            comes(i, i * frame);
        }
        play(Deadlines.NEVER - 1);
        JitterCounters counted = buffer.counters();
        assertThat(counted.late()).isZero();
        assertThat(counted.lost()).isZero();
        assertThat(heard).hasSize(30_000);
        long waited = heard.get(29_000).at - 29_000 * frame;
        assertThat(waited).isBetween(15 * MS, 45 * MS);
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverTheNetworkDoesOrderAndBoundsHold(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double loss = random.nextDouble(0.15);
        int jitter = random.nextInt(1, 150);
        PriorityQueue<Sent> network = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
        int sent = 0;
        for (int i = 0; i < 1000; i++) {
            if (random.nextDouble() >= loss) {
                network.add(new Sent(i, (i * 20L + random.nextInt(jitter)) * MS));
                sent++;
            }
        }
        long end = 0;
        while (!network.isEmpty()) {
            Sent next = network.remove();
            comes(next.sequence, next.at);
            end = next.at;
        }
        play(end + 1000 * MS);
        assertThat(buffer.deadline()).isEqualTo(Deadlines.NEVER);
        int last = -1;
        for (Heard each : heard) {
            if (each.sequence >= 0) {
                assertThat(each.sequence).isGreaterThan(last);
                assertThat(each.at - each.sequence * 20L * MS)
                        .as("delay of %d", each.sequence)
                        .isLessThan((200 + 150 + 20) * MS);
                last = each.sequence;
            }
        }
        JitterCounters counted = buffer.counters();
        assertThat(counted.received() + counted.late()).isEqualTo(sent);
        assertThat(counted.late()).as("late, of %d", sent).isLessThan(sent / 20);
    }
}
