package jackfield.server.tls;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// A private key and the chain that proves it, our own certificate first.
///
/// @param key secret
/// @param chain at least one
public record Credential(PrivateKey key, List<X509Certificate> chain) {
    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final int IP_ADDRESS = 7;

    public Credential {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a certificate chain is empty");
        }
    }

    /// Our own certificate.
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// When it ends.
    public Instant notAfter() {
        return certificate().getNotAfter().toInstant();
    }

    /// Who its subjectAltName says we are: host names, addresses, and `sip:` URIs.
    public Set<String> names() {
        return names(certificate());
    }

    static Set<String> names(X509Certificate certificate) {
        Set<String> names = new TreeSet<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> one : all == null ? List.<List<?>>of() : all) {
                if (one.get(0) instanceof Integer kind && one.get(1) instanceof String text) {
                    switch (kind) {
                        case DNS_NAME, URI -> names.add(text.toLowerCase(Locale.ROOT));
                        case IP_ADDRESS -> names.add(InetAddress.ofLiteral(text).getHostAddress());
                        default -> {
                            // not for us
                        }
                    }
                }
            }
        } catch (CertificateParsingException damaged) {
            return Set.of();
        }
        return names;
    }

    /// True when a client that looks for `host` is content: named in full, or by a wildcard for its
    /// first label (RFC 6125 section 6.4.3).
    public boolean isFor(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        Set<String> names = names();
        return names.contains(name) || dot > 0 && names.contains("*" + name.substring(dot));
    }

    /// The SHA-256 of the certificate, as people compare it.
    public String fingerprint() {
        try {
            return HexFormat.ofDelimiter(":")
                    .withUpperCase()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(certificate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Without the key.
    @Override
    public String toString() {
        return "Credential" + names();
    }
}
