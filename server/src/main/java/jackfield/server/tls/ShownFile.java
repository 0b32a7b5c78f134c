package jackfield.server.tls;

import jackfield.store.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Writes down which certificate the node shows now, so that its own command line knows it again
/// whoever signed it.
public final class ShownFile implements Showing {
    private final Path file;

    /// Writes to `file`.
    public ShownFile(Path file) {
        this.file = file;
    }

    @Override
    public void show(Credential usual, Map<String, Credential> byName) {
        try {
            String base64 =
                    Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(usual.certificate().getEncoded());
            OwnerOnly.write(
                    file,
                    ("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n")
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void trustClients(List<X509Certificate> authorities) {
        // only what we show is written down
    }
}
