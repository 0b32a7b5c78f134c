package jackfield.rtc.dtls.bc;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/// This node's self-signed certificate on P-256, made at start and kept until it ends. Peers trust
/// it by the fingerprint in the SDP, so its names and dates mean nothing.
///
/// @param key the private key
/// @param der the certificate
@SuppressWarnings("ArrayRecordComponent") // never compared
record OwnCertificate(AsymmetricKeyParameter key, byte[] der) {
    private static final Duration SKEW = Duration.ofDays(2);
    private static final Duration VALID = Duration.ofDays(3650);

    static OwnCertificate make(SecureRandom random, Instant now) {
        try {
            ECKeyPairGenerator generator = new ECKeyPairGenerator();
            ECNamedDomainParameters p256 =
                    new ECNamedDomainParameters(
                            SECObjectIdentifiers.secp256r1,
                            ECNamedCurveTable.getByOID(SECObjectIdentifiers.secp256r1));
            generator.init(new ECKeyGenerationParameters(p256, random));
            AsymmetricCipherKeyPair pair = generator.generateKeyPair();
            // RFC 8827 section 6.5: the certificate must not tell who or what this is.
            X500Name name = new X500Name("CN=WebRTC");
            byte[] der =
                    new BcX509v3CertificateBuilder(
                                    name,
                                    new BigInteger(64, random).setBit(62),
                                    Date.from(now.minus(SKEW)),
                                    Date.from(now.plus(VALID)),
                                    name,
                                    pair.getPublic())
                            .build(
                                    new BcECContentSignerBuilder(
                                                    new AlgorithmIdentifier(
                                                            X9ObjectIdentifiers.ecdsa_with_SHA256),
                                                    new AlgorithmIdentifier(
                                                            NISTObjectIdentifiers.id_sha256))
                                            .build(pair.getPrivate()))
                            .getEncoded();
            return new OwnCertificate(pair.getPrivate(), der);
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException("no certificate for DTLS", impossible);
        }
    }

    @Override
    public String toString() {
        return "OwnCertificate";
    }
}
