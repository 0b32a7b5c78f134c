package jackfield.server.api;

import java.util.List;
import java.util.Optional;

/// What the API can ask and tell a node about its certificates. Called on virtual threads: it reads
/// files.
public interface TlsView {
    /// The certificates that are shown now.
    List<CertificateView> certificates();

    /// How the node stands with its ACME server, if it has one.
    Optional<AcmeView> acme();

    /// Reads all files again; what could not be taken, each with its reason. What was shown before
    /// is shown on in its place.
    List<String> reload();

    /// Orders a new certificate now; false where there is no ACME server.
    boolean renew();
}
