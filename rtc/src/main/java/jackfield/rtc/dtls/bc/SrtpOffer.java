package jackfield.rtc.dtls.bc;

import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// What both roles of a handshake have in common: what we offer, who we are, and the keys that come
/// out.
final class SrtpOffer {
    /// Ours, best first: AES-GCM costs the least (ADR 0127); a short tag is for those who have
    /// nothing else.
    private static final List<SrtpProfile> PROFILES =
            List.of(
                    SrtpProfile.AEAD_AES_128_GCM,
                    SrtpProfile.AEAD_AES_256_GCM,
                    SrtpProfile.AES_CM_128_HMAC_SHA1_80,
                    SrtpProfile.AES_CM_128_HMAC_SHA1_32);

    private static final int[] ECDSA_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
    };

    /// A peer that answers may have an RSA certificate; ours is ECDSA.
    private static final int[] RSA_SUITES = {
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    };

    private final BcTlsCrypto crypto;
    private final OwnCertificate own;
    private final Dtls.Role role;
    private @Nullable SrtpProfile profile;
    private Dtls.@Nullable Keys keys;

    SrtpOffer(BcTlsCrypto crypto, OwnCertificate own, Dtls.Role role) {
        this.crypto = crypto;
        this.own = own;
        this.role = role;
    }

    static ProtocolVersion[] versions() {
        return ProtocolVersion.DTLSv12.only();
    }

    int[] cipherSuites() {
        if (role == Dtls.Role.SERVER) {
            return ECDSA_SUITES.clone();
        }
        int[] both = Arrays.copyOf(ECDSA_SUITES, ECDSA_SUITES.length + RSA_SUITES.length);
        System.arraycopy(RSA_SUITES, 0, both, ECDSA_SUITES.length, RSA_SUITES.length);
        return both;
    }

    /// The extension as a client sends it: all profiles.
    UseSRTPData offered() {
        int[] ids = PROFILES.stream().mapToInt(SrtpProfile::dtlsId).toArray();
        return new UseSRTPData(ids, TlsUtils.EMPTY_BYTES);
    }

    /// As the server: takes our best among the client's (RFC 5764 section 4.1.1).
    void choose(@Nullable UseSRTPData client) throws IOException {
        if (client != null) {
            for (SrtpProfile each : PROFILES) {
                for (int id : client.getProtectionProfiles()) {
                    if (profile == null && id == each.dtlsId()) {
                        profile = each;
                    }
                }
            }
        }
        if (profile == null) {
            throw new TlsFatalAlert(
                    AlertDescription.handshake_failure, "no SRTP profile in common");
        }
    }

    /// The extension as the server sends it: the chosen profile.
    UseSRTPData chosen() {
        return new UseSRTPData(new int[] {known().dtlsId()}, TlsUtils.EMPTY_BYTES);
    }

    /// As the client: checks what the server chose.
    void accept(@Nullable UseSRTPData server) throws IOException {
        int[] ids = server == null ? new int[0] : server.getProtectionProfiles();
        for (SrtpProfile each : PROFILES) {
            if (ids.length == 1 && ids[0] == each.dtlsId()) {
                profile = each;
            }
        }
        if (profile == null) {
            throw new TlsFatalAlert(
                    AlertDescription.illegal_parameter, "the peer chose no SRTP profile of ours");
        }
    }

    TlsCredentials credentials(TlsContext context) throws IOException {
        TlsCertificate certificate = crypto.createCertificate(own.der());
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                own.key(),
                new Certificate(new TlsCertificate[] {certificate}),
                SignatureAndHashAlgorithm.getInstance(
                        HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    /// Without a certificate there is nothing to compare with the fingerprint.
    static void requireCertificate(@Nullable Certificate peer) throws IOException {
        if (peer == null || peer.isEmpty()) {
            throw new TlsFatalAlert(
                    AlertDescription.handshake_failure, "the peer sent no certificate");
        }
    }

    /// Exports the keys in the order of RFC 5764 section 4.2: client key, server key, client salt,
    /// server salt.
    void export(TlsContext context) throws IOException {
        SrtpProfile chosen = known();
        int key = chosen.keyBytes();
        int salt = chosen.saltBytes();
        byte[] all = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
        byte[] clientKey = Arrays.copyOfRange(all, 0, key);
        byte[] serverKey = Arrays.copyOfRange(all, key, 2 * key);
        byte[] clientSalt = Arrays.copyOfRange(all, 2 * key, 2 * key + salt);
        byte[] serverSalt = Arrays.copyOfRange(all, 2 * key + salt, 2 * (key + salt));
        byte[] peer =
                context.getSecurityParametersConnection()
                        .getPeerCertificate()
                        .getCertificateAt(0)
                        .getEncoded();
        keys =
                role == Dtls.Role.CLIENT
                        ? new Dtls.Keys(chosen, clientKey, clientSalt, serverKey, serverSalt, peer)
                        : new Dtls.Keys(chosen, serverKey, serverSalt, clientKey, clientSalt, peer);
    }

    /// What came out; null before the handshake is complete.
    Dtls.@Nullable Keys keys() {
        return keys;
    }

    private SrtpProfile known() {
        SrtpProfile chosen = profile;
        if (chosen == null) {
            throw new IllegalStateException("no SRTP profile was chosen");
        }
        return chosen;
    }
}
