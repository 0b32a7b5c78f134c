package jackfield.roles.proxy;

import jackfield.base.Parsed;
import jackfield.roles.transactionuser.Addresses;
import jackfield.sip.auth.BearerAuthenticator;
import jackfield.sip.auth.Credentials;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderEdit;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Uri;
import jackfield.sip.message.Via;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The copy of a request that goes to one target (RFC 3261 section 16.6), as far as it depends on
/// nothing but the request.
final class Forward {
    private static final HeaderName DIVERSION = HeaderName.of("Diversion");
    private static final int MAX_BREADTH = 60;
    private static final String REALM = "realm=\"";

    private Forward() {}

    /// The copy with its Request-URI, Max-Forwards, share of Max-Breadth (RFC 5393 section 5.3.3)
    /// and Routes. Credentials for `realm`, ours, stay here, those for others go on (RFC 3261
    /// section 22.3); what a sender asserts about itself is not passed on (RFC 3325 section 5):
    /// nobody here is trusted with that.
    static Request copy(Request request, Target target, int breadth, String realm) {
        int hops = request.headers().maxForwards();
        HeaderEdit edit = withoutCredentials(request, realm);
        if (breadth < MAX_BREADTH || request.headers().has(HeaderName.MAX_BREADTH)) {
            edit.with(HeaderName.MAX_BREADTH, Integer.toString(breadth));
        }
        List<NameAddr> path = target.path();
        for (int i = path.size() - 1; i >= 0; i--) {
            edit.push(HeaderName.ROUTE, path.get(i).toString());
        }
        edit.with(HeaderName.MAX_FORWARDS, Integer.toString(hops < 0 ? 70 : hops - 1));
        return strict(request.to(target.uri()).with(edit.done()));
    }

    /// Takes off what proves its sender to us. That is a token in Authorization too, which SIP
    /// libraries in browsers put into every request: whoever gets it can be its user (RFC 8898
    /// section 5). Digest credentials for the other end pass, and those for another realm.
    static HeaderEdit withoutCredentials(Request request, String realm) {
        HeaderEdit edit = request.headers().edit().without(HeaderName.PROXY_AUTHORIZATION);
        forOthers(request, realm).forEach(edit::add);
        if (request.headers().has(HeaderName.AUTHORIZATION)) {
            List<Headers.Field> fields = request.headers().fields(HeaderName.AUTHORIZATION);
            if (fields.stream().anyMatch(field -> BearerAuthenticator.isBearer(field.value()))) {
                edit.without(HeaderName.AUTHORIZATION);
                fields.stream()
                        .filter(field -> !BearerAuthenticator.isBearer(field.value()))
                        .forEach(edit::add);
            }
        }
        return edit;
    }

    /// The credentials of a request that can be read and are for another realm.
    private static List<Headers.Field> forOthers(Request request, String realm) {
        List<Headers.Field> others = List.of();
        for (Headers.Field field : request.headers().fields(HeaderName.PROXY_AUTHORIZATION)) {
            if (!isPlainlyOurs(field.value(), realm)
                    && Credentials.parse(field.value())
                            instanceof Parsed.Ok<Credentials>(Credentials found)
                    && !found.realm().equals(realm)) {
                others = others.isEmpty() ? new ArrayList<>(2) : others;
                others.add(field);
            }
        }
        return others;
    }

    /// True where that can be told without taking the credentials apart.
    private static boolean isPlainlyOurs(String credentials, String realm) {
        int at = credentials.indexOf(REALM);
        int end = at + REALM.length() + realm.length();
        return at >= 0
                && credentials.startsWith(realm, at + REALM.length())
                && end < credentials.length()
                && credentials.charAt(end) == '"';
    }

    /// The request as the next hop expects it: where that is a strict router, one without `lr`, it
    /// wants its own address as the Request-URI, and that at the end of the Routes (RFC 3261
    /// section 16.6 step 6).
    static Request strict(Request request) {
        if (!request.headers().has(HeaderName.ROUTE)
                || !(request.headers().routes().getFirst().uri() instanceof SipUri router)
                || router.isLooseRouter()) {
            return request;
        }
        Headers headers =
                request.headers()
                        .pop(HeaderName.ROUTE)
                        .add(HeaderName.ROUTE, NameAddr.of(request.uri()).toString());
        return request.to(router).with(headers);
    }

    /// The copy without the Vias that others have put on: they tell what our side looks like. Ours
    /// stay, by which loops are found.
    static Request hidden(Request copy, Addresses addresses) {
        List<String> ours = new ArrayList<>();
        for (Via via : copy.headers().vias()) {
            if (addresses.isUs(via)) {
                ours.add(via.toString());
            }
        }
        Headers headers = copy.headers().without(HeaderName.VIA);
        for (String via : ours) {
            headers = headers.add(HeaderName.VIA, via);
        }
        return copy.with(headers);
    }

    /// The response with the Vias of the request that it answers.
    static Response restored(Response response, Request request) {
        Headers headers = response.headers().without(HeaderName.VIA);
        List<String> vias = request.headers().all(HeaderName.VIA);
        for (int i = vias.size() - 1; i >= 0; i--) {
            headers = headers.push(HeaderName.VIA, vias.get(i));
        }
        return response.with(headers);
    }

    /// The copy of a call that is for somebody else than the one who was called, saying so (RFC
    /// 5806).
    ///
    /// @param why how the call to the one before ended; null where it was not tried
    static Request diverted(Request copy, Uri called, @Nullable Outcome why) {
        String reason =
                switch (why) {
                    case null -> "unconditional";
                    case BUSY -> "user-busy";
                    case NO_ANSWER -> "no-answer";
                    case UNREACHABLE -> "unavailable";
                    case REFUSED, FAILED -> "unknown";
                };
        return copy.with(
                copy.headers().push(DIVERSION, "<" + called + ">;reason=" + reason + ";counter=1"));
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
