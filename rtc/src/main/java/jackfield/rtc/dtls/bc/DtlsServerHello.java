package jackfield.rtc.dtls.bc;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;

/// How a [DtlsServer] shakes hands: DTLS 1.2, ECDHE, AEAD, by the key that the node's certificate
/// has.
final class DtlsServerHello extends DefaultTlsServer {
    /// The longest plaintext of a record that fits a slot of the media path.
    static final int LONGEST = 2_048;

    private static final int HANDSHAKE_MS = 15_000;
    private static final int[] ECDSA = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    };
    private static final int[] RSA = {
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    };

    private final DtlsServer server;
    private final DtlsServer.Identity identity;

    DtlsServerHello(DtlsServer server) {
        super(server.crypto());
        this.server = server;
        identity = server.identity();
    }

    private boolean isRsa() {
        return identity.key().getAlgorithm().startsWith("RSA");
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return (isRsa() ? RSA : ECDSA).clone();
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return HANDSHAKE_MS;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
        return signer(SignatureAlgorithm.ecdsa);
    }

    @Override
    protected TlsCredentialedSigner getRSASignerCredentials() throws IOException {
        return signer(SignatureAlgorithm.rsa);
    }

    private TlsCredentialedSigner signer(short algorithm) throws IOException {
        return new JcaDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                server.crypto(),
                identity.key(),
                server.certificate(identity),
                chosen(algorithm));
    }

    /// The first of the client's that our key can make; SHA-256 where it names none.
    private SignatureAndHashAlgorithm chosen(short algorithm) {
        Vector<?> offered = context.getSecurityParametersHandshake().getClientSigAlgs();
        if (offered != null) {
            for (Object each : offered) {
                if (each instanceof SignatureAndHashAlgorithm one
                        && one.getSignature() == algorithm
                        && one.getHash() >= HashAlgorithm.sha256
                        && one.getHash() <= HashAlgorithm.sha512
                        && (isRsa() || one.getHash() == HashAlgorithm.sha256)) {
                    return one;
                }
            }
        }
        return SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, algorithm);
    }
}
