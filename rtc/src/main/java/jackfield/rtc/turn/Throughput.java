package jackfield.rtc.turn;

/// A limit of bytes a second, with a second's worth to begin with.
final class Throughput {
    private static final long SECOND = 1_000_000_000L;

    private final long bytesPerSecond;
    private long left;
    private long since;

    /// @param bytesPerSecond 0 for no limit
    Throughput(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
        this.left = bytesPerSecond;
    }

    /// Touches it; the value says nothing.
    long fetch() {
        return left;
    }

    /// True where so many bytes may pass now.
    boolean take(int bytes, long now) {
        if (bytesPerSecond == 0) {
            return true;
        }
        long passed = Math.min(SECOND, now - since);
        long earned = passed * bytesPerSecond / SECOND;
        if (earned > 0) {
            left = Math.min(bytesPerSecond, left + earned);
            since = now;
        }
        if (left < bytes) {
            return false;
        }
        left -= bytes;
        return true;
    }
}
