package jackfield.roles.relay;

import jackfield.rtc.sdp.Attribute;
import jackfield.rtc.sdp.Attributes;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.Connection;
import jackfield.rtc.sdp.Direction;
import jackfield.rtc.sdp.Line;
import jackfield.rtc.sdp.MediaDescription;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.Origin;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes the description for one side out of the other side's: what concerns transport is ours,
/// what concerns media passes, in the shape the receiver understands.
final class SdpRewrite {
    /// Of the session, never of a medium (RFC 8839 section 5.3).
    static final String ICE_LITE = "ice-lite";

    /// Replaced by what our leg says.
    private static final Set<String> TRANSPORT =
            Set.of(
                    "candidate",
                    "end-of-candidates",
                    "remote-candidates",
                    "ice-ufrag",
                    "ice-pwd",
                    "ice-options",
                    ICE_LITE,
                    "ice-mismatch",
                    "ice-pacing",
                    "fingerprint",
                    "setup",
                    "connection",
                    "tls-id",
                    "dtls-id",
                    "crypto",
                    "key-mgmt",
                    "zrtp-hash",
                    "rtcp",
                    "rtcp-mux",
                    "rtcp-mux-only",
                    "mid",
                    "group",
                    "bundle-only",
                    "sendrecv",
                    "sendonly",
                    "recvonly",
                    "inactive");

    /// Written anew for each payload type that stays.
    private static final Set<String> OF_PAYLOAD = Set.of("rtpmap", "fmtp", "rtcp-fb");

    /// Between two browsers or two phones only: header extensions, sources and streams of a browser
    /// mean nothing to a phone, and a phone's mean nothing to a browser.
    private static final Set<String> BROWSERS_OWN =
            Set.of(
                    "extmap",
                    "extmap-allow-mixed",
                    "ssrc",
                    "ssrc-group",
                    "msid",
                    "msid-semantic",
                    "rid",
                    "simulcast",
                    "rtcp-rsize",
                    "imageattr",
                    "sctp-port",
                    "max-message-size",
                    "label");

    private static final Pattern ASSOCIATED = Pattern.compile("\\bapt=(\\d{1,3})\\b");

    /// Our side of one medium.
    ///
    /// @param connection where the receiver sends to
    /// @param port likewise
    /// @param protocol the `m=` line's
    /// @param attributes ICE, DTLS or SDES, and RTCP
    record Transport(Connection connection, int port, String protocol, Attributes attributes) {}

    /// A medium on its way through.
    ///
    /// @param from as it came
    /// @param codecs what stays of it: `answered` is the number it came with, `offered` the one it
    ///   leaves with
    /// @param direction as the receiver is told
    /// @param mid its name; null for a receiver without names
    /// @param bundled whether it is in the receiver's bundle
    /// @param transport ours; null when the medium is not carried
    record Medium(
            MediaSection from,
            CodecAgreement codecs,
            Direction direction,
            @Nullable String mid,
            boolean bundled,
            @Nullable Transport transport) {}

    private final boolean alike;
    private final boolean feedback;

    /// @param alike whether both sides are browsers, or neither is
    /// @param feedback whether both sides speak AVPF
    SdpRewrite(boolean alike, boolean feedback) {
        this.alike = alike;
        this.feedback = feedback;
    }

    /// The whole description; its version is for the caller to set.
    SessionDescription session(SessionDescription from, Origin origin, List<Medium> media) {
        Attributes attributes = from.attributes().keeping(this::passes);
        if (media.stream().anyMatch(Medium::bundled)) {
            StringBuilder group = new StringBuilder("BUNDLE");
            for (Medium each : media) {
                if (each.bundled() && each.transport() != null && each.mid() != null) {
                    group.append(' ').append(each.mid());
                }
            }
            List<Attribute> first = new ArrayList<>();
            first.add(new Attribute("group", group.toString()));
            first.addAll(attributes.list());
            attributes = new Attributes(first);
        }
        if (media.stream().anyMatch(SdpRewrite::isLite)) {
            attributes = attributes.with(Attribute.flag(ICE_LITE));
        }
        List<Line> lines = from.lines().stream().filter(line -> line.type() != 'k').toList();
        List<MediaDescription> described =
                media.stream().map(each -> medium(each, origin)).toList();
        return new SessionDescription(origin, from.name(), null, lines, attributes, described);
    }

    private MediaDescription medium(Medium medium, Origin origin) {
        MediaDescription from = medium.from().media();
        Transport ours = medium.transport();
        return ours == null ? rejected(medium, origin) : carried(medium, from, ours);
    }

    /// Port 0, and nothing in it but its name (RFC 3264 section 6).
    private static MediaDescription rejected(Medium medium, Origin origin) {
        MediaDescription from = medium.from().media();
        Attributes name =
                medium.mid() == null
                        ? Attributes.NONE
                        : Attributes.NONE
                                .with("mid", medium.mid())
                                .with(Attribute.flag("inactive"));
        Connection nowhere =
                new Connection(
                        origin.address().family(),
                        origin.address().family().equals("IP6") ? "::" : "0.0.0.0");
        return new MediaDescription(
                from.kind(), 0, from.protocol(), from.formats(), List.of(), nowhere, name);
    }

    private static boolean isLite(Medium medium) {
        Transport ours = medium.transport();
        return ours != null && ours.attributes().has(ICE_LITE);
    }

    private MediaDescription carried(Medium medium, MediaDescription from, Transport ours) {
        List<Attribute> attributes = new ArrayList<>();
        if (medium.mid() != null) {
            attributes.add(new Attribute("mid", medium.mid()));
        }
        List<String> formats = new ArrayList<>();
        for (CodecAgreement.Match match : medium.codecs().matches()) {
            formats.add(Integer.toString(match.offered().payloadType()));
            payload(medium, match, attributes);
        }
        for (Codec each : medium.codecs().translation().keys().ofOfferer()) {
            formats.add(Integer.toString(each.payloadType()));
            attributes.add(new Attribute("rtpmap", each.rtpmap()));
            attributes.add(new Attribute("fmtp", each.payloadType() + " 0-16"));
        }
        for (Attribute each : from.attributes().list()) {
            if (!OF_PAYLOAD.contains(each.name()) && passes(each)) {
                attributes.add(each);
            } else if (each.name().equals("rtcp-fb") && feedback && each.payloadType() < 0) {
                attributes.add(each); // for all payload types: `*`
            }
        }
        boolean rtp = from.isRtp();
        if (rtp || medium.direction() != Direction.SENDRECV) {
            attributes.add(Attribute.flag(medium.direction().attribute()));
        }
        ours.attributes().list().stream()
                .filter(each -> !each.name().equals(ICE_LITE))
                .forEach(attributes::add);
        List<Line> lines = from.lines().stream().filter(line -> line.type() != 'k').toList();
        return new MediaDescription(
                from.kind(),
                ours.port(),
                ours.protocol(),
                rtp ? formats : from.formats(),
                lines,
                ours.connection(),
                new Attributes(attributes));
    }

    /// What is said of one payload type, under the number it leaves with.
    private void payload(Medium medium, CodecAgreement.Match match, List<Attribute> to) {
        int came = match.answered().payloadType();
        int leaves = match.offered().payloadType();
        Codec named = match.offered();
        to.add(new Attribute("rtpmap", named.rtpmap()));
        boolean ours = !medium.from().media().formats().contains(Integer.toString(came));
        if (ours || !match.isSame() && !CodecOffer.isEvent(named)) {
            if (named.fmtp() != null) {
                to.add(new Attribute("fmtp", leaves + " " + named.fmtp()));
            }
            return;
        }
        for (String name : feedback ? List.of("fmtp", "rtcp-fb") : List.of("fmtp")) {
            for (Attribute each : medium.from().media().attributes().list()) {
                String value = each.value();
                if (value != null && each.name().equals(name) && each.payloadType() == came) {
                    String bare = value.strip();
                    int blank = bare.indexOf(' ');
                    String rest = blank < 0 ? "" : bare.substring(blank);
                    to.add(new Attribute(name, leaves + associated(rest, medium.codecs())));
                }
            }
        }
    }

    /// `apt=` names another payload type (RFC 4588 section 8.1).
    private static String associated(String parameters, CodecAgreement codecs) {
        Matcher apt = ASSOCIATED.matcher(parameters);
        if (!apt.find()) {
            return parameters;
        }
        for (CodecAgreement.Match each : codecs.matches()) {
            if (Integer.toString(each.answered().payloadType()).equals(apt.group(1))) {
                return apt.replaceFirst("apt=" + each.offered().payloadType());
            }
        }
        return parameters;
    }

    private boolean passes(Attribute attribute) {
        String name = attribute.name();
        return !TRANSPORT.contains(name)
                && !OF_PAYLOAD.contains(name)
                && (alike || !BROWSERS_OWN.contains(name));
    }
}
