package jackfield.rtc.dtls.bc;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// The passive side of a handshake (`a=setup:passive`).
final class HandshakeServer extends DefaultTlsServer {
    private static final int[] GROUPS = {
        // P-256 first: Bouncy Castle computes it a third faster than X25519.
        NamedGroup.secp256r1, NamedGroup.x25519, NamedGroup.secp384r1,
    };

    private final SrtpOffer offer;
    private final BouncyCastleDtls.Settings settings;

    HandshakeServer(BcTlsCrypto crypto, SrtpOffer offer, BouncyCastleDtls.Settings settings) {
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
    public int[] getSupportedGroups() {
        return GROUPS.clone();
    }

    @Override
    public boolean preferLocalSupportedGroups() {
        return true;
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
    @SuppressWarnings("rawtypes")
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        offer.choose(TlsSRTPUtils.getUseSRTPExtension(extensions));
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"})
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        Hashtable some = extensions == null ? new Hashtable<Integer, byte[]>() : extensions;
        TlsSRTPUtils.addUseSRTPExtension(some, offer.chosen());
        return some;
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        return offer.credentials(context);
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"})
    public CertificateRequest getCertificateRequest() {
        Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
        for (Object each : TlsUtils.getDefaultSupportedSignatureAlgorithms(context)) {
            algorithms.add((SignatureAndHashAlgorithm) each);
        }
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, algorithms, null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        SrtpOffer.requireCertificate(certificate);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        offer.export(context);
    }
}
