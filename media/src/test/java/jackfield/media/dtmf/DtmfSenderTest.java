package jackfield.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.media.dtmf.DtmfSender.EventPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The packets of a key, as RFC 4733 section 2.5.1 wants them.
class DtmfSenderTest {
    private static final long MS = 1_000_000;

    private final List<EventPacket> sent = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();

    @Test
    void oneTimestampTheMarkerFirstAndThreeEnds() {
        var sender = new DtmfSender(8000, 20);
        assertThat(sender.press(5, 100, 50, 8, 0)).isTrue();
        run(sender, 8000);
        assertThat(sent).hasSize(7);
        assertThat(sent).allMatch(packet -> packet.timestamp() == sent.getFirst().timestamp());
        assertThat(sent.stream().map(EventPacket::marker))
                .containsExactly(true, false, false, false, false, false, false);
        assertThat(sent.stream().map(packet -> packet.payload().duration()))
                .containsExactly(160, 320, 480, 640, 800, 800, 800);
        assertThat(sent.stream().map(packet -> packet.payload().end()))
                .containsExactly(false, false, false, false, true, true, true);
        assertThat(times).containsExactly(0L, 20L, 40L, 60L, 80L, 100L, 120L);
    }

    @Test
    void theOpusClockHasLongerSteps() {
        var sender = new DtmfSender(48_000, 20);
        assertThat(sender.press(0, 50, 50, 8, 0)).isTrue();
        run(sender, 48_000);
        assertThat(sent.stream().map(packet -> packet.payload().duration()))
                .containsExactly(960, 1920, 2400, 2400, 2400);
    }

    @Test
    void theNextKeyWaitsForThePause() {
        var sender = new DtmfSender(8000, 20);
        assertThat(sender.press(1, 100, 100, 8, 0)).isTrue();
        assertThat(sender.press(2, 100, 100, 8, 0)).isTrue();
        run(sender, 8000);
        List<EventPacket> second = sent.subList(7, 14);
        assertThat(second.getFirst().payload().event()).isEqualTo(2);
        assertThat(second.getFirst().marker()).isTrue();
        assertThat(times.get(7)).isEqualTo(200);
        assertThat(second.getFirst().timestamp() - sent.getFirst().timestamp()).isEqualTo(1600);
    }

    @Test
    void aLongKeyGoesOnInSegments() {
        var sender = new DtmfSender(48_000, 20);
        assertThat(sender.press(3, 3000, 0, 8, 0)).isTrue();
        run(sender, 48_000);
        List<Integer> timestamps = sent.stream().map(EventPacket::timestamp).distinct().toList();
        assertThat(timestamps).hasSize(3);
        assertThat(timestamps.get(1) - timestamps.get(0)).isEqualTo(65_535);
        assertThat(sent.stream().filter(EventPacket::marker)).hasSize(1);
        EventPacket last = sent.getLast();
        int whole = last.timestamp() - timestamps.getFirst() + last.payload().duration();
        assertThat(whole).isEqualTo(3 * 48_000);
        assertThat(sent.stream().filter(packet -> packet.payload().end())).hasSize(3);
        assertThat(sent.stream().filter(packet -> packet.payload().duration() == 65_535))
                .hasSize(2)
                .noneMatch(packet -> packet.payload().end());
    }

    @Test
    void onlySoManyWait() {
        var sender = new DtmfSender(8000, 20);
        for (int i = 0; i < DtmfSender.MOST_WAITING; i++) {
            assertThat(sender.press(1, 100, 0, 8, 0)).isTrue();
        }
        assertThat(sender.press(1, 100, 0, 8, 0)).isFalse();
    }

    private void run(DtmfSender sender, int clockRate) {
        while (sender.deadline() != Deadlines.NEVER) {
            long now = sender.deadline();
            sender.wake(
                    now,
                    (int) (now / MS * clockRate / 1000),
                    packet -> {
                        sent.add(packet);
                        times.add(now / MS);
                    });
        }
        assertThat(sender.isDown()).isFalse();
    }
}
