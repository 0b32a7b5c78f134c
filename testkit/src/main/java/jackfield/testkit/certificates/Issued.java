package jackfield.testkit.certificates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/// A certificate with its key and those that signed it.
///
/// @param key its private key
/// @param chain itself first, the authority last
public record Issued(PrivateKey key, List<X509Certificate> chain) {
    public Issued {
        chain = List.copyOf(chain);
    }

    /// The certificate itself.
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// The chain as text.
    public String chainPem() {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : chain) {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    /// The key as text (PKCS#8).
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /// Writes the chain to `name.crt` and the key to `name.key`.
    public Issued write(Path folder, String name) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name + ".crt"), chainPem());
            Files.writeString(folder.resolve(name + ".key"), keyPem());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// DER as text (RFC 7468).
    public static String pem(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    @Override
    public String toString() {
        return "Issued[" + certificate().getSubjectX500Principal() + "]";
    }
}
