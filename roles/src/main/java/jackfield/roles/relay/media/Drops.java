package jackfield.roles.relay.media;

import java.util.Map;

/// How many packets were dropped for which reason, and when last.
final class Drops {
    private final long[] counts = new long[Drop.count()];
    private final long[] last = new long[Drop.count()];

    void count(Drop why, long now) {
        counts[why.ordinal()]++;
        last[why.ordinal()] = now;
    }

    boolean has(Drop why) {
        return counts[why.ordinal()] > 0;
    }

    /// True if packets were dropped for this reason within the last `within` nanoseconds.
    boolean isLately(Drop why, long now, long within) {
        return has(why) && now - last[why.ordinal()] <= within;
    }

    /// Adds the reasons that occurred.
    void addTo(Map<String, Long> named) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                named.merge(Drop.at(i).label(), counts[i], Long::sum);
            }
        }
    }
}
