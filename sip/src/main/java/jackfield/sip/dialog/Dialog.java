package jackfield.sip.dialog;

import jackfield.base.Parsed;
import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Parameters;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One end of a dialog (RFC 3261 section 12): who, where, by which route, and which CSeq comes
/// next. One writer.
public final class Dialog {
    /// What to do with a request inside the dialog.
    public sealed interface Admission {
        /// It is in order; the dialog has taken note of it.
        record Admitted() implements Admission {}

        /// Answer it with `status`: 500 where its CSeq is behind (section 12.2.2), 481 where it
        /// belongs to another dialog.
        record Rejected(int status) implements Admission {}
    }

    /// The methods whose Contact becomes the remote target (RFC 3261 section 12.2, RFC 3311, RFC
    /// 6665 section 4.4.1, RFC 3515).
    private static final Set<Method> REFRESHING =
            Set.of(Method.INVITE, Method.UPDATE, Method.SUBSCRIBE, Method.NOTIFY, Method.REFER);

    private static final int CSEQ_BEHIND = 500;
    private static final int NO_SUCH_DIALOG = 481;
    private static final int MAX_FORWARDS = 70;
    private static final long NONE_YET = -1;

    private final DialogId id;
    private final NameAddr local;
    private final NameAddr remote;
    private List<NameAddr> routeSet;
    private Uri remoteTarget;
    private boolean early;
    private long localCSeq = NONE_YET;
    private long remoteCSeq = NONE_YET;

    private Dialog(
            DialogId id, NameAddr local, NameAddr remote, List<NameAddr> routeSet, Uri target) {
        this.id = id;
        this.local = local;
        this.remote = remote;
        this.routeSet = List.copyOf(routeSet);
        this.remoteTarget = target;
    }

    /// The dialog of a UAS (section 12.1.1): the route set is the Record-Route of the request, in
    /// its order.
    ///
    /// @param request a peer's INVITE (or another that opens a dialog)
    /// @param response our answer, 101 to 299, with our tag in To
    public static Parsed<Dialog> uas(Request request, Response response) {
        Headers asked = request.headers();
        if (response.headers().to().tag() == null) {
            throw new IllegalArgumentException("an answer without a tag opens no dialog");
        }
        Uri target = contact(asked);
        Parsed<List<NameAddr>> routes = recordRoutes(asked);
        if (target == null) {
            return new Parsed.Bad<>("Contact", text(asked, HeaderName.CONTACT));
        }
        if (!(routes instanceof Parsed.Ok<List<NameAddr>>(List<NameAddr> routeSet))) {
            return new Parsed.Bad<>("Record-Route", text(asked, HeaderName.RECORD_ROUTE));
        }
        Dialog dialog =
                new Dialog(
                        DialogId.ofReceived(
                                request.with(HeaderName.TO, response.headers().to().toString())),
                        response.headers().to(),
                        asked.from(),
                        routeSet,
                        target);
        dialog.remoteCSeq = asked.cseq().number();
        dialog.early = response.isProvisional();
        return new Parsed.Ok<>(dialog);
    }

    /// The dialog of a UAC (section 12.1.2): the route set is the Record-Route of the response, in
    /// reverse order.
    ///
    /// @param request our INVITE as it was sent
    /// @param response the peer's answer, 101 to 299
    public static Parsed<Dialog> uac(Request request, Response response) {
        Headers answered = response.headers();
        Uri target = contact(answered);
        Parsed<List<NameAddr>> routes = recordRoutes(answered);
        if (target == null) {
            return new Parsed.Bad<>("Contact", text(answered, HeaderName.CONTACT));
        }
        if (!(routes instanceof Parsed.Ok<List<NameAddr>>(List<NameAddr> routeSet))) {
            return new Parsed.Bad<>("Record-Route", text(answered, HeaderName.RECORD_ROUTE));
        }
        Dialog dialog =
                new Dialog(
                        DialogId.ofReceived(response),
                        request.headers().from(),
                        answered.to(),
                        routeSet.reversed(),
                        target);
        dialog.localCSeq = request.headers().cseq().number();
        dialog.early = response.isProvisional();
        return new Parsed.Ok<>(dialog);
    }

    /// Its name at our end.
    public DialogId id() {
        return id;
    }

    /// True until a 2xx confirmed it.
    public boolean isEarly() {
        return early;
    }

    /// Where requests to the peer are aimed.
    public Uri remoteTarget() {
        return remoteTarget;
    }

    /// The proxies in between, nearest first.
    public List<NameAddr> routeSet() {
        return routeSet;
    }

    /// Judges a peer's request inside the dialog (section 12.2.2), and takes its Contact where the
    /// method refreshes the target. ACK is always admitted when the dialog is right.
    public Admission receive(Request request) {
        if (!DialogId.ofReceived(request).equals(id)) {
            return new Admission.Rejected(NO_SUCH_DIALOG);
        }
        if (request.is(Method.ACK)) {
            return new Admission.Admitted();
        }
        long number = request.headers().cseq().number();
        if (number <= remoteCSeq) {
            return new Admission.Rejected(CSEQ_BEHIND);
        }
        remoteCSeq = number;
        if (REFRESHING.contains(request.method())) {
            refresh(request.headers());
        }
        return new Admission.Admitted();
    }

    /// A response of the peer to a request of ours inside the dialog. A 2xx to an INVITE confirms
    /// an early dialog, whose route set is then the 2xx's (section 13.2.2.4), and refreshes the
    /// target.
    public void receive(Response response) {
        Method method = response.headers().cseq().method();
        if (!response.isSuccess()
                || !DialogId.ofReceived(response).equals(id)
                || !REFRESHING.contains(method)) {
            return;
        }
        if (early && method.equals(Method.INVITE)) {
            early = false;
            if (recordRoutes(response.headers())
                    instanceof Parsed.Ok<List<NameAddr>>(List<NameAddr> routes)) {
                routeSet = List.copyOf(routes.reversed());
            }
        }
        refresh(response.headers());
    }

    /// We sent a 2xx to the peer's INVITE: the dialog is confirmed.
    public void confirm() {
        early = false;
    }

    /// The next request inside the dialog (section 12.2.1.1), without Via and Contact.
    public Request request(Method method) {
        if (method.equals(Method.ACK) || method.equals(Method.CANCEL)) {
            throw new IllegalArgumentException(method + " takes no CSeq number of its own");
        }
        localCSeq++;
        if (localCSeq < 1) { // a UAS has not counted yet
            localCSeq = 1;
        }
        return request(method, localCSeq);
    }

    /// The ACK of a 2xx to our INVITE with this CSeq number (section 13.2.2.4), without Via.
    public Request ack(long cseq) {
        return request(Method.ACK, cseq);
    }

    private Request request(Method method, long cseq) {
        Uri uri = remoteTarget;
        List<NameAddr> routes = new ArrayList<>(routeSet);
        if (!routes.isEmpty() && !isLoose(routes.getFirst())) {
            // A strict router wants itself as the Request-URI and the target at the end.
            uri = bare(routes.removeFirst().uri());
            routes.add(NameAddr.of(remoteTarget));
        }
        Headers.Builder headers = Headers.builder();
        routes.forEach(route -> headers.add(HeaderName.ROUTE, route.toString()));
        headers.add(HeaderName.MAX_FORWARDS, Integer.toString(MAX_FORWARDS))
                .add(HeaderName.FROM, local.toString())
                .add(HeaderName.TO, remote.toString())
                .add(HeaderName.CALL_ID, id.callId())
                .add(HeaderName.CSEQ, new CSeq(cseq, method).toString());
        return new Request(method, uri, headers.build(), Body.NONE);
    }

    /// What a Request-URI may not hold of a Route's URI (section 19.1.1, table 1).
    private static Uri bare(Uri uri) {
        return uri instanceof SipUri sip
                ? new SipUri(
                        sip.secure(),
                        sip.user(),
                        sip.host(),
                        sip.port(),
                        new Parameters(
                                sip.parameters().entries().stream()
                                        .filter(entry -> !entry.name().equalsIgnoreCase("method"))
                                        .toList()),
                        null)
                : uri;
    }

    private static boolean isLoose(NameAddr route) {
        return route.uri() instanceof SipUri sip && sip.isLooseRouter();
    }

    private void refresh(Headers headers) {
        Uri target = contact(headers);
        if (target != null) {
            remoteTarget = target;
        }
    }

    private static @Nullable Uri contact(Headers headers) {
        List<String> values = headers.all(HeaderName.CONTACT);
        return !values.isEmpty()
                        && NameAddr.parse(values.getFirst())
                                instanceof Parsed.Ok<NameAddr>(NameAddr contact)
                ? contact.uri()
                : null;
    }

    private static Parsed<List<NameAddr>> recordRoutes(Headers headers) {
        List<NameAddr> routes = new ArrayList<>();
        for (String value : headers.all(HeaderName.RECORD_ROUTE)) {
            switch (NameAddr.parse(value)) {
                case Parsed.Ok<NameAddr>(NameAddr route) -> routes.add(route);
                case Parsed.Bad<NameAddr> bad -> {
                    return bad.as();
                }
            }
        }
        return new Parsed.Ok<>(routes);
    }

    private static String text(Headers headers, HeaderName name) {
        return String.join(", ", headers.all(name));
    }
}
