package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.base.Parsed;
import jackfield.media.dtmf.DtmfInfo;
import jackfield.roles.relay.LegProfile;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What signalling has to know of a session description: whether a message carries one, and what
/// kind of leg its sender needs. The relay reads it.
public final class Sdp {
    /// What a session description is called.
    public static final String TYPE = "application/sdp";

    /// What candidates that come after a description are called (RFC 8840 section 9).
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    private Sdp() {}

    /// The session description in `message`; null where its body is none or missing.
    public static byte @Nullable [] of(Message message) {
        return !message.body().isEmpty() && isSdp(message) ? message.body().bytes() : null;
    }

    /// True for a body that is no session description: we can't relay media for it.
    public static boolean isForeignBody(Message message) {
        return !message.body().isEmpty() && !isSdp(message);
    }

    /// True for an offer of a picture.
    static boolean offersVideo(byte[] sdp) {
        String text = new String(sdp, java.nio.charset.StandardCharsets.ISO_8859_1);
        return text.contains("\nm=video ") && !text.contains("\nm=video 0 ");
    }

    /// True for an INFO that brings candidates (RFC 8840 section 4).
    static boolean isFragment(Request request) {
        return request.is(Method.INFO) && isOf(request, FRAGMENT);
    }

    /// The key that an INFO brings; null where it brings none that can be read.
    static @Nullable DtmfInfo key(Request request) {
        String type = request.headers().first(HeaderName.CONTENT_TYPE);
        return type != null
                        && request.is(Method.INFO)
                        && DtmfInfo.parse(type, request.body().bytes())
                                instanceof Parsed.Ok<DtmfInfo>(DtmfInfo key)
                ? key
                : null;
    }

    private static boolean isSdp(Message message) {
        return isOf(message, TYPE);
    }

    /// True for a message whose body is of this type.
    static boolean isOf(Message message, String wanted) {
        String type = message.headers().first(HeaderName.CONTENT_TYPE);
        String bare = type == null ? "" : type.split(";", 2)[0].strip();
        return bare.equalsIgnoreCase(wanted);
    }

    /// True where the sender of `request` takes a session description for an answer: it has no
    /// Accept, or one that names it (RFC 3261 section 20.1).
    public static boolean isAccepted(Request request) {
        List<String> accepted = request.headers().all(HeaderName.ACCEPT);
        if (accepted.isEmpty()) {
            return true;
        }
        for (String range : accepted) {
            String bare = range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            if (bare.equals(TYPE) || bare.equals("application/*") || bare.equals("*/*")) {
                return true;
            }
        }
        return false;
    }

    /// The leg a peer needs: over a WebSocket a browser's, else what its own description shows, and
    /// where it has sent none plain RTP with keys beside it.
    public static LegProfile profile(Flow flow, byte @Nullable [] sdp) {
        if (flow.transport().webSocket()) {
            return LegProfile.BROWSER;
        }
        if (sdp == null) {
            return LegProfile.SIP_EITHER;
        }
        String text =
                new String(sdp, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
        if (text.contains("\na=fingerprint:")) {
            return LegProfile.BROWSER;
        }
        return text.contains("\na=crypto:") && text.contains(" rtp/savp")
                ? LegProfile.SIP_SDES
                : LegProfile.SIP;
    }
}
