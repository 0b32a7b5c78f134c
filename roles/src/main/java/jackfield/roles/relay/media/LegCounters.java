package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import org.jspecify.annotations.Nullable;

/// What happened on a leg before it was known which stream a packet belongs to.
final class LegCounters {
    final Drops drops = new Drops();
    private long strangerHigh;
    private long strangerLow;
    private int strangerPort;

    /// When RTCP that belongs to no one stream came last.
    long lastRtcp;

    void drop(Drop why, long now) {
        drops.count(why, now);
    }

    /// Counts a packet from an address that is not the peer's, and remembers that for the verdict.
    void stranger(long high, long low, int port, long now) {
        drop(Drop.STRICT_SOURCE, now);
        strangerHigh = high;
        strangerLow = low;
        strangerPort = port;
    }

    /// Where the last packet came from that was dropped for its source; null for none.
    @Nullable Endpoint stranger() {
        return drops.has(Drop.STRICT_SOURCE)
                ? new Endpoint(strangerHigh, strangerLow, strangerPort)
                : null;
    }
}
