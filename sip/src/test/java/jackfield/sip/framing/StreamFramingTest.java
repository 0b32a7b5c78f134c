package jackfield.sip.framing;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.message.Parser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFramingTest {
    private static final String HEAD =
            """
            OPTIONS sip:bob@example.com SIP/2.0
            Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1
            From: <sip:alice@example.com>;tag=a
            To: <sip:bob@example.com>
            Call-ID: 1@192.0.2.1
            CSeq: 7 OPTIONS
            """
                    .replace("\n", "\r\n");

    private final StreamFraming stream = StreamFraming.usual();
    private final List<Framed> out = new ArrayList<>();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void arrives(String text) {
        stream.receive(bytes(text), out::add);
    }

    private String message(int i) {
        return new String(((Framed.Message) out.get(i)).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void twoMessagesInOneSegmentAreTwo() {
        String one = HEAD + "Content-Length: 3\r\n\r\nabc";
        String two = HEAD + "l : 0\r\n\r\n";
        arrives(one + two);
        assertThat(out).hasSize(2);
        assertThat(message(0)).isEqualTo(one);
        assertThat(message(1)).isEqualTo(two);
        assertThat(stream.pending()).isZero();
    }

    @Test
    void aMessageInManySegmentsIsOne() {
        String whole = HEAD + "Content-Length: 5\r\n\r\nhello";
        for (char c : whole.toCharArray()) {
            assertThat(out).isEmpty();
            arrives(String.valueOf(c));
        }
        assertThat(message(0)).isEqualTo(whole);
    }

    @Test
    void theSendersArrayIsNeverWrittenTo() {
        String whole = HEAD + "Content-Length: 5\r\n\r\nhello";
        byte[] first = bytes(whole.substring(0, 50));
        byte[] before = first.clone();
        stream.receive(first, out::add);
        arrives(whole.substring(50));
        assertThat(message(0)).isEqualTo(whole);
        assertThat(first).isEqualTo(before);
    }

    @Test
    void keepAlivesStandBetweenMessages() {
        arrives("\r\n\r\n");
        arrives(
                HEAD
                        + "Content-Length: 0\r\n\r\n\r\n\r\n"
                        + HEAD
                        + "Content-Length: 0\r\n\r\n\r\n");
        assertThat(out)
                .extracting(framed -> framed.getClass().getSimpleName())
                .containsExactly("Ping", "Message", "Ping", "Message", "Pong");
    }

    @Test
    void aPingTornInTwoIsStillOne() {
        arrives("\r\n");
        arrives("\r\n");
        assertThat(out).containsExactly(new Framed.Pong(), new Framed.Ping());
        arrives("\r\n\r");
        arrives("\n");
        assertThat(out.getLast()).isEqualTo(new Framed.Ping());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Length: -1\r\n",
                "Content-Length: five\r\n",
                "Content-Length: 1\r\nl: 1\r\n",
                "Content-Length:\r\n"
            })
    void withoutOneGoodLengthTheStreamIsBroken(String length) {
        arrives(HEAD + length + "\r\n" + HEAD + "Content-Length: 0\r\n\r\n");
        assertThat(out).hasSize(1);
        Framed.Broken broken = (Framed.Broken) out.getFirst();
        assertThat(broken.what()).isEqualTo("Content-Length");
        assertThat(Objects.requireNonNull(broken.answer()).status()).isEqualTo(400);
        assertThat(broken.answer().reason()).isEqualTo("Bad Content-Length");
        arrives(HEAD);
        assertThat(out).hasSize(1);
        assertThat(stream.pending()).isZero();
    }

    @Test
    void whatIsTooLongIsAnsweredBeforeItArrives() {
        arrives(HEAD + "Content-Length: 1000000\r\n\r\n");
        Framed.Broken broken = (Framed.Broken) out.getFirst();
        assertThat(Objects.requireNonNull(broken.answer()).status()).isEqualTo(513);
    }

    @Test
    void aHeadThatNeverEndsIsCutOff() {
        for (int i = 0; i < 100 && out.isEmpty(); i++) {
            arrives((i == 0 ? HEAD : "") + "X-Pad: " + "x".repeat(1_000) + "\r\n");
            assertThat(stream.pending()).isLessThan(20_000);
        }
        Framed.Broken broken = (Framed.Broken) out.getFirst();
        assertThat(Objects.requireNonNull(broken.answer()).status()).isEqualTo(513);
    }

    @Test
    void noiseIsNotAnswered() {
        arrives("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(out).containsExactly(new Framed.Broken("Content-Length", null));
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void howeverTheStreamIsPartedTheMessagesAreTheSame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String body = "x\r\n\r\n".repeat(random.nextInt(50));
            String message = HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body;
            sent.writeBytes(bytes("\r\n\r\n".repeat(random.nextInt(2)) + message));
            expected.add(message);
        }
        byte[] all = sent.toByteArray();
        int at = 0;
        while (at < all.length) {
            int next = Math.min(all.length, at + 1 + random.nextInt(random.nextInt(1, 900)));
            stream.receive(Arrays.copyOfRange(all, at, next), out::add);
            at = next;
        }
        assertThat(
                        out.stream()
                                .filter(Framed.Message.class::isInstance)
                                .map(Framed.Message.class::cast))
                .extracting(message -> new String(message.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noiseNeitherBreaksUsNorGrows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String spice = "\r\n: lL0123456789" + HEAD + "Content-Length: 7\r\n\r\n";
        for (int i = 0; i < 40; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 200) {
                int from = random.nextInt(spice.length());
                text.append(spice, from, Math.min(spice.length(), from + random.nextInt(80)));
            }
            arrives(text.toString());
            assertThat(stream.pending()).isLessThan(65_536);
        }
        for (Framed framed : out) {
            if (framed instanceof Framed.Message(byte[] found)) {
                assertThat(Parser.read(found)).isNotNull();
            }
        }
    }
}
