package jackfield.bench;

/// How long packets took, in steps of a microsecond up to a tenth of a second.
public final class Latencies {
    private static final int MOST_US = 100_000;

    private final int[] counts = new int[MOST_US + 1];
    private long total;
    private long longestNs;

    public void add(long ns) {
        longestNs = Math.max(longestNs, ns);
        counts[Math.clamp(ns / 1000, 0, MOST_US)]++;
        total++;
    }

    /// In ms: so much that `share` of the packets took less.
    public double percentileMs(double share) {
        long wanted = Math.max(1, (long) Math.ceil(total * share));
        long seen = 0;
        for (int us = 0; us <= MOST_US; us++) {
            seen += counts[us];
            if (seen >= wanted) {
                return us / 1000.0;
            }
        }
        return 0;
    }

    public double longestMs() {
        return longestNs / 1e6;
    }
}
