package jackfield.sip.message;

/// A SIP response (RFC 3261 section 7.2).
///
/// @param status 100 to 699
/// @param reason the reason phrase, for people
/// @param headers the header fields
/// @param body the body
public record Response(int status, String reason, Headers headers, Body body) implements Message {
    public Response {
        if (status < 100 || status > 699) {
            throw new IllegalArgumentException("status " + status);
        }
    }

    /// The response a UAS gives to `request` (RFC 3261 section 8.2.6.2): its Vias, From, To,
    /// Call-ID and CSeq, in that order, and nothing else. The To tag is the caller's business.
    public static Response to(Request request, int status, String reason) {
        Headers copied =
                request.headers()
                        .only(
                                HeaderName.VIA,
                                HeaderName.FROM,
                                HeaderName.TO,
                                HeaderName.CALL_ID,
                                HeaderName.CSEQ);
        return new Response(status, reason, copied, Body.NONE);
    }

    /// The same, with the usual reason phrase of `status`.
    public static Response to(Request request, int status) {
        return to(request, status, ReasonPhrase.of(status));
    }

    /// The same response with other header fields.
    public Response with(Headers next) {
        return new Response(status, reason, next, body);
    }

    /// The same response with one header field replaced, or added where it was missing.
    public Response with(HeaderName name, String value) {
        return with(headers.with(name, value));
    }

    /// The same response with another body.
    public Response with(Body next) {
        return new Response(status, reason, headers, next);
    }

    /// The same response as its receiver one hop up must see it: without the top Via (RFC 3261
    /// section 16.7 step 3).
    public Response popVia() {
        return with(headers.pop(HeaderName.VIA));
    }

    public boolean isProvisional() {
        return status < 200;
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public boolean isFinal() {
        return status >= 200;
    }
}
