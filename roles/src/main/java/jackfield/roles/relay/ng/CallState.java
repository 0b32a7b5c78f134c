package jackfield.roles.relay.ng;

import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.media.MediaQuality;
import jackfield.roles.relay.media.StreamSnapshot;
import jackfield.roles.relay.media.StreamSources;
import jackfield.rtc.quality.Mos;
import jackfield.rtc.quality.MosCourse;
import java.util.ArrayList;
import java.util.List;

/// Tells of a call what `query` and `delete` tell: what signalling knows of it, and what the media
/// shard counts.
final class CallState {
    private static final long SECOND = 1_000_000_000L;

    /// Scores of one source in one answer: several sources have to fit into a datagram.
    private static final int MOST_SCORES = 32;

    private final Relay relay;
    private final NgHost host;
    private final long epoch;
    private final CallMediaState media;

    /// @param epoch when the node started, in seconds since 1970
    CallState(Relay relay, NgHost host, long epoch) {
        this.relay = relay;
        this.host = host;
        this.epoch = epoch;
        media = new CallMediaState(epoch);
    }

    /// What signalling knows of one party, at one moment.
    ///
    /// @param partners whom it talks to
    /// @param hears whom it only listens to
    /// @param heardBy who only listens to it
    private record Known(
            String tag,
            long created,
            String branch,
            String label,
            List<String> aliases,
            List<String> partners,
            List<String> hears,
            List<String> heardBy) {
        boolean isCalled(String name) {
            return tag.equals(name) || aliases.contains(name);
        }
    }

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
                            call.partners(each.tag),
                            call.hears.getOrDefault(each.tag, List.of()),
                            call.listeners(each.tag)));
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
        long rtcpBytes = 0;
        Fields ssrcs = new Fields();
        for (LegReport leg : legs) {
            packets += leg.packetsIn();
            bytes += leg.bytesIn();
            errors += errors(leg);
            long beyond = beyond(leg, known, legs);
            for (StreamSnapshot stream : leg.details().streams()) {
                rtcp += stream.in().rtcp();
                rtcpBytes += stream.in().rtcpBytes();
                for (StreamSources.Heard each : stream.sources().heard()) {
                    ssrcs.put(Integer.toUnsignedString(each.ssrc()), CallMediaState.source(each));
                }
                int ssrc = stream.quality().in().ssrc();
                if (ssrc != 0) {
                    ssrcs.put(Integer.toUnsignedString(ssrc), source(stream, beyond));
                }
            }
        }
        return top.put("SSRC", ssrcs)
                .put("tags", tags)
                .put(
                        "totals",
                        new Fields()
                                .put("RTP", counted(packets, bytes, errors))
                                .put("RTCP", counted(rtcp, rtcpBytes, 0)));
    }

    /// The round trip from us to the one whom the leg's party talks to (ns); 0 where it is unknown.
    private static long beyond(LegReport leg, List<Known> known, List<LegReport> legs) {
        for (Known each : known) {
            if (!each.isCalled(leg.tag()) || each.partners().isEmpty()) {
                continue;
            }
            for (LegReport other : legs) {
                StreamSnapshot voice = other.voice();
                if (other.tag().equals(each.partners().getLast()) && voice != null) {
                    return Math.max(0, voice.quality().roundTripNs());
                }
            }
        }
        return 0;
    }

    /// How a party is heard here. Scores are tenfold, jitter is in milliseconds, round trips in
    /// microseconds, loss in percent.
    ///
    /// @param beyond the round trip on the other side of us (ns)
    private Fields source(StreamSnapshot stream, long beyond) {
        MediaQuality quality = stream.quality();
        MediaQuality.Way in = quality.in();
        Fields source = counts(stream);
        Mos mos = in.mos();
        if (!mos.isKnown()) {
            return source;
        }
        var average =
                new MosCourse.Point(
                        0,
                        mos.average(),
                        in.lossPercent(),
                        in.jitterMicros(),
                        Math.max(0, quality.roundTripNs()));
        source.put(
                "average MOS", rated(average, beyond).put("samples", Math.max(1, mos.ratings())));
        MosCourse course = in.course().atMost(MOST_SCORES);
        if (course.lowest() == null || course.highest() == null) {
            // Kamailio shows a score without its time as one from before the call.
            var lowest =
                    new MosCourse.Point(
                            stream.lastRtpNs(),
                            mos.lowest(),
                            average.lossPercent(),
                            average.jitterMicros(),
                            average.roundTripNs());
            return source.put("lowest MOS", reported(lowest, beyond));
        }
        List<NgValue> entries = new ArrayList<>();
        course.points().forEach(each -> entries.add(reported(each, beyond).dictionary()));
        return source.put("lowest MOS", reported(course.lowest(), beyond))
                .put("highest MOS", reported(course.highest(), beyond))
                .put(
                        "MOS progression",
                        new Fields()
                                .put("interval", course.intervalNs() / SECOND)
                                .put("entries", entries));
    }

    /// The counts of the source heard last: its own, where the shard tells them apart.
    private static Fields counts(StreamSnapshot stream) {
        MediaQuality.Way in = stream.quality().in();
        for (StreamSources.Heard each : stream.sources().heard()) {
            if (each.ssrc() == in.ssrc()) {
                return CallMediaState.source(each);
            }
        }
        return new Fields()
                .put("packets", stream.in().packets())
                .put("bytes", stream.in().bytes())
                .put("cumulative loss", in.lost());
    }

    private Fields reported(MosCourse.Point point, long beyond) {
        return rated(point, beyond).put("reported at", seconds(point.at()));
    }

    private static Fields rated(MosCourse.Point point, long beyond) {
        Fields rated = new Fields().put("MOS", tenfold(point.mos()));
        if (point.roundTripNs() > 0) {
            rated.put("round-trip time", (point.roundTripNs() + beyond) / 1_000)
                    .put("round-trip time leg", point.roundTripNs() / 1_000);
        }
        return rated.put("jitter", point.jitterMicros() / 1_000)
                .put("packet loss", Math.round(point.lossPercent()));
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
        for (LegReport each : legs) {
            if (known.isCalled(each.tag())) {
                media.add(each, medias);
            }
        }
        return tag.put("subscriptions", joined(known.partners(), known.hears()))
                .put("subscribers", joined(known.partners(), known.heardBy()))
                .put("medias", medias);
    }

    private static List<NgValue> joined(List<String> partners, List<String> others) {
        List<NgValue> joined = new ArrayList<>();
        for (String each : partners) {
            joined.add(new Fields().put("tag", each).put("type", "offer/answer").dictionary());
        }
        for (String each : others) {
            joined.add(new Fields().put("tag", each).put("type", "pub/sub").dictionary());
        }
        return joined;
    }

    private static Fields counted(long packets, long bytes, long errors) {
        return CallMediaState.counted(packets, bytes, errors);
    }

    private static long errors(LegReport leg) {
        return leg.drops().values().stream().mapToLong(Long::longValue).sum();
    }

    private long seconds(long ns) {
        return epoch + ns / SECOND;
    }
}
