package jackfield.roles.sbc;

import jackfield.base.Endpoint;
import java.util.LinkedHashMap;
import java.util.Map;

/// How many new requests one address may send: a token bucket for each, so that one source can't
/// take the node from the others. An IPv6 source is its /64.
public final class SourceLimits {
    private record Source(long high, long low) implements Comparable<Source> {
        @Override
        public int compareTo(Source other) {
            int order = Long.compare(high, other.high);
            return order == 0 ? Long.compare(low, other.low) : order;
        }
    }

    private static final class Bucket {
        private double tokens;
        private long filled;
    }

    private static final double SECOND = 1_000_000_000.0;

    private final double perSecond;
    private final double burst;
    private final Map<Source, Bucket> buckets;

    /// @param perSecond requests a second that a source may send on the long run
    /// @param burst requests it may send at once
    /// @param sources how many addresses are remembered: past it the one not heard of for longest
    ///   starts afresh
    public SourceLimits(double perSecond, double burst, int sources) {
        this.perSecond = perSecond;
        this.burst = burst;
        buckets =
                new LinkedHashMap<>(64, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Source, Bucket> eldest) {
                        return size() > sources;
                    }
                };
    }

    /// Fifty a second, 300 at once, 20,000 sources: an office behind one address is not disturbed.
    public static SourceLimits usual() {
        return new SourceLimits(50, 300, 20_000);
    }

    /// Counts one request of `remote`; false where it is one too many.
    public boolean admit(Endpoint remote, long now) {
        Source source = source(remote);
        Bucket bucket = buckets.get(source);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.tokens = burst;
            bucket.filled = now;
            buckets.put(source, bucket);
        }
        fill(bucket, now);
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    /// True while the next request of `remote` would be one too many; counts nothing.
    public boolean isExhausted(Endpoint remote, long now) {
        Bucket bucket = buckets.get(source(remote));
        if (bucket == null) {
            return false;
        }
        fill(bucket, now);
        return bucket.tokens < 1;
    }

    private void fill(Bucket bucket, long now) {
        bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.filled) / SECOND * perSecond);
        bucket.filled = now;
    }

    private static Source source(Endpoint remote) {
        return new Source(remote.high(), remote.isIpv4() ? remote.low() : 0);
    }
}
