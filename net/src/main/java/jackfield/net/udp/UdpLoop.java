package jackfield.net.udp;

import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.net.NodeClock;
import java.util.concurrent.Executor;

/// One platform thread with its sockets, its clock, its mailbox and its duties.
///
/// A turn: receive from every ready socket, run the mail, wake the duties that are due, then send
/// what was queued. An exception of a sink, a duty or a task is logged and counted; the loop goes
/// on.
public final class UdpLoop implements Executor, AutoCloseable {
    private final NodeClock clock;

    private UdpLoop(NodeClock clock) {
        this.clock = clock;
    }

    /// Starts a loop whose thread is called `name`.
    public static UdpLoop start(String name, NodeClock clock, UdpOptions options) {
        throw new UnsupportedOperationException();
    }

    /// Nanoseconds since the node started.
    public long now() {
        return clock.now();
    }

    /// True on the loop's own thread.
    public boolean inLoop() {
        throw new UnsupportedOperationException();
    }

    /// Runs `task` on the loop's thread, soon, after what was posted before. From any thread.
    @Override
    public void execute(Runnable task) {
        throw new UnsupportedOperationException();
    }

    /// Adds a duty; its deadline counts from the next turn on. From any thread.
    public void add(Duty duty) {
        throw new UnsupportedOperationException();
    }

    /// Takes a port at once, from any thread. Nothing is received until [UdpSocket#attach].
    public Opened open(Endpoint local) {
        throw new UnsupportedOperationException();
    }

    /// [#open] and [UdpSocket#attach] in one step.
    public Opened bind(Endpoint local, PacketSink sink) {
        throw new UnsupportedOperationException();
    }

    /// All sockets of the loop together, closed ones too.
    public UdpCounters counters() {
        throw new UnsupportedOperationException();
    }

    /// The backend in use.
    public UdpBackend backend() {
        throw new UnsupportedOperationException();
    }

    /// Closes all sockets and ends the thread; returns when the ports are free.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
