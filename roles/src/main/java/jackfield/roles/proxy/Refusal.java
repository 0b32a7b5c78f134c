package jackfield.roles.proxy;

import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;

/// How people learn why media was refused.
public final class Refusal {
    private static final int LONGEST_TEXT = 200;

    private Refusal() {}

    /// The response with a Warning that says why in words (RFC 3261 section 20.43).
    ///
    /// @param host who warns
    public static Response of(Request request, int status, String host, String why) {
        return explained(Response.to(request, status), host, why);
    }

    /// What is kept of a final response: its status and reason, and what its Warning says, for "488
    /// Not Acceptable Here" alone explains nothing.
    public static String words(Response response) {
        String words = response.status() + " " + response.reason();
        String warning = response.headers().first(HeaderName.WARNING);
        String text = warning == null ? "" : warnText(warning).strip();
        return text.isEmpty() ? words : words + ": " + text;
    }

    /// The quoted text of a warning-value, without its escapes (RFC 3261 section 25.1); no longer
    /// than is kept, for a stranger may have written it.
    private static String warnText(String warning) {
        StringBuilder text = new StringBuilder();
        int at = warning.indexOf('"') + 1;
        while (at > 0 && at < warning.length() && text.length() < LONGEST_TEXT) {
            char next = warning.charAt(at++);
            if (next == '"') {
                break;
            }
            if (next == '\\' && at < warning.length()) {
                next = warning.charAt(at++);
            }
            text.append(Character.isISOControl(next) ? ' ' : next);
        }
        return text.toString();
    }

    /// `response` with such a Warning.
    static Response explained(Response response, String host, String why) {
        int code = response.status() == 488 ? 305 : 399;
        String text = why.replace('"', '\'').replaceAll("[\\x00-\\x1f\\\\]", " ");
        return response.with(HeaderName.WARNING, code + " " + host + " \"" + text + "\"");
    }
}
