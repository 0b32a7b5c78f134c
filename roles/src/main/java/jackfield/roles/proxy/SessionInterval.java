package jackfield.roles.proxy;

import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;

/// The session interval where only the caller knows session timers (RFC 4028 section 8.2): the
/// proxy says in the callee's place that the caller is to refresh. Without it a PBX would end a
/// call with a browser that it believes dead, or never notice that it is.
final class SessionInterval {
    private static final String TIMER = "timer";

    private SessionInterval() {}

    /// A 2xx as the sender of `request` must see it.
    static Response agreed(Request request, Response response) {
        Headers asked = request.headers();
        boolean refreshing = request.is(Method.INVITE) || request.is(Method.UPDATE);
        String interval = asked.first(HeaderName.SESSION_EXPIRES);
        if (!refreshing
                || !response.isSuccess()
                || interval == null
                || !asked.lists(HeaderName.SUPPORTED, TIMER)
                || response.headers().has(HeaderName.SESSION_EXPIRES)) {
            return response;
        }
        String seconds = interval.split(";", 2)[0].strip();
        return seconds.matches("\\d{1,9}")
                ? response.with(
                        response.headers()
                                .with(HeaderName.SESSION_EXPIRES, seconds + ";refresher=uac")
                                .add(HeaderName.REQUIRE, TIMER))
                : response;
    }
}
