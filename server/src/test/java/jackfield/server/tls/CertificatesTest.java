package jackfield.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.server.config.Config;
import jackfield.testkit.certificates.Issued;
import jackfield.testkit.certificates.TestAuthority;
import jackfield.testkit.certificates.Wanted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is shown, and when that changes.
class CertificatesTest {
    private static final TestAuthority AUTHORITY = TestAuthority.make("authority");

    @TempDir Path folder;

    private final Shown shown = new Shown();
    private final Credential own = credential(AUTHORITY.issue(Wanted.of("dns:localhost")));
    private Instant now = Instant.now();
    private int written;

    /// What TLS peers would get.
    private static final class Shown implements Showing {
        Credential usual;
        Map<String, Credential> byName = Map.of();
        List<X509Certificate> authorities = List.of();

        @Override
        public void show(Credential newUsual, Map<String, Credential> newByName) {
            usual = newUsual;
            byName = newByName;
        }

        @Override
        public void trustClients(List<X509Certificate> newAuthorities) {
            authorities = newAuthorities;
        }
    }

    private static Credential credential(Issued issued) {
        return new Credential(issued.key(), issued.chain());
    }

    /// Writes files whose times differ from those of the ones before.
    private Credential write(String name, Issued issued) throws Exception {
        issued.write(folder, name);
        FileTime time = FileTime.from(Instant.now().plusSeconds(++written));
        Files.setLastModifiedTime(folder.resolve(name + ".crt"), time);
        Files.setLastModifiedTime(folder.resolve(name + ".key"), time);
        return credential(issued);
    }

    private Certificates open(String... settings) throws Exception {
        Config.Sources sources = new Config.Sources();
        for (String setting : settings) {
            sources.set(setting);
        }
        return open(sources.read());
    }

    private Certificates open(Config config) throws Exception {
        Certificates certificates =
                Certificates.open(TlsFiles.of(config), own, Optional.empty(), () -> now);
        certificates.shownBy(shown);
        return certificates;
    }

    private String[] files(String name) {
        return new String[] {
            "tls.certificate=" + folder.resolve(name + ".crt"),
            "tls.key=" + folder.resolve(name + ".key")
        };
    }

    @Test
    void withoutSettingsItIsTheOwnAuthoritys() throws Exception {
        Certificates certificates = open();
        assertThat(shown.usual).isEqualTo(own);
        assertThat(certificates.certificates())
                .singleElement()
                .satisfies(view -> {
                    assertThat(view.name()).isEqualTo("default");
                    assertThat(view.source()).isEqualTo("own authority");
                    assertThat(view.names()).containsExactly("localhost");
                    assertThat(view.problems()).isEmpty();
                    assertThat(view.sha256()).hasSize(95);
                });
    }

    @Test
    void aChangedFileIsShownOnceItIsWhole() throws Exception {
        Credential first = write("us", AUTHORITY.issue(Wanted.of("dns:example.org")));
        Certificates certificates = open(files("us"));
        assertThat(shown.usual).isEqualTo(first);
        assertThat(shown.byName.get("localhost")).isEqualTo(own);
        Credential second = write("us", AUTHORITY.issue(Wanted.of("dns:example.org")));
        certificates.look();
        assertThat(shown.usual).as("perhaps it is still being written").isEqualTo(first);
        certificates.look();
        assertThat(shown.usual).isEqualTo(second);
        assertThat(certificates.reloads()).isEqualTo(1);
        certificates.look();
        assertThat(certificates.reloads()).isEqualTo(1);
    }

    @Test
    void aBrokenFileIsNotShownAndSaysWhy() throws Exception {
        Credential first = write("us", AUTHORITY.issue(Wanted.of("dns:example.org")));
        Certificates certificates = open(files("us"));
        Files.writeString(folder.resolve("us.crt"), "oops, the disk was full");
        certificates.look();
        certificates.look();
        assertThat(shown.usual).isEqualTo(first);
        assertThat(certificates.failures()).isEqualTo(1);
        assertThat(certificates.certificates().getFirst().problems())
                .singleElement()
                .asString()
                .contains("us.crt", "holds no PEM text");
        assertThat(certificates.reload()).singleElement().asString().contains("us.crt");
        certificates.look();
        assertThat(certificates.failures()).as("nobody reads it all the time").isEqualTo(2);
        Credential second = write("us", AUTHORITY.issue(Wanted.of("dns:example.org")));
        assertThat(certificates.reload()).isEmpty();
        assertThat(shown.usual).isEqualTo(second);
        assertThat(certificates.certificates().getFirst().problems()).isEmpty();
    }

    @Test
    void anExpiredFileDoesNotReplaceAGoodOneButStartsANodeThatHasNoBetter() throws Exception {
        Credential first = write("us", AUTHORITY.issue(Wanted.of("dns:example.org")));
        Certificates certificates = open(files("us"));
        Credential old =
                write(
                        "us",
                        AUTHORITY.issue(
                                Wanted.of("dns:example.org")
                                        .valid(
                                                now.minus(Duration.ofDays(9)),
                                                now.minus(Duration.ofDays(1)))));
        assertThat(certificates.reload()).singleElement().asString().contains("has expired");
        assertThat(shown.usual).isEqualTo(first);
        Certificates restarted = open(files("us"));
        assertThat(shown.usual).isEqualTo(old);
        assertThat(restarted.certificates().getFirst().problems())
                .singleElement()
                .asString()
                .contains("has expired");
        assertThat(restarted.secondsLeft().get("default")).isNegative();
    }

    @Test
    void aFileThatCannotBeUsedStopsTheStart() {
        assertThatThrownBy(() -> open(files("nowhere")))
                .isInstanceOf(BadCertificate.class)
                .hasMessageContaining("nowhere.crt (tls.certificate): there is no such file");
    }

    @Test
    void namesHaveCertificatesOfTheirOwn() throws Exception {
        Credential usual = write("us", AUTHORITY.issue(Wanted.of("dns:example.org")));
        Credential net = write("net", AUTHORITY.issue(Wanted.of("dns:*.example.net")));
        Config config =
                new Config.Sources()
                        .yaml(
                                "test.yaml",
                                """
                                tls:
                                  certificate: %1$s/us.crt
                                  key: %1$s/us.key
                                  certificates:
                                    - names: ["*.example.net"]
                                      certificate: %1$s/net.crt
                                      key: %1$s/net.key
                                """
                                        .formatted(folder))
                        .read();
        Certificates certificates = open(config);
        assertThat(shown.usual).isEqualTo(usual);
        assertThat(shown.byName.get("*.example.net")).isEqualTo(net);
        assertThat(certificates.secondsLeft()).containsOnlyKeys("default", "*.example.net");
        assertThat(certificates.secondsLeft().values()).allMatch(left -> left > 29 * 86_400L);
        Credential renewed = write("net", AUTHORITY.issue(Wanted.of("dns:*.example.net")));
        certificates.look();
        certificates.look();
        assertThat(shown.usual).isEqualTo(usual);
        assertThat(shown.byName.get("*.example.net")).isEqualTo(renewed);
    }

    @Test
    void thoseWhoSignPeersAreReadAgainToo() throws Exception {
        TestAuthority other = TestAuthority.make("another");
        Path file = folder.resolve("peers.pem");
        Files.writeString(file, AUTHORITY.pem());
        Certificates certificates = open("tls.client-authorities=" + file);
        assertThat(shown.authorities).containsExactly(AUTHORITY.certificate());
        Files.writeString(file, AUTHORITY.pem() + other.pem());
        certificates.look();
        certificates.look();
        assertThat(shown.authorities).containsExactly(AUTHORITY.certificate(), other.certificate());
        Files.writeString(file, "nobody");
        assertThat(certificates.reload()).singleElement().asString().contains("peers.pem");
        assertThat(shown.authorities).hasSize(2);
    }
}
