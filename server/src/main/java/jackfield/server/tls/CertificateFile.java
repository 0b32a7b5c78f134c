package jackfield.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A certificate and its key in files that somebody else keeps.
///
/// @param setting the setting that names them: `tls.certificate`
/// @param certificate the file of the chain
/// @param key the file of the key; the same where one file holds both
/// @param names who the certificate should be for; may be empty
record CertificateFile(String setting, Path certificate, Path key, Set<String> names) {
    CertificateFile {
        names = Set.copyOf(names);
    }

    /// What the files hold.
    ///
    /// @throws BadCertificate when that cannot be shown to anybody
    Credential read() throws BadCertificate {
        PemFile chain = PemFile.read(certificate, setting);
        List<X509Certificate> all = chain.certificates();
        PrivateKey own;
        if (key.equals(certificate)) {
            own =
                    chain.key()
                            .orElseThrow(() ->
                                    chain.bad(
                                            "holds no private key: name its file with "
                                                    + keySetting()));
        } else {
            own = PemFile.read(key, keySetting()).requiredKey();
        }
        return new Credential(own, ordered(all, own));
    }

    private String keySetting() {
        return setting.equals("tls.certificate") ? "tls.key" : "key of " + setting;
    }

    /// The certificate of the key first, then each by the one that signed it.
    private List<X509Certificate> ordered(List<X509Certificate> all, PrivateKey own)
            throws BadCertificate {
        X509Certificate first =
                all.stream()
                        .filter(one -> fits(own, one.getPublicKey()))
                        .findFirst()
                        .orElseThrow(() ->
                                new BadCertificate(
                                        key,
                                        keySetting(),
                                        "is not the key of the certificate in "
                                                + certificate
                                                + " (that one is for "
                                                + describe(all.getFirst())
                                                + "): give both from the same issue"));
        List<X509Certificate> ordered = new ArrayList<>(List.of(first));
        List<X509Certificate> others = new ArrayList<>(all);
        others.remove(first);
        X509Certificate last = first;
        while (!isSelfSigned(last)) {
            X509Certificate subject = last;
            Optional<X509Certificate> signer =
                    others.stream()
                            .filter(one ->
                                    one.getSubjectX500Principal()
                                            .equals(subject.getIssuerX500Principal()))
                            .findFirst();
            if (signer.isEmpty()) {
                break;
            }
            last = signer.get();
            others.remove(last);
            ordered.add(last);
        }
        return ordered;
    }

    private static String describe(X509Certificate certificate) {
        Set<String> names = Credential.names(certificate);
        return names.isEmpty()
                ? certificate.getSubjectX500Principal().getName()
                : String.join(", ", names);
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static boolean fits(PrivateKey key, PublicKey certified) {
        if (key instanceof RSAKey ours && certified instanceof RSAKey theirs) {
            return ours.getModulus().equals(theirs.getModulus());
        }
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance(
                            key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "EdDSA");
            signature.initSign(key);
            signature.update((byte) 1);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update((byte) 1);
            return signature.verify(signed);
        } catch (GeneralSecurityException otherKinds) {
            return false;
        }
    }

    /// What peers will not like about `credential` at `now`, each with its cure; empty when all is
    /// well.
    List<String> complaints(Credential credential, Instant now) {
        List<String> complaints = new ArrayList<>();
        X509Certificate own = credential.certificate();
        if (own.getNotAfter().toInstant().isBefore(now)) {
            complaints.add("has expired on " + credential.notAfter() + ": renew it");
        }
        if (own.getNotBefore().toInstant().isAfter(now)) {
            complaints.add(
                    "is valid only from "
                            + own.getNotBefore().toInstant()
                            + " on: look at this machine's clock");
        }
        if (credential.names().isEmpty()) {
            complaints.add(
                    "names nobody (it has no subjectAltName), so that browsers and phones refuse"
                            + " it: order one with names");
        } else {
            String missing =
                    names.stream()
                            .filter(name -> !credential.isFor(name))
                            .filter(name -> !credential.names().contains("sip:" + name))
                            .sorted()
                            .collect(Collectors.joining(", "));
            if (!missing.isEmpty()) {
                complaints.add(
                        "is not for "
                                + missing
                                + " but for "
                                + String.join(", ", credential.names())
                                + ": order one with this name, if peers are told it");
            }
        }
        if (credential.chain().size() == 1 && !isSelfSigned(own)) {
            complaints.add(
                    "comes without the certificate that signed it ("
                            + own.getIssuerX500Principal().getName()
                            + "): give the full chain in one file, own certificate first");
        }
        return complaints;
    }

    /// Changes when one of the files does.
    String stamp() {
        return stamp(certificate) + " " + stamp(key);
    }

    static String stamp(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.lastModifiedTime() + "/" + now.size() + "/" + now.fileKey();
        } catch (IOException gone) {
            return "none";
        }
    }
}
