package jackfield.net.udp;

/// Something that lives on a [UdpLoop] and wants to be woken on time. All calls come on the loop's
/// thread.
public interface Duty {
    /// Do what is due at `now` (ns since the node started).
    void wake(long now);

    /// When [#wake] is next due (ns), or [Deadlines#NEVER]. Asked once a turn: it should cost no
    /// more than a field or the head of a heap.
    long deadline();

    /// The turn's packets, mail and deadlines are done; what is queued now still leaves with the
    /// turn.
    default void turnEnd(long now) {}
}
