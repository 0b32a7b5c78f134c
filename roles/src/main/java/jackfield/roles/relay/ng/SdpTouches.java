package jackfield.roles.relay.ng;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.rtc.sdp.Attribute;
import jackfield.rtc.sdp.Attributes;
import jackfield.rtc.sdp.Connection;
import jackfield.rtc.sdp.MediaDescription;
import jackfield.rtc.sdp.Origin;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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

    private static final Set<String> DIRECTIONS =
            Set.of("sendrecv", "sendonly", "recvonly", "inactive");

    private final NgRequest request;
    private final String mark;
    private final boolean trickles;

    /// @param mark names this relay in `a=rtpengine`
    /// @param trickles whether the reader said that it trickles candidates
    SdpTouches(NgRequest request, String mark, boolean trickles) {
        this.request = request;
        this.mark = mark;
        this.trickles = trickles;
    }

    /// True when its writer trickles candidates (RFC 8840 section 4.1).
    static boolean trickles(SessionDescription came) {
        return came.sections().stream()
                .flatMap(each ->
                        Stream.concat(
                                each.media().attributes().all("ice-options").stream(),
                                came.attributes().all("ice-options").stream()))
                .anyMatch(each -> List.of(each.split(" ")).contains("trickle"));
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
        List<String> received = request.list("received-from");
        return !request.hasFlag("sip-source-address") || received.isEmpty()
                ? null
                : Endpoint.literal(received.getLast().strip(), 0);
    }

    /// The address that the reader is to be told in the place of ours; null for ours.
    private @Nullable Connection told() {
        String address = request.text("media-address");
        Endpoint told = address == null ? null : Endpoint.literal(address.strip(), 0);
        return told == null ? null : Connection.of(told);
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
        Connection shared = came.connection() == null ? null : first(ours);
        for (int i = 0; i < ours.media().size(); i++) {
            MediaDescription asked = i < came.media().size() ? came.media().get(i) : null;
            MediaDescription own = ours.media().get(i);
            boolean same = own.port() == 0 || own.connection() == null;
            boolean above =
                    shared != null
                            && asked != null
                            && asked.connection() == null
                            && (same || shared.equals(own.connection()));
            MediaDescription medium = medium(own, asked, i);
            media.add(medium.at(above ? null : shown(own.connection(), own), own.port()));
        }
        Attributes attributes = edited(ours.attributes(), List.of("session", "global", "none"));
        if (request.hasFlag("loop-protect")) {
            attributes = attributes.with(MARK, mark);
        }
        if (request.hasFlag("original-sendrecv")) {
            for (Attribute each : came.attributes().list()) {
                attributes = DIRECTIONS.contains(each.name()) ? attributes.with(each) : attributes;
            }
        }
        Connection told = told();
        Origin own = ours.origin();
        return new SessionDescription(
                !origin
                        ? came.origin()
                        : told == null
                                ? own
                                : new Origin(own.user(), own.sessionId(), own.version(), told),
                replaced.contains("session-name") ? "-" : ours.name(),
                shared == null || told == null ? shared : told,
                ours.lines(),
                attributes,
                media);
    }

    /// Where the first medium that is carried is; null without one.
    private static @Nullable Connection first(SessionDescription ours) {
        for (MediaDescription each : ours.media()) {
            if (each.port() != 0) {
                return each.connection();
            }
        }
        return ours.media().isEmpty() ? null : ours.media().getFirst().connection();
    }

    private @Nullable Connection shown(@Nullable Connection own, MediaDescription medium) {
        Connection told = told();
        return told == null || own == null || medium.port() == 0 ? own : told;
    }

    private MediaDescription medium(
            MediaDescription ours, @Nullable MediaDescription asked, int index) {
        Attributes attributes = ours.attributes();
        String mid = asked == null ? null : asked.attributes().first("mid");
        if (mid == null && request.hasFlag("generate-mid")) {
            mid = Integer.toString(index);
        }
        if (mid != null && !attributes.has("mid")) {
            List<Attribute> named = new ArrayList<>();
            named.add(new Attribute("mid", mid));
            named.addAll(attributes.list());
            attributes = new Attributes(named);
        }
        if (request.hasFlag("strip-extmap") && asked != null) {
            List<String> theirs = asked.attributes().all("extmap");
            attributes =
                    attributes.keeping(each ->
                            !each.name().equals("extmap") || !theirs.contains(each.value()));
        }
        attributes = directed(attributes, asked, ours.port() != 0);
        attributes = told(ice(rtcp(ours, attributes)), ours.connection());
        return ours.with(ordered(edited(attributes, List.of(ours.kind(), "media", "all"))));
    }

    /// The direction is always said, but where it is to pass as it was written.
    private Attributes directed(
            Attributes attributes, @Nullable MediaDescription asked, boolean carried) {
        if (request.hasFlag("original-sendrecv") && asked != null) {
            return isDirected(asked.attributes())
                    ? attributes
                    : attributes.keeping(each -> !DIRECTIONS.contains(each.name()));
        }
        return carried && !isDirected(attributes)
                ? attributes.with(Attribute.flag("sendrecv"))
                : attributes;
    }

    private static boolean isDirected(Attributes attributes) {
        return DIRECTIONS.stream().anyMatch(attributes::has);
    }

    /// Candidates and the place of RTCP at the address that the reader is to be told.
    private Attributes told(Attributes attributes, @Nullable Connection own) {
        Connection told = told();
        if (told == null || own == null) {
            return attributes;
        }
        List<Attribute> list = new ArrayList<>();
        for (Attribute each : attributes.list()) {
            String value = each.value();
            boolean place = each.name().equals("candidate") || each.name().equals("rtcp");
            list.add(
                    place && value != null
                            ? new Attribute(
                                    each.name(),
                                    value.replace(own.toString(), told.toString())
                                            .replace(
                                                    " " + own.host() + " ",
                                                    " " + told.host() + " "))
                            : each);
        }
        return new Attributes(list);
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
        boolean trickle = trickles || request.hasFlag("trickle-ice") || request.hasFlag("webrtc");
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
