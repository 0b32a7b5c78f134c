package jackfield.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WriterTest {
    private static final String[] LINES = {
        "Via: SIP/2.0/UDP h;branch=z9hG4bK1\r\n",
        "From: <sip:a@b>;tag=1\r\n",
        "To: <sip:b@c>\r\n",
        "Call-ID: 1\r\n",
        "CSeq: 1 OPTIONS\r\n",
        "X-Own: as it came\r\n",
        "Subject: \r\n",
        "Allow: INVITE, ACK\r\n"
    };

    private static String written(String text) {
        byte[] bytes = Writer.write(Parser.parse(bytes(text)).orThrow());
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @Test
    void whatIsWrittenAsWeWriteComesOutByteForByte() {
        String text =
                "OPTIONS sip:B@c;x=%41 SIP/2.0\r\n"
                        + String.join("", LINES)
                        + "Content-Length: 4\r\n\r\nbody";
        assertThat(written(text)).isEqualTo(text);
    }

    @Test
    void whatIsWrittenInAnotherWayIsMadeRegular() {
        String text =
                "OPTIONS   sip:b@c  sip/2.0\nv:SIP/2.0/UDP h;branch=z9hG4bK1\n"
                        + "f : <sip:a@b>;tag=1 \r\nl: 0\r\nt: <sip:b@c>\r\nX-own:\tzwei \r\n"
                        + "call-id: 1\r\nCSeq: 1\r\n  OPTIONS\r\nX-Last: 1\r\n\r\n";
        assertThat(written(text))
                .isEqualTo(
                        "OPTIONS sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
                                + "From: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nX-own: zwei\r\n"
                                + "Call-ID: 1\r\nCSeq: 1 OPTIONS\r\nX-Last: 1\r\n"
                                + "Content-Length: 0\r\n\r\n");
    }

    /// Lines in any order, some regular and some not, with some taken away and others put in:
    /// written line by line from the fields gives the same.
    @ParameterizedTest
    @MethodSource("seeds")
    void runsOfLinesAreCopiedAsIfOneByOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder("OPTIONS sip:b@c SIP/2.0\r\n");
        for (String line : LINES) {
            text.append(random.nextInt(4) == 0 ? line.replaceFirst(": ", " :") : line);
            if (random.nextInt(6) == 0) {
                text.append("Content-Length: 0\r\n".repeat(text.indexOf("-Len") < 0 ? 1 : 0));
            }
        }
        Headers headers = Parser.parse(bytes(text + "\r\n")).orThrow().headers();
        HeaderEdit edit = headers.edit();
        switch (random.nextInt(4)) {
            case 0 -> edit.without(HeaderName.of("x-OWN"));
            case 1 -> edit.with(HeaderName.TO, "<sip:other@c>;tag=\u00e9");
            case 2 -> edit.push(HeaderName.VIA, "SIP/2.0/UDP us;branch=z9hG4bK2");
            default -> edit.pop(HeaderName.ALLOW).add(HeaderName.SUPPORTED, "path");
        }
        Headers edited = edit.done();
        StringBuilder expected = new StringBuilder("OPTIONS sip:b@c SIP/2.0\r\n");
        for (Headers.Field field : edited.fields()) {
            if (!field.name().equals(HeaderName.CONTENT_LENGTH)) {
                expected.append(field).append("\r\n");
            }
        }
        Request request = (Request) Parser.parse(bytes(text + "\r\n")).orThrow();
        byte[] out = Writer.write(request.with(edited));
        assertThat(new String(out, StandardCharsets.UTF_8))
                .isEqualTo(expected + "Content-Length: 0\r\n\r\n");
        assertThat(Writer.size(request.with(edited))).isEqualTo(out.length);
    }
}
