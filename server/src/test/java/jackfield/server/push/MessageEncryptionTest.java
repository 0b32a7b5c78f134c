package jackfield.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// The example of RFC 8291 section 5 and appendix A, to the byte.
class MessageEncryptionTest {
    private static final String PAGE =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String OURS =
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";

    private static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }

    private static ECPublicKey key(String base64) {
        ECPublicKey key = P256.key(bytes(base64));
        assertThat(key).isNotNull();
        return java.util.Objects.requireNonNull(key);
    }

    @Test
    void theExampleOfTheRfc() {
        byte[] body =
                MessageEncryption.encrypt(
                        "When I grow up, I want to be a watermelon"
                                .getBytes(StandardCharsets.US_ASCII),
                        key(PAGE),
                        bytes("BTBZMqHH6r4Tts7J_aSIgg"),
                        P256.pair(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), key(OURS)),
                        bytes("DGv6ra1nlYgDCS1FRnbzlw"));
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(body))
                .isEqualTo(
                        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"
                                + "Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf"
                                + "1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    @Test
    void noTwoMessagesAreAlikeAndTheLongestFits() {
        SecureRandom random = new SecureRandom();
        byte[] secret = new byte[16];
        byte[] longest = new byte[MessageEncryption.LONGEST];
        byte[] first = MessageEncryption.encrypt(longest, key(PAGE), secret, random);
        byte[] second = MessageEncryption.encrypt(longest, key(PAGE), secret, random);
        assertThat(first).hasSize(4096);
        assertThat(Arrays.equals(first, 0, 16, second, 0, 16)).isFalse();
        assertThat(Arrays.equals(first, 21, 86, second, 21, 86)).isFalse();
    }

    @Test
    void whatIsNoPointOfTheCurveIsNoKey() {
        byte[] good = bytes(PAGE);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            assertThat(P256.key(bad)).as("byte " + at).isNull();
        }
        assertThat(P256.key(new byte[0])).isNull();
        assertThat(P256.key(Arrays.copyOf(good, 64))).isNull();
        byte[] compressed = Arrays.copyOf(good, 33);
        compressed[0] = 2;
        assertThat(P256.key(compressed)).isNull();
        byte[] zero = new byte[65];
        zero[0] = 4;
        assertThat(P256.key(zero)).isNull();
        byte[] beyond = new byte[65];
        Arrays.fill(beyond, (byte) 0xff);
        beyond[0] = 4;
        assertThat(P256.key(beyond)).isNull();
    }
}
