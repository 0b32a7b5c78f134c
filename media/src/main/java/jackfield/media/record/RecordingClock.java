package jackfield.media.record;

/// The time in a recording: it begins at 0 and stands still while it is paused.
final class RecordingClock {
    private final long start;
    private long paused;
    private long pausedAt = -1;

    RecordingClock(long start) {
        this.start = start;
    }

    boolean isPaused() {
        return pausedAt >= 0;
    }

    void pause(long now) {
        if (pausedAt < 0) {
            pausedAt = now;
        }
    }

    void resume(long now) {
        if (pausedAt >= 0) {
            paused += now - pausedAt;
            pausedAt = -1;
        }
    }

    /// What has been recorded at `now` (ns).
    long elapsed(long now) {
        return Math.max(0, (pausedAt >= 0 ? Math.min(now, pausedAt) : now) - start - paused);
    }
}
