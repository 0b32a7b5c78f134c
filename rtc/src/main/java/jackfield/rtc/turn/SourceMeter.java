package jackfield.rtc.turn;

import jackfield.base.Endpoint;
import jackfield.base.Network;
import jackfield.base.NetworkTable;

/// How often something happened to one source in this minute. Bounded: where very many sources come
/// in one minute, the oldest counts are forgotten.
final class SourceMeter {
    private static final long MINUTE = 60_000_000_000L;
    private static final int MOST_SOURCES = 16_384;

    private final int most;
    private NetworkTable<int[]> counts = new NetworkTable<>();
    private long until;

    /// @param most times a minute that are nothing unusual
    SourceMeter(int most) {
        this.most = most;
    }

    /// True where it has happened too often.
    boolean isOver(Endpoint source, long now) {
        turn(now);
        int[] count = counts.get(Network.source(source));
        return count != null && count[0] >= most;
    }

    /// It happened once more.
    void count(Endpoint source, long now) {
        turn(now);
        Network network = Network.source(source);
        int[] count = counts.get(network);
        if (count == null) {
            if (counts.size() >= MOST_SOURCES) {
                counts = new NetworkTable<>();
            }
            counts.put(network, new int[] {1});
        } else {
            count[0]++;
        }
    }

    private void turn(long now) {
        if (now >= until) {
            until = now + MINUTE;
            counts = new NetworkTable<>();
        }
    }
}
