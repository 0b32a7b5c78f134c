package jackfield.roles.relay.media;

import jackfield.rtc.quality.Ratings;
import java.util.HashMap;
import java.util.Map;

/// What a media shard has carried, stream by stream.
///
/// @param streams there are now: the `m=` lines of all legs
/// @param translated those of them whose voice is translated
/// @param packets good RTP and RTCP from peers since it started
/// @param bytes of those, as they came
/// @param silent streams that ended without a packet from or to their peer
/// @param oneWay streams that ended with packets in one direction only
/// @param ratings of what came from peers
/// @param chains what is translated, by `PCMU/8000 -> opus/48000`
public record Carried(
        long streams,
        long translated,
        long packets,
        long bytes,
        long silent,
        long oneWay,
        Ratings ratings,
        Map<String, Chain> chains) {
    /// Nothing yet.
    public static final Carried NONE = new Carried(0, 0, 0, 0, 0, 0, Ratings.NONE, Map.of());

    public Carried {
        chains = Map.copyOf(chains);
    }

    /// What makes one codec of another.
    ///
    /// @param now how many do so now
    /// @param packets that were translated by those and by those that have ended
    public record Chain(long now, long packets) {
        Chain plus(Chain other) {
            return new Chain(now + other.now, packets + other.packets);
        }
    }

    /// Both together.
    public Carried plus(Carried other) {
        Map<String, Chain> all = new HashMap<>(chains);
        other.chains.forEach((name, chain) -> all.merge(name, chain, Chain::plus));
        return new Carried(
                streams + other.streams,
                translated + other.translated,
                packets + other.packets,
                bytes + other.bytes,
                silent + other.silent,
                oneWay + other.oneWay,
                ratings.plus(other.ratings),
                all);
    }
}
