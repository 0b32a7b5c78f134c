package jackfield.server.records;

import jackfield.roles.records.CallRecord;
import jackfield.roles.records.SaidSide;
import jackfield.roles.records.SavedCallRecord;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.media.MediaQuality;
import jackfield.roles.relay.media.StreamSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Turns what signalling says of a call that is over, and what media says of it, into what is kept.
public final class Writing {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Writing() {}

    /// The record for good.
    ///
    /// @param legs the call's legs at its end; empty where there were none
    /// @param epochMs when the node's clock was 0 (ms since 1970)
    public static SavedCallRecord saved(CallRecord call, List<LegReport> legs, long epochMs) {
        CallRecord.Parties parties = call.parties();
        CallRecord.Times times = call.times();
        boolean answered = times.answered() != 0;
        return new SavedCallRecord(
                UUID.randomUUID().toString(),
                parties.callId(),
                parties.from(),
                parties.to(),
                parties.user(),
                parties.source(),
                parties.destination(),
                ms(times.began(), epochMs),
                ms(times.rang(), epochMs),
                ms(times.answered(), epochMs),
                ms(times.ended(), epochMs),
                call.ending().status(),
                call.ending().by().name().toLowerCase(Locale.ROOT),
                call.ending().why(),
                call.outcome().word(),
                answered ? codecs(legs) : "",
                answered ? packets(call, legs) : "",
                answered ? quality(call, legs) : SavedCallRecord.Quality.NONE,
                answered ? verdict(call, legs) : "",
                null);
    }

    private static long ms(long at, long epochMs) {
        return at == 0 ? 0 : epochMs + at / 1_000_000;
    }

    private static String packets(CallRecord call, List<LegReport> legs) {
        return call.said().isEmpty()
                ? packets(legs)
                : String.join("/", call.said().stream().map(side -> side.packets() + "").toList());
    }

    private static String verdict(CallRecord call, List<LegReport> legs) {
        return call.said().isEmpty()
                ? verdict(legs)
                : String.join(
                        "; ",
                        call.said().stream()
                                .map(SaidSide::verdict)
                                .filter(words -> !words.isEmpty())
                                .toList());
    }

    private static SavedCallRecord.Quality quality(CallRecord call, List<LegReport> legs) {
        if (call.said().isEmpty()) {
            return quality(legs);
        }
        List<String> lost = new ArrayList<>();
        List<String> jitter = new ArrayList<>();
        List<String> mos = new ArrayList<>();
        for (SaidSide side : call.said()) {
            lost.add(String.format(Locale.ROOT, "%.1f", side.lostPercent()));
            jitter.add(Long.toString(Math.round(side.jitterMs())));
            mos.add(side.mos() > 0 ? String.format(Locale.ROOT, "%.1f", side.mos()) : "-");
        }
        return new SavedCallRecord.Quality(
                String.join("/", lost),
                String.join("/", jitter),
                String.join("/", mos),
                JSON.writeValueAsString(call.said().stream().map(Writing::side).toList()));
    }

    private static Map<String, @Nullable Object> side(SaidSide said) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("profile", said.profile());
        map.put("codec", said.codec());
        map.put("packets", said.packets());
        map.put("packetsOut", said.packetsOut());
        map.put("lostPercent", tenths(said.lostPercent()));
        map.put("jitterMs", tenths(said.jitterMs()));
        map.put("mos", said.mos() > 0 ? tenths(said.mos()) : null);
        map.put("lowestMos", said.lowestMos() > 0 ? tenths(said.lowestMos()) : null);
        map.put("roundTripMs", said.roundTripMs() < 0 ? null : tenths(said.roundTripMs()));
        map.put("out", null);
        map.put("verdict", said.verdict());
        map.put("verdictCode", said.verdictCode());
        map.put("verdictFacts", said.verdictFacts());
        return map;
    }

    private static String packets(List<LegReport> legs) {
        return String.join("/", legs.stream().map(leg -> Long.toString(leg.packetsIn())).toList());
    }

    private static SavedCallRecord.Quality quality(List<LegReport> legs) {
        List<String> lost = new ArrayList<>();
        List<String> jitter = new ArrayList<>();
        List<String> mos = new ArrayList<>();
        for (LegReport leg : legs) {
            StreamSnapshot voice = leg.voice();
            MediaQuality.Way in = voice == null ? MediaQuality.Way.UNKNOWN : voice.quality().in();
            lost.add(String.format(Locale.ROOT, "%.1f", in.lossPercent()));
            jitter.add(Long.toString(Math.round(in.jitterMicros() / 1_000.0)));
            mos.add(
                    in.mos().isKnown()
                            ? String.format(Locale.ROOT, "%.1f", in.mos().average())
                            : "-");
        }
        return new SavedCallRecord.Quality(
                String.join("/", lost),
                String.join("/", jitter),
                String.join("/", mos),
                JSON.writeValueAsString(legs.stream().map(Writing::side).toList()));
    }

    /// A leg in numbers, and its verdict so that it can be said in any language.
    private static Map<String, @Nullable Object> side(LegReport leg) {
        StreamSnapshot voice = leg.voice();
        MediaQuality quality = voice == null ? MediaQuality.NONE : voice.quality();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("profile", leg.profile());
        map.put("codec", quality.codecIn());
        map.put("packets", leg.packetsIn());
        map.put("packetsOut", leg.packetsOut());
        map.putAll(way(quality.in()));
        map.put(
                "roundTripMs",
                quality.roundTripNs() < 0 ? null : tenths(quality.roundTripNs() / 1e6));
        map.put("out", quality.out().reports() == 0 ? null : way(quality.out()));
        map.put("verdict", leg.verdict());
        map.put("verdictCode", leg.details().verdictCode());
        map.put("verdictFacts", VerdictFacts.of(leg));
        return map;
    }

    private static Map<String, @Nullable Object> way(MediaQuality.Way way) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("lostPercent", tenths(way.lossPercent()));
        map.put("jitterMs", tenths(way.jitterMicros() / 1e3));
        map.put("mos", way.mos().isKnown() ? tenths(way.mos().average()) : null);
        map.put("lowestMos", way.mos().isKnown() ? tenths(way.mos().lowest()) : null);
        return map;
    }

    private static double tenths(double value) {
        return Math.rint(value * 10) / 10;
    }

    /// How each leg's media came, in one line for the log; empty without legs.
    public static String summary(List<LegReport> legs) {
        if (legs.isEmpty()) {
            return "";
        }
        SavedCallRecord.Quality quality = quality(legs);
        String verdict = verdict(legs);
        return "media: "
                + (verdict.isEmpty() ? "nothing wrong is seen" : verdict)
                + "; packets "
                + packets(legs)
                + ", lost "
                + quality.lost()
                + " %, jitter "
                + quality.jitter()
                + " ms, MOS "
                + quality.mos();
    }

    private static String verdict(List<LegReport> legs) {
        return String.join(
                "; ",
                legs.stream().map(LegReport::trouble).filter(text -> !text.isEmpty()).toList());
    }

    /// What each leg was told last that it may send, its first codec: `opus/PCMU`.
    private static String codecs(List<LegReport> legs) {
        List<String> names = new ArrayList<>();
        for (LegReport leg : legs) {
            String codec = firstCodec(leg.sdpOut());
            if (!codec.isEmpty() && !names.contains(codec)) {
                names.add(codec);
            }
        }
        return String.join("/", names);
    }

    /// The codec a description names first; payload types without a map are those of RFC 3551.
    static String firstCodec(String sdp) {
        Map<String, String> codecs =
                new HashMap<>(Map.of("0", "PCMU", "8", "PCMA", "9", "G722", "18", "G729"));
        String first = "";
        for (String line : sdp.lines().toList()) {
            if (line.startsWith("m=") && first.isEmpty()) {
                String[] parts = line.strip().split("\\s+");
                first = parts.length > 3 ? parts[3] : "";
            } else if (line.startsWith("a=rtpmap:")) {
                String[] parts = line.substring(9).strip().split("\\s+");
                if (parts.length == 2) {
                    codecs.put(parts[0], parts[1].replaceFirst("/.*", ""));
                }
            }
        }
        return codecs.getOrDefault(first, "");
    }
}
