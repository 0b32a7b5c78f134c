package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import jackfield.rtc.rtp.ReceptionStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happened on a leg: plain numbers, written on the packet path and read for reports.
final class LegCounters {
    final ReceptionStatistics reception = new ReceptionStatistics();
    private final long[] drops = new long[Drop.count()];
    private final long[] lastDrop = new long[Drop.count()];

    long packetsIn;
    long bytesIn;
    long rtcpIn;
    long packetsOut;
    long bytesOut;
    long rtcpOut;
    long lastRtp;
    long lastRtcp;

    /// The last payload type that was not agreed.
    int strangePayload = -1;

    private long strangerHigh;
    private long strangerLow;
    private int strangerPort;

    void drop(Drop why, long now) {
        drops[why.ordinal()]++;
        lastDrop[why.ordinal()] = now;
    }

    /// Counts a packet from an address that is not the peer's, and remembers that for the verdict.
    void stranger(long high, long low, int port, long now) {
        drop(Drop.STRICT_SOURCE, now);
        strangerHigh = high;
        strangerLow = low;
        strangerPort = port;
    }

    void received(int bytes, long now) {
        packetsIn++;
        bytesIn += bytes;
        lastRtp = now;
    }

    void sent(int bytes) {
        packetsOut++;
        bytesOut += bytes;
    }

    /// True if packets were dropped for this reason within the last `within` nanoseconds.
    boolean dropsLately(Drop why, long now, long within) {
        return drops[why.ordinal()] > 0 && now - lastDrop[why.ordinal()] <= within;
    }

    /// Where the last packet came from that was dropped for its source; null for none.
    @Nullable Endpoint stranger() {
        return drops[Drop.STRICT_SOURCE.ordinal()] == 0
                ? null
                : new Endpoint(strangerHigh, strangerLow, strangerPort);
    }

    LegSnapshot.Traffic in() {
        return new LegSnapshot.Traffic(packetsIn, bytesIn, rtcpIn);
    }

    LegSnapshot.Traffic out() {
        return new LegSnapshot.Traffic(packetsOut, bytesOut, rtcpOut);
    }

    /// The reasons that occurred.
    Map<String, Long> drops() {
        var named = new LinkedHashMap<String, Long>();
        for (int i = 0; i < drops.length; i++) {
            if (drops[i] > 0) {
                named.put(Drop.at(i).label(), drops[i]);
            }
        }
        return named;
    }
}
