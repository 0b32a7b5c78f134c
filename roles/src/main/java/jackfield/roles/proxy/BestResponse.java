package jackfield.roles.proxy;

import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Response;
import java.util.List;

/// Chooses the one final response that goes upstream when no branch succeeded (RFC 3261 section
/// 16.7 steps 6 and 7).
public final class BestResponse {
    private BestResponse() {}

    /// The best of `finals`, of which there is at least one: a 6xx if there is one, else of the
    /// lowest class, and within 4xx one that tells the caller how to do better. Challenges of all
    /// branches are gathered in it; a 503 becomes 500, because it is not about us.
    public static Response of(List<Response> finals) {
        Response best = finals.getFirst();
        for (Response one : finals) {
            if (rank(one) < rank(best)) {
                best = one;
            }
        }
        if (best.status() == 401 || best.status() == 407) {
            return challenges(best, finals);
        }
        return best.status() == 503
                ? new Response(500, "Server Internal Error", best.headers(), best.body())
                        .with(best.headers().without(HeaderName.RETRY_AFTER))
                : best;
    }

    private static int rank(Response response) {
        return switch (response.status()) {
            case 401, 407, 415, 420, 484 -> 400;
            // What a user did says more than what a device could not do.
            case 486, 480 -> 410;
            case 408, 487 -> 430;
            case 503 -> 599;
            default ->
                    response.status() >= 600
                            ? 0
                            : response.status() / 100 * 100
                                    + (response.status() / 100 == 4 ? 20 : 0);
        };
    }

    private static Response challenges(Response best, List<Response> finals) {
        Headers headers = best.headers();
        for (HeaderName name :
                List.of(HeaderName.WWW_AUTHENTICATE, HeaderName.PROXY_AUTHENTICATE)) {
            headers = headers.without(name);
            for (Response one : finals) {
                if (one.status() == 401 || one.status() == 407) {
                    for (String challenge : one.headers().all(name)) {
                        headers = headers.add(name, challenge);
                    }
                }
            }
        }
        return best.with(headers);
    }
}
