package jackfield.roles.relay.ng;

import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.LegProfile.Security;
import jackfield.rtc.sdp.MediaDescription;
import jackfield.rtc.sdp.SessionDescription;
import java.util.Locale;
import java.util.Set;

/// Turns the flags of an offer into the profiles of its two legs.
final class NgProfiles {
    private NgProfiles() {}

    /// The leg of the one who offers; the rest of it is read from the SDP.
    static LegProfile offerer(NgRequest request) {
        Set<String> mux = request.list("rtcp-mux");
        boolean accepted =
                mux.contains("accept") || mux.contains("require") || mux.contains("offer");
        return new LegProfile(Security.PLAIN, false, accepted, false, false);
    }

    /// The leg the offer goes to: what `transport-protocol` says; without one, what the offer is.
    static LegProfile answerer(NgRequest request, SessionDescription offer) {
        if (request.hasFlag("webrtc")) {
            return LegProfile.BROWSER;
        }
        String protocol = protocol(request, offer);
        boolean feedback = protocol.endsWith("f");
        Set<String> mux = request.list("rtcp-mux");
        boolean offered = mux.contains("offer") || mux.contains("require");
        if (!protocol.contains("savp")) {
            return new LegProfile(Security.PLAIN, false, offered, feedback, false);
        }
        if (isDtls(request, protocol)) {
            return new LegProfile(Security.DTLS, true, true, feedback, true);
        }
        return new LegProfile(Security.SDES, false, offered, feedback, false);
    }

    private static String protocol(NgRequest request, SessionDescription offer) {
        String wanted = request.text("transport-protocol");
        if (wanted != null && wanted.toLowerCase(Locale.ROOT).contains("rtp/")) {
            return wanted.toLowerCase(Locale.ROOT);
        }
        for (MediaDescription each : offer.media()) {
            if (each.isRtp() && each.port() != 0) {
                return each.protocol().toLowerCase(Locale.ROOT);
            }
        }
        return "rtp/avp";
    }

    /// Never both ways of keying in one offer: browsers refuse that. `RTP/SAVP` alone means keys in
    /// the SDP, unless these are forbidden.
    private static boolean isDtls(NgRequest request, String protocol) {
        Set<String> sdes = request.list("sdes");
        Set<String> dtls = request.list("dtls");
        boolean noSdes = sdes.contains("off") || sdes.contains("no") || sdes.contains("disable");
        boolean noDtls = dtls.contains("off") || dtls.contains("no") || dtls.contains("disable");
        return protocol.contains("tls") || noSdes && !noDtls;
    }
}
