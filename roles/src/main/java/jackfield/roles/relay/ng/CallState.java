package jackfield.roles.relay.ng;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.media.MediaQuality;
import jackfield.roles.relay.media.StreamSnapshot;
import jackfield.rtc.quality.Mos;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells of a call what `query` and `delete` tell: what signalling knows of it, and what the media
/// shard counts.
final class CallState {
    private static final long SECOND = 1_000_000_000L;

    private final Relay relay;
    private final NgHost host;
    private final long epoch;

    /// @param epoch when the node started, in seconds since 1970
    CallState(Relay relay, NgHost host, long epoch) {
        this.relay = relay;
        this.host = host;
        this.epoch = epoch;
    }

    /// What signalling knows of one party, at one moment.
    private record Known(
            String tag,
            long created,
            String branch,
            String label,
            List<String> aliases,
            List<String> partners) {}

    /// Answers with the call's state; the call may be ended right after this.
    void report(NgCalls.Call call, long now, Command.Answer answer) {
        List<Known> known = new ArrayList<>();
        for (NgCalls.Tag each : call.tags.values()) {
            known.add(
                    new Known(
                            each.tag,
                            each.created,
                            each.branch,
                            each.label,
                            List.copyOf(each.aliases),
                            call.partners(each.tag)));
        }
        Fields top =
                Fields.ok()
                        .put("created", seconds(call.created))
                        .put("created_us", call.created % SECOND / 1000)
                        .put("created_ts", seconds(call.created))
                        .put("last signal", seconds(call.lastSignal))
                        .put("last redis update", 0);
        if (!call.metadata.isEmpty()) {
            top.put("metadata", call.metadata);
        }
        relay.report(
                call.relayed(),
                legs -> host.resume(() -> answer.say(whole(top, known, legs).dictionary())));
    }

    private Fields whole(Fields top, List<Known> known, List<LegReport> legs) {
        Fields tags = new Fields();
        for (Known each : known) {
            tags.put(each.tag(), tag(each, legs));
        }
        long packets = 0;
        long bytes = 0;
        long errors = 0;
        long rtcp = 0;
        Fields ssrcs = new Fields();
        for (LegReport each : legs) {
            packets += each.packetsIn();
            bytes += each.bytesIn();
            errors += errors(each);
            for (StreamSnapshot stream : each.details().streams()) {
                rtcp += stream.in().rtcp();
                int ssrc = stream.quality().in().ssrc();
                if (ssrc != 0) {
                    ssrcs.put(Integer.toUnsignedString(ssrc), source(stream));
                }
            }
        }
        return top.put("SSRC", ssrcs)
                .put("tags", tags)
                .put(
                        "totals",
                        new Fields()
                                .put("RTP", counted(packets, bytes, errors))
                                .put("RTCP", counted(rtcp, 0, 0)));
    }

    /// How a party is heard here. Scores are tenfold, jitter is in milliseconds, round trips in
    /// microseconds, loss in percent. When the worst score was is not kept, nor the best.
    private static Fields source(StreamSnapshot stream) {
        MediaQuality quality = stream.quality();
        MediaQuality.Way in = quality.in();
        Fields source =
                new Fields()
                        .put("packets", stream.in().packets())
                        .put("bytes", stream.in().bytes())
                        .put("cumulative loss", in.lost());
        Mos mos = in.mos();
        if (mos.isKnown()) {
            long samples = Math.max(1, mos.ratings());
            Fields average = new Fields().put("MOS", tenfold(mos.average()));
            if (quality.roundTripNs() >= 0) {
                average.put("round-trip time", quality.roundTripNs() / 1_000);
            }
            source.put(
                            "average MOS",
                            average.put("jitter", in.jitterMicros() / 1_000)
                                    .put("packet loss", Math.round(in.lossPercent()))
                                    .put("samples", samples))
                    .put("lowest MOS", new Fields().put("MOS", tenfold(mos.lowest())));
        }
        return source;
    }

    private static long tenfold(double score) {
        return Math.round(score * 10);
    }

    private Fields tag(Known known, List<LegReport> legs) {
        Fields tag = new Fields().put("tag", known.tag()).put("created", seconds(known.created()));
        if (!known.branch().isEmpty()) {
            tag.put("via-branch", known.branch());
        }
        if (!known.label().isEmpty()) {
            tag.put("label", known.label());
        }
        if (!known.aliases().isEmpty()) {
            tag.texts("tag-aliases", known.aliases());
        }
        if (!known.partners().isEmpty()) {
            tag.put("in dialogue with", known.partners().getLast());
        }
        List<NgValue> medias = new ArrayList<>();
        List<NgValue> subscriptions = new ArrayList<>();
        for (LegReport each : legs) {
            if (each.tag().equals(known.tag()) || known.aliases().contains(each.tag())) {
                medias.add(media(each, medias.size()).dictionary());
            }
        }
        for (String each : known.partners()) {
            subscriptions.add(
                    new Fields().put("tag", each).put("type", "offer/answer").dictionary());
        }
        return tag.put("subscriptions", subscriptions)
                .put("subscribers", subscriptions)
                .put("medias", medias);
    }

    private Fields media(LegReport leg, int index) {
        MediaSection section = section(leg.sdpIn(), index);
        Fields media = new Fields().put("index", index + 1);
        if (section != null) {
            media.put("type", section.media().kind()).put("protocol", section.media().protocol());
            for (Codec each : section.codecs()) {
                if (!each.isAuxiliary()) {
                    media.put("codec", each.encoding());
                    break;
                }
            }
        }
        return media.put("streams", List.of(stream(leg).dictionary()))
                .texts("flags", flags(leg, section));
    }

    private static List<String> flags(LegReport leg, @Nullable MediaSection section) {
        List<String> flags = new ArrayList<>(List.of("initialized"));
        if (section != null && section.rtcpMux()) {
            flags.add("rtcp-mux");
        }
        if (!leg.dtls().equals("none")) {
            flags.add("DTLS-SRTP");
        }
        if (leg.profile().contains("sdes")) {
            flags.add("SDES");
        }
        if (!leg.ice().equals("none")) {
            flags.add("ICE");
        }
        return flags;
    }

    private Fields stream(LegReport leg) {
        Endpoint local = leg.local();
        Endpoint remote = leg.learnt() != null ? leg.learnt() : leg.signalled();
        Fields stream =
                new Fields()
                        .put("local port", local.port())
                        .put("local address", local.host())
                        .put("family", local.isIpv4() ? "IPv4" : "IPv6");
        if (remote != null) {
            stream.put("endpoint", at(remote));
        }
        if (leg.signalled() != null) {
            stream.put("advertised endpoint", at(leg.signalled()));
        }
        List<String> flags = new ArrayList<>(List.of("RTP"));
        if (remote != null) {
            flags.add("filled");
        }
        if (leg.learnt() != null) {
            flags.add("confirmed");
        }
        long last = leg.lastPacketNs() == 0 ? 0 : seconds(leg.lastPacketNs());
        return stream.put("last packet", last)
                .put("last kernel packet", 0)
                .put("last user packet", last)
                .texts("flags", flags)
                .put("stats", counted(leg.packetsIn(), leg.bytesIn(), errors(leg)))
                .put("stats_out", counted(leg.packetsOut(), leg.bytesOut(), 0));
    }

    private static Fields at(Endpoint endpoint) {
        return new Fields()
                .put("family", endpoint.isIpv4() ? "IPv4" : "IPv6")
                .put("address", endpoint.host())
                .put("port", endpoint.port());
    }

    private static Fields counted(long packets, long bytes, long errors) {
        return new Fields().put("packets", packets).put("bytes", bytes).put("errors", errors);
    }

    private static long errors(LegReport leg) {
        return leg.drops().values().stream().mapToLong(Long::longValue).sum();
    }

    /// The medium at `index` of those that are not rejected; null without.
    private static @Nullable MediaSection section(String sdp, int index) {
        byte[] bytes = sdp.getBytes(StandardCharsets.UTF_8);
        if (!(SessionDescription.parse(bytes)
                instanceof Parsed.Ok<SessionDescription>(SessionDescription description))) {
            return null;
        }
        return description.sections().stream()
                .filter(each -> !each.isRejected())
                .skip(index)
                .findFirst()
                .orElse(null);
    }

    private long seconds(long ns) {
        return epoch + ns / SECOND;
    }
}
