package jackfield.roles.sbc;

import java.util.LinkedHashMap;
import java.util.Map;

/// A token bucket for each of a bounded number of keys: past it, the one not heard of for longest
/// starts afresh.
///
/// @param <K> what has a bucket
final class TokenBuckets<K> {
    private static final double SECOND = 1_000_000_000.0;

    private static final class Bucket {
        private double tokens;
        private long filled;

        private Bucket(double tokens, long filled) {
            this.tokens = tokens;
            this.filled = filled;
        }
    }

    private final double perSecond;
    private final double burst;
    private final Map<K, Bucket> buckets;

    /// @param perSecond tokens a second on the long run
    /// @param burst tokens at once
    TokenBuckets(double perSecond, double burst, int most) {
        this.perSecond = perSecond;
        this.burst = burst;
        buckets =
                new LinkedHashMap<>(64, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
                        return size() > most;
                    }
                };
    }

    /// Takes one token; false where there is none.
    boolean take(K key, long now) {
        Bucket bucket = buckets.get(key);
        if (bucket == null) {
            bucket = new Bucket(burst, now);
            buckets.put(key, bucket);
        }
        fill(bucket, now);
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    /// True while there is no token; takes none.
    boolean isEmpty(K key, long now) {
        Bucket bucket = buckets.get(key);
        if (bucket == null) {
            return burst < 1;
        }
        fill(bucket, now);
        return bucket.tokens < 1;
    }

    private void fill(Bucket bucket, long now) {
        bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.filled) / SECOND * perSecond);
        bucket.filled = now;
    }

    /// How many keys have a bucket.
    int size() {
        return buckets.size();
    }
}
