package jackfield.roles.sbc;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// The SIP domains that a TLS peer has proven to be (RFC 5922 section 7). What signed the
/// certificate was checked before; this only reads it.
///
/// @param domains in lower case; empty for a peer that has proven nothing
public record PeerIdentity(Set<String> domains) {
    /// A peer that has proven nothing: every one that is not on TLS, for example.
    public static final PeerIdentity NONE = new PeerIdentity(Set.of());

    /// A certificate with more names than this names none: it is a stranger's list.
    private static final int MOST_NAMES = 1_000;

    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final Pattern HOST =
            Pattern.compile(
                    "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*"
                            + "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    public PeerIdentity {
        domains = Set.copyOf(domains);
    }

    /// What `certificate` says its holder is: by its `sip:` URIs without a user; where it has none,
    /// by its DNS names; by the common name only where it has no subjectAltName at all (RFC 5922
    /// section 7.1). A wildcard names nobody (section 7.2).
    public static PeerIdentity of(X509Certificate certificate) {
        Collection<List<?>> alternatives;
        try {
            alternatives = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException damaged) {
            return NONE;
        }
        if (alternatives == null) {
            return new PeerIdentity(commonNames(certificate.getSubjectX500Principal()));
        }
        if (alternatives.size() > MOST_NAMES) {
            return NONE;
        }
        Set<String> uris = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (List<?> alternative : alternatives) {
            if (alternative.get(0) instanceof Integer kind
                    && alternative.get(1) instanceof String value) {
                switch (kind) {
                    case URI -> add(uris, domain(value));
                    case DNS_NAME -> add(names, value);
                    default -> {
                        // names nobody in SIP
                    }
                }
            }
        }
        return new PeerIdentity(uris.isEmpty() ? names : uris);
    }

    /// True when the peer is `domain`: the whole name, in any case (RFC 5922 section 7.2).
    public boolean is(String domain) {
        return domains.contains(domain.toLowerCase(Locale.ROOT));
    }

    /// True when it has proven nothing.
    public boolean isNobody() {
        return domains.isEmpty();
    }

    private static void add(Set<String> to, @Nullable String name) {
        String host = name == null ? "" : name.toLowerCase(Locale.ROOT);
        if (host.length() <= 253 && HOST.matcher(host).matches()) {
            to.add(host);
        }
    }

    /// The host of a `sip:` URI that has no user; null for every other URI.
    private static @Nullable String domain(String uri) {
        if (!uri.regionMatches(true, 0, "sip:", 0, 4) || uri.indexOf('@') >= 0) {
            return null;
        }
        int end = 4;
        while (end < uri.length() && ":;?".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        return uri.substring(4, end);
    }

    private static Set<String> commonNames(X500Principal subject) {
        Set<String> names = new LinkedHashSet<>();
        for (String attribute : attributes(subject.getName(X500Principal.RFC2253))) {
            if (attribute.regionMatches(true, 0, "CN=", 0, 3)) {
                add(names, attribute.substring(3));
            }
        }
        return names;
    }

    /// The parts of a distinguished name. One that was escaped keeps its backslash, so that no
    /// value can pass for another attribute (RFC 2253 section 2.4).
    private static List<String> attributes(String name) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\' && i + 1 < name.length()) {
                part.append(c).append(name.charAt(++i));
            } else if (c == ',' || c == '+') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
