package jackfield.net;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whether a TLS listener asks its clients for a certificate, and which of them it believes. The
/// authorities can be exchanged while connections live. For any thread.
public final class TlsClients {
    /// Asks for none.
    public static final TlsClients NOT_ASKED = new TlsClients(Asking.OFF, List.of());

    /// What a listener asks for.
    public enum Asking {
        /// Nothing.
        OFF,
        /// A certificate; who has none, or one that we don't know, may come in unproven.
        OPTIONAL,
        /// A certificate of these authorities, or the handshake fails.
        REQUIRED
    }

    private final Asking asking;
    private volatile CertificatePaths paths;

    /// @param authorities who signs certificates that we believe (or these very certificates)
    public TlsClients(Asking asking, List<X509Certificate> authorities) {
        this.asking = asking;
        paths = new CertificatePaths(authorities);
    }

    /// From now on, believes these.
    public void trust(List<X509Certificate> authorities) {
        paths = new CertificatePaths(authorities);
    }

    /// What is asked for.
    public Asking asking() {
        return asking;
    }

    /// What `chain` proves: itself, where an authority signed it; else nothing.
    public List<X509Certificate> proven(List<X509Certificate> chain) {
        try {
            paths.check(chain);
            return List.copyOf(chain);
        } catch (CertificateException notOurs) {
            return List.of();
        }
    }

    /// In the form that Java's TLS takes. With [Asking#OPTIONAL] it lets every certificate pass,
    /// for phones come with certificates of their makers: ask [#proven] what it is worth.
    public X509ExtendedTrustManager trustManager() {
        return new Check();
    }

    private final class Check extends X509ExtendedTrustManager {
        private void check(X509Certificate[] chain) throws CertificateException {
            if (asking == Asking.REQUIRED) {
                paths.check(List.of(chain));
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("only clients are asked here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return paths.authorities().toArray(new X509Certificate[0]);
        }
    }

    @Override
    public String toString() {
        return "TlsClients[" + asking + ", " + paths.authorities().size() + " authorities]";
    }
}
