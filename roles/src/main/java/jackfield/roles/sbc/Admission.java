package jackfield.roles.sbc;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Parsed;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.transactionuser.Addresses;
import jackfield.sip.auth.BearerAuthenticator;
import jackfield.sip.auth.Challenge;
import jackfield.sip.auth.Credentials;
import jackfield.sip.auth.DigestAuthenticator;
import jackfield.sip.auth.DigestAuthenticator.Asker;
import jackfield.sip.auth.FailureBackoff;
import jackfield.sip.auth.TokenVerdict;
import jackfield.sip.auth.Verdict.Authenticated;
import jackfield.sip.auth.Verdict.Challenged;
import jackfield.sip.auth.Verdict.Reason;
import jackfield.sip.auth.Verdict.Refused;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.ReasonPhrase;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Decides what a request may do: the checks of RFC 3261 section 16.3, and who sent it.
///
/// Every request outside a dialog is authenticated, for unknown callees as for known ones, so that
/// nobody can find out who is a user here; REGISTER by 401, everything that passes by 407. What
/// comes along a dialog's own route is let through: the dialog was authenticated.
public final class Admission {
    private static final int SOURCES = 20_000;
    private static final List<HeaderName> CREDENTIALS =
            List.of(HeaderName.AUTHORIZATION, HeaderName.PROXY_AUTHORIZATION);
    private static final List<HeaderName> CHALLENGES =
            List.of(HeaderName.WWW_AUTHENTICATE, HeaderName.PROXY_AUTHENTICATE);

    private final Border border;
    private final DigestAuthenticator digest;
    private final @Nullable BearerAuthenticator bearer;
    private final Bans bans;
    private final FailureBackoff backoff;
    private final Addresses addresses;
    private final AdmissionPolicy policy;
    private Function<Endpoint, @Nullable String> trunks = _ -> null;
    private Predicate<SipUri> endsHere = _ -> false;
    private final SourceLimits guesses;

    /// @param border checks passwords, and keeps score of those who have none
    /// @param backoff makes guessing them slow
    /// @param addresses what we are called
    public Admission(
            Border border, FailureBackoff backoff, Addresses addresses, AdmissionPolicy policy) {
        this.border = border;
        digest = border.digest();
        bearer = border.bearer();
        bans = border.bans();
        this.backoff = backoff;
        this.addresses = addresses;
        this.policy = policy;
        int perMinute = policy.wrongPasswordsPerMinute();
        guesses = new SourceLimits(perMinute / 60.0, perMinute, SOURCES);
    }

    /// What comes from a trunk may call users and numbers, and go where routes for trunks lead.
    ///
    /// @param names the trunk at an address
    public void trunks(Function<Endpoint, @Nullable String> names) {
        trunks = names;
    }

    /// A request that goes no further than this node needs no hops (RFC 3261 section 16.3 step 3).
    ///
    /// @param uris true for what the node itself answers
    public void endsHere(Predicate<SipUri> uris) {
        endsHere = uris;
    }

    private @Nullable Peer trunk(Endpoint source) {
        String name = trunks.apply(source);
        return name == null ? null : new Peer(name, EnumSet.of(Peer.May.CALL_USERS));
    }

    /// Judges a request.
    ///
    /// @param request without the Routes that led to us
    /// @param flow what it came on
    /// @param inDialog true where it belongs to a dialog that we let in before
    public Verdict admit(Request request, Flow flow, boolean inDialog, long now) {
        Verdict.Refuse refusal = sane(request);
        if (refusal != null) {
            return refusal;
        }
        if (inDialog || isQuestionToUs(request)) {
            return new Verdict.Pass(null, null);
        }
        Verdict verdict =
                flow.isInside()
                        ? inside(request)
                        : request.is(Method.REGISTER)
                                ? register(request, flow, now)
                                : outsideDialog(request, flow, now);
        return verdict instanceof Verdict.Pass(AddressOfRecord sender, _)
                        && sender != null
                        && !border.userLimits().admit(sender, request.method(), now)
                ? new Verdict.Refuse(
                        503,
                        "Too Many Requests",
                        List.of(new Headers.Field(HeaderName.RETRY_AFTER, "60")))
                : verdict;
    }

    /// Our own user agent says for which of our users it asks; each has signed in with it.
    private Verdict inside(Request request) {
        String domain =
                request.headers().from().uri() instanceof SipUri from
                        ? addresses.domain(from)
                        : null;
        return domain != null
                        && !request.is(Method.REGISTER)
                        && request.headers().from().uri() instanceof SipUri from
                ? new Verdict.Pass(AddressOfRecord.of(from, domain), null)
                : new Verdict.Refuse(403, "Not Your Address");
    }

    private Verdict.@Nullable Refuse sane(Request request) {
        if (!(request.uri() instanceof SipUri)) {
            return new Verdict.Refuse(416);
        }
        if (request.headers().maxForwards() == 0 && !isForUs(request)) {
            return new Verdict.Refuse(483);
        }
        List<String> unsupported = request.headers().all(HeaderName.PROXY_REQUIRE);
        if (!unsupported.isEmpty()) {
            return new Verdict.Refuse(
                    420,
                    "Bad Extension",
                    List.of(
                            new Headers.Field(
                                    HeaderName.UNSUPPORTED, String.join(", ", unsupported))));
        }
        return null;
    }

    /// A request whose last hop we are may have used up its hops (RFC 3261 section 16.3 step 3).
    private boolean isForUs(Request request) {
        return request.is(Method.REGISTER)
                || isQuestionToUs(request)
                || request.uri() instanceof SipUri uri
                        && addresses.domain(uri) != null
                        && endsHere.test(uri);
    }

    /// OPTIONS without a user asks the node itself, as keep-alives of phones and trunks do.
    private boolean isQuestionToUs(Request request) {
        return request.is(Method.OPTIONS)
                && request.uri() instanceof SipUri uri
                && uri.user() == null
                && addresses.isUs(uri);
    }

    private Verdict register(Request request, Flow flow, long now) {
        if (!(request.headers().to().uri() instanceof SipUri to)) {
            // RFC 3261 section 10.3 step 3: an address of record is a SIP or SIPS URI.
            return new Verdict.Refuse(400, "Bad To");
        }
        String domain = addresses.domain(to);
        boolean ours = request.uri() instanceof SipUri uri && addresses.domain(uri) != null;
        if (domain == null || !ours) {
            return new Verdict.Refuse(404, "Domain Not Served Here");
        }
        return switch (proof(request, flow, Asker.REGISTRAR, domain, now)) {
            case Proof.Of(String user) -> {
                AddressOfRecord sender = owner(user);
                // Registering for somebody else is not offered (RFC 3261 section 10.3 step 4).
                yield AddressOfRecord.of(to, domain).equals(sender)
                        ? new Verdict.Pass(sender, null)
                        : new Verdict.Refuse(403, "Not Your Address");
            }
            case Proof.None(Verdict.Refuse refusal) -> {
                suspect(AddressOfRecord.of(to, domain), flow, now);
                yield refusal;
            }
            case Proof.Vouched(Verdict.Refuse refusal) -> refusal;
        };
    }

    /// One who cannot prove anything and names a user that does not exist may be trying names. The
    /// answer is that for any user.
    private void suspect(AddressOfRecord named, Flow flow, long now) {
        if (!border.users().exists(named)) {
            bans.unknownUser(flow, named.user(), now);
        }
    }

    private Verdict outsideDialog(Request request, Flow flow, long now) {
        Peer trusted = border.trust().peer(flow);
        Peer peer = trusted != null ? trusted : trunk(flow.client());
        if (peer != null) {
            return new Verdict.Pass(null, peer);
        }
        String domain =
                request.headers().from().uri() instanceof SipUri from
                        ? addresses.domain(from)
                        : null;
        boolean toUs = request.uri() instanceof SipUri uri && addresses.domain(uri) != null;
        if (domain == null
                && toUs
                && policy.outsideCallers()
                && !request.headers().has(HeaderName.PROXY_AUTHORIZATION)
                && token(request, flow, Asker.PROXY) == null) {
            return new Verdict.Pass(null, null);
        }
        return switch (proof(
                request, flow, Asker.PROXY, domain != null ? domain : addresses.home(), now)) {
            case Proof.Of(String user) -> proven(request, domain, user);
            case Proof.None(Verdict.Refuse refusal) -> {
                // Whom a stranger calls says little, for users call numbers that are none here.
                if (domain != null && request.headers().from().uri() instanceof SipUri from) {
                    suspect(AddressOfRecord.of(from, domain), flow, now);
                } else if (request.uri() instanceof SipUri uri && toUs) {
                    suspect(AddressOfRecord.of(uri, addresses.home()), flow, now);
                }
                yield refusal;
            }
            case Proof.Vouched(Verdict.Refuse refusal) -> refusal;
        };
    }

    /// The user whose account this is: those of the default domain carry no domain, those of
    /// domains with users of their own do.
    private AddressOfRecord owner(String account) {
        int at = account.lastIndexOf('@');
        return at < 0
                ? new AddressOfRecord(account, addresses.home())
                : new AddressOfRecord(account.substring(0, at), account.substring(at + 1));
    }

    /// A user may call under its own name, or under none (anonymous, RFC 3323 section 4.1.1.3), but
    /// not under another's, here or elsewhere.
    private Verdict proven(Request request, @Nullable String domain, String user) {
        AddressOfRecord sender = owner(user);
        boolean own =
                request.headers().from().uri() instanceof SipUri from
                        && (domain == null
                                ? from.host().toLowerCase(Locale.ROOT).endsWith(".invalid")
                                : AddressOfRecord.of(from, domain).equals(sender));
        return own ? new Verdict.Pass(sender, null) : new Verdict.Refuse(403, "Not Your Address");
    }

    /// Whether the sender has shown to know a password, or to have a token.
    private sealed interface Proof {
        record Of(String user) implements Proof {}

        record None(Verdict.Refuse refusal) implements Proof {}

        /// It has a token that the issuer gave to somebody, but that is not good here and now: no
        /// guesser.
        record Vouched(Verdict.Refuse refusal) implements Proof {}
    }

    /// @param domain whose user the sender says to be
    private Proof proof(Request request, Flow flow, Asker asker, String domain, long now) {
        String token = token(request, flow, asker);
        return token == null || digest.claimedUser(request, asker) != null
                ? password(request, flow, asker, now)
                : vouched(token, request, flow, asker, domain, now);
    }

    /// A token is good for whoever has it, so none is looked at that came in the clear (RFC 8898
    /// section 5). A plain WebSocket comes from a reverse proxy, which ends the TLS before us.
    private static boolean takesTokens(Flow flow) {
        return flow.transport().secure() || flow.transport().webSocket();
    }

    private @Nullable String token(Request request, Flow flow, Asker asker) {
        return bearer == null || !takesTokens(flow) ? null : bearer.token(request, asker);
    }

    private Proof vouched(
            String token, Request request, Flow flow, Asker asker, String domain, long now) {
        BearerAuthenticator tokens = Objects.requireNonNull(bearer);
        Endpoint source = flow.client();
        // Checking a signature is work, too.
        if (guesses.isExhausted(source, now)) {
            bans.offence(flow, Offence.GUESSING, now);
            return tooMany(60 / policy.wrongPasswordsPerMinute() + 1);
        }
        return switch (tokens.verify(token)) {
            case TokenVerdict.Valid(String named) -> {
                String user = localUser(named, domain);
                if (user == null) {
                    yield new Proof.Vouched(new Verdict.Refuse(403, "Token Of Another Domain"));
                }
                bans.provedItself(flow, now);
                yield new Proof.Of(user);
            }
            case TokenVerdict.Invalid(TokenVerdict.Fault fault) -> {
                Verdict.Refuse refusal =
                        challenge(request, flow, asker, fault.words(), now)
                                .with(tokens.refusal(asker, fault));
                if (fault.isHonest()) {
                    yield new Proof.Vouched(refusal);
                }
                guesses.admit(source, now);
                bans.offence(flow, Offence.WRONG_PASSWORD, now);
                yield new Proof.None(refusal);
            }
        };
    }

    /// The user whom a token names, with that domain or with none; null where it has another.
    private @Nullable String localUser(String named, String domain) {
        if (named.indexOf('@') < 0) {
            return named;
        }
        return SipUri.parse("sip:" + named) instanceof Parsed.Ok<SipUri>(SipUri uri)
                        && uri.user() != null
                        && domain.equals(addresses.domain(uri))
                ? uri.user()
                : null;
    }

    /// Asks for a password instead, of those who have one.
    private Verdict.Refuse challenge(
            Request request, Flow flow, Asker asker, String reason, long now) {
        if (digest.verify(request, asker, kind(flow), now)
                instanceof Challenged(int status, List<Headers.Field> challenges, boolean _)) {
            bans.asked(flow, DigestAuthenticator.nonce(challenges));
            return new Verdict.Refuse(status, reason, challenges);
        }
        return new Verdict.Refuse(403, reason);
    }

    private static DigestAuthenticator.Peer kind(Flow flow) {
        return flow.transport().webSocket()
                ? DigestAuthenticator.Peer.BROWSER
                : DigestAuthenticator.Peer.PHONE;
    }

    private Proof password(Request request, Flow flow, Asker asker, long now) {
        Endpoint source = flow.client();
        bans.returned(flow, digest.returnedNonce(request, asker));
        String claimed = digest.claimedUser(request, asker);
        if (claimed != null && backoff.refuses(source, claimed, now)) {
            bans.offence(flow, Offence.GUESSING, now);
            long wait = backoff.refusedUntil(source, claimed) - now;
            return tooMany(wait / 1_000_000_000L + 1);
        }
        if (claimed != null && guesses.isExhausted(source, now)) {
            bans.offence(flow, Offence.GUESSING, now);
            return tooMany(60 / policy.wrongPasswordsPerMinute() + 1);
        }
        return switch (digest.verify(request, asker, kind(flow), now)) {
            case Authenticated(String user) -> {
                backoff.succeeded(source, user);
                bans.provedItself(flow, now);
                yield new Proof.Of(user);
            }
            case Challenged(int status, List<Headers.Field> challenges, boolean _) -> {
                bans.asked(flow, DigestAuthenticator.nonce(challenges));
                Verdict.Refuse asking =
                        new Verdict.Refuse(status, ReasonPhrase.of(status), challenges);
                // Behind the others: libraries in browsers read the first challenge only.
                Headers.Field issuer =
                        bearer == null || !takesTokens(flow) ? null : bearer.challenge(asker);
                yield new Proof.None(issuer == null ? asking : asking.with(issuer));
            }
            case Refused(Reason reason, String user) -> {
                if (reason == Reason.WRONG_CREDENTIALS) {
                    backoff.failed(source, user, now);
                    guesses.admit(source, now);
                    bans.offence(flow, Offence.WRONG_PASSWORD, now);
                }
                yield new Proof.None(new Verdict.Refuse(403, words(reason)));
            }
        };
    }

    // Passwords that are judged above us

    /// Whether a REGISTER may go up to the registrar that knows `user`'s password: guesses there
    /// are as slow as here. Null where it may.
    public Verdict.@Nullable Refuse relayed(
            Request register, AddressOfRecord user, Flow flow, long now) {
        Credentials credentials = credentials(register);
        if (credentials == null) {
            return null;
        }
        Endpoint source = flow.client();
        bans.returned(flow, credentials.nonce());
        boolean waits = backoff.refuses(source, user.toString(), now);
        if (waits || guesses.isExhausted(source, now)) {
            bans.offence(flow, Offence.GUESSING, now);
            long wait = waits ? backoff.refusedUntil(source, user.toString()) - now : 0;
            return tooMany(
                            waits
                                    ? wait / 1_000_000_000L + 1
                                    : 60 / policy.wrongPasswordsPerMinute() + 1)
                    .refusal();
        }
        return null;
    }

    /// What the registrar above made of a REGISTER of `user`. A 403, or a new question instead of a
    /// yes, says that the password was wrong; but for a question that only the nonce was too old
    /// for.
    ///
    /// @return false where the user, whose password was right, registers too often
    public boolean judged(
            Request register, Response response, AddressOfRecord user, Flow flow, long now) {
        Challenge challenge = challenge(response);
        if (challenge != null) {
            bans.asked(flow, challenge.nonce());
        }
        if (credentials(register) == null) {
            return true;
        }
        Endpoint source = flow.client();
        int status = response.status();
        if (response.isSuccess()) {
            backoff.succeeded(source, user.toString());
            bans.provedItself(flow, now);
            return border.userLimits().admit(user, Method.REGISTER, now);
        }
        boolean askedAgain = status == 401 || status == 407;
        if (status == 403 || askedAgain && (challenge == null || !challenge.stale())) {
            backoff.failed(source, user.toString(), now);
            guesses.admit(source, now);
            bans.offence(flow, Offence.WRONG_PASSWORD, now);
        } else if (status == 404) {
            bans.unknownUser(flow, user.user(), now);
        }
        return true;
    }

    private static @Nullable Credentials credentials(Request register) {
        for (HeaderName name : CREDENTIALS) {
            for (Headers.Field field : register.headers().fields(name)) {
                if (Credentials.parse(field.value())
                        instanceof Parsed.Ok<Credentials>(Credentials found)) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable Challenge challenge(Response response) {
        for (HeaderName name : CHALLENGES) {
            for (Headers.Field field : response.headers().fields(name)) {
                if (Challenge.parse(field.value())
                        instanceof Parsed.Ok<Challenge>(Challenge found)) {
                    return found;
                }
            }
        }
        return null;
    }

    private static Proof.None tooMany(long retryAfterSeconds) {
        return new Proof.None(
                new Verdict.Refuse(
                        403,
                        "Too Many Wrong Passwords",
                        List.of(
                                new Headers.Field(
                                        HeaderName.RETRY_AFTER,
                                        Long.toString(retryAfterSeconds)))));
    }

    private static String words(Reason reason) {
        return switch (reason) {
            case WRONG_CREDENTIALS -> "Wrong User Or Password";
            case MALFORMED -> "Malformed Credentials";
            case NO_QOP -> "Digest Without qop";
            case OTHER_URI -> "Digest For Another URI";
        };
    }
}
