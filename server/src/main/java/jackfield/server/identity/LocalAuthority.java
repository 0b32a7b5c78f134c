package jackfield.server.identity;

import jackfield.store.OwnerOnly;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The certificate authority of one node: made at the first start, for ten years. It signs the
/// node's own certificate, which is renewed at a start when it nears its end or the node has a name
/// or an address that is not in it.
public final class LocalAuthority {
    private static final Duration ROOT_LIFE = Duration.ofDays(3653);
    private static final Duration SERVER_LIFE = Duration.ofDays(397);
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final Path folder;
    private final SecureRandom random;

    /// The authority that keeps its files in `folder`.
    public LocalAuthority(Path folder, SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    /// The node's identity for these names and addresses, at `now`.
    ///
    /// @throws IOException when the files cannot be read or written; the message says which
    public Identity identity(
            Collection<String> names, Collection<InetAddress> addresses, Instant now)
            throws IOException {
        OwnerOnly.folder(folder);
        try {
            Signed root = root(now);
            Set<String> texts = new TreeSet<>();
            addresses.forEach(address -> texts.add(text(address)));
            Signed server = server(root, new TreeSet<>(names), texts, now);
            return new Identity(
                    server.key,
                    List.of(server.certificate, root.certificate),
                    Pem.of(root.certificate));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the certificates in "
                            + folder
                            + " cannot be used ("
                            + e.getMessage()
                            + "): delete that folder, and new ones are made at the next start",
                    e);
        }
    }

    private record Signed(PrivateKey key, X509Certificate certificate) {}

    private Signed root(Instant now) throws IOException, GeneralSecurityException {
        if (isThere("ca")) {
            Signed root = read("ca");
            if (lasts(root.certificate, now)) {
                return root;
            }
        }
        Issuer issuer = new Issuer(random);
        KeyPair keys = issuer.keyPair();
        String name = "Jackfield local CA " + Integer.toHexString(random.nextInt() | 1 << 31);
        return write("ca", keys.getPrivate(), issuer.root(name, keys, now, ROOT_LIFE));
    }

    private Signed server(Signed root, Set<String> names, Set<String> addresses, Instant now)
            throws IOException, GeneralSecurityException {
        if (isThere("server")) {
            Signed server = read("server");
            Set<String> wanted = new HashSet<>(names);
            wanted.addAll(addresses);
            if (lasts(server.certificate, now)
                    && isSignedBy(server.certificate, root.certificate)
                    && alternatives(server.certificate).containsAll(wanted)) {
                return server;
            }
        }
        Issuer issuer = new Issuer(random);
        KeyPair keys = issuer.keyPair();
        return write(
                "server",
                keys.getPrivate(),
                issuer.server(
                        names,
                        addresses,
                        keys.getPublic(),
                        root.certificate,
                        root.key,
                        now,
                        SERVER_LIFE));
    }

    private boolean isThere(String name) {
        return Files.exists(folder.resolve(name + ".key"))
                && Files.exists(folder.resolve(name + ".crt"));
    }

    private Signed read(String name) throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates =
                Pem.certificates(Files.readAllBytes(folder.resolve(name + ".crt")));
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException(name + ".crt is empty");
        }
        return new Signed(
                Pem.key(Files.readString(folder.resolve(name + ".key"))), certificates.getFirst());
    }

    private Signed write(String name, PrivateKey key, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        OwnerOnly.write(
                folder.resolve(name + ".key"), Pem.of(key).getBytes(StandardCharsets.US_ASCII));
        OwnerOnly.write(
                folder.resolve(name + ".crt"),
                Pem.of(certificate).getBytes(StandardCharsets.US_ASCII));
        return new Signed(key, certificate);
    }

    private static boolean lasts(X509Certificate certificate, Instant now) {
        return certificate.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE));
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate root) {
        try {
            certificate.verify(root.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Set<String> alternatives(X509Certificate certificate)
            throws GeneralSecurityException {
        Set<String> found = new HashSet<>();
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        if (all != null) {
            for (List<?> one : all) {
                int type = (Integer) one.get(0);
                if (type == DNS_NAME) {
                    found.add((String) one.get(1));
                } else if (type == IP_ADDRESS) {
                    found.add(text(InetAddress.ofLiteral((String) one.get(1))));
                }
            }
        }
        return found;
    }

    /// The address without the zone that Java appends to some.
    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
