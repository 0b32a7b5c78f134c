package jackfield.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.certificates.Issued;
import jackfield.testkit.certificates.TestAuthority;
import jackfield.testkit.certificates.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When certificates are ordered; the server itself is pebble in the interop tests.
class AcmeRenewalTest {
    private static final TestAuthority AUTHORITY = TestAuthority.make("authority");
    private static final Duration LIFE = Duration.ofDays(90);

    @TempDir Path folder;

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final List<Instant> ordered = new ArrayList<>();
    private boolean broken;

    private AcmeRenewal renewal(String... domains) {
        AcmeServer server =
                (names, challenges) -> {
                    ordered.add(now);
                    if (broken) {
                        throw new IOException("example.org: Connection refused");
                    }
                    Issued issued =
                            AUTHORITY.issue(
                                    Wanted.of(
                                                    names.stream()
                                                            .map("dns:"::concat)
                                                            .toArray(String[]::new))
                                            .valid(now, now.plus(LIFE)));
                    return new Credential(issued.key(), issued.chain());
                };
        InstantSource clock = () -> now;
        return new AcmeRenewal(
                server,
                "https://acme.example/dir",
                Set.of(domains),
                folder.resolve("certificate.pem"),
                clock,
                new SplittableRandom(8555));
    }

    /// Lives through `time`, looking every hour.
    private void pass(AcmeRenewal renewal, Duration time) throws Exception {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            renewal.tend();
            now = now.plus(Duration.ofHours(1));
        }
    }

    @Test
    void aCertificateIsOrderedAtOnceAndAgainAtTwoThirdsOfItsLife() throws Exception {
        AcmeRenewal renewal = renewal("example.org");
        List<Credential> came = new ArrayList<>();
        renewal.takenBy(came::add);
        Instant begin = now;
        renewal.tend();
        assertThat(came).hasSize(1);
        assertThat(came.getFirst().names()).containsExactly("example.org");
        assertThat(renewal.due())
                .isBetween(begin.plus(Duration.ofDays(57)), begin.plus(Duration.ofDays(60)));
        assertThat(renewal.view().state()).isEqualTo("valid");
        pass(renewal, Duration.ofDays(365));
        assertThat(ordered.size()).isBetween(6, 8);
        assertThat(came).hasSameSizeAs(ordered);
    }

    @Test
    void aRestartKeepsTheCertificateForItsOwnerOnly() throws Exception {
        AcmeRenewal first = renewal("example.org");
        List<Credential> came = new ArrayList<>();
        first.takenBy(came::add);
        first.tend();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("certificate.pem"))))
                .isEqualTo("rw-------");
        AcmeRenewal second = renewal("example.org");
        second.takenBy(came::add);
        second.tend();
        assertThat(ordered).hasSize(1);
        assertThat(came.getLast()).isEqualTo(came.getFirst());
    }

    @Test
    void anotherNameIsOrderedAtOnce() throws Exception {
        renewal("example.org").tend();
        renewal("example.org", "sip.example.org").tend();
        assertThat(ordered).hasSize(2);
    }

    @Test
    void failuresMakeItWaitLongerAndLongerUntilSomebodyAsksForMore() throws Exception {
        broken = true;
        AcmeRenewal renewal = renewal("example.org");
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            now = renewal.due();
            renewal.tend();
            waits.add(Duration.between(now, renewal.due()));
        }
        assertThat(waits.getFirst()).isBetween(Duration.ofMinutes(2), Duration.ofSeconds(144));
        assertThat(waits.get(3)).isBetween(Duration.ofMinutes(16), Duration.ofMinutes(20));
        assertThat(waits.getLast()).isBetween(Duration.ofHours(12), Duration.ofMinutes(865));
        assertThat(renewal.isFailing()).isTrue();
        assertThat(renewal.view().state()).isEqualTo("waiting");
        assertThat(renewal.view().lastError()).contains("Connection refused");
        assertThat(renewal.view().failures()).isEqualTo(12);
        broken = false;
        renewal.tend();
        assertThat(ordered).as("not before its time").hasSize(12);
        renewal.hurry();
        renewal.tend();
        assertThat(renewal.isFailing()).isFalse();
        assertThat(renewal.view().orders()).isEqualTo(1);
    }

    @Test
    void aDamagedFileIsReplaced() throws Exception {
        Files.writeString(folder.resolve("certificate.pem"), "oops");
        AcmeRenewal renewal = renewal("example.org");
        renewal.tend();
        assertThat(renewal.view().orders()).isEqualTo(1);
    }
}
