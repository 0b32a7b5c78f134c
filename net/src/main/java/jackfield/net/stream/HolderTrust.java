package jackfield.net.stream;

import jackfield.net.CertificatePaths;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// [TlsTrust.Holder] in the form that Java's TLS takes.
final class HolderTrust extends X509ExtendedTrustManager {
    private final TlsTrust.Holder trust;

    HolderTrust(TlsTrust.Holder trust) {
        this.trust = trust;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        trust.authorities()
                .map(CertificatePaths::new)
                .orElseGet(CertificatePaths::ofPublicAuthorities)
                .check(List.of(chain));
        if (!trust.holder().test(chain[0])) {
            throw new CertificateException("the certificate is not that of " + trust.serverName());
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("only servers are asked here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
