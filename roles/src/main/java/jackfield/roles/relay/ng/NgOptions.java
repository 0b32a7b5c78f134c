package jackfield.roles.relay.ng;

import jackfield.roles.relay.ExchangeOptions;
import jackfield.roles.relay.LegOptions;
import jackfield.roles.relay.LegOptions.Family;
import jackfield.roles.relay.LegOptions.Handshake;
import jackfield.roles.relay.LegOptions.IceMode;
import jackfield.roles.relay.LegOptions.Learning;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.LegProfile.Security;
import jackfield.rtc.sdp.MediaDescription;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Turns the flags of an offer into the typed terms of its two legs. Pure.
final class NgOptions {
    private static final Set<String> NO = Set.of("off", "no", "disable");

    private final NgRequest request;

    NgOptions(NgRequest request) {
        this.request = request;
    }

    /// The leg of the one who offers; the rest of it is read from the SDP.
    LegProfile offerer() {
        Set<String> mux = request.words("rtcp-mux");
        LegOptions terms =
                new LegOptions(keying(), ice(false), place(0), following(false), lines(false));
        return new LegProfile(Security.PLAIN, false, !mux.contains("reject"), false, false, terms);
    }

    /// The leg the offer goes to: what `transport-protocol` says; without one, what the offer is.
    LegProfile answerer(SessionDescription offer) {
        LegOptions terms =
                new LegOptions(keying(), ice(true), place(1), following(true), lines(true));
        if (request.hasFlag("webrtc")) {
            return LegProfile.BROWSER.on(terms);
        }
        String protocol = protocol(offer);
        boolean feedback = protocol.endsWith("f");
        Security security = security(protocol);
        boolean ice = isIce(offer, terms.ice().mode());
        boolean browser = security == Security.DTLS && ice;
        return new LegProfile(security, ice, ice || isMux(offer), feedback, browser, terms);
    }

    /// What is wanted of the exchange as a whole.
    ///
    /// @param offer whether it is an offer
    ExchangeOptions exchange(boolean offer) {
        return new ExchangeOptions(
                request.hasFlag("original-sendrecv"),
                shape(),
                reports(),
                new ExchangeOptions.KeyTerms(
                        request.hasFlag("detect-dtmf"),
                        request.hasFlag("block-dtmf"),
                        request.list("codec", "transcode").stream()
                                .anyMatch(each -> each.startsWith("telephone-event"))),
                codecs(),
                tos(offer));
    }

    /// An offer that does not name it goes back to the node's own mark.
    private int tos(boolean offer) {
        long wanted = request.whole("tos", offer ? 256 : -1);
        if (wanted >= 0 && wanted <= 255) {
            return (int) wanted;
        }
        return offer && wanted > 255 ? ExchangeOptions.USUAL_TOS : ExchangeOptions.SAME_TOS;
    }

    /// A transport that is named overrides what was before, as everywhere in this protocol.
    private ExchangeOptions.Shape shape() {
        if (request.hasFlag("reset")) {
            return ExchangeOptions.Shape.ANEW;
        }
        boolean named =
                request.hasFlag("webrtc")
                        || request.text("transport-protocol", "")
                                .toLowerCase(Locale.ROOT)
                                .contains("rtp/");
        return named ? ExchangeOptions.Shape.ASKED : ExchangeOptions.Shape.KEPT;
    }

    private ExchangeOptions.Reports reports() {
        if (NO.contains(request.word("generate-rtcp"))) {
            return ExchangeOptions.Reports.THEIRS;
        }
        return request.hasFlag("generate-rtcp")
                ? ExchangeOptions.Reports.OURS
                : ExchangeOptions.Reports.AS_BEFORE;
    }

    /// Never both ways of keying in one offer: browsers refuse that. `RTP/SAVP` alone means keys in
    /// the SDP, unless these are forbidden.
    private Security security(String protocol) {
        if (!protocol.contains("savp")) {
            return request.words("osrtp").stream().anyMatch(w -> w.startsWith("offer"))
                    ? Security.EITHER
                    : Security.PLAIN;
        }
        boolean noSdes = !isSdes();
        boolean noDtls = handshake() == Handshake.OFF;
        return protocol.contains("tls") || noSdes && !noDtls ? Security.DTLS : Security.SDES;
    }

    private String protocol(SessionDescription offer) {
        String wanted = request.text("transport-protocol", "").toLowerCase(Locale.ROOT);
        if (wanted.contains("rtp/")) {
            return wanted;
        }
        List<String> parts = request.list("transport-parts");
        if (!parts.isEmpty()) {
            boolean dtls = parts.contains("DTLS");
            return (dtls ? "udp/tls/" : "")
                    + (dtls || parts.contains("SRTP") ? "rtp/savp" : "rtp/avp")
                    + (parts.contains("AVPF") ? "f" : "");
        }
        for (MediaDescription each : offer.media()) {
            if (each.isRtp() && each.port() != 0) {
                return each.protocol().toLowerCase(Locale.ROOT);
            }
        }
        return "rtp/avp";
    }

    private static boolean isIce(SessionDescription offer, IceMode mode) {
        return switch (mode) {
            case REMOVE -> false;
            case FORCE, OPTIONAL, RELAY -> true;
            case DEFAULT -> offer.sections().stream().anyMatch(s -> s.iceUfrag() != null);
        };
    }

    /// Passed on as the client chose, unless said otherwise.
    private boolean isMux(SessionDescription offer) {
        Set<String> mux = request.words("rtcp-mux");
        boolean chosen = offer.sections().stream().anyMatch(s -> s.rtcpMux());
        return mux.contains("require") || mux.contains("offer") || chosen && !mux.contains("demux");
    }

    private boolean isSdes() {
        return request.words("sdes").stream().noneMatch(NO::contains) && !request.hasFlag("webrtc");
    }

    private Handshake handshake() {
        for (String word : request.words("dtls")) {
            if (NO.contains(word)) {
                return Handshake.OFF;
            }
            if (word.equals("active") || word.equals("passive")) {
                return word.equals("active") ? Handshake.ACTIVE : Handshake.PASSIVE;
            }
        }
        return Handshake.ANY;
    }

    private LegOptions.Keying keying() {
        List<String> only = new ArrayList<>();
        List<String> not = new ArrayList<>();
        List<String> order = new ArrayList<>();
        for (String word : request.list("sdes")) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (lower.startsWith("only-")) {
                only.add(word.substring("only-".length()));
            } else if (lower.startsWith("no-")) {
                not.add(word.substring("no-".length()));
            } else if (lower.startsWith("order:") || lower.startsWith("offerer_pref:")) {
                order.addAll(List.of(word.substring(word.indexOf(':') + 1).split("[;,]")));
            }
        }
        boolean optional = request.words("osrtp").stream().noneMatch(NO::contains);
        return new LegOptions.Keying(isSdes(), only, not, order, handshake(), optional);
    }

    private LegOptions.IceTerms ice(boolean towards) {
        IceMode mode =
                switch (request.word("ice")) {
                    case "remove" -> IceMode.REMOVE;
                    case "force" -> IceMode.FORCE;
                    case "optional" -> IceMode.OPTIONAL;
                    case "force-relay" -> IceMode.RELAY;
                    default -> IceMode.DEFAULT;
                };
        String side = request.word("ice-lite");
        boolean lite = side.equals("both") || side.equals(towards ? "forward" : "backward");
        boolean trickle = request.hasFlag("trickle-ice") || request.hasFlag("webrtc");
        return new LegOptions.IceTerms(mode, lite, trickle);
    }

    /// @param side 0 for the one who sent this, 1 for the other
    private LegOptions.Place place(int side) {
        List<String> names = request.list("direction");
        String name = side < names.size() && names.size() > 1 ? names.get(side) : "";
        if (name.isEmpty()) {
            name = request.text(side == 0 ? "from-interface" : "to-interface", "");
        }
        if (name.isEmpty() && side == 0) {
            name = request.text("interface", "");
        }
        Family family =
                side == 0
                        ? Family.ANY
                        : switch (request.word("address-family")) {
                            case "ip4", "ipv4", "inet" -> Family.IP4;
                            case "ip6", "ipv6", "inet6" -> Family.IP6;
                            default -> Family.ANY;
                        };
        return new LegOptions.Place(name, family);
    }

    /// One who is asymmetric says so of itself.
    private LegOptions.Following following(boolean towards) {
        Learning learning =
                switch (request.word("endpoint-learning")) {
                    case "off", "no" -> Learning.OFF;
                    case "immediate" -> Learning.IMMEDIATE;
                    case "delayed" -> Learning.DELAYED;
                    default -> Learning.HEURISTIC;
                };
        boolean handover = request.hasFlag("media-handover");
        return new LegOptions.Following(
                learning,
                towards || !request.hasFlag("asymmetric"),
                request.hasFlag("strict-source") || !handover,
                handover,
                !request.hasFlag("no-port-latching"));
    }

    private LegOptions.Lines lines(boolean towards) {
        long ptime = request.whole(towards ? "ptime" : "ptime-reverse", 0);
        Set<String> mux = request.words("rtcp-mux");
        return new LegOptions.Lines(
                mux.contains("require"),
                !towards && !mux.contains("accept") && !mux.contains("demux"),
                ptime > 0 && ptime <= 200 ? (int) ptime : 0);
    }

    private ExchangeOptions.CodecTerms codecs() {
        return new ExchangeOptions.CodecTerms(
                request.list("codec", "strip"),
                request.list("codec", "offer"),
                request.list("codec", "except"),
                request.list("codec", "mask"),
                request.list("codec", "consume"),
                request.hasFlag("always-transcode")
                        ? List.of("all")
                        : request.list("codec", "accept"),
                request.list("codec", "transcode"),
                request.list("codec", "set"),
                request.list("codec", "ignore"));
    }
}
