package jackfield.net;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Checks that an authority signed a chain (RFC 5280 section 6), for servers and for clients.
///
/// The extended key usage may say server, client, any, or SIP domain (RFC 5924): one that dials us
/// is a server too, and public authorities no longer sign clients. Revocation is not looked up: it
/// would be a question to a third party inside a handshake.
public final class CertificatePaths {
    private static final Set<String> USAGES =
            Set.of("2.5.29.37.0", "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.20");

    private final List<X509Certificate> authorities;
    private final Set<TrustAnchor> anchors;

    /// @param authorities who is believed; a certificate among them is believed for itself
    public CertificatePaths(List<X509Certificate> authorities) {
        this.authorities = List.copyOf(authorities);
        anchors =
                authorities.stream()
                        .map(authority -> new TrustAnchor(authority, null))
                        .collect(Collectors.toSet());
    }

    private static final class Public {
        static final CertificatePaths OF_THE_JVM = new CertificatePaths(read());

        private static List<X509Certificate> read() {
            try {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init((KeyStore) null);
                for (TrustManager manager : factory.getTrustManagers()) {
                    if (manager instanceof X509TrustManager x509) {
                        return List.of(x509.getAcceptedIssuers());
                    }
                }
                return List.of();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JVM has no certificate authorities", e);
            }
        }
    }

    /// Those that the JVM trusts.
    public static CertificatePaths ofPublicAuthorities() {
        return Public.OF_THE_JVM;
    }

    /// Who is believed.
    public List<X509Certificate> authorities() {
        return authorities;
    }

    /// @param chain the peer's own certificate first
    /// @throws CertificateException when no authority signed it, or it is not valid now, or it is
    ///   for something else
    public void check(List<X509Certificate> chain) throws CertificateException {
        if (chain.isEmpty() || anchors.isEmpty()) {
            throw new CertificateException("nobody here could have signed it");
        }
        X509Certificate own = chain.getFirst();
        own.checkValidity();
        List<String> usages = own.getExtendedKeyUsage();
        if (usages != null && usages.stream().noneMatch(USAGES::contains)) {
            throw new CertificateException("the certificate is for other uses: " + usages);
        }
        if (authorities.contains(own)) {
            return;
        }
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(own);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.addCertStore(
                    CertStore.getInstance(
                            "Collection", new CollectionCertStoreParameters(new HashSet<>(chain))));
            CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("no authority that we trust signed it", e);
        }
    }
}
