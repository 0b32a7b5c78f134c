package jackfield.server.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/// The file of those who sign the certificates of peers.
final class ClientAuthorities {
    private final Path file;
    private final String setting;
    private volatile List<X509Certificate> certificates;
    private volatile String seen;
    private volatile String taken;

    ClientAuthorities(Path file, String setting) throws BadCertificate {
        this.file = file;
        this.setting = setting;
        seen = CertificateFile.stamp(file);
        taken = seen;
        certificates = PemFile.read(file, setting).certificates();
    }

    /// What the file held when it was last good.
    List<X509Certificate> certificates() {
        return certificates;
    }

    /// True when the file is another than the one that was read, and the same as at the last look.
    boolean hasChanged() {
        String now = CertificateFile.stamp(file);
        boolean changed = now.equals(seen) && !now.equals(taken);
        seen = now;
        return changed;
    }

    List<X509Certificate> read() throws BadCertificate {
        taken = CertificateFile.stamp(file);
        certificates = PemFile.read(file, setting).certificates();
        return certificates;
    }
}
