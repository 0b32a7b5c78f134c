package jackfield.roles.relay.media;

import java.util.HashMap;
import java.util.Map;

/// What a media shard has carried since it started, over all legs, for metrics. Kinds of legs are
/// `rtp`, `sdes` and `browser`.
///
/// @param legs there are now, by kind
/// @param packetsIn good RTP packets from peers, by kind
/// @param packetsOut RTP packets to peers, by kind
/// @param drops packets of legs that went no further, by reason
/// @param lost packets that never came to us
/// @param dtlsFailures handshakes that failed
/// @param iceFailures browser legs that ended without ever having had a path
/// @param transcoded what was translated
/// @param carried the streams
public record MediaTotals(
        Map<String, Long> legs,
        Map<String, Long> packetsIn,
        Map<String, Long> packetsOut,
        Map<String, Long> drops,
        long lost,
        long dtlsFailures,
        long iceFailures,
        Transcoded transcoded,
        Carried carried) {
    /// Nothing yet.
    public static final MediaTotals NONE =
            new MediaTotals(
                    Map.of(), Map.of(), Map.of(), Map.of(), 0, 0, 0, Transcoded.NONE, Carried.NONE);

    public MediaTotals {
        legs = Map.copyOf(legs);
        packetsIn = Map.copyOf(packetsIn);
        packetsOut = Map.copyOf(packetsOut);
        drops = Map.copyOf(drops);
    }

    /// Both shards together.
    public MediaTotals plus(MediaTotals other) {
        return new MediaTotals(
                plus(legs, other.legs),
                plus(packetsIn, other.packetsIn),
                plus(packetsOut, other.packetsOut),
                plus(drops, other.drops),
                lost + other.lost,
                dtlsFailures + other.dtlsFailures,
                iceFailures + other.iceFailures,
                transcoded.plus(other.transcoded),
                carried.plus(other.carried));
    }

    private static Map<String, Long> plus(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new HashMap<>(one);
        other.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return sum;
    }
}
