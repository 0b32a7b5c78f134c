package jackfield.server.api;

import jackfield.roles.relay.media.MediaQuality;
import jackfield.roles.relay.media.PeerSays;
import jackfield.roles.relay.media.StreamSnapshot;
import jackfield.roles.relay.media.Transcoded;
import jackfield.rtc.quality.Mos;
import jackfield.rtc.quality.MosCourse;
import jackfield.rtc.rtcp.ExtendedReport;
import jackfield.server.records.VerdictFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stream of a leg as `GET /api/calls/{id}` shows it. `in` is from the peer to us, `out` from us
/// to the peer; times are milliseconds ago, and null for never.
final class StreamJson {
    private StreamJson() {}

    static Map<String, @Nullable Object> of(StreamSnapshot stream, long nowNs) {
        MediaQuality quality = stream.quality();
        MediaQuality.Times times = quality.times();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", stream.kind());
        map.put("mid", stream.mid());
        map.put(
                "roundTripMs",
                quality.roundTripNs() < 0 ? null : tenths(quality.roundTripNs() / 1e6));
        Map<String, @Nullable Object> in =
                way(quality.in(), quality.codecIn(), stream.in().packets(), stream.in().bytes());
        in.put("firstPacketMsAgo", ago(times.firstIn(), nowNs));
        in.put("lastPacketMsAgo", ago(times.lastIn(), nowNs));
        in.put("rtcp", stream.in().rtcp());
        map.put("in", in);
        Map<String, @Nullable Object> out =
                way(
                        quality.out(),
                        quality.codecOut(),
                        stream.out().packets(),
                        stream.out().bytes());
        out.put("firstPacketMsAgo", ago(times.firstOut(), nowNs));
        out.put("lastPacketMsAgo", ago(times.lastOut(), nowNs));
        out.put("rtcp", stream.out().rtcp());
        out.put("reports", quality.out().reports());
        map.put("out", out);
        map.put("transcoded", transcoded(stream.transcoded()));
        PeerSays says = quality.says();
        map.put("feedback", says.feedback().any() ? feedback(says.feedback()) : null);
        map.put("voip", says.voip() == null ? null : voip(says.voip(), nowNs));
        map.put("drops", stream.drops());
        map.put("verdict", stream.verdict().words());
        map.put("verdictCode", stream.verdict().code());
        map.put("verdictFacts", VerdictFacts.of(stream.verdict()));
        return map;
    }

    /// The same, and how both ways went over the call.
    ///
    /// @param epochMs when the node's clock was 0 (ms since 1970)
    static Map<String, @Nullable Object> withCourse(
            StreamSnapshot stream, long nowNs, long epochMs) {
        Map<String, @Nullable Object> map = of(stream, nowNs);
        map.put(
                "course",
                Map.of(
                        "in", course(stream.quality().in().course(), epochMs),
                        "out", course(stream.quality().out().course(), epochMs)));
        return map;
    }

    /// Columns of equal length, one place for each point.
    static Map<String, Object> course(MosCourse course, long epochMs) {
        List<Long> time = new ArrayList<>();
        List<Double> mos = new ArrayList<>();
        List<Double> lost = new ArrayList<>();
        List<Double> jitter = new ArrayList<>();
        List<@Nullable Double> trip = new ArrayList<>();
        for (MosCourse.Point point : course.points()) {
            time.add(epochMs + point.at() / 1_000_000);
            mos.add(Math.rint(point.mos() * 100) / 100);
            lost.add(tenths(point.lossPercent()));
            jitter.add(tenths(point.jitterMicros() / 1e3));
            trip.add(point.roundTripNs() == 0 ? null : tenths(point.roundTripNs() / 1e6));
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("time", time);
        map.put("mos", mos);
        map.put("lostPercent", lost);
        map.put("jitterMs", jitter);
        map.put("roundTripMs", trip);
        return map;
    }

    private static Map<String, Object> feedback(PeerSays.Feedback feedback) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("nacks", feedback.nacks());
        map.put("packetsAskedAgain", feedback.missed());
        map.put("plis", feedback.plis());
        map.put("firs", feedback.firs());
        map.put("rembs", feedback.rembs());
        map.put("rembBitsPerSecond", feedback.bitRate());
        map.put("transportWide", feedback.transportWide());
        return map;
    }

    private static Map<String, @Nullable Object> voip(PeerSays.Voip voip, long nowNs) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("msAgo", ago(voip.atNs(), nowNs));
        map.put("lostPercent", tenths(voip.lostPercent()));
        map.put("discardedPercent", tenths(voip.discardedPercent()));
        map.put("burstPercent", tenths(voip.burstPercent()));
        map.put("burstMs", voip.burstMs());
        map.put("roundTripMs", voip.roundTripMs());
        map.put("endSystemDelayMs", voip.endSystemMs());
        map.put("jitterBufferMs", voip.jitterBufferMs());
        map.put("signalDbm", level(voip.signalDbm()));
        map.put("noiseDbm", level(voip.noiseDbm()));
        map.put("rating", voip.rating() < 0 ? null : voip.rating());
        map.put("mosListening", voip.mosListening() < 0 ? null : voip.mosListening());
        map.put("mosConversation", voip.mosConversation() < 0 ? null : voip.mosConversation());
        return map;
    }

    private static @Nullable Integer level(int dbm) {
        return dbm == ExtendedReport.UNKNOWN ? null : dbm;
    }

    private static Map<String, @Nullable Object> way(
            MediaQuality.Way way, String codec, long packets, long bytes) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("codec", codec.isEmpty() ? null : codec);
        map.put("ssrc", way.ssrc() == 0 ? null : Integer.toUnsignedLong(way.ssrc()));
        map.put("packets", packets);
        map.put("bytes", bytes);
        map.put("lost", way.lost());
        map.put("lostPercent", tenths(way.lossPercent()));
        map.put("jitterMs", tenths(way.jitterMicros() / 1e3));
        map.put("mos", way.mos().isKnown() ? mos(way.mos()) : null);
        return map;
    }

    /// What is translated of what comes from the peer; null where nothing is.
    private static @Nullable Map<String, Object> transcoded(Transcoded transcoded) {
        if (!transcoded.isAny()) {
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("to", transcoded.to());
        map.put("ptimeMs", transcoded.ptimeMs());
        map.put("packets", transcoded.received());
        map.put("lost", transcoded.lost());
        map.put("late", transcoded.late());
        map.put("doubled", transcoded.doubled());
        map.put("reordered", transcoded.reordered());
        map.put("concealedMs", transcoded.concealedMs());
        map.put("unreadable", transcoded.unreadable());
        map.put("waitMs", transcoded.waitMs());
        return map;
    }

    private static Map<String, Object> mos(Mos mos) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("now", hundredths(mos.now()));
        map.put("lowest", hundredths(mos.lowest()));
        map.put("average", hundredths(mos.average()));
        return map;
    }

    private static @Nullable Long ago(long at, long nowNs) {
        return at == 0 ? null : (nowNs - at) / 1_000_000;
    }

    private static double tenths(double value) {
        return Math.rint(value * 10) / 10;
    }

    private static double hundredths(double value) {
        return Math.rint(value * 100) / 100;
    }
}
