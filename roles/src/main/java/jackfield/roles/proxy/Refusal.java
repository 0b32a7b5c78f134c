package jackfield.roles.proxy;

import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;

/// How people learn why media was refused.
public final class Refusal {
    private Refusal() {}

    /// The response with a Warning that says why in words (RFC 3261 section 20.43).
    ///
    /// @param host who warns
    public static Response of(Request request, int status, String host, String why) {
        return explained(Response.to(request, status), host, why);
    }

    /// `response` with such a Warning.
    static Response explained(Response response, String host, String why) {
        int code = response.status() == 488 ? 305 : 399;
        String text = why.replace('"', '\'').replaceAll("[\\x00-\\x1f\\\\]", " ");
        return response.with(HeaderName.WARNING, code + " " + host + " \"" + text + "\"");
    }
}
