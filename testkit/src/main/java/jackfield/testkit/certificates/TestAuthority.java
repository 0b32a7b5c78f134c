package jackfield.testkit.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// An authority that signs what a test wants.
public final class TestAuthority {
    private static final char[] PASSWORD = "tests".toCharArray();

    private final SecureRandom random = new SecureRandom();
    private final PrivateKey key;
    private final X509Certificate certificate;

    private TestAuthority(String name) {
        KeyPair pair = pair("EC");
        Instant now = Instant.now();
        X500Name self = new X500Name("CN=" + name);
        key = pair.getPrivate();
        try {
            JcaX509v3CertificateBuilder builder =
                    builder(
                            self,
                            self,
                            pair.getPublic(),
                            now.minus(Duration.ofDays(2000)),
                            now.plus(Duration.ofDays(2000)));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            certificate = sign(builder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// A new one.
    public static TestAuthority make(String name) {
        return new TestAuthority(name);
    }

    /// Its own certificate.
    public X509Certificate certificate() {
        return certificate;
    }

    /// Its own certificate as text.
    public String pem() {
        return new Issued(key, List.of(certificate)).chainPem();
    }

    /// A certificate as `wanted`, with a key of its own.
    public Issued issue(Wanted wanted) {
        KeyPair pair = pair(wanted.keyAlgorithm());
        try {
            JcaX509v3CertificateBuilder builder =
                    builder(
                            X500Name.getInstance(
                                    certificate.getSubjectX500Principal().getEncoded()),
                            new X500Name(wanted.subject()),
                            pair.getPublic(),
                            wanted.notBefore(),
                            wanted.notAfter());
            if (!wanted.alternatives().isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        wanted.subject().isEmpty(),
                        new GeneralNames(
                                wanted.alternatives().stream()
                                        .map(TestAuthority::name)
                                        .toArray(GeneralName[]::new)));
            }
            if (!wanted.usages().isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(
                                wanted.usages().stream()
                                        .map(ASN1ObjectIdentifier::new)
                                        .map(KeyPurposeId::getInstance)
                                        .toArray(KeyPurposeId[]::new)));
            }
            return new Issued(pair.getPrivate(), List.of(sign(builder), certificate));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static GeneralName name(String text) {
        int colon = text.indexOf(':');
        int kind =
                switch (text.substring(0, colon)) {
                    case "dns" -> GeneralName.dNSName;
                    case "uri" -> GeneralName.uniformResourceIdentifier;
                    case "ip" -> GeneralName.iPAddress;
                    case "email" -> GeneralName.rfc822Name;
                    default -> throw new IllegalArgumentException(text);
                };
        return new GeneralName(kind, text.substring(colon + 1));
    }

    /// A TLS client or server that trusts this authority and shows `own`, where there is one.
    public SSLContext context(@Nullable Issued own) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", certificate);
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyManager[] keys = null;
            if (own != null) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry(
                        "own", own.key(), PASSWORD, own.chain().toArray(new X509Certificate[0]));
                KeyManagerFactory factory =
                        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(store, PASSWORD);
                keys = factory.getKeyManagers();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey of, Instant from, Instant until) {
        return new JcaX509v3CertificateBuilder(
                issuer, new BigInteger(64, random), Date.from(from), Date.from(until), subject, of);
    }

    private X509Certificate sign(JcaX509v3CertificateBuilder builder) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
