package jackfield.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How we say to push services who we are.
class VapidTest {
    @TempDir Path folder;
    private final SecureRandom random = new SecureRandom();

    private static JsonNode json(String part) {
        return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(part));
    }

    @Test
    void theTokenIsSignedByTheKeyThatIsNamed() throws Exception {
        Vapid vapid = Vapid.of(folder.resolve("push.key"), "mailto:a@example.org", random);
        String field =
                vapid.authorization(URI.create("https://push.example.net:8443/x/y"), 1_000_000);
        assertThat(field).startsWith("vapid t=").endsWith(", k=" + vapid.publicKey());
        String[] parts = field.substring(8, field.indexOf(',')).split("\\.", -1);
        assertThat(json(parts[0]).path("alg").asString()).isEqualTo("ES256");
        JsonNode claims = json(parts[1]);
        assertThat(claims.path("aud").asString()).isEqualTo("https://push.example.net:8443");
        assertThat(claims.path("sub").asString()).isEqualTo("mailto:a@example.org");
        assertThat(claims.path("exp").asLong()).isBetween(1_000_001L, 1_086_400L);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(P256.key(Base64.getUrlDecoder().decode(vapid.publicKey())));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void theKeyIsTheSameAfterARestartAndItsOwnersAlone() throws Exception {
        Path file = folder.resolve("push.key");
        Vapid first = Vapid.of(file, "https://example.org", random);
        Vapid second = Vapid.of(file, "https://example.org", random);
        assertThat(second.publicKey()).isEqualTo(first.publicKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(first.toString()).doesNotContain(Files.readAllLines(file).getFirst());
    }

    @Test
    void aDamagedKeySaysWhatToDo() throws Exception {
        Path file = folder.resolve("push.key");
        Files.writeString(file, "nonsense\n");
        assertThatThrownBy(() -> Vapid.of(file, "https://example.org", random))
                .hasMessageContaining("delete it");
    }
}
