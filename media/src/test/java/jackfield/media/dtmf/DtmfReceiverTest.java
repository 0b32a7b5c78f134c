package jackfield.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.media.dtmf.DtmfOutput.Pressed;
import jackfield.media.dtmf.DtmfOutput.Released;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys pressed on a phone, as the packets of RFC 4733 bring them.
class DtmfReceiverTest {
    private static final long MS = 1_000_000;

    private final List<DtmfOutput> heard = new ArrayList<>();
    private final DtmfReceiver receiver = new DtmfReceiver(8000);
    private final MemorySegment slot = MemorySegment.ofArray(new byte[64]);
    private final RtpPacket packet = new RtpPacket();
    private long now = 1000 * MS;
    private int ssrc = 7;

    @Test
    void aKeyIsToldOnceHoweverOftenItsEndComes() {
        phoneSends(true, 1000, event(5, false, 160));
        phoneSends(false, 1000, event(5, false, 320));
        phoneSends(false, 1000, event(5, true, 480));
        phoneSends(false, 1000, event(5, true, 480));
        phoneSends(false, 1000, event(5, true, 480));
        assertThat(heard).containsExactly(new Pressed(5, 10), new Released(5, 10, 60));
        assertThat(receiver.repeated()).isEqualTo(2);
        assertThat(receiver.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void theSameKeyTwiceIsTwoPresses() {
        phoneSends(true, 1000, event(5, true, 400));
        phoneSends(false, 1000, event(5, true, 400));
        phoneSends(true, 2600, event(5, true, 400));
        phoneSends(false, 2600, event(5, true, 400));
        assertThat(heard)
                .containsExactly(
                        new Pressed(5, 10),
                        new Released(5, 10, 50),
                        new Pressed(5, 10),
                        new Released(5, 10, 50));
    }

    @Test
    void aLostBeginningDoesNotMatter() {
        phoneSends(false, 1000, event(11, false, 480));
        phoneSends(false, 1000, event(11, true, 800));
        assertThat(heard).containsExactly(new Pressed(11, 10), new Released(11, 10, 100));
    }

    @Test
    void lostEndsAreMadeUpForBySilence() {
        phoneSends(true, 1000, event(1, false, 160));
        phoneSends(false, 1000, event(1, false, 320));
        now = receiver.deadline();
        receiver.wake(now, heard::add);
        assertThat(heard).containsExactly(new Pressed(1, 10), new Released(1, 10, 40));

        phoneSends(false, 1000, event(1, true, 480)); // a very late end
        assertThat(heard).hasSize(2);
    }

    @Test
    void lostEndsAreMadeUpForByTheNextKey() {
        phoneSends(true, 1000, event(1, false, 160));
        phoneSends(true, 1800, event(2, false, 160));
        assertThat(heard)
                .containsExactly(new Pressed(1, 10), new Released(1, 10, 20), new Pressed(2, 10));
    }

    @Test
    void aLatePacketOfAnEarlierKeyIsForgotten() {
        phoneSends(true, 1000, event(1, true, 160));
        phoneSends(true, 1800, event(2, false, 160));
        phoneSends(false, 1000, event(1, true, 160));
        phoneSends(false, 1800, event(2, true, 320));
        assertThat(heard)
                .containsExactly(
                        new Pressed(1, 10),
                        new Released(1, 10, 20),
                        new Pressed(2, 10),
                        new Released(2, 10, 40));
    }

    @Test
    void aLongPressGoesOnInSegments() {
        phoneSends(true, 1000, event(9, false, 65_000));
        phoneSends(false, 1000, event(9, false, 65_535));
        phoneSends(false, 1000 + 65_535, event(9, false, 160));
        phoneSends(false, 1000 + 65_535, event(9, true, 8000));
        assertThat(heard)
                .containsExactly(new Pressed(9, 10), new Released(9, 10, (65_535 + 8000) / 8));
    }

    @Test
    void aSenderWhoseTimestampRunsIsUnderstood() {
        for (int i = 0; i < 5; i++) {
            phoneSends(i == 0, 1000 + 160 * i, event(3, i == 4, 160 * (i + 1)));
        }
        phoneSends(false, 1000 + 160 * 4, event(3, true, 800));
        assertThat(heard).containsExactly(new Pressed(3, 10), new Released(3, 10, 100));
    }

    @Test
    void timestampsWrapAround() {
        phoneSends(true, -100, event(1, true, 160));
        phoneSends(true, 1500, event(2, true, 160));
        phoneSends(false, -100, event(1, true, 160));
        assertThat(heard).hasSize(4);
    }

    @Test
    void anotherSourceIsAnotherCount() {
        phoneSends(true, 1000, event(1, true, 160));
        ssrc = 8;
        phoneSends(true, 900, event(1, true, 160));
        assertThat(heard).hasSize(4);
    }

    @Test
    void aShortPayloadIsCounted() {
        slot.fill((byte) 0);
        slot.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
        assertThat(packet.wrap(slot, 15)).isTrue();
        receiver.receive(slot, packet, now, heard::add);
        assertThat(heard).isEmpty();
        assertThat(receiver.malformed()).isEqualTo(1);
    }

    /// What a sender of ours presses is what is heard, whatever the network does.
    @ParameterizedTest
    @ValueSource(ints = {8000, 48_000})
    void everyKeyIsHeardOnceOverABadNetwork(int clockRate) {
        for (long seed = 0; seed < 100; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            List<Integer> pressed = new ArrayList<>();
            var sender = new DtmfSender(clockRate, 20);
            for (int i = 0; i < 12; i++) {
                int key = random.nextInt(16);
                pressed.add(key);
                int ms = i == 6 ? 9000 : 60 + random.nextInt(200);
                assertThat(sender.press(key, ms, 60 + random.nextInt(100), 8, 1)).isTrue();
            }
            var far = new DtmfReceiver(clockRate);
            List<Integer> told = new ArrayList<>();
            List<DtmfSender.EventPacket> wire = new ArrayList<>();
            long at = 1;
            while (sender.deadline() != Deadlines.NEVER) {
                at = sender.deadline();
                sender.wake(at, (int) (at / MS * clockRate / 1000), wire::add);
                for (var each : wire) {
                    boolean lost = random.nextInt(100) < 15;
                    for (int copies = lost ? 0 : 1 + random.nextInt(2); copies > 0; copies--) {
                        wrap(each.marker(), each.timestamp(), each.payload());
                        far.receive(slot, packet, at, out -> add(out, told));
                    }
                }
                wire.clear();
                far.wake(at, out -> add(out, told));
            }
            assertThat(told).as("seed %d", seed).isEqualTo(pressed);
        }
    }

    private static void add(DtmfOutput out, List<Integer> told) {
        if (out instanceof Pressed(int event, _)) {
            told.add(event);
        }
    }

    @Test
    void garbageIsNeverMoreThanAKey() {
        RandomGenerator random = new SplittableRandom(1);
        byte[] bytes = new byte[64];
        for (int i = 0; i < 20_000; i++) {
            random.nextBytes(bytes);
            bytes[0] = (byte) (0x80 | random.nextInt(64));
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, slot, 0, 64);
            if (packet.wrap(slot, 12 + random.nextInt(52))) {
                heard.clear();
                receiver.receive(slot, packet, now += MS, heard::add);
                assertThat(heard).hasSizeLessThanOrEqualTo(3);
            }
        }
    }

    private static TelephoneEvent event(int event, boolean end, int duration) {
        return new TelephoneEvent(event, end, 10, duration);
    }

    private void phoneSends(boolean marker, int timestamp, TelephoneEvent event) {
        now += 20 * MS;
        wrap(marker, timestamp, event);
        receiver.receive(slot, packet, now, heard::add);
    }

    private void wrap(boolean marker, int timestamp, TelephoneEvent event) {
        slot.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
        assertThat(packet.wrap(slot, 16)).isTrue();
        packet.payloadType(101);
        packet.marker(marker);
        packet.timestamp(timestamp);
        packet.ssrc(ssrc);
        event.write(slot, 12);
    }
}
