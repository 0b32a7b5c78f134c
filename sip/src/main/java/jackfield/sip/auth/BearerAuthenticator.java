package jackfield.sip.auth;

import jackfield.sip.auth.DigestAuthenticator.Asker;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Request;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The server side of the Bearer scheme (RFC 8898): finds a request's token, has it checked, and
/// says in a challenge where tokens are to be had.
public final class BearerAuthenticator {
    /// What a request asks with.
    public static final String SCHEME = "Bearer";

    private final Tokens verifier;
    private final InstantSource time;
    private final @Nullable String server;
    private final @Nullable String scope;

    /// @param time the time of day, which tokens are made by
    /// @param server who issues tokens, an https URI for the challenge; null names nobody, and no
    ///   challenge mentions tokens
    /// @param scope the scope to ask it for; null where none is needed
    public BearerAuthenticator(
            Tokens verifier, InstantSource time, @Nullable String server, @Nullable String scope) {
        this.verifier = verifier;
        this.time = time;
        this.server = server;
        this.scope = scope;
    }

    /// One that takes only what this node hands out itself: no challenge mentions it.
    public static BearerAuthenticator own(Tokens own, InstantSource time) {
        return new BearerAuthenticator(own, time, null, null);
    }

    /// The same for an issuer's tokens, and besides them those of `own`: what that cannot even read
    /// is judged as before.
    public BearerAuthenticator besides(Tokens own) {
        return new BearerAuthenticator(
                (token, epochMs) -> {
                    TokenVerdict verdict = own.verify(token, epochMs);
                    return verdict instanceof TokenVerdict.Invalid(TokenVerdict.Fault fault)
                                    && fault == TokenVerdict.Fault.MALFORMED
                            ? verifier.verify(token, epochMs)
                            : verdict;
                },
                time,
                server,
                scope);
    }

    /// The token of `request`; null where it has none. A proxy looks into Authorization too: SIP
    /// libraries in browsers put the token there, whoever asks.
    public @Nullable String token(Request request, Asker asker) {
        String token = token(request.headers(), asker.credentials());
        return token == null && asker == Asker.PROXY
                ? token(request.headers(), HeaderName.AUTHORIZATION)
                : token;
    }

    private static @Nullable String token(Headers headers, HeaderName name) {
        if (headers.has(name)) {
            for (Headers.Field field : headers.fields(name)) {
                if (isBearer(field.value())) {
                    return field.value().substring(SCHEME.length()).strip();
                }
            }
        }
        return null;
    }

    /// True for credentials of this scheme.
    public static boolean isBearer(String credentials) {
        int end = SCHEME.length();
        return credentials.regionMatches(true, 0, SCHEME, 0, end)
                && (credentials.length() == end
                        || credentials.charAt(end) == ' '
                        || credentials.charAt(end) == '\t');
    }

    /// Whether a request's token is good.
    public TokenVerdict verify(String token) {
        return verifier.verify(token, time.millis());
    }

    /// What to add to a challenge; null where it names no issuer.
    public Headers.@Nullable Field challenge(Asker asker) {
        return server == null ? null : new Headers.Field(asker.challenge(), words(null));
    }

    /// What to add to the answer to a token with this fault (RFC 6750 section 3.1).
    public Headers.Field refusal(Asker asker, TokenVerdict.Fault fault) {
        String error = fault == TokenVerdict.Fault.SCOPE ? "insufficient_scope" : "invalid_token";
        return new Headers.Field(asker.challenge(), words(error));
    }

    private String words(@Nullable String error) {
        StringBuilder text = new StringBuilder(SCHEME);
        String separator = " ";
        if (server != null) {
            text.append(separator).append("authz_server=").append(DigestFields.quote(server));
            separator = ", ";
        }
        if (scope != null) {
            text.append(separator).append("scope=").append(DigestFields.quote(scope));
            separator = ", ";
        }
        if (error != null) {
            text.append(separator).append("error=").append(DigestFields.quote(error));
        }
        return text.toString();
    }
}
