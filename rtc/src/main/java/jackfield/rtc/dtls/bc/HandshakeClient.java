package jackfield.rtc.dtls.bc;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// The active side of a handshake (`a=setup:active`).
final class HandshakeClient extends DefaultTlsClient {
    private final SrtpOffer offer;
    private final BouncyCastleDtls.Settings settings;

    HandshakeClient(BcTlsCrypto crypto, SrtpOffer offer, BouncyCastleDtls.Settings settings) {
        super(crypto);
        this.offer = offer;
        this.settings = settings;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return SrtpOffer.versions();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return offer.cipherSuites();
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return (int) settings.handshakeLimit().toMillis();
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return (int) settings.firstResend().toMillis();
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false; // trust comes from the fingerprint in the SDP, not from the signature
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"})
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        Hashtable some = extensions == null ? new Hashtable<Integer, byte[]>() : extensions;
        TlsSRTPUtils.addUseSRTPExtension(some, offer.offered());
        return some;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        offer.accept(TlsSRTPUtils.getUseSRTPExtension(extensions));
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
                SrtpOffer.requireCertificate(server == null ? null : server.getCertificate());
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request)
                    throws IOException {
                return offer.credentials(context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        offer.export(context);
    }
}
