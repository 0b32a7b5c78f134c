package jackfield.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackfield.base.Deadlines;
import jackfield.media.codec.ComfortNoise;
import jackfield.media.codec.Decoder;
import jackfield.media.codec.Encoder;
import jackfield.media.codec.Tone;
import jackfield.media.jitter.Packets;
import jackfield.media.opus.Opus;
import jackfield.media.opus.OpusOptions;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscoderTest {
    private static final long MS = 1_000_000;
    private static final Opus OPUS = Opus.best();

    /// What leaves a transcoder, and when.
    private static final class Wire implements PacketOut {
        private record Gone(RtpPacket packet, MemorySegment memory, long at) {}

        private final List<Gone> gone = new ArrayList<>();
        private long now;

        @Override
        public MemorySegment slot() {
            return Arena.ofAuto().allocate(2048);
        }

        @Override
        public void send(MemorySegment memory, int length) {
            RtpPacket packet = new RtpPacket();
            assertThat(packet.wrap(memory, length)).isTrue();
            gone.add(new Gone(packet, memory, now));
        }

        RtpPacket get(int i) {
            return gone.get(i).packet;
        }
    }

    /// A sender, a transcoder and what comes out.
    private static final class Line {
        final Wire wire = new Wire();
        final Transcoder transcoder;
        private final Packets packets = new Packets();
        private long now;

        Line(TranscodePlan plan) {
            transcoder = new Transcoder(plan, OPUS, new SplittableRandom(1));
        }

        void at(long ms) {
            while (transcoder.deadline() <= ms * MS) {
                wire.now = transcoder.deadline();
                transcoder.wake(wire.now, wire);
            }
            now = ms * MS;
            wire.now = now;
        }

        void receive(int sequence, int timestamp, int type, int payload) {
            RtpPacket packet = packets.of(7, sequence, timestamp, type, payload);
            transcoder.receive(packet, packets.memory(), now, wire);
        }

        /// 20 ms packets of a codec, one for each number that is not lost.
        void sends(AudioCodec codec, int type, short[] pcm, int rate, int... lost) {
            try (Encoder encoder = codec.encoder(OPUS, rate, OpusOptions.WIDE)) {
                int frame = rate / 50;
                for (int i = 0; (i + 1) * frame <= pcm.length; i++) {
                    int length = encoder.encode(pcm, i * frame, frame, packets.memory(), 12);
                    int number = i;
                    if (Arrays.stream(lost).noneMatch(each -> each == number)) {
                        at(i * 20L);
                        receive(i, i * codec.clock() / 50, type, length);
                    }
                }
            }
            at(now / MS + 200);
        }

        /// What the receiver hears of it.
        short[] heard(AudioCodec codec, int rate) {
            short[] pcm = new short[rate * 10];
            int first = wire.get(0).timestamp();
            int end = 0;
            try (Decoder decoder = codec.decoder(OPUS, rate)) {
                for (Wire.Gone each : wire.gone) {
                    RtpPacket packet = each.packet;
                    long ticks = packet.timestamp() - first;
                    int at = (int) (ticks * rate / codec.clock());
                    end = at + decoder.decode(each.memory, 12, packet.payloadLength(), pcm, at);
                }
            }
            return Arrays.copyOf(pcm, end);
        }
    }

    private static TranscodePlan plan(AudioCodec from, AudioCodec to, int ptime) {
        return plan(from, to, ptime, -1, -1);
    }

    private static TranscodePlan plan(
            AudioCodec from, AudioCodec to, int ptime, int noiseIn, int noiseOut) {
        return new TranscodePlan(
                List.of(new TranscodePlan.Voice(111, from)),
                List.of(new TranscodePlan.Event(110, from.clock(), 101, to.clock())),
                noiseIn,
                noiseOut,
                new TranscodePlan.Voice(96, to),
                ptime,
                false,
                OpusOptions.WIDE);
    }

    /// Frames of two seconds of a tone, made while the thread is calm for one, then late.
    private static List<String> frames(int wanted, boolean late) {
        TranscodePlan usual = plan(AudioCodec.PCMU, AudioCodec.OPUS, 20);
        Line line =
                new Line(
                        new TranscodePlan(
                                usual.voices(),
                                usual.events(),
                                -1,
                                -1,
                                usual.to(),
                                20,
                                false,
                                usual.opus().withComplexity(wanted)));
        Effort effort = new Effort();
        line.transcoder.share(effort);
        short[] tone = Tone.of(440, 8000, 8000, 8000);
        line.sends(AudioCodec.PCMU, 111, tone, 8000);
        if (late) {
            effort.busy(0.99);
        }
        int before = line.wire.gone.size();
        for (int i = 50; i < 100; i++) {
            line.packets.memory().set(ValueLayout.JAVA_BYTE, 12 + i, (byte) (i * 37));
            line.at(1_200 + i * 20L);
            line.receive(i, i * 160, 111, 160);
        }
        return line.wire.gone.stream().skip(before).map(each -> payload(each.packet)).toList();
    }

    private static String payload(RtpPacket packet) {
        byte[] bytes = new byte[packet.payloadLength()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = packet.memory().get(ValueLayout.JAVA_BYTE, 12L + i);
        }
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void aRunningEncoderSavesWhenItsThreadIsLate() {
        List<String> calm = frames(10, false);
        assertThat(frames(10, false)).isEqualTo(calm).hasSizeGreaterThan(40);
        assertThat(frames(10, true)).isNotEqualTo(calm);
        assertThat(frames(0, true)).isEqualTo(frames(0, false));
    }

    @ParameterizedTest
    @CsvSource({
        "OPUS, PCMU, 20", "OPUS, PCMA, 20", "OPUS, G722, 20", "PCMU, OPUS, 20", "G722, OPUS, 20",
        "PCMU, G722, 20", "G722, PCMA, 20", "PCMU, PCMA, 20", "L16_16, OPUS, 20", "OPUS, L16_8, 20",
        "PCMU, OPUS, 60", "OPUS, PCMU, 10", "PCMA, PCMU, 30", "G722, PCMU, 40", "OPUS, OPUS, 40"
    })
    void aToneKeepsItsFrequencyAndItsLevel(AudioCodec from, AudioCodec to, int ptime) {
        Line line = new Line(plan(from, to, ptime));
        line.sends(from, 111, Tone.of(440, from.rate(), 2 * from.rate(), 8000), from.rate());
        short[] heard = line.heard(to, to.rate());
        int second = to.rate();
        assertThat(heard.length).isBetween(2 * second - second / 10, 2 * second);
        assertThat(Tone.amplitude(heard, second / 2, second, 440, second))
                .isCloseTo(8000, within(1000.0));
        assertThat(Tone.cleanness(heard, second / 2, second, 440, second)).isGreaterThan(14);
        assertThat(line.transcoder.concealedMs()).isZero();
        for (int i = 0; i < line.wire.gone.size(); i++) {
            RtpPacket packet = line.wire.get(i);
            assertThat(packet.ssrc()).isEqualTo(line.transcoder.ssrc());
            assertThat(packet.payloadType()).isEqualTo(96);
            assertThat(packet.marker()).isEqualTo(i == 0);
            assertThat(packet.sequence() - line.wire.get(0).sequence()).isEqualTo(i);
            assertThat(packet.timestamp() - line.wire.get(0).timestamp())
                    .isEqualTo(i * ptime * to.clock() / 1000);
        }
    }

    @Test
    void threeInARowStillSoundRight() {
        Line one = new Line(plan(AudioCodec.OPUS, AudioCodec.PCMU, 20));
        one.sends(AudioCodec.OPUS, 111, Tone.of(1000, 48_000, 96_000, 8000), 48_000);
        Line two = new Line(plan(AudioCodec.PCMU, AudioCodec.G722, 20));
        for (Wire.Gone each : one.wire.gone) {
            two.at(each.at / MS);
            MemorySegment.copy(each.memory, 12, two.packets.memory(), 12, 160);
            two.receive(each.packet.sequence(), each.packet.timestamp(), 111, 160);
        }
        short[] heard = two.heard(AudioCodec.G722, 16_000);
        assertThat(Tone.amplitude(heard, 8000, 16_000, 1000, 16_000))
                .isCloseTo(8000, within(1000.0));
    }

    @Test
    void whatIsInOrderIsNotDelayed() {
        Line line = new Line(plan(AudioCodec.PCMU, AudioCodec.OPUS, 20));
        line.sends(AudioCodec.PCMU, 111, new short[8000], 8000);
        for (int i = 0; i < 50; i++) {
            assertThat(line.wire.gone.get(i).at).isEqualTo(i * 20 * MS);
        }
        assertThat(line.transcoder.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @ParameterizedTest
    @CsvSource({"OPUS, PCMU", "PCMU, PCMA", "G722, PCMU", "PCMA, OPUS"})
    void whatIsLostIsMadeUpAndNoTimeIsLost(AudioCodec from, AudioCodec to) {
        Line line = new Line(plan(from, to, 20));
        short[] tone = Tone.of(400, from.rate(), 2 * from.rate(), 8000);
        line.sends(from, 111, tone, from.rate(), 20, 40, 41, 70);
        assertThat(line.wire.gone).hasSize(100);
        assertThat(line.transcoder.concealedMs()).isEqualTo(80);
        assertThat(line.transcoder.arrivals().lost()).isEqualTo(4);
        assertThat(line.wire.get(99).timestamp() - line.wire.get(0).timestamp())
                .isEqualTo(99 * to.clock() / 50);
        short[] heard = line.heard(to, to.rate());
        int second = to.rate();
        assertThat(Tone.amplitude(heard, second / 5, 8 * second / 5, 400, second))
                .isCloseTo(8000, within(1400.0));
    }

    @Test
    void aLongLossIsAPauseAndTheVoiceAfterItIsMarked() {
        Line line = new Line(plan(AudioCodec.PCMU, AudioCodec.OPUS, 20));
        int[] lost = IntStream.range(20, 40).toArray();
        line.sends(AudioCodec.PCMU, 111, new short[8000], 8000, lost);
        assertThat(line.wire.gone).hasSize(30);
        assertThat(line.wire.get(20).marker()).isTrue();
        assertThat(line.wire.get(20).timestamp() - line.wire.get(19).timestamp())
                .isEqualTo(21 * 960);
        assertThat(line.wire.get(20).sequence() - line.wire.get(19).sequence()).isEqualTo(1);
    }

    /// R24: Opus's side counts keys at 48,000, the phone's at 8,000.
    @Test
    void keysAreCountedInTheOtherClock() {
        Line line = new Line(plan(AudioCodec.OPUS, AudioCodec.PCMA, 20));
        line.at(0);
        MemorySegment memory = line.packets.memory();
        try (Encoder encoder = OPUS.encoder(48_000, OpusOptions.WIDE)) {
            int length = encoder.encode(new short[960], 0, 960, memory, 12);
            line.receive(100, 5000, 111, length);
        }
        for (int i = 1; i <= 8; i++) {
            line.at(20L * i);
            memory.set(ValueLayout.JAVA_BYTE, 12, (byte) 5);
            memory.set(ValueLayout.JAVA_BYTE, 13, (byte) (i > 5 ? 0x8a : 10));
            int duration = Math.min(i, 6) * 960;
            memory.set(ValueLayout.JAVA_BYTE, 14, (byte) (duration >> 8));
            memory.set(ValueLayout.JAVA_BYTE, 15, (byte) duration);
            memory.set(ValueLayout.JAVA_BYTE, 1, (byte) 0);
            line.receive(100 + i, 5000 + 960, 110, 4);
        }
        int first = line.wire.get(0).timestamp();
        for (int i = 1; i <= 8; i++) {
            RtpPacket key = line.wire.get(i);
            assertThat(key.payloadType()).isEqualTo(101);
            assertThat(key.timestamp()).isEqualTo(first + 160);
            MemorySegment sent = line.wire.gone.get(i).memory;
            int duration =
                    sent.get(ValueLayout.JAVA_BYTE, 14) << 8 & 0xff00
                            | sent.get(ValueLayout.JAVA_BYTE, 15) & 0xff;
            assertThat(duration).isEqualTo(Math.min(i, 6) * 160);
            assertThat(key.sequence() - line.wire.get(0).sequence()).isEqualTo(i);
        }
    }

    @Test
    void aPauseOfOpusIsSaidByComfortNoise() {
        Line line = new Line(plan(AudioCodec.OPUS, AudioCodec.PCMU, 20, -1, 13));
        pausesAfterASecond(line);
        assertThat(line.wire.get(50).payloadType()).isEqualTo(13);
        assertThat(line.wire.gone).hasSizeLessThan(60);
        assertThat(line.transcoder.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void withoutComfortNoiseAPauseOfOpusIsFilled() {
        Line line = new Line(plan(AudioCodec.OPUS, AudioCodec.PCMU, 20));
        pausesAfterASecond(line);
        // Two seconds, a packet each 20 ms.
        assertThat(line.wire.gone.size()).isBetween(93, 102);
    }

    private static void pausesAfterASecond(Line line) {
        OpusOptions dtx = new OpusOptions(24_000, 5, 0, true);
        try (Encoder encoder = OPUS.encoder(48_000, dtx)) {
            line.at(0);
            for (int i = 0; i < 100; i++) {
                MemorySegment memory = line.packets.memory();
                short[] pcm = i < 50 ? Tone.of(300, 48_000, 960, 8000) : new short[960];
                encoder.encode(pcm, 0, 960, memory, 12);
                // One payload of a byte, and then one every 400 ms, as browsers do.
                line.at(20L * i);
                if (i < 50) {
                    line.receive(i, i * 960, 111, 60);
                } else if (i % 20 == 10) {
                    memory.set(ValueLayout.JAVA_BYTE, 12, (byte) 0x08);
                    line.receive(50 + (i - 50) / 20, i * 960, 111, 1);
                }
            }
        }
    }

    @Test
    void comfortNoiseBecomesNoiseForOneWhoDoesNotKnowIt() {
        Line line = new Line(plan(AudioCodec.PCMU, AudioCodec.OPUS, 20, 13, -1));
        MemorySegment memory = line.packets.memory();
        for (int i = 0; i < 5; i++) {
            line.at(20L * i);
            line.receive(i, i * 160, 111, 160);
        }
        line.at(100);
        ComfortNoise.write(30, memory, 12);
        line.receive(5, 5 * 160, 13, 1);
        line.at(1000);
        assertThat(line.wire.gone).hasSize(51);
        line.receive(6, 50 * 160, 111, 160);
        assertThat(line.transcoder.deadline()).isEqualTo(Deadlines.NEVER);
        short[] heard = line.heard(AudioCodec.OPUS, 48_000);
        assertThat(ComfortNoise.level(heard, 24_000, 20_000)).isCloseTo(30, within(4));
    }

    @Test
    void aVoiceInTheRightCodecPassesAsItIs() {
        TranscodePlan plan =
                new TranscodePlan(
                        List.of(
                                new TranscodePlan.Voice(0, AudioCodec.PCMU),
                                new TranscodePlan.Voice(8, AudioCodec.PCMA)),
                        List.of(),
                        -1,
                        -1,
                        new TranscodePlan.Voice(0, AudioCodec.PCMU),
                        20,
                        true,
                        OpusOptions.TELEPHONE);
        Line line = new Line(plan);
        MemorySegment memory = line.packets.memory();
        for (int i = 0; i < 6; i++) {
            line.at(20L * i + 20);
            memory.asSlice(12, 240).fill((byte) i);
            // The third is lost, the fifth is in the other law.
            if (i != 2) {
                line.receive(i, i * 240, i == 4 ? 8 : 0, 240);
            }
        }
        line.at(300);
        assertThat(line.wire.get(1).payloadLength()).isEqualTo(240);
        assertThat(line.wire.gone.get(1).memory.get(ValueLayout.JAVA_BYTE, 12)).isEqualTo((byte) 1);
        assertThat(line.wire.get(2).sequence() - line.wire.get(1).sequence()).isEqualTo(2);
        assertThat(line.wire.get(2).timestamp() - line.wire.get(1).timestamp()).isEqualTo(480);
        assertThat(line.wire.get(2).marker()).isFalse();
        assertThat(line.wire.gone).extracting(each -> each.packet.payloadType()).containsOnly(0);
    }

    @Test
    void anotherSourceGoesOnInOurStream() {
        Line line = new Line(plan(AudioCodec.PCMU, AudioCodec.PCMA, 20));
        line.at(20);
        line.receive(10, 1000, 111, 160);
        line.at(520);
        RtpPacket other = line.packets.of(99, 40_000, 77, 111, 160);
        line.transcoder.receive(other, line.packets.memory(), line.now, line.wire);
        assertThat(line.wire.get(1).sequence()).isEqualTo(line.wire.get(0).sequence() + 1);
        assertThat(line.wire.get(1).ssrc()).isEqualTo(line.wire.get(0).ssrc());
        assertThat(line.wire.get(1).marker()).isTrue();
        assertThat(line.wire.get(1).timestamp() - line.wire.get(0).timestamp())
                .isBetween(3800, 4200);
    }

    @Test
    void nothingThatComesHurts() {
        SplittableRandom random = new SplittableRandom(5);
        Line line = new Line(plan(AudioCodec.OPUS, AudioCodec.PCMU, 20, 13, -1));
        byte[] bytes = new byte[600];
        int sequence = 0;
        for (int i = 0; i < 5000; i++) {
            line.at(i * 7L);
            random.nextBytes(bytes);
            MemorySegment.copy(bytes, 0, line.packets.memory(), ValueLayout.JAVA_BYTE, 12, 600);
            int type = List.of(111, 111, 110, 13, 50).get(random.nextInt(5));
            sequence += random.nextInt(4) == 0 ? random.nextInt(-300, 300) : 1;
            int timestamp = random.nextInt(9) == 0 ? random.nextInt() : sequence * 960;
            line.receive(sequence, timestamp, type, random.nextInt(600));
        }
        assertThat(line.wire.gone).isNotEmpty();
    }
}
