package jackfield.sip.message;

/// A SIP request (RFC 3261 section 7.1).
///
/// @param method what is asked
/// @param uri the Request-URI: whom it is asked of
/// @param headers the header fields
/// @param body the body
public record Request(Method method, Uri uri, Headers headers, Body body) implements Message {
    /// The same request to another Request-URI.
    public Request to(Uri next) {
        return new Request(method, next, headers, body);
    }

    /// The same request with other header fields.
    public Request with(Headers next) {
        return new Request(method, uri, next, body);
    }

    /// The same request with one header field replaced, or added where it was missing.
    public Request with(HeaderName name, String value) {
        return with(headers.with(name, value));
    }

    /// The same request with another body; Content-Length is the writer's business, Content-Type
    /// the caller's.
    public Request with(Body next) {
        return new Request(method, uri, headers, next);
    }

    /// The same request with our Via on top (RFC 3261 section 16.6 step 8).
    public Request push(Via via) {
        return with(headers.push(HeaderName.VIA, via.toString()));
    }

    /// The same request with this Max-Forwards (RFC 3261 section 16.6 step 3).
    public Request hop(int left) {
        return with(headers.with(HeaderName.MAX_FORWARDS, Integer.toString(left)));
    }

    public boolean is(Method other) {
        return method.equals(other);
    }
}
