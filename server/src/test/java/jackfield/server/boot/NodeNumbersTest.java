package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.net.udp.UdpCounters;
import jackfield.roles.records.Outcome;
import jackfield.server.api.NumbersView.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeNumbersTest {
    private long ms = 1_000_000;
    private int calls;
    private long packets;
    private long drops = 40;
    private final NodeNumbers numbers =
            new NodeNumbers(
                    new EventFeed(1),
                    () -> new Console.Look(calls, 5, drops, media(packets)),
                    () -> 0.25,
                    () -> ms);

    private static UdpCounters media(long packets) {
        return new UdpCounters(packets, 0, packets / 2, 0, 0, 0, 0, 0, 0);
    }

    private void second() {
        ms += 1_000;
        numbers.sample();
    }

    @Test
    void whatIsCountedIsCountedSinceTheSampleBefore() {
        packets = 5_000;
        second();
        packets += 100;
        drops += 3;
        calls = 2;
        numbers.ended(Outcome.REFUSED, -1);
        numbers.ended(Outcome.ANSWERED, 200_000_000);
        second();
        second();
        List<Sample> all = numbers.since(0);
        assertThat(all.get(0).packetsIn()).isZero();
        assertThat(all.get(0).drops()).isZero();
        Sample busy = all.get(1);
        assertThat(busy.packetsIn()).isEqualTo(100);
        assertThat(busy.packetsOut()).isEqualTo(50);
        assertThat(busy.drops()).isEqualTo(3);
        assertThat(busy.attempts()).isEqualTo(2);
        assertThat(busy.errors()).isEqualTo(1);
        assertThat(busy.calls()).isEqualTo(2);
        assertThat(busy.cpu()).isEqualTo(0.25);
        assertThat(all.get(2).attempts()).isZero();
    }

    @Test
    void anHourIsKept() {
        for (int i = 0; i < 3_700; i++) {
            second();
        }
        assertThat(numbers.since(0)).hasSize(3_600);
        assertThat(numbers.since(ms - 59_000)).hasSize(60);
    }

    @Test
    void aDayIsKeptMinuteByMinute() {
        ms = 60_000_000;
        for (int i = 0; i < 90; i++) {
            calls = i;
            packets += 100;
            drops += 1;
            second();
        }
        assertThat(numbers.minutesSince(0)).hasSize(1);
        Sample first = numbers.minutesSince(0).getFirst();
        assertThat(first.calls()).as("the most at once").isEqualTo(58);
        assertThat(first.packetsIn()).as("an average").isBetween(97.0, 100.0);
        assertThat(first.drops()).isEqualTo(58);
        assertThat(first.cpu()).isEqualTo(0.25);
        for (int i = 0; i < 86_400 + 600; i++) {
            second();
        }
        assertThat(numbers.minutesSince(0)).hasSize(1_440);
        assertThat(numbers.minutesSince(ms - 600_000)).hasSizeBetween(9, 10);
    }

    @Test
    void callsAreCountedByTheirOutcome() {
        ms = 60_000_000;
        numbers.ended(Outcome.BUSY, -1);
        second();
        for (int i = 0; i < 120; i++) {
            second();
        }
        numbers.ended(Outcome.FAILED, -1);
        numbers.ended(Outcome.FAILED, -1);
        second();
        assertThat(numbers.outcomesSince(0)).containsEntry("busy", 1L).containsEntry("failed", 2L);
        assertThat(numbers.outcomesSince(ms - 30_000))
                .containsEntry("busy", 0L)
                .containsEntry("failed", 2L)
                .containsEntry("answered", 0L);
    }

    @Test
    void theSlowestInAHundredIsSaid() {
        second();
        assertThat(numbers.since(0).getLast().ringP99Ms()).isNull();
        for (int i = 1; i <= 200; i++) {
            numbers.ended(Outcome.ANSWERED, i * 1_000_000L);
        }
        second();
        assertThat(numbers.since(0).getLast().ringP99Ms()).isEqualTo(198.0);
    }
}
