package jackfield.sip.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A SIP request (RFC 3261 section 7.1). Its Request-URI and its body stay in the bytes they came
/// in until somebody asks for them.
public final class Request implements Message {
    private final Method method;
    private final Headers headers;
    private final byte[] in;
    private final int uriFrom;
    private final int uriTo;
    private final int bodyFrom;
    private final int bodyTo;
    private @Nullable Uri uri;
    private @Nullable Body body;

    /// A request of our own making.
    ///
    /// @param method what is asked
    /// @param uri the Request-URI: whom it is asked of
    /// @param headers the header fields
    /// @param body the body
    public Request(Method method, Uri uri, Headers headers, Body body) {
        this(method, headers, headers.in(), 0, 0, 0, 0);
        this.uri = uri;
        this.body = body;
    }

    /// A request whose Request-URI and body are these bytes of a message, and were checked.
    Request(
            Method method,
            Headers headers,
            byte[] in,
            int uriFrom,
            int uriTo,
            int bodyFrom,
            int bodyTo) {
        this.method = method;
        this.headers = headers;
        this.in = in;
        this.uriFrom = uriFrom;
        this.uriTo = uriTo;
        this.bodyFrom = bodyFrom;
        this.bodyTo = bodyTo;
    }

    private Request(Request old, Headers headers, @Nullable Uri uri, @Nullable Body body) {
        this(old.method, headers, old.in, old.uriFrom, old.uriTo, old.bodyFrom, old.bodyTo);
        this.uri = uri;
        this.body = body;
    }

    /// What is asked.
    public Method method() {
        return method;
    }

    /// The Request-URI: whom it is asked of.
    public Uri uri() {
        Uri read = uri;
        if (read == null) {
            UriScan scan = new UriScan();
            if (scan.scan(in, uriFrom, uriTo) != null) {
                throw new IllegalArgumentException("malformed Request-URI");
            }
            read = scan.build(in);
            uri = read;
        }
        return read;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public Body body() {
        Body read = body;
        if (read == null) {
            read = bodyFrom == bodyTo ? Body.NONE : new Body(in, bodyFrom, bodyTo);
            body = read;
        }
        return read;
    }

    /// Where the Request-URI begins in [Headers#in()] as it came; 0 where it is our own.
    int uriFrom() {
        return uriFrom;
    }

    int uriTo() {
        return uriTo;
    }

    /// The bytes that the Request-URI is in.
    byte[] in() {
        return in;
    }

    /// The same request to another Request-URI.
    public Request to(Uri next) {
        if (next.equals(uri)) {
            return this;
        }
        Request request = new Request(method, headers, in, 0, 0, bodyFrom, bodyTo);
        request.uri = next;
        request.body = body;
        return request;
    }

    /// The same request with other header fields.
    public Request with(Headers next) {
        return new Request(this, next, uri, body);
    }

    /// The same request with one header field replaced, or added where it was missing.
    public Request with(HeaderName name, String value) {
        return with(headers.with(name, value));
    }

    /// The same request with another body; Content-Length is the writer's business, Content-Type
    /// the caller's.
    public Request with(Body next) {
        return new Request(this, headers, uri, next);
    }

    /// The same request with our Via on top (RFC 3261 section 16.6 step 8).
    public Request push(Via via) {
        return with(headers.edit().push(via).done());
    }

    /// The same request with this Max-Forwards (RFC 3261 section 16.6 step 3).
    public Request hop(int left) {
        return with(headers.with(HeaderName.MAX_FORWARDS, Integer.toString(left)));
    }

    public boolean is(Method other) {
        return method.equals(other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Request request
                && request.method.equals(method)
                && request.uri().equals(uri())
                && request.headers.equals(headers)
                && request.body().equals(body());
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, uri(), headers, body());
    }

    /// The first line and the header fields, for people.
    @Override
    public String toString() {
        return method + " " + uri() + "\r\n" + headers;
    }
}
