package jackfield.net;

/// The one place where time comes from: nanoseconds since this node started, always positive, so
/// that plain `<=` compares two times. All loops of a node share one clock.
public final class NodeClock {
    private final long start;

    private NodeClock(long start) {
        this.start = start;
    }

    /// A clock that starts now.
    public static NodeClock start() {
        return new NodeClock(System.nanoTime() - 1);
    }

    /// Nanoseconds since the node started.
    public long now() {
        return System.nanoTime() - start;
    }
}
