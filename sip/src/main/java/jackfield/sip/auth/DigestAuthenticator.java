package jackfield.sip.auth;

import jackfield.base.Parsed;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Uri;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The server side of digest authentication for one realm (RFC 7616, RFC 8760, RFC 3261 section
/// 22). ACK and CANCEL cannot be challenged (RFC 3261 section 22.1): do not ask about them.
public final class DigestAuthenticator {
    /// Where the stored hashes are.
    @FunctionalInterface
    public interface Accounts {
        /// The hashes of `username`, exactly as the phone hashes it: `alice`, and for phones that
        /// are set up so, `alice@example.com`. Null where there is no such user.
        @Nullable Ha1 ha1(String username);
    }

    /// Who asks (RFC 3261 section 22.1).
    public enum Asker {
        /// A registrar or another endpoint: 401, WWW-Authenticate, Authorization.
        REGISTRAR,
        /// A proxy: 407, Proxy-Authenticate, Proxy-Authorization.
        PROXY;

        private int status() {
            return this == PROXY ? 407 : 401;
        }

        HeaderName challenge() {
            return this == PROXY ? HeaderName.PROXY_AUTHENTICATE : HeaderName.WWW_AUTHENTICATE;
        }

        HeaderName credentials() {
            return this == PROXY ? HeaderName.PROXY_AUTHORIZATION : HeaderName.AUTHORIZATION;
        }
    }

    /// What the other side can do with challenges.
    public enum Peer {
        /// A SIP library in a browser: it reads the first challenge only, and knows MD5 only.
        BROWSER,
        /// Anything else: it gets what the operator chose.
        PHONE
    }

    /// MD5 alone: some phones in the field refuse a response that holds a challenge they do not
    /// know, even behind one that they do.
    public static final List<Algorithm> EVERY_PHONE = List.of(Algorithm.MD5);

    private static final long LIFETIME = 300_000_000_000L;
    private static final int REMEMBERED = 100_000;
    private static final String NOBODY = "0".repeat(32);

    private final String realm;
    private final Accounts accounts;
    private final Nonces nonces;
    private final List<Algorithm> phones;

    /// What was read last: a request is asked whom it claims to be from before it is verified.
    private String lastText = "";

    private Parsed<Credentials> last = new Parsed.Bad<>("Digest credentials", "");

    /// @param realm the realm, mostly the domain
    /// @param secret this node's own, random, at least 16 bytes: it signs the nonces
    /// @param accounts where the hashes are
    /// @param phones the algorithms that phones are offered, and may use, in this order
    public DigestAuthenticator(
            String realm,
            byte[] secret,
            Accounts accounts,
            List<Algorithm> phones,
            RandomGenerator random) {
        this(realm, accounts, phones, new Nonces(secret, random, LIFETIME, REMEMBERED));
    }

    DigestAuthenticator(String realm, Accounts accounts, List<Algorithm> phones, Nonces nonces) {
        this.realm = realm;
        this.accounts = accounts;
        this.phones = List.copyOf(phones);
        this.nonces = nonces;
    }

    private List<Algorithm> offered(Peer peer) {
        return switch (peer) {
            case BROWSER -> List.of(Algorithm.MD5);
            case PHONE -> phones;
        };
    }

    /// The realm it speaks for.
    public String realm() {
        return realm;
    }

    /// The user that `request` claims to come from, without a domain; null where it carries no
    /// credentials for this realm. For [FailureBackoff], before the work of [#verify] is done.
    public @Nullable String claimedUser(Request request, Asker asker) {
        for (Headers.Field field : request.headers().fields(asker.credentials())) {
            if (read(field.value()) instanceof Parsed.Ok<Credentials>(var found)
                    && found.realm().equals(realm)) {
                return user(found.username());
            }
        }
        return null;
    }

    private Parsed<Credentials> read(String text) {
        if (!text.equals(lastText)) {
            last = Credentials.parse(text);
            lastText = text;
        }
        return last;
    }

    /// The nonce that `request` returns, whatever it is worth; empty where it returns none.
    public String returnedNonce(Request request, Asker asker) {
        for (Headers.Field field : request.headers().fields(asker.credentials())) {
            if (read(field.value()) instanceof Parsed.Ok<Credentials>(var found)
                    && found.realm().equals(realm)) {
                return found.nonce();
            }
        }
        return "";
    }

    /// The nonce of these challenges, which share one; empty where there is none.
    public static String nonce(List<Headers.Field> challenges) {
        for (Headers.Field field : challenges) {
            if (Challenge.parse(field.value()) instanceof Parsed.Ok<Challenge>(var challenge)) {
                return challenge.nonce();
            }
        }
        return "";
    }

    /// Whether the sender of `request` has the password it should have.
    public Verdict verify(Request request, Asker asker, Peer peer, long now) {
        for (Headers.Field field : request.headers().fields(asker.credentials())) {
            if (!field.value().regionMatches(true, 0, "Digest", 0, 6)) {
                continue;
            }
            switch (read(field.value())) {
                case Parsed.Bad<Credentials> _ -> {
                    return new Verdict.Refused(Verdict.Reason.MALFORMED, "");
                }
                case Parsed.Ok<Credentials>(Credentials found) -> {
                    if (found.realm().equals(realm)) {
                        return verify(found, request, asker, peer, now);
                    }
                }
            }
        }
        return challenge(asker, peer, false, now);
    }

    /// A nonce that is not good says nothing about the password, so none is looked at: the sender
    /// tries again with a good one, and that try counts.
    private Verdict verify(Credentials found, Request request, Asker asker, Peer peer, long now) {
        Algorithm algorithm = Algorithm.of(found.algorithm());
        if (algorithm == null || !offered(peer).contains(algorithm)) {
            return challenge(asker, peer, false, now);
        }
        if (nonces.check(found.nonce(), now) == Nonces.State.STALE) {
            return challenge(asker, peer, true, now);
        }
        String user = user(found.username());
        if (found.qop() == null) {
            return new Verdict.Refused(Verdict.Reason.NO_QOP, user);
        }
        long count = found.count();
        if (!found.qop().equalsIgnoreCase("auth") || count < 1 || found.cnonce() == null) {
            return new Verdict.Refused(Verdict.Reason.MALFORMED, user);
        }
        if (!proves(found, algorithm, request.method().name())) {
            return new Verdict.Refused(Verdict.Reason.WRONG_CREDENTIALS, user);
        }
        if (!isFor(found.uri(), request)) {
            return new Verdict.Refused(Verdict.Reason.OTHER_URI, user);
        }
        return nonces.use(found.nonce(), count, now)
                ? new Verdict.Authenticated(user)
                : challenge(asker, peer, true, now);
    }

    /// An unknown user costs the same time as a wrong password.
    private boolean proves(Credentials found, Algorithm algorithm, String method) {
        Ha1 known = accounts.ha1(found.username());
        String ha1 = known == null ? null : known.by(algorithm);
        String expected = algorithm.response(ha1 == null ? NOBODY : ha1, found, method);
        boolean same =
                MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        found.response().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        return same && ha1 != null;
    }

    /// Phones write the digest-uri in many ways: with or without port, user and parameters, or the
    /// target that a proxy has replaced since. What must not pass is a proof made for another
    /// server, so the host must be the request's, the realm, or that of To.
    private boolean isFor(String digestUri, Request request) {
        if (digestUri.equals(request.uri().toString())) {
            return true;
        }
        String host = host(Uri.parse(digestUri) instanceof Parsed.Ok<Uri>(Uri uri) ? uri : null);
        NameAddr to = request.headers().to();
        return !host.isEmpty()
                && (host.equalsIgnoreCase(host(request.uri()))
                        || host.equalsIgnoreCase(realm)
                        || host.equalsIgnoreCase(host(to.uri())));
    }

    private static String host(@Nullable Uri uri) {
        return uri instanceof SipUri sip ? sip.host() : "";
    }

    private String user(String username) {
        int at = username.lastIndexOf('@');
        return at > 0 && username.substring(at + 1).equalsIgnoreCase(realm)
                ? username.substring(0, at)
                : username;
    }

    /// One nonce serves all the challenges of a response.
    private Verdict challenge(Asker asker, Peer peer, boolean stale, long now) {
        String nonce = nonces.next(now);
        List<Headers.Field> fields = new ArrayList<>(2);
        for (Algorithm algorithm : offered(peer)) {
            Challenge challenge = new Challenge(realm, nonce, algorithm, true, false, stale, null);
            fields.add(new Headers.Field(asker.challenge(), challenge.toString()));
        }
        return new Verdict.Challenged(asker.status(), fields, stale);
    }
}
