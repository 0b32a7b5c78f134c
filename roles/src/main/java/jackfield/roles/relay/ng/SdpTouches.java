package jackfield.roles.relay.ng;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.rtc.sdp.Attribute;
import jackfield.rtc.sdp.Attributes;
import jackfield.rtc.sdp.Connection;
import jackfield.rtc.sdp.MediaDescription;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What flags change in the wording of an SDP that the relay has written, and the order of lines
/// that clients of NG are used to. Nothing here changes where media goes. Pure.
final class SdpTouches {
    private static final String MARK = "rtpengine";

    /// Lines of transport, behind all that describes media.
    private static final List<String> LAST =
            List.of(
                    "rtcp",
                    "rtcp-mux",
                    "rtcp-mux-only",
                    "rtcp-rsize",
                    "crypto",
                    "setup",
                    "fingerprint",
                    "tls-id",
                    "ptime",
                    "maxptime",
                    "ice-ufrag",
                    "ice-pwd",
                    "ice-options",
                    "candidate",
                    "remote-candidates",
                    "end-of-candidates");

    private final NgRequest request;
    private final String mark;

    /// @param mark names this relay in `a=rtpengine`
    SdpTouches(NgRequest request, String mark) {
        this.request = request;
        this.mark = mark;
    }

    /// True when the SDP came through here before and was to be marked.
    boolean isLoop(SessionDescription came) {
        return request.hasFlag("loop-protect") && came.attributes().all(MARK).contains(mark);
    }

    /// The SDP as it is passed to the relay: at the address that is told beside it, where the SDP's
    /// own is not to be believed. `0.0.0.0` stays, for it means something else.
    SessionDescription arriving(SessionDescription came) {
        Endpoint source = source();
        if (source == null) {
            return came;
        }
        List<MediaDescription> media = new ArrayList<>();
        for (MediaDescription each : came.media()) {
            media.add(each.at(moved(each.connection(), source), each.port()));
        }
        return new SessionDescription(
                came.origin(),
                came.name(),
                moved(came.connection(), source),
                came.lines(),
                came.attributes(),
                media);
    }

    private static @Nullable Connection moved(@Nullable Connection at, Endpoint source) {
        return at == null || at.isUnspecified() ? at : Connection.of(source);
    }

    /// Where the writer's media is, when its SDP is not to be believed; null when it is.
    private @Nullable Endpoint source() {
        String address = request.text("media-address");
        if (address == null && request.hasFlag("sip-source-address")) {
            List<String> received = request.list("received-from");
            address = received.isEmpty() ? null : received.getLast();
        }
        return address == null ? null : Endpoint.literal(address.strip(), 0);
    }

    /// @param came as the writer had it
    /// @param leaves as the relay wrote it
    byte[] touch(SessionDescription came, byte[] leaves) {
        return SessionDescription.parse(leaves)
                        instanceof Parsed.Ok<SessionDescription>(SessionDescription ours)
                ? session(came, ours).toBytes()
                : leaves;
    }

    private SessionDescription session(SessionDescription came, SessionDescription ours) {
        Set<String> replaced = request.words("replace");
        boolean origin = replaced.contains("origin") || replaced.contains("origin-full");
        List<MediaDescription> media = new ArrayList<>();
        for (int i = 0; i < ours.media().size(); i++) {
            media.add(medium(ours.media().get(i), i));
        }
        Attributes attributes = edited(ours.attributes(), List.of("session", "global", "none"));
        if (request.hasFlag("loop-protect")) {
            attributes = attributes.with(MARK, mark);
        }
        return new SessionDescription(
                origin ? ours.origin() : came.origin(),
                replaced.contains("session-name") ? "-" : ours.name(),
                ours.connection(),
                ours.lines(),
                attributes,
                media);
    }

    private MediaDescription medium(MediaDescription ours, int index) {
        Attributes attributes = ours.attributes();
        if (request.hasFlag("generate-mid") && !attributes.has("mid")) {
            List<Attribute> named = new ArrayList<>();
            named.add(new Attribute("mid", Integer.toString(index)));
            named.addAll(attributes.list());
            attributes = new Attributes(named);
        }
        attributes = ice(rtcp(ours, attributes));
        return ours.with(ordered(edited(attributes, List.of(ours.kind(), "media", "all"))));
    }

    private Attributes rtcp(MediaDescription ours, Attributes attributes) {
        if (request.hasFlag("no-rtcp-attribute") || request.hasFlag("webrtc")) {
            return attributes.without("rtcp");
        }
        boolean muxed = ours.port() != 0 && attributes.has("rtcp-mux") && !attributes.has("rtcp");
        if (muxed) {
            return rtcp(ours, attributes.with("rtcp", Integer.toString(ours.port())));
        }
        String port = attributes.first("rtcp");
        Connection at = ours.connection();
        if (!request.hasFlag("full-rtcp-attribute") || port == null || at == null) {
            return attributes;
        }
        return port.indexOf(' ') < 0 ? replaced(attributes, "rtcp", port + " " + at) : attributes;
    }

    /// The end is told to those who expect candidates to trickle; others know that all are there.
    private Attributes ice(Attributes attributes) {
        boolean trickle = request.hasFlag("trickle-ice") || request.hasFlag("webrtc");
        if (!trickle) {
            return attributes.without("end-of-candidates");
        }
        return attributes.has("ice-ufrag") && !attributes.has("ice-options")
                ? attributes.with("ice-options", "trickle")
                : attributes;
    }

    private static Attributes replaced(Attributes attributes, String name, String value) {
        List<Attribute> list = new ArrayList<>();
        for (Attribute each : attributes.list()) {
            list.add(each.name().equals(name) ? new Attribute(name, value) : each);
        }
        return new Attributes(list);
    }

    private static Attributes ordered(Attributes attributes) {
        List<Attribute> list = new ArrayList<>(attributes.list());
        list.sort(Comparator.comparingInt(each -> LAST.indexOf(each.name())));
        return new Attributes(list);
    }

    /// What `sdp-attr` adds, removes and puts in the place of other lines.
    private Attributes edited(Attributes attributes, List<String> sections) {
        Attributes result = attributes;
        for (String section : sections) {
            for (String line : orders(section, "remove")) {
                result = result.keeping(each -> !isCalled(each, line));
            }
            for (String[] pair : substitutes(section)) {
                Attribute other = attribute(pair[1]);
                List<Attribute> list = new ArrayList<>();
                for (Attribute each : result.list()) {
                    list.add(other != null && isCalled(each, pair[0]) ? other : each);
                }
                result = new Attributes(list);
            }
            for (String line : orders(section, "add")) {
                Attribute more = attribute(line);
                result = more == null ? result : result.with(more);
            }
        }
        return result;
    }

    private static boolean isCalled(Attribute attribute, String line) {
        String bare = line.startsWith("a=") ? line.substring(2) : line;
        String whole =
                attribute.name() + (attribute.value() == null ? "" : ":" + attribute.value());
        return attribute.name().equals(bare) || whole.equals(bare);
    }

    private static @Nullable Attribute attribute(String line) {
        String bare = line.startsWith("a=") ? line.substring(2) : line;
        int colon = bare.indexOf(':');
        String name = colon < 0 ? bare : bare.substring(0, colon);
        boolean fits = !name.isBlank() && bare.chars().noneMatch(c -> c < ' ');
        return fits ? new Attribute(name, colon < 0 ? null : bare.substring(colon + 1)) : null;
    }

    private List<String> orders(String section, String what) {
        List<String> orders = new ArrayList<>(request.list("sdp-attr-flags", what + "/" + section));
        if (inner(section, what) instanceof NgValue.Items(List<NgValue> items)) {
            for (NgValue each : items) {
                if (each instanceof NgValue.Text(String text)) {
                    orders.add(text);
                }
            }
        }
        return orders;
    }

    private List<String[]> substitutes(String section) {
        List<String[]> pairs = new ArrayList<>();
        if (inner(section, "substitute") instanceof NgValue.Items(List<NgValue> items)) {
            for (NgValue each : items) {
                if (each instanceof NgValue.Items(List<NgValue> two)
                        && two.size() == 2
                        && two.getFirst() instanceof NgValue.Text(String from)
                        && two.getLast() instanceof NgValue.Text(String to)) {
                    pairs.add(new String[] {from, to});
                }
            }
        }
        return pairs;
    }

    private @Nullable NgValue inner(String section, String what) {
        return request.value("sdp-attr") instanceof NgValue.Dictionary(Map<String, NgValue> of)
                        && of.get(section)
                                instanceof NgValue.Dictionary(Map<String, NgValue> entries)
                ? entries.get(what)
                : null;
    }
}
