package jackfield.rtc.turn;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.StunWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages on a stream (RFC 8656 section 12.5).
class TurnFramingTest {
    @Test
    void messagesComeOutWholeHoweverTheStreamIsParted() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<byte[]> sent = new ArrayList<>();
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                byte[] message = random.nextBoolean() ? channel(random) : stun();
                sent.add(message);
                stream.writeBytes(Arrays.copyOf(message, message.length + 3 & ~3));
            }
            assertThat(read(stream.toByteArray(), random)).as("seed " + seed).hasSameSizeAs(sent);
            List<byte[]> read = read(stream.toByteArray(), random);
            for (int i = 0; i < sent.size(); i++) {
                assertThat(read.get(i)).isEqualTo(sent.get(i));
            }
        }
    }

    private static List<byte[]> read(byte[] stream, SplittableRandom random) {
        TurnFraming framing = new TurnFraming();
        List<byte[]> read = new ArrayList<>();
        for (int at = 0; at < stream.length; ) {
            int next = Math.min(stream.length, at + random.nextInt(1, 40));
            framing.add(Arrays.copyOfRange(stream, at, next));
            at = next;
            for (byte[] one = framing.next(); one != null; one = framing.next()) {
                read.add(one);
            }
        }
        assertThat(framing.isBroken()).isFalse();
        assertThat(framing.rest()).isEmpty();
        return read;
    }

    private static byte[] channel(SplittableRandom random) {
        int length = random.nextInt(0, 70);
        byte[] message = new byte[4 + length];
        random.nextBytes(message);
        message[0] = 0x40;
        message[2] = 0;
        message[3] = (byte) length;
        return message;
    }

    private static byte[] stun() {
        return new StunWriter(StunClass.REQUEST, StunMessage.BINDING, TurnParty.transaction())
                .finish();
    }

    @ParameterizedTest
    @ValueSource(bytes = {(byte) 0x80, (byte) 0xff, 'G'})
    void whatIsNoTurnBreaksTheStream(byte first) {
        TurnFraming framing = new TurnFraming();
        framing.add(new byte[] {first, 0x45, 0x54, 0x21});
        assertThat(framing.next()).isNull();
        // "GET " looks like ChannelData of 21,537 bytes, and is held back for more.
        assertThat(framing.isBroken()).isEqualTo(first != 'G');
    }

    @Test
    void anOddLengthOfAStunMessageBreaksTheStream() {
        TurnFraming framing = new TurnFraming();
        framing.add(new byte[] {0, 1, 0, 3});
        assertThat(framing.next()).isNull();
        assertThat(framing.isBroken()).isTrue();
    }
}
