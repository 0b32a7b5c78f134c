package jackfield.sip.auth;

import jackfield.base.Parsed;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The client side of digest authentication for one user: answers challenges (RFC 7616 section 3.4,
/// RFC 3261 section 22.2). It keeps the nonce it was given last and counts its uses.
public final class DigestClient {
    private final String user;
    private final String password;
    private final RandomGenerator random;
    private String lastNonce = "";
    private long count;

    public DigestClient(String user, String password, RandomGenerator random) {
        this.user = user;
        this.password = password;
        this.random = random;
    }

    /// The request once more, with an answer to every challenge of `response` that we understand,
    /// one per realm, the strongest; null where there is none, or where it says that what `request`
    /// already carried is wrong. CSeq and Via are the caller's business.
    public @Nullable Request answer(Request request, Response response) {
        Request next = answer(request, response, HeaderName.WWW_AUTHENTICATE);
        Request both =
                answer(next == null ? request : next, response, HeaderName.PROXY_AUTHENTICATE);
        return both == null ? next : both;
    }

    private @Nullable Request answer(Request request, Response response, HeaderName asked) {
        HeaderName answers =
                asked.equals(HeaderName.WWW_AUTHENTICATE)
                        ? HeaderName.AUTHORIZATION
                        : HeaderName.PROXY_AUTHORIZATION;
        Challenge best = null;
        for (Headers.Field field : response.headers().fields(asked)) {
            if (Challenge.parse(field.value()) instanceof Parsed.Ok<Challenge>(Challenge found)
                    && (best == null || found.algorithm().compareTo(best.algorithm()) > 0)) {
                best = found;
            }
        }
        boolean answerable = best != null && (best.auth() || best.plain());
        if (best == null || !answerable || !best.stale() && request.headers().has(answers)) {
            return null;
        }
        return request.with(answers, credentials(best, request).field());
    }

    /// The credentials for `request` that answer `challenge`: without qop where it offers none (RFC
    /// 3261 section 22.4).
    public Credentials credentials(Challenge challenge, Request request) {
        Algorithm algorithm = challenge.algorithm();
        String ha1 = algorithm.hash(user + ":" + challenge.realm() + ":" + password);
        String method = request.method().name();
        if (challenge.plain()) {
            Credentials unproved = unproved(challenge, request, null, null, null);
            return unproved.proved(algorithm.plainResponse(ha1, unproved, method));
        }
        count = challenge.nonce().equals(lastNonce) ? count + 1 : 1;
        lastNonce = challenge.nonce();
        String cnonce = HexFormat.of().toHexDigits(random.nextLong());
        String nc = HexFormat.of().toHexDigits((int) count);
        Credentials unproved = unproved(challenge, request, "auth", cnonce, nc);
        return unproved.proved(algorithm.response(ha1, unproved, method));
    }

    private Credentials unproved(
            Challenge challenge,
            Request request,
            @Nullable String qop,
            @Nullable String cnonce,
            @Nullable String nc) {
        return new Credentials(
                user,
                challenge.realm(),
                challenge.nonce(),
                request.uri().toString(),
                "",
                challenge.algorithm().token(),
                qop,
                cnonce,
                nc,
                challenge.opaque());
    }
}
