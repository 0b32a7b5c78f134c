package jackfield.server.api;

import java.util.List;

/// A certificate as the API shows it.
///
/// @param name what it is for: `default`, or the names that peers ask for
/// @param source `own authority`, `acme`, or the file
/// @param names who it says that we are
/// @param issuer who signed it
/// @param notAfter when it ends: `2027-01-31T00:00:00Z`
/// @param secondsLeft until then; negative when that has passed
/// @param sha256 its fingerprint
/// @param problems what is wrong with it, or with the newer file that was not taken
public record CertificateView(
        String name,
        String source,
        List<String> names,
        String issuer,
        String notAfter,
        long secondsLeft,
        String sha256,
        List<String> problems) {
    public CertificateView {
        names = List.copyOf(names);
        problems = List.copyOf(problems);
    }
}
