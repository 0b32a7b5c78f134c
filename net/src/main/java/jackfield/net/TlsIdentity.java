package jackfield.net;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/// Who we are towards a TLS peer: a private key and its certificate chain, our own certificate
/// first.
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    public TlsIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a certificate chain is empty");
        }
    }

    /// The key and its chain in the form that Java's TLS takes.
    public KeyManagerFactory keyManagers() {
        try {
            char[] password = "in memory only".toCharArray();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("us", key, password, chain.toArray(new X509Certificate[0]));
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, password);
            return managers;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the key and its certificate don't fit", e);
        }
    }

    /// The subject only: the key is a secret.
    @Override
    public String toString() {
        return "TlsIdentity[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
