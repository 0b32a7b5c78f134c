package jackfield.roles.proxy;

import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The copy of a request that goes to one target (RFC 3261 section 16.6), as far as it depends on
/// nothing but the request.
final class Forward {
    private static final int MAX_BREADTH = 60;

    private Forward() {}

    /// The copy with its Request-URI, Max-Forwards, share of Max-Breadth (RFC 5393 section 5.3.3)
    /// and Routes. Credentials for us stay here; what a sender asserts about itself is not passed
    /// on (RFC 3325 section 5): nobody here is trusted with that.
    static Request copy(Request request, Target target, int breadth) {
        int hops = request.headers().maxForwards();
        Headers headers = request.headers().without(HeaderName.PROXY_AUTHORIZATION);
        if (headers.has(HeaderName.MAX_BREADTH) || breadth < MAX_BREADTH) {
            headers = headers.with(HeaderName.MAX_BREADTH, Integer.toString(breadth));
        }
        List<NameAddr> path = target.path();
        for (int i = path.size() - 1; i >= 0; i--) {
            headers = headers.push(HeaderName.ROUTE, path.get(i).toString());
        }
        return request.to(target.uri()).with(headers).hop(hops < 0 ? 70 : hops - 1);
    }

    /// How many branches a request may have at once on its whole way from here on (RFC 5393 section
    /// 5.3).
    static int maxBreadth(Request request) {
        String text = request.headers().first(HeaderName.MAX_BREADTH);
        return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : MAX_BREADTH;
    }

    static Request withoutBody(Request request) {
        return request.with(Body.NONE).with(request.headers().without(HeaderName.CONTENT_TYPE));
    }

    static Response withoutBody(Response response) {
        return response.with(Body.NONE).with(response.headers().without(HeaderName.CONTENT_TYPE));
    }

    /// The tag in a response's To; empty where it has none.
    static String toTag(Response response) {
        String tag = response.headers().to().tag();
        return tag == null ? "" : tag;
    }

    /// The tag in a request's From, or with `to` in its To; empty where it has none.
    static String tag(@Nullable NameAddr address) {
        return address == null || address.tag() == null ? "" : address.tag();
    }
}
