package jackfield.net;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// Who we are towards a TLS peer: a private key and its certificate chain, our own certificate
/// first.
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    public TlsIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a certificate chain is empty");
        }
    }

    /// The subject only: the key is a secret.
    @Override
    public String toString() {
        return "TlsIdentity[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
