package jackfield.testkit.certificates;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a certificate should say.
///
/// @param subject `CN=Jackfield,O=Tests`; empty for none
/// @param alternatives the subjectAltName, each `dns:`, `uri:`, `ip:` or `email:` and its value
/// @param usages OIDs of the extended key usage; none for no such extension
/// @param keyAlgorithm `EC` or `RSA`
/// @param notBefore from when it is valid
/// @param notAfter until when
public record Wanted(
        String subject,
        List<String> alternatives,
        List<String> usages,
        String keyAlgorithm,
        Instant notBefore,
        Instant notAfter) {
    public Wanted {
        alternatives = List.copyOf(alternatives);
        usages = List.copyOf(usages);
    }

    /// P-256, an hour old, valid for a month, no subject.
    public static Wanted of(String... alternatives) {
        Instant now = Instant.now();
        return new Wanted(
                "",
                List.of(alternatives),
                List.of(),
                "EC",
                now.minus(Duration.ofHours(1)),
                now.plus(Duration.ofDays(30)));
    }

    /// The same with a subject.
    public Wanted subject(String name) {
        return new Wanted(name, alternatives, usages, keyAlgorithm, notBefore, notAfter);
    }

    /// The same with one more use.
    public Wanted use(String oid) {
        List<String> more = new ArrayList<>(usages);
        more.add(oid);
        return new Wanted(subject, alternatives, more, keyAlgorithm, notBefore, notAfter);
    }

    /// The same with an RSA key.
    public Wanted rsa() {
        return new Wanted(subject, alternatives, usages, "RSA", notBefore, notAfter);
    }

    /// The same for other times.
    public Wanted valid(Instant from, Instant until) {
        return new Wanted(subject, alternatives, usages, keyAlgorithm, from, until);
    }
}
