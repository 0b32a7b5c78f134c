package jackfield.roles.relay.nodes;

import jackfield.base.Endpoint;
import jackfield.roles.relay.Directions;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.media.LegSnapshot;
import jackfield.roles.relay.media.MediaQuality;
import jackfield.roles.relay.media.PeerSays;
import jackfield.roles.relay.media.StreamSnapshot;
import jackfield.roles.relay.media.StreamSources;
import jackfield.roles.relay.media.Transcoded;
import jackfield.roles.relay.media.Verdict;
import jackfield.roles.relay.ng.NgValue;
import jackfield.rtc.quality.Mos;
import jackfield.rtc.quality.MosCourse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a node tells of a call, as the legs that it has there. Nodes tell different things: what is
/// missing stays empty, and what cannot be is passed over.
final class NodeReports {
    private static final long SECOND = 1_000_000_000L;

    /// A call younger than this may well be silent (ns).
    private static final long SETTLING = 3 * SECOND;

    /// Media that paused for longer has stopped (ns).
    private static final long PAUSE = 5 * SECOND;

    private static final int MOST_TAGS = 64;
    private static final int MOST_MEDIA = 32;

    private final NodeCall call;
    private final NgValue.Dictionary reply;
    private final long now;
    private final long created;

    private NodeReports(NodeCall call, NgValue.Dictionary reply, long now) {
        this.call = call;
        this.reply = reply;
        this.now = now;
        created = whole(reply, "created");
    }

    /// The legs of a call by its node's reply to `query`.
    static List<LegReport> of(NodeCall call, NgValue.Dictionary reply, long now) {
        NodeReports reports = new NodeReports(call, reply, now);
        List<LegReport> legs = new ArrayList<>();
        NgValue.Dictionary tags = inside(reply, "tags");
        tags.entries().entrySet().stream()
                .limit(MOST_TAGS)
                .forEach(each -> {
                    if (each.getValue() instanceof NgValue.Dictionary tag) {
                        reports.party(each.getKey(), tag, tags, legs);
                    }
                });
        return legs;
    }

    private void party(
            String name, NgValue.Dictionary tag, NgValue.Dictionary tags, List<LegReport> legs) {
        List<NgValue.Dictionary> media = all(tag, "medias");
        for (int i = 0; i < Math.min(media.size(), MOST_MEDIA); i++) {
            LegReport leg = leg(name, tag, media.get(i), peer(tag, tags, i));
            if (leg != null) {
                legs.add(leg);
            }
        }
    }

    /// The same medium of whom the party talks to.
    private static NgValue.@Nullable Dictionary peer(
            NgValue.Dictionary tag, NgValue.Dictionary tags, int index) {
        for (NgValue.Dictionary each : all(tag, "subscriptions")) {
            String name = text(each, "tag");
            if (name != null && tags.entries().get(name) instanceof NgValue.Dictionary other) {
                List<NgValue.Dictionary> media = all(other, "medias");
                return index < media.size() ? media.get(index) : null;
            }
        }
        return null;
    }

    /// What a medium's ports have counted.
    ///
    /// @param rtp the port of its RTP; empty where there is none
    /// @param packets RTP packets that came
    /// @param errors packets that were dropped
    /// @param rtcp RTCP packets that came
    private record Counted(
            NgValue.Dictionary rtp, long packets, long bytes, long errors, long rtcp, long last) {
        static Counted of(NgValue.Dictionary medium) {
            NgValue.Dictionary rtp = new NgValue.Dictionary(Map.of());
            long rtcp = 0;
            for (NgValue.Dictionary each : all(medium, "streams")) {
                List<String> flags = texts(each, "flags");
                if (flags.contains("RTP") && rtp.entries().isEmpty()) {
                    rtp = each;
                } else if (flags.contains("RTCP")) {
                    rtcp += whole(inside(each, "stats"), "packets");
                }
            }
            NgValue.Dictionary stats = inside(rtp, "stats");
            long packets = whole(stats, "packets");
            // Nodes write the time at which the port was taken where nothing has come.
            return new Counted(
                    rtp,
                    packets,
                    whole(stats, "bytes"),
                    whole(stats, "errors"),
                    rtcp,
                    packets == 0 ? 0 : whole(rtp, "last packet"));
        }
    }

    private @Nullable LegReport leg(
            String name,
            NgValue.Dictionary tag,
            NgValue.Dictionary medium,
            NgValue.@Nullable Dictionary peer) {
        Counted in = Counted.of(medium);
        Endpoint local = local(in.rtp());
        if (local == null) {
            return null;
        }
        Counted there = peer == null ? null : Counted.of(peer);
        NgValue.Dictionary sent = inside(in.rtp(), "stats_out");
        boolean counts = !sent.entries().isEmpty();
        long packetsOut = counts ? whole(sent, "packets") : there == null ? 0 : there.packets();
        long bytesOut = counts ? whole(sent, "bytes") : there == null ? 0 : there.bytes();
        Endpoint signalled = endpoint(inside(in.rtp(), "advertised endpoint"));
        Endpoint heard = endpoint(inside(in.rtp(), "endpoint"));
        List<String> flags = texts(in.rtp(), "flags");
        boolean learnt =
                in.packets() > 0
                        && (flags.contains("confirmed") || !Objects.equals(heard, signalled));
        String profile = profile(medium);
        NodeCall.Told told = call.told(name);
        long last = at(in.last());
        Verdict verdict =
                Directions.explain(
                        verdict(profile, local, signalled, in, last), told.in(), told.out());
        StreamSnapshot stream = stream(medium, in, packetsOut, bytesOut, last, verdict);
        String branch = text(tag, "via-branch");
        return new LegReport(
                name,
                branch == null ? "" : branch,
                profile,
                local,
                signalled,
                learnt ? heard : null,
                ice(medium, flags),
                dtls(medium, flags),
                in.packets(),
                packetsOut,
                in.bytes(),
                bytesOut,
                in.errors() == 0 ? Map.of() : Map.of("relay-node", in.errors()),
                last,
                told.in(),
                told.out(),
                verdict.words(),
                new LegReport.Details(
                        List.of(),
                        suite(in.rtp(), medium, told.in()),
                        List.of(stream),
                        verdict.code(),
                        verdict.isTrouble()));
    }

    private static String profile(NgValue.Dictionary medium) {
        String protocol = String.valueOf(text(medium, "protocol")).toUpperCase(Locale.ROOT);
        if (protocol.contains("TLS")) {
            return texts(medium, "flags").contains("ICE") ? "browser" : "sip-dtls";
        }
        return protocol.contains("SAVP") ? "sip-sdes" : "sip";
    }

    private static String ice(NgValue.Dictionary medium, List<String> flags) {
        if (!texts(medium, "flags").contains("ICE")) {
            return "none";
        }
        return flags.contains("confirmed") ? "connected" : "checking";
    }

    private static String dtls(NgValue.Dictionary medium, List<String> flags) {
        if (!profile(medium).matches("browser|sip-dtls")) {
            return "none";
        }
        return flags.contains("DTLS fingerprint verified") ? "established" : "handshake";
    }

    /// A node tells the suite that it has offered to a party that took none, too: opportunistic
    /// SRTP (RFC 8643) is offered as plain RTP with keys, and is on where the party's own SDP has
    /// keys.
    private static String suite(
            NgValue.Dictionary rtp, NgValue.Dictionary medium, String saidByIt) {
        boolean plain = profile(medium).equals("sip");
        String suite = text(rtp, "crypto suite");
        if (suite != null && (!plain || saidByIt.contains("a=crypto:"))) {
            return suite;
        }
        return plain ? "none" : "no keys yet";
    }

    private Verdict verdict(
            String profile, Endpoint local, @Nullable Endpoint signalled, Counted in, long last) {
        Verdict.Peer peer = profile.equals("browser") ? Verdict.Peer.BROWSER : Verdict.Peer.PHONE;
        long answered = call.answeredAt();
        if (answered == 0 || now - answered < SETTLING) {
            return new Verdict.Fine();
        }
        if (in.packets() == 0) {
            boolean hidden = signalled != null && signalled.address().isSiteLocalAddress();
            Verdict.NeverHeard.Guess guess =
                    in.rtcp() > 0
                            ? Verdict.NeverHeard.Guess.SILENT
                            : hidden
                                    ? Verdict.NeverHeard.Guess.IT_IS_PRIVATE
                                    : Verdict.NeverHeard.Guess.FIREWALL;
            return new Verdict.NeverHeard(peer, signalled, local, guess, in.rtcp() > 0);
        }
        Endpoint from = endpoint(inside(in.rtp(), "endpoint"));
        return from != null && last > 0 && now - last > PAUSE
                ? new Verdict.Stopped(peer, from, (now - last) / SECOND, in.rtcp() > 0)
                : new Verdict.Fine();
    }

    private StreamSnapshot stream(
            NgValue.Dictionary medium,
            Counted in,
            long packetsOut,
            long bytesOut,
            long last,
            Verdict verdict) {
        int ssrc = (int) whole(in.rtp(), "SSRC");
        NgValue.Dictionary source = inside(inside(reply, "SSRC"), Integer.toUnsignedString(ssrc));
        NgValue.Dictionary average = inside(source, "average MOS");
        long trip = whole(average, "round-trip time leg");
        long lost = whole(source, "cumulative loss");
        long jitter = 1_000 * whole(average, "jitter");
        String codec = text(medium, "codec");
        String encoding = codec == null ? "" : codec.split("/", 2)[0];
        String kind = text(medium, "type");
        long first = in.packets() == 0 ? 0 : Math.max(1, call.answeredAt());
        MediaQuality quality =
                new MediaQuality(
                        encoding,
                        "",
                        new MediaQuality.Times(first, last, 0, 0),
                        trip == 0 ? -1 : trip * 1_000,
                        new MediaQuality.Way(
                                ssrc,
                                0,
                                lost,
                                Math.clamp(whole(average, "packet loss"), 0, 100),
                                jitter,
                                mos(source, average),
                                MosCourse.NONE),
                        MediaQuality.Way.UNKNOWN,
                        PeerSays.NOTHING);
        return new StreamSnapshot(
                0,
                kind == null ? "" : kind,
                null,
                new LegSnapshot.Traffic(in.packets(), in.bytes(), in.rtcp()),
                new LegSnapshot.Traffic(packetsOut, bytesOut, 0),
                Map.of(),
                last,
                0,
                lost,
                jitter,
                quality,
                verdict,
                Transcoded.NONE,
                StreamSources.NONE);
    }

    /// Nodes rate by the reports of the parties: without any there is no score.
    private static Mos mos(NgValue.Dictionary source, NgValue.Dictionary average) {
        double score = score(average);
        if (score == 0) {
            return Mos.UNKNOWN;
        }
        double lowest = score(inside(source, "lowest MOS"));
        List<NgValue.Dictionary> course = all(inside(source, "MOS progression"), "entries");
        double latest = course.isEmpty() ? 0 : score(course.getLast());
        return new Mos(
                latest == 0 ? score : latest,
                lowest == 0 ? score : lowest,
                score,
                Math.clamp(whole(average, "samples"), 0, Integer.MAX_VALUE));
    }

    private static double score(NgValue.Dictionary rated) {
        return Math.clamp(whole(rated, "MOS"), 0, 50) / 10.0;
    }

    /// A node's time of day as ours: both know when the call began.
    private long at(long seconds) {
        long after = seconds - created;
        return seconds == 0 || created == 0 || after < 0 || after > 1L << 32
                ? 0
                : Math.min(now, Math.max(1, call.since() + after * SECOND));
    }

    private static @Nullable Endpoint local(NgValue.Dictionary stream) {
        String address = text(stream, "local address");
        return address == null ? null : endpoint(address, whole(stream, "local port"));
    }

    private static @Nullable Endpoint endpoint(NgValue.Dictionary endpoint) {
        String address = text(endpoint, "address");
        return address == null ? null : endpoint(address, whole(endpoint, "port"));
    }

    private static @Nullable Endpoint endpoint(String address, long port) {
        return port < 0 || port > 65_535 ? null : Endpoint.literal(address, (int) port);
    }

    // Reading what may be anything

    private static NgValue.Dictionary inside(NgValue.Dictionary of, String key) {
        return of.entries().get(key) instanceof NgValue.Dictionary inner
                ? inner
                : new NgValue.Dictionary(Map.of());
    }

    private static List<NgValue.Dictionary> all(NgValue.Dictionary of, String key) {
        List<NgValue.Dictionary> all = new ArrayList<>();
        if (of.entries().get(key) instanceof NgValue.Items(List<NgValue> items)) {
            for (NgValue each : items) {
                if (each instanceof NgValue.Dictionary inner) {
                    all.add(inner);
                }
            }
        }
        return all;
    }

    private static List<String> texts(NgValue.Dictionary of, String key) {
        List<String> texts = new ArrayList<>();
        if (of.entries().get(key) instanceof NgValue.Items(List<NgValue> items)) {
            for (NgValue each : items) {
                if (each instanceof NgValue.Text(String text)) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    private static @Nullable String text(NgValue.Dictionary of, String key) {
        return NodeCommands.text(of, key);
    }

    private static long whole(NgValue.Dictionary of, String key) {
        return of.entries().get(key) instanceof NgValue.Whole(long number) ? number : 0;
    }
}
