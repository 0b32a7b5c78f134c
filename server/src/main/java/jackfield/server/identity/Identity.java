package jackfield.server.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// Who this node is towards TLS peers.
///
/// @param key the server's private key
/// @param chain the server's certificate and the one that signed it
/// @param rootPem the root certificate as text: what `/ca.crt` gives, for people to install
public record Identity(PrivateKey key, List<X509Certificate> chain, String rootPem) {
    public Identity {
        chain = List.copyOf(chain);
    }

    /// The server's own certificate.
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// Without the key.
    @Override
    public String toString() {
        return "Identity[" + certificate().getSubjectX500Principal() + "]";
    }
}
