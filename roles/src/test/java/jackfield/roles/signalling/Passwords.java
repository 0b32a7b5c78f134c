package jackfield.roles.signalling;

import jackfield.roles.sbc.Authentication;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Request;
import java.util.List;
import java.util.random.RandomGenerator;

/// The users' passwords in tests.
final class Passwords {
    private Passwords() {}

    static Authentication authentication(RandomGenerator random) {
        return (request, flow, proxy, now) -> {
            String given =
                    request.headers()
                            .first(
                                    proxy
                                            ? HeaderName.PROXY_AUTHORIZATION
                                            : HeaderName.AUTHORIZATION);
            if (given != null && given.startsWith("Test ")) {
                return new Authentication.Result.Proven(given.substring(5));
            }
            return new Authentication.Result.Challenge(
                    proxy ? 407 : 401,
                    List.of(
                            new Headers.Field(
                                    proxy
                                            ? HeaderName.PROXY_AUTHENTICATE
                                            : HeaderName.WWW_AUTHENTICATE,
                                    "Test realm=\"example.org\"")),
                    given != null);
        };
    }

    /// `request` again with the credentials that `challenge` asks for.
    static Request answer(Request request, jackfield.sip.message.Response challenge, String user) {
        return request.with(
                challenge.status() == 407
                        ? HeaderName.PROXY_AUTHORIZATION
                        : HeaderName.AUTHORIZATION,
                "Test " + user);
    }
}
