package jackfield.media.record;

import static jackfield.media.record.Talker.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackfield.media.codec.Decoder;
import jackfield.media.codec.Encoder;
import jackfield.media.opus.Opus;
import jackfield.media.opus.OpusOptions;
import jackfield.media.opus.OpusPayload;
import jackfield.media.prompt.AudioSource;
import jackfield.media.prompt.ToneCadence;
import jackfield.media.prompt.ToneSource;
import jackfield.rtc.rtp.RtpPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A voice in Opus, recorded as it came and decoded again.
class OggOpusRecorderTest {
    private static final int RATE = 48_000;
    private static final long START = 900 * MS;

    private final MemoryFile file = new MemoryFile();
    private final Encoder encoder = Opus.best().encoder(RATE, OpusOptions.WIDE);
    private final AudioSource voice = new ToneSource(ToneCadence.tone(700, -10, 1_000_000), RATE);
    private final MemorySegment slot = MemorySegment.ofArray(new byte[2048]);
    private final RtpPacket packet = new RtpPacket();
    private int timestamp = -40_000;
    private OggOpusRecorder recorder;

    @BeforeEach
    void start() throws IOException {
        recorder = new OggOpusRecorder(file, 0, 111, 1, 42, START);
    }

    @Test
    void theFileIsAsLongAsTheCallAndTheToneInItsPlace() throws IOException {
        for (int ms = 0; ms < 5000; ms += 20) {
            recorder.advance(at(ms));
            if (ms >= 1010 && (ms < 3010 || ms >= 3515)) {
                says(ms, false);
            } else if (ms >= 1010) {
                says(ms, true);
            }
        }
        recorder.finish(at(5000));
        List<byte[]> packets = packets();
        short[] sound = decode(packets);
        assertThat(sound.length).isCloseTo(5 * RATE, within(240));
        assertThat(power(sound, 0, 990)).isLessThan(10);
        assertThat(tone(sound, 1100, 2950)).isGreaterThan(0.95);
        assertThat(power(sound, 3200, 3480)).isLessThan(power(sound, 1200, 2000) / 20);
        assertThat(tone(sound, 3650, 4950)).isGreaterThan(0.95);
    }

    @Test
    void theSideThatIsNotMeantAndOtherPayloadTypesAreNotThere() throws IOException {
        says(0, false);
        packet.payloadType(0);
        recorder.packet(0, slot, packet, at(0));
        packet.payloadType(111);
        recorder.packet(1, slot, packet, at(0));
        assertThat(recorder.skipped()).isEqualTo(1);
    }

    @Test
    void packetsThatComeTwiceOrOutOfOrderAreSorted() throws IOException {
        for (int ms = 40; ms < 2040; ms += 40) {
            timestamp += 960;
            says(ms, false);
            recorder.packet(0, slot, packet, at(ms));
            timestamp -= 1920;
            says(ms, false);
            timestamp += 960;
        }
        recorder.finish(at(2040));
        long held = packets().stream().filter(each -> each.length > 2).count();
        assertThat(held).isEqualTo(100);
        assertThat(recorder.skipped()).isEqualTo(50);
    }

    @Test
    void aPauseIsLeftOut() throws IOException {
        for (int ms = 0; ms < 3000; ms += 20) {
            if (ms == 1000) {
                recorder.pause(at(ms));
            }
            if (ms == 2000) {
                recorder.resume(at(ms));
            }
            says(ms, false);
        }
        recorder.finish(at(3000));
        assertThat(decode(packets()).length).isCloseTo(2 * RATE, within(240));
    }

    private void says(int ms, boolean lost) throws IOException {
        short[] frame = new short[960];
        voice.read(frame, 0, 960);
        int length = encoder.encode(frame, 0, 960, slot, 12);
        slot.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
        assertThat(packet.wrap(slot, 12 + length)).isTrue();
        packet.payloadType(111);
        packet.timestamp(timestamp);
        packet.ssrc(5);
        timestamp += 960;
        if (!lost) {
            recorder.packet(0, slot, packet, at(ms));
        }
    }

    private static long at(int ms) {
        return START + ms * MS;
    }

    /// The packets after the two headers. Every page is looked at: its sum, its number, and its
    /// granule position against what its packets hold.
    private List<byte[]> packets() {
        ByteBuffer in = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> packets = new ArrayList<>();
        var open = new ByteArrayOutputStream();
        long samples = 0;
        int flags = 0;
        for (int number = 0; in.hasRemaining(); number++) {
            int start = in.position();
            byte[] magic = new byte[4];
            in.get(magic);
            assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("OggS");
            assertThat(in.get()).isZero();
            flags = in.get();
            assertThat(flags & 2).isEqualTo(number == 0 ? 2 : 0);
            long granule = in.getLong();
            assertThat(in.getInt()).isEqualTo(42);
            assertThat(in.getInt()).isEqualTo(number);
            int sum = in.getInt();
            byte[] lacing = new byte[in.get() & 0xff];
            in.get(lacing);
            for (byte each : lacing) {
                byte[] part = new byte[each & 0xff];
                in.get(part);
                open.writeBytes(part);
                if (part.length < 255) {
                    byte[] whole = open.toByteArray();
                    packets.add(whole);
                    open.reset();
                    if (number > 1) {
                        samples +=
                                OpusPayload.samples(
                                        MemorySegment.ofArray(whole), 0, whole.length, RATE);
                    }
                }
            }
            assertThat(granule).isEqualTo(samples);
            byte[] page = Arrays.copyOfRange(file.bytes(), start, in.position());
            Arrays.fill(page, 22, 26, (byte) 0);
            assertThat(crc(page)).isEqualTo(sum);
        }
        assertThat(flags & 4).isEqualTo(4);
        assertThat(new String(packets.get(0), 0, 8, StandardCharsets.US_ASCII))
                .isEqualTo("OpusHead");
        assertThat(new String(packets.get(1), 0, 8, StandardCharsets.US_ASCII))
                .isEqualTo("OpusTags");
        return packets.subList(2, packets.size());
    }

    /// Bit by bit, as RFC 3533 has it.
    private static int crc(byte[] page) {
        int crc = 0;
        for (byte each : page) {
            for (int bit = 7; bit >= 0; bit--) {
                boolean one = (crc < 0) != ((each >> bit & 1) != 0);
                crc = crc << 1 ^ (one ? 0x04c11db7 : 0);
            }
        }
        return crc;
    }

    private static short[] decode(List<byte[]> packets) {
        Decoder decoder = Opus.best().decoder(RATE);
        short[] sound = new short[60 * RATE];
        int at = 0;
        for (byte[] each : packets) {
            MemorySegment payload = MemorySegment.ofArray(each);
            int count = OpusPayload.samples(payload, 0, each.length, RATE);
            if (each.length <= 2) {
                decoder.conceal(sound, at, count);
            } else {
                assertThat(decoder.decode(payload, 0, each.length, sound, at)).isEqualTo(count);
            }
            at += count;
        }
        return Arrays.copyOf(sound, at);
    }

    private static double tone(short[] sound, int fromMs, int toMs) {
        double sin = 0;
        double cos = 0;
        int count = (toMs - fromMs) * 48;
        for (int i = 0; i < count; i++) {
            sin += sound[fromMs * 48 + i] * Math.sin(2 * Math.PI * 700 * i / RATE);
            cos += sound[fromMs * 48 + i] * Math.cos(2 * Math.PI * 700 * i / RATE);
        }
        return 2 * (sin * sin + cos * cos) / count / count / power(sound, fromMs, toMs);
    }

    private static double power(short[] sound, int fromMs, int toMs) {
        double power = 0;
        for (int i = fromMs * 48; i < toMs * 48; i++) {
            power += (double) sound[i] * sound[i];
        }
        return power / (toMs - fromMs) / 48;
    }
}
