package jackfield.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import jackfield.testkit.certificates.Issued;
import jackfield.testkit.certificates.TestAuthority;
import jackfield.testkit.certificates.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Certificates and keys as people have them in files.
class CertificateFileTest {
    private static final TestAuthority AUTHORITY = TestAuthority.make("authority");
    private static final Instant NOW = Instant.now();

    @TempDir Path folder;

    private CertificateFile file(String certificate, String key, String... names) {
        return new CertificateFile(
                "tls.certificate", folder.resolve(certificate), folder.resolve(key), Set.of(names));
    }

    private Issued issue(String name, String... alternatives) {
        return AUTHORITY.issue(Wanted.of(alternatives)).write(folder, name);
    }

    private void openssl(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("openssl.log").toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("openssl.log")))
                .isZero();
    }

    @Test
    void aChainAndItsKeyAreReadAndPutInOrder() throws Exception {
        Issued issued = issue("us", "dns:example.org");
        assertThat(file("us.crt", "us.key").read())
                .isEqualTo(new Credential(issued.key(), issued.chain()));
        Issued stranger = issue("stranger", "dns:example.com");
        Files.writeString(
                folder.resolve("mixed.pem"),
                AUTHORITY.pem() + stranger.chainPem() + issued.keyPem() + issued.chainPem());
        assertThat(file("mixed.pem", "mixed.pem").read().chain()).isEqualTo(issued.chain());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ecparam -name prime256v1 -genkey -out key",
                "ecparam -name secp384r1 -genkey -noout -out key",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key",
                "genrsa -traditional -out key 2048",
                "genrsa -out key 2048",
                "genpkey -algorithm ed25519 -out key"
            })
    void everyKindOfKeyThatOpensslWritesIsRead(String command) throws Exception {
        openssl(command.split(" "));
        openssl(
                "req",
                "-x509",
                "-key",
                "key",
                "-out",
                "crt",
                "-subj",
                "/CN=x",
                "-addext",
                "subjectAltName=DNS:example.org");
        Credential read = file("crt", "key").read();
        assertThat(read.names()).containsExactly("example.org");
        assertThat(read.key().getFormat()).isEqualTo("PKCS#8");
    }

    @Test
    void whatCannotBeUsedIsNamedWithItsCure() throws Exception {
        issue("us", "dns:example.org");
        issue("other", "dns:example.com");
        refused(
                file("us.crt", "other.key"),
                "other.key (tls.key)",
                "not the key of",
                "example.org");
        refused(file("none.crt", "us.key"), "none.crt (tls.certificate)", "no such file");
        refused(file("us.crt", "none.key"), "none.key (tls.key)", "no such file");
        refused(file("us.key", "us.key"), "holds no certificate, only PRIVATE KEY");
        refused(file("us.crt", "us.crt"), "holds no private key", "tls.key");
        refused(file("us.crt", "other.crt"), "holds no private key, only CERTIFICATE");
        refused(file(".", "us.key"), "is a folder");
        openssl("x509", "-in", "us.crt", "-outform", "DER", "-out", "us.der");
        refused(file("us.der", "us.key"), "holds no PEM text", "openssl x509");
        openssl("pkey", "-in", "us.key", "-aes128", "-passout", "pass:x", "-out", "locked.key");
        refused(file("us.crt", "locked.key"), "is encrypted", "openssl pkey");
        openssl("rsa -traditional -aes128 -passout pass:x -out old.key -in".split(" "), rsa());
        refused(file("us.crt", "old.key"), "is encrypted", "openssl pkey");
        Files.writeString(
                folder.resolve("cut.key"),
                Files.readString(folder.resolve("us.key")).substring(0, 60));
        refused(file("us.crt", "cut.key"), "holds no PEM text");
    }

    private void openssl(String[] arguments, String last) throws Exception {
        List<String> all = new java.util.ArrayList<>(List.of(arguments));
        all.add(last);
        openssl(all.toArray(new String[0]));
    }

    private String rsa() throws Exception {
        openssl("genrsa", "-out", "rsa.key", "2048");
        return "rsa.key";
    }

    private static void refused(CertificateFile file, String... words) {
        assertThatThrownBy(file::read).isInstanceOf(BadCertificate.class).message().contains(words);
    }

    @Test
    void aFileOfAnotherUserSaysWhoMayNotReadIt() throws Exception {
        issue("us", "dns:example.org");
        Path key = folder.resolve("us.key");
        assertThat(key.toFile().setReadable(false)).isTrue();
        assumeThat(Files.isReadable(key)).as("root reads everything").isFalse();
        refused(file("us.crt", "us.key"), "us.key", "cannot be read by the user", "chmod 640");
    }

    @Test
    void peersComplaintsAreForeseen() throws Exception {
        Duration day = Duration.ofDays(1);
        AUTHORITY
                .issue(
                        Wanted.of("dns:example.org")
                                .valid(NOW.minus(day.multipliedBy(9)), NOW.minus(day)))
                .write(folder, "old");
        AUTHORITY.issue(Wanted.of().subject("CN=example.org")).write(folder, "nameless");
        Issued alone = issue("alone", "dns:example.org");
        Files.writeString(
                folder.resolve("alone.crt"),
                new Issued(alone.key(), List.of(alone.certificate())).chainPem());
        issue("wild", "dns:*.example.org");
        assertThat(complaints("old", "example.org")).singleElement().asString().contains("expired");
        assertThat(complaints("nameless", "example.org"))
                .singleElement()
                .asString()
                .contains("no subjectAltName");
        assertThat(complaints("alone", "example.org"))
                .singleElement()
                .asString()
                .contains("full chain");
        assertThat(complaints("wild", "sip.example.org")).isEmpty();
        assertThat(complaints("wild", "example.org"))
                .singleElement()
                .asString()
                .contains("is not for example.org but for *.example.org");
    }

    private List<String> complaints(String name, String... names) throws IOException {
        CertificateFile file = file(name + ".crt", name + ".key", names);
        return file.complaints(file.read(), NOW);
    }

    @Test
    void damagedFilesAreRefusedAndNothingWorse() throws Exception {
        Issued issued = issue("us", "dns:example.org");
        byte[] good = (issued.chainPem() + issued.keyPem()).getBytes();
        Random random = new Random(7468);
        Path file = folder.resolve("damaged.pem");
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, bad);
            try {
                file("damaged.pem", "damaged.pem").read();
            } catch (BadCertificate e) {
                refused++;
                assertThat(e.getMessage()).contains("damaged.pem");
            }
        }
        assertThat(refused).isPositive();
    }
}
