package jackfield.roles.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {
    private static String mask(String text) {
        return new String(
                Masking.mask(text.getBytes(StandardCharsets.ISO_8859_1)),
                StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Authorization: Digest username=\"a\", response=\"0af1\", qop=auth"
                        + "|Authorization: Digest username=\"a\", response=\"xxxx\", qop=auth",
                "proxy-authorization : Digest response=0af1"
                        + "|proxy-authorization : Digest response=xxxx",
                "Authorization: Bearer abc.def|Authorization: Bearer xxxxxxx",
                "Authorization: Basic YTpi|Authorization: Basic xxxx",
                "Authentication-Info: rspauth=\"99\", nc=1|Authentication-Info: rspauth=\"xx\", nc=1",
                "a=ice-pwd:asd88fgpdd777uzjYhagZg|a=ice-pwd:xxxxxxxxxxxxxxxxxxxxxx",
                "k=clear:secret|k=xxxxxxxxxxxx",
                "WWW-Authenticate: Digest nonce=\"1\"|WWW-Authenticate: Digest nonce=\"1\""
            })
    void secretsAreCovered(String before, String after) {
        String head = "INVITE sip:b SIP/2.0\r\n";
        assertThat(mask(head + before + "\r\nCall-ID: 1\r\n"))
                .isEqualTo(head + after + "\r\nCall-ID: 1\r\n");
    }

    @Test
    void mediaKeysAreCoveredToTheEndOfTheLine() {
        assertThat(mask("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:QUJD|2^20\r\na=sendrecv\r\n"))
                .isEqualTo("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:xxxxxxxxx\r\na=sendrecv\r\n");
    }

    @Test
    void aFoldedFieldIsCoveredToo() {
        assertThat(mask("X: 1\r\nAuthorization: Digest username=\"a\",\r\n response=\"0af1\"\r\n"))
                .isEqualTo(
                        "X: 1\r\nAuthorization: Digest username=\"a\",\r\n response=\"xxxx\"\r\n");
    }

    @Test
    void whatHasNoSecretsIsTheSameArray() {
        byte[] bytes = "BYE sip:b SIP/2.0\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        assertThat(Masking.mask(bytes)).isSameAs(bytes);
    }

    @Test
    void anythingKeepsItsLengthAndItsLines() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        String alphabet = "Authorization: Digest response=\"a=crypto:inline:\r\n k=ice-pwd\0\u00e9";
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            byte[] original = bytes.clone();
            byte[] masked = Masking.mask(bytes);
            assertThat(bytes).isEqualTo(original);
            assertThat(masked).hasSize(bytes.length);
            for (int j = 0; j < bytes.length; j++) {
                assertThat(masked[j] == bytes[j] || masked[j] == 'x').isTrue();
            }
        }
    }
}
