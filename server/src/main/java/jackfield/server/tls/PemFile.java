package jackfield.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// A file of certificates and keys as text (RFC 7468): PKCS#8, and the older PKCS#1 and SEC 1.
final class PemFile {
    private static final int LARGEST = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("(?s)-----BEGIN ([A-Z0-9 ]{1,64})-----(.*?)-----END \\1-----");

    private final Path file;
    private final String setting;
    private final List<Block> blocks = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // read here, never compared
    private record Block(String label, byte[] der, boolean encrypted) {}

    private PemFile(Path file, String setting) {
        this.file = file;
        this.setting = setting;
    }

    /// Reads `file`, which `setting` names.
    static PemFile read(Path file, String setting) throws BadCertificate {
        PemFile pem = new PemFile(file, setting);
        pem.parse(pem.text());
        return pem;
    }

    private String text() throws BadCertificate {
        try {
            if (Files.isDirectory(file)) {
                throw bad("is a folder: name a file");
            }
            if (Files.size(file) > LARGEST) {
                throw bad("is larger than 1 MiB: that is no PEM file");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw bad("there is no such file: correct the path");
        } catch (AccessDeniedException e) {
            throw bad(
                    "cannot be read by the user "
                            + System.getProperty("user.name")
                            + " that Jackfield runs as: give it the right (chgrp and chmod 640, and"
                            + " 750 for the folders above)");
        } catch (BadCertificate e) {
            throw e;
        } catch (IOException e) {
            throw bad("cannot be read: " + e.getMessage());
        }
    }

    private void parse(String text) throws BadCertificate {
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String body = block.group(2);
            boolean encrypted = body.contains("ENCRYPTED") || block.group(1).contains("ENCRYPTED");
            try {
                blocks.add(
                        new Block(
                                block.group(1),
                                encrypted
                                        ? new byte[0]
                                        : Base64.getMimeDecoder().decode(body.strip()),
                                encrypted));
            } catch (IllegalArgumentException e) {
                throw bad("the part " + block.group(1) + " is not base64: copy the file again");
            }
        }
        if (blocks.isEmpty()) {
            throw bad(
                    "holds no PEM text (-----BEGIN ...-----): convert it with openssl x509 or"
                            + " openssl pkey");
        }
    }

    /// Every certificate, in the order of the file.
    List<X509Certificate> certificates() throws BadCertificate {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label.endsWith("CERTIFICATE")) {
                try {
                    certificates.add(
                            (X509Certificate)
                                    CertificateFactory.getInstance("X.509")
                                            .generateCertificate(
                                                    new ByteArrayInputStream(block.der)));
                } catch (GeneralSecurityException e) {
                    throw bad("a certificate in it is damaged: " + e.getMessage());
                }
            }
        }
        if (certificates.isEmpty()) {
            throw bad("holds no certificate, only " + labels());
        }
        return certificates;
    }

    /// The private key, where there is one.
    Optional<PrivateKey> key() throws BadCertificate {
        for (Block block : blocks) {
            if (block.label.endsWith("PRIVATE KEY")) {
                if (block.encrypted) {
                    throw bad(
                            "the key is encrypted, and nobody is there to give its password: write"
                                    + " it without one (openssl pkey -in FILE -out NEWFILE) and"
                                    + " keep it readable for its owner only");
                }
                try {
                    return Optional.of(key(pkcs8(block)));
                } catch (GeneralSecurityException | IOException | RuntimeException e) {
                    throw bad(
                            "the key cannot be read ("
                                    + e.getMessage()
                                    + "): RSA, EC and Ed25519 keys are known");
                }
            }
        }
        return Optional.empty();
    }

    /// As [#key], for a file that is there for it.
    PrivateKey requiredKey() throws BadCertificate {
        return key().orElseThrow(() -> bad("holds no private key, only " + labels()));
    }

    /// The public key of an EC pair that we wrote ourselves.
    PublicKey publicKey() throws BadCertificate {
        for (Block block : blocks) {
            if (block.label.equals("PUBLIC KEY")) {
                try {
                    return KeyFactory.getInstance("EC")
                            .generatePublic(new X509EncodedKeySpec(block.der));
                } catch (GeneralSecurityException e) {
                    throw bad("is damaged: delete it, and a new account is made");
                }
            }
        }
        throw bad("holds no public key: delete it, and a new account is made");
    }

    /// DER as text.
    static String text(String label, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, lines.encodeToString(der), label);
    }

    private String labels() {
        return String.join(", ", blocks.stream().map(Block::label).distinct().toList());
    }

    private byte[] pkcs8(Block block) throws IOException {
        return switch (block.label) {
            case "RSA PRIVATE KEY" ->
                    new PrivateKeyInfo(
                                    new AlgorithmIdentifier(
                                            PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                                    RSAPrivateKey.getInstance(block.der))
                            .getEncoded();
            case "EC PRIVATE KEY" -> {
                ECPrivateKey key = ECPrivateKey.getInstance(block.der);
                ASN1Encodable curve = key.getParametersObject();
                yield new PrivateKeyInfo(
                                new AlgorithmIdentifier(
                                        X9ObjectIdentifiers.id_ecPublicKey,
                                        curve == null ? curve() : curve),
                                key)
                        .getEncoded();
            }
            default -> block.der;
        };
    }

    /// The curve that OpenSSL writes before an EC key.
    private ASN1Encodable curve() throws IOException {
        for (Block block : blocks) {
            if (block.label.equals("EC PARAMETERS")) {
                return ASN1Primitive.fromByteArray(block.der);
            }
        }
        throw new IOException("it does not name its curve");
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException another) {
                // another algorithm, or no key at all
            }
        }
        throw new GeneralSecurityException("unknown or damaged");
    }

    BadCertificate bad(String what) {
        return new BadCertificate(file, setting, what);
    }
}
