package jackfield.sip.event;

import jackfield.base.Parsed;
import jackfield.sip.dialog.Replaces;
import jackfield.sip.message.Body;
import jackfield.sip.message.Escapes;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.SipUri;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a REFER asks for (RFC 3515): a request to somebody, often one that takes the place of a
/// dialog (RFC 3891).
///
/// @param target whom to call, without what was behind its question mark
/// @param method the request to send; INVITE unless the URI says otherwise
/// @param replaces the dialog the new one takes the place of; null for a blind transfer
/// @param referredBy who asks (RFC 3892); null where it is not said
/// @param subscribes true where NOTIFYs tell what comes of it; false by `Refer-Sub: false` (RFC
///   4488)
public record Refer(
        SipUri target,
        Method method,
        @Nullable Replaces replaces,
        @Nullable NameAddr referredBy,
        boolean subscribes) {
    private static final HeaderName REFER_SUB = HeaderName.of("Refer-Sub");

    /// Reads a REFER. Exactly one Refer-To, to a SIP URI; of the header fields it wants set, only
    /// Replaces is taken: a stranger writes no others for us.
    public static Parsed<Refer> of(Request request) {
        String text = request.headers().first(HeaderName.REFER_TO);
        if (text == null
                || !(NameAddr.parse(text) instanceof Parsed.Ok<NameAddr>(NameAddr address))
                || !(address.uri() instanceof SipUri uri)) {
            return new Parsed.Bad<>("Refer-To", text == null ? "" : text);
        }
        Replaces replaces = null;
        if (uri.query() != null) {
            for (String each : uri.query().split("&", -1)) {
                int equals = each.indexOf('=');
                if (equals > 0
                        && each.substring(0, equals).toLowerCase(Locale.ROOT).equals("replaces")) {
                    String value = Escapes.undo(each.substring(equals + 1));
                    if (!(Replaces.parse(value) instanceof Parsed.Ok<Replaces>(Replaces read))) {
                        return new Parsed.Bad<>("Replaces in Refer-To", value);
                    }
                    replaces = read;
                }
            }
        }
        String method = uri.parameters().get("method");
        if (method != null && !method.matches("[A-Za-z]{1,32}")) {
            return new Parsed.Bad<>("method in Refer-To", method);
        }
        String by = request.headers().first(HeaderName.REFERRED_BY);
        SipUri target =
                new SipUri(
                        uri.secure(),
                        uri.user(),
                        uri.host(),
                        uri.port(),
                        uri.parameters().without("method"),
                        null);
        return new Parsed.Ok<>(
                new Refer(
                        target,
                        method == null
                                ? Method.INVITE
                                : new Method(method.toUpperCase(Locale.ROOT)),
                        replaces,
                        by != null && NameAddr.parse(by) instanceof Parsed.Ok<NameAddr>(NameAddr n)
                                ? n
                                : null,
                        !"false".equalsIgnoreCase(request.headers().first(REFER_SUB))));
    }

    /// What a NOTIFY of a REFER tells: the status line of the newest response (RFC 3420).
    public static Body fragment(int status, String reason) {
        return Body.text("SIP/2.0 " + status + " " + reason + "\r\n");
    }

    /// The status that a NOTIFY's `message/sipfrag` tells; 0 where it can't be read.
    public static int status(Body fragment) {
        String text = fragment.text();
        return text.length() >= 11 && text.matches("(?s)SIP/2\\.0 [1-6]\\d\\d .*")
                ? Integer.parseInt(text.substring(8, 11))
                : 0;
    }
}
