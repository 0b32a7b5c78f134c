package jackfield.sip.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WebSocketFramingTest {
    private final WebSocketFraming framing = new WebSocketFraming(1_000);

    private Framed receive(String text) {
        return framing.receive(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aKeepAliveIsNoMessage() {
        assertThat(receive("\r\n\r\n")).isEqualTo(new Framed.Ping());
        assertThat(receive("\r\n")).isEqualTo(new Framed.Pong());
        assertThat(receive("")).isEqualTo(new Framed.Pong());
    }

    @Test
    void anythingElseIsOneMessageAsItCame() {
        byte[] bytes = "OPTIONS sip:x SIP/2.0\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        assertThat(framing.receive(bytes))
                .isInstanceOfSatisfying(
                        Framed.Message.class,
                        message -> assertThat(message.bytes()).isSameAs(bytes));
    }

    @Test
    void whatIsTooLongIsAnsweredAndCloses() {
        String head =
                "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/WS x.invalid;branch=z9hG4bK1\r\n"
                        + "Call-ID: 1\r\n\r\n";
        assertThat(receive(head + "x".repeat(1_000)))
                .isInstanceOfSatisfying(
                        Framed.Broken.class,
                        broken ->
                                assertThat(Objects.requireNonNull(broken.answer()).status())
                                        .isEqualTo(513));
    }

    @Test
    void onlyUtf8GoesAsText() {
        assertThat(WebSocketFraming.fitsText("plain".getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(WebSocketFraming.fitsText("Grüße".getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(WebSocketFraming.fitsText("Grüße".getBytes(StandardCharsets.ISO_8859_1)))
                .isFalse();
    }
}
