package jackfield.rtc.sdp;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A medium as one reads it: an attribute it lacks is taken from the session where the RFCs say so.
/// Attributes that cannot be read count as absent.
///
/// @param session the description it stands in
/// @param media its own lines
public record MediaSection(SessionDescription session, MediaDescription media) {
    /// The longest list of candidates, crypto lines or fingerprints that is read.
    private static final int MOST = 100;

    /// Its `c=` or the session's; null without either.
    public @Nullable Connection connection() {
        return media.connection() != null ? media.connection() : session.connection();
    }

    /// Where its writer wants RTP; null when that is a name, or there is no port.
    public @Nullable Endpoint rtp() {
        Connection connection = connection();
        return connection == null || media.port() == 0 ? null : connection.endpoint(media.port());
    }

    /// Where its writer wants RTCP: RTP's own port with `a=rtcp-mux`, what `a=rtcp` says, or the
    /// port after RTP's (RFC 5761, RFC 3605). Null where [#rtp()] is.
    public @Nullable Endpoint rtcp() {
        Endpoint rtp = rtp();
        if (rtp == null || rtcpMux()) {
            return rtp;
        }
        String text = media.attributes().first("rtcp");
        RtcpAddress address = text == null ? null : RtcpAddress.parse(text);
        if (address == null) {
            return rtp.port() == 0xffff ? null : rtp.withPort(rtp.port() + 1);
        }
        return address.connection() == null
                ? rtp.withPort(address.port())
                : address.connection().endpoint(address.port());
    }

    /// True when the medium is refused or removed: port 0 without `a=bundle-only` (RFC 3264 section
    /// 6, RFC 9143 section 7.2.1).
    public boolean isRejected() {
        return media.port() == 0 && !media.attributes().has("bundle-only");
    }

    /// Which way media flows; `sendrecv` where nothing is said.
    public Direction direction() {
        Direction ofSession = Direction.in(session.attributes(), Direction.SENDRECV);
        return Direction.in(media.attributes(), ofSession);
    }

    /// What is left to RTCP, by its own `b=` lines or the session's (RFC 3556).
    public ReportBandwidth reportBandwidth() {
        return ReportBandwidth.of(media.lines(), session.lines());
    }

    /// The formats whose meaning is known, in the order of preference.
    public List<Codec> codecs() {
        List<Codec> codecs = new ArrayList<>();
        for (String format : media.formats()) {
            int payloadType = (int) SdpText.number(format, 127);
            if (payloadType < 0) {
                continue;
            }
            String fmtp = ofPayloadType("fmtp", payloadType);
            String map = ofPayloadType("rtpmap", payloadType);
            Codec codec =
                    map == null
                            ? Codec.wellKnown(payloadType, fmtp)
                            : Codec.parse(payloadType, map, fmtp);
            if (codec != null) {
                codecs.add(codec);
            }
        }
        return codecs;
    }

    /// Its `a=mid`; null without (RFC 5888).
    public @Nullable String mid() {
        String mid = media.attributes().first("mid");
        return mid == null || mid.isBlank() ? null : mid.strip();
    }

    /// True with `a=rtcp-mux` (RFC 5761).
    public boolean rtcpMux() {
        return media.attributes().has("rtcp-mux");
    }

    /// The `a=ice-ufrag`; null without it and a password, or with halves too short to be safe (RFC
    /// 8839 section 5.4).
    public @Nullable String iceUfrag() {
        String ufrag = own("ice-ufrag");
        String pwd = own("ice-pwd");
        boolean usable = ufrag != null && pwd != null && isIceText(ufrag, 4) && isIceText(pwd, 22);
        return usable ? ufrag : null;
    }

    /// The `a=ice-pwd`, a secret; null where [#iceUfrag()] is.
    public @Nullable String icePwd() {
        return iceUfrag() == null ? null : own("ice-pwd");
    }

    private static boolean isIceText(String half, int shortest) {
        return half.length() >= shortest
                && half.length() <= 256
                && half.chars().allMatch(MediaSection::isIceChar);
    }

    private static boolean isIceChar(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '/' && c <= '9' || c == '+';
    }

    /// The words of `a=ice-options`: `trickle`, `ice2`.
    public List<String> iceOptions() {
        String options = own("ice-options");
        return options == null ? List.of() : List.of(SdpText.words(options));
    }

    /// The values of the `a=candidate` lines (RFC 8839 section 5.1), unread.
    public List<String> candidates() {
        return firstOf(media.attributes().all("candidate"));
    }

    /// Who begins the DTLS handshake; null when nothing is said.
    public @Nullable Setup setup() {
        String setup = own("setup");
        return setup == null ? null : Setup.parse(setup);
    }

    /// The hashes of the writer's certificates: one has to match.
    public List<Fingerprint> fingerprints() {
        List<String> texts = media.attributes().all("fingerprint");
        return read(
                texts.isEmpty() ? session.attributes().all("fingerprint") : texts,
                text ->
                        Fingerprint.parse(text) instanceof Parsed.Ok<Fingerprint>(var f)
                                ? f
                                : null);
    }

    /// The `a=crypto` lines, in the order of preference.
    public List<Crypto> cryptos() {
        return read(
                media.attributes().all("crypto"),
                text ->
                        Crypto.parse(text) instanceof Parsed.Ok<Crypto>(var crypto)
                                ? crypto
                                : null);
    }

    /// The `a=ssrc` lines.
    public List<SourceAttribute> sources() {
        return read(media.attributes().all("ssrc"), SourceAttribute::parse);
    }

    /// What `name` says of one payload type, without the number; null when it says nothing.
    public @Nullable String ofPayloadType(String name, int payloadType) {
        for (Attribute each : media.attributes().list()) {
            String value = each.value();
            if (value != null && each.name().equals(name) && each.payloadType() == payloadType) {
                String bare = value.strip();
                int blank = bare.indexOf(' ');
                return blank < 0 ? "" : bare.substring(blank + 1).strip();
            }
        }
        return null;
    }

    private @Nullable String own(String name) {
        String value = media.attributes().first(name);
        String either = value != null ? value : session.attributes().first(name);
        return either == null ? null : either.strip();
    }

    private static <T> List<T> read(List<String> texts, Function<String, @Nullable T> reader) {
        List<T> values = new ArrayList<>();
        for (String text : firstOf(texts)) {
            T value = reader.apply(text);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private static List<String> firstOf(List<String> texts) {
        return texts.size() <= MOST ? texts : texts.subList(0, MOST);
    }
}
