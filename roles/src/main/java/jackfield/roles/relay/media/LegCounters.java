package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import org.jspecify.annotations.Nullable;

/// What happened on a leg before it was known which stream a packet belongs to.
final class LegCounters {
    final Drops drops = new Drops();
    private long strangerHigh;
    private long strangerLow;
    private int strangerPort;
    private int lastUnopened;

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

    /// Counts a packet that could not be opened, and remembers its length for the verdict.
    void unopened(Drop why, int length, long now) {
        drop(why, now);
        lastUnopened = length;
    }

    /// True where the last packet that could not be opened is as long as plain RTP of the usual
    /// codecs: 10 ms of G.711 or G.722 are 80 bytes.
    boolean looksPlain() {
        return lastUnopened > 80 && (lastUnopened - 12) % 80 == 0;
    }

    /// Where the last packet came from that was dropped for its source; null for none.
    @Nullable Endpoint stranger() {
        return drops.has(Drop.STRICT_SOURCE)
                ? new Endpoint(strangerHigh, strangerLow, strangerPort)
                : null;
    }
}
