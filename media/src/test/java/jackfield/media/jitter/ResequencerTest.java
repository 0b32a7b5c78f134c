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

class ResequencerTest {
    private static final long MS = 1_000_000;
    private final Packets packets = new Packets();
    private final Resequencer resequencer = new Resequencer();
    private final List<String> heard = new ArrayList<>();

    private Arrival comes(int ssrc, int sequence, long ms) {
        RtpPacket packet = packets.of(ssrc, sequence, sequence * 160, 0, 160);
        Arrival arrival = resequencer.put(packet, packets.memory(), ms * MS);
        if (arrival == Arrival.NEXT || arrival == Arrival.FIRST) {
            heard.add(Integer.toString(sequence & 0xffff));
        }
        poll(ms);
        return arrival;
    }

    private void poll(long ms) {
        for (RtpPacket p = resequencer.poll(ms * MS); p != null; p = resequencer.poll(ms * MS)) {
            heard.add("?".repeat(resequencer.skipped()) + p.sequence());
        }
    }

    @Test
    void packetsInOrderPassAtOnce() {
        assertThat(comes(1, 65_534, 0)).isEqualTo(Arrival.FIRST);
        assertThat(comes(1, 65_535, 20)).isEqualTo(Arrival.NEXT);
        assertThat(comes(1, 65_536, 40)).isEqualTo(Arrival.NEXT);
        assertThat(heard).containsExactly("65534", "65535", "0");
        assertThat(resequencer.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void twoThatChangedPlacesAreChangedBack() {
        comes(1, 10, 0);
        assertThat(comes(1, 12, 20)).isEqualTo(Arrival.HELD);
        assertThat(comes(1, 11, 22)).isEqualTo(Arrival.HELD);
        assertThat(heard).containsExactly("10", "11", "12");
        assertThat(resequencer.counters().reordered()).isEqualTo(1);
    }

    @Test
    void aGapIsWaitedForAWhile() {
        comes(1, 10, 0);
        comes(1, 12, 40);
        poll(49);
        assertThat(heard).containsExactly("10");
        assertThat(resequencer.deadline()).isEqualTo(50 * MS);
        poll(50);
        assertThat(heard).containsExactly("10", "?12");
        assertThat(comes(1, 11, 55)).isEqualTo(Arrival.LATE);
        assertThat(comes(1, 13, 60)).isEqualTo(Arrival.NEXT);
    }

    @Test
    void afterALatePacketItWaitsLonger() {
        comes(1, 10, 0);
        comes(1, 12, 20);
        poll(30);
        comes(1, 11, 60);
        comes(1, 14, 80);
        assertThat(resequencer.deadline()).isEqualTo(130 * MS);
    }

    @Test
    void whatComesTwiceIsHeardOnce() {
        comes(1, 10, 0);
        comes(1, 11, 20);
        assertThat(comes(1, 11, 21)).isEqualTo(Arrival.DOUBLE);
        comes(1, 13, 60);
        assertThat(comes(1, 13, 61)).isEqualTo(Arrival.DOUBLE);
        assertThat(heard).containsExactly("10", "11");
    }

    @Test
    void anotherSourceBeginsAtOnce() {
        comes(1, 10, 0);
        comes(1, 12, 20);
        assertThat(comes(2, 500, 25)).isEqualTo(Arrival.FIRST);
        assertThat(heard).containsExactly("10", "500");
    }

    @Test
    void aStrayNumberIsLeftOutAndTheSecondBeginsAnew() {
        comes(1, 10, 0);
        assertThat(comes(1, 5000, 20)).isEqualTo(Arrival.STRAY);
        assertThat(comes(1, 11, 20)).isEqualTo(Arrival.NEXT);
        assertThat(comes(1, 5001, 40)).isEqualTo(Arrival.STRAY);
        assertThat(comes(1, 5002, 60)).isEqualTo(Arrival.FIRST);
        assertThat(heard).containsExactly("10", "11", "5002");
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    private record Sent(int sequence, long ms) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverTheNetworkDoesOrderIsKeptAndNothingWaitsLong(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double loss = random.nextDouble(0.2);
        int jitter = random.nextInt(1, 120);
        int first = random.nextInt(65_536);
        PriorityQueue<Sent> network = new PriorityQueue<>((a, b) -> Long.compare(a.ms, b.ms));
        for (int i = 0; i < 400; i++) {
            int copies = random.nextDouble() < loss ? 0 : random.nextDouble() < 0.02 ? 2 : 1;
            for (int c = 0; c < copies; c++) {
                network.add(new Sent(first + i, i * 20 + random.nextInt(jitter)));
            }
        }
        long previous = -1;
        List<Integer> order = new ArrayList<>();
        int sent = network.size();
        while (!network.isEmpty()) {
            Sent next = network.remove();
            while (resequencer.deadline() <= next.ms * MS) {
                previous = drain(resequencer.deadline(), previous, order);
            }
            RtpPacket packet = packets.of(1, next.sequence, next.sequence * 160, 0, 160);
            Arrival arrival = resequencer.put(packet, packets.memory(), next.ms * MS);
            if (arrival == Arrival.NEXT || arrival == Arrival.FIRST) {
                assertThat(next.sequence & 0xffff).isNotEqualTo(previous);
                previous = next.sequence & 0xffff;
                order.add(next.sequence);
            }
            previous = drain(next.ms * MS, previous, order);
            assertThat(
                            resequencer.deadline() == Deadlines.NEVER
                                    || resequencer.deadline() <= (next.ms + 80) * MS)
                    .isTrue();
        }
        JitterCounters counted = resequencer.counters();
        assertThat(counted.received() + counted.late() + counted.doubled()).isEqualTo(sent);
    }

    private long drain(long now, long previous, List<Integer> order) {
        long last = previous;
        for (RtpPacket p = resequencer.poll(now); p != null; p = resequencer.poll(now)) {
            int step = (int) (p.sequence() - last & 0xffff);
            assertThat(step).isEqualTo(resequencer.skipped() + 1).isLessThan(64);
            last = p.sequence();
            order.add(p.sequence());
        }
        return last;
    }
}
