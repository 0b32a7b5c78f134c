package jackfield.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.server.config.BadSettings;
import jackfield.server.config.Config;
import jackfield.sip.auth.BearerAuthenticator;
import jackfield.sip.auth.TokenVerdict;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFilesTest {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    @TempDir Path folder;

    /// Settings of `auth.jwt`, in which `FILE` is a file with this content.
    private Optional<BearerAuthenticator> open(String content, String settings) throws IOException {
        Path file = folder.resolve("keys");
        Files.writeString(file, content);
        String yaml = "auth.jwt: {" + settings.replace("FILE", file.toString()) + "}";
        return TokenFiles.of(
                new Config.Sources().yaml("jackfield.yaml", yaml).read(),
                () -> Instant.ofEpochSecond(1000));
    }

    private TokenVerdict verdict(String content, String token) throws IOException {
        return open(content, "keys: FILE, user-claim: name, audience: sip")
                .orElseThrow()
                .verify(token);
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            pairs.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            pairs.initialize(2048);
        }
        return pairs.generateKeyPair();
    }

    private static String token(PrivateKey key, String header) throws GeneralSecurityException {
        boolean rsa = header.contains("RS256");
        String claims = "{\"name\":\"alice\",\"aud\":\"sip\",\"exp\":2000}";
        String signed =
                text(header.getBytes(StandardCharsets.UTF_8))
                        + "."
                        + text(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature =
                Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + text(signature.sign());
    }

    private static String text(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    private static String text(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return text(Arrays.copyOfRange(bytes, sign, bytes.length));
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    @Test
    void withoutKeysNoTokensAreTaken() throws Exception {
        assertThat(TokenFiles.of(Config.defaults(), Instant::now)).isEmpty();
    }

    @Test
    void keysAreReadFromPem() throws Exception {
        KeyPair rsa = pair("RSA");
        KeyPair ec = pair("EC");
        String both = "of the issuer:\n" + pem(rsa) + pem(ec);
        TokenVerdict alice = new TokenVerdict.Valid("alice");
        assertThat(verdict(both, token(rsa.getPrivate(), "{\"alg\":\"RS256\"}"))).isEqualTo(alice);
        assertThat(verdict(both, token(ec.getPrivate(), "{\"alg\":\"ES256\"}"))).isEqualTo(alice);
        assertThat(verdict(pem(pair("EC")), token(ec.getPrivate(), "{\"alg\":\"ES256\"}")))
                .isEqualTo(new TokenVerdict.Invalid(TokenVerdict.Fault.FORGED));
    }

    @Test
    void keysAreReadFromAKeySetWhichMayHoldOthersToo() throws Exception {
        KeyPair rsa = pair("RSA");
        KeyPair ec = pair("EC");
        RSAPublicKey r = (RSAPublicKey) rsa.getPublic();
        ECPublicKey e = (ECPublicKey) ec.getPublic();
        String set =
                """
                {"keys": [
                  {"kty": "oct", "k": "AAAA"},
                  {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
                  {"kty": "RSA", "use": "enc", "kid": "1", "n": "%1$s", "e": "%2$s"},
                  {"kty": "RSA", "use": "sig", "kid": "2", "n": "%1$s", "e": "%2$s"},
                  {"kty": "EC", "crv": "P-256", "alg": "ES256", "kid": "3", "x": "%3$s", "y": "%4$s"}
                ]}
                """
                        .formatted(
                                text(r.getModulus()),
                                text(r.getPublicExponent()),
                                text(e.getW().getAffineX()),
                                text(e.getW().getAffineY()));
        TokenVerdict alice = new TokenVerdict.Valid("alice");
        assertThat(verdict(set, token(rsa.getPrivate(), "{\"alg\":\"RS256\",\"kid\":\"2\"}")))
                .isEqualTo(alice);
        assertThat(verdict(set, token(ec.getPrivate(), "{\"alg\":\"ES256\",\"kid\":\"3\"}")))
                .isEqualTo(alice);
        assertThat(verdict(set, token(rsa.getPrivate(), "{\"alg\":\"RS256\",\"kid\":\"1\"}")))
                .isEqualTo(new TokenVerdict.Invalid(TokenVerdict.Fault.OTHER_ALGORITHM));
    }

    @Test
    void filesThatCannotBeUsedAreNamedWithTheCure() throws Exception {
        assertThatThrownBy(() -> open("short\n", "secret-file: FILE"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("keys (auth.jwt.secret-file): is too short to be a secret")
                .hasMessageNotContaining("short\n");
        assertThat(open("0123456789abcdef0123456789abcdef\n", "secret-file: FILE")).isPresent();
        for (String odd : List.of("", "{}", "{\"keys\":7}", "{\"keys\":[{\"kty\":\"RSA\"}]}")) {
            assertThatThrownBy(() -> open(odd, "keys: FILE"))
                    .as(odd)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("auth.jwt.keys");
        }
        assertThatThrownBy(() -> open("", "keys: /nowhere/keys"))
                .hasMessage(
                        "/nowhere/keys (auth.jwt.keys): there is no such file: correct the path");
    }

    @Test
    void settingsMustFitTogether() {
        for (String settings : List.of("issuer: a", "audience: sip", "scope: phone")) {
            assertThatThrownBy(() -> open("", settings))
                    .isInstanceOf(BadSettings.class)
                    .hasMessageContaining("auth.jwt.keys or auth.jwt.secret-file");
        }
        assertThatThrownBy(() -> open("", "keys: FILE, authz-server: \"http://a\""))
                .isInstanceOf(BadSettings.class)
                .hasMessageContaining("https://");
    }
}
