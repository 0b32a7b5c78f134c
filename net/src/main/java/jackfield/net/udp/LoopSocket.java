package jackfield.net.udp;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.PacketSink;
import jackfield.base.Transport;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What the sockets of both backends share: their life, their sink, their counters.
abstract sealed class LoopSocket implements UdpSocket permits LinuxSocket, NioSocket {
    private enum State {
        OPEN,
        ATTACHED,
        CLOSING
    }

    final UdpLoop loop;
    final Tally tally;
    private final long id;
    private final Endpoint local;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private @Nullable PacketSink sink;
    // Only on the loop's thread: between registration and release.
    private boolean live;
    private boolean leaving;

    /// Its place among the sockets that the loop looks at in turn.
    int place = -1;

    private long touched;
    private int tos;

    LoopSocket(UdpLoop loop, long id, Endpoint local) {
        this.loop = loop;
        tally = new Tally(loop.tally());
        this.id = id;
        this.local = local;
        tos = loop.tos();
    }

    /// Tells the operating system how to mark what this socket sends.
    abstract void markBySystem(int tos) throws IOException;

    /// Where the system refuses, the mark stays as it was, and the loop's failures count it.
    @Override
    public final void mark(int wanted) {
        int next = wanted < 0 ? loop.tos() : wanted & 0xff;
        if (next == tos || !live) {
            return;
        }
        try {
            markBySystem(next);
            tos = next;
        } catch (IOException refused) {
            loop.failed("the mark of " + local, refused);
        }
    }

    /// The mark of what is sent now.
    final int tos() {
        return tos;
    }

    /// Gives the operating system's socket back. Once.
    abstract void free();

    @Override
    public final long id() {
        return id;
    }

    @Override
    public final Endpoint local() {
        return local;
    }

    @Override
    public final Flow flow(Endpoint remote) {
        return new Flow(id, Transport.UDP, local, remote);
    }

    @Override
    public final void attach(PacketSink packets) {
        if (state.compareAndSet(State.OPEN, State.ATTACHED)) {
            loop.run(() -> go(packets));
        } else if (state.get() == State.ATTACHED) {
            throw new IllegalStateException(local + " is attached already");
        }
    }

    private void go(PacketSink packets) {
        if (state.get() == State.CLOSING) {
            loop.forget(this);
            free();
            return;
        }
        sink = packets;
        live = true;
        loop.register(this);
    }

    @Override
    public final void close() {
        if (state.getAndUpdate(_ -> State.CLOSING) == State.OPEN) {
            loop.forget(this);
            free();
        } else {
            loop.run(() -> loop.closeAtTurnEnd(this));
        }
    }

    /// True while packets flow. On the loop's thread.
    final boolean live() {
        return live;
    }

    /// True the first time it is asked: thousands may close in one turn, and the loop must not look
    /// through its list for each.
    final boolean closesFirst() {
        boolean first = !leaving;
        leaving = true;
        return first;
    }

    /// No packet in or out any more. On the loop's thread.
    final void die() {
        live = false;
    }

    /// True when a packet may be queued; counts it as an error after the end.
    final boolean maySend() {
        if (live) {
            return true;
        }
        if (state.get() == State.OPEN) {
            throw new IllegalStateException(local + " is not attached");
        }
        tally.add(Tally.SEND_ERRORS, 1);
        return false;
    }

    /// A datagram for it is among those that come next.
    public final void soon(MemorySegment slot, long high, long low, int port) {
        PacketSink to = sink;
        if (to != null) {
            touched = tally.fetch();
            to.soon(slot, high, low, port);
        }
    }

    @Override
    public final long fetch() {
        return touched + tally.fetch() + local.low();
    }

    /// Hands one datagram to the sink; its exception ends here.
    final void deliver(MemorySegment slot, int length, long high, long low, int port, long now) {
        PacketSink to = sink;
        if (to == null || !live) {
            return;
        }
        tally.add(Tally.PACKETS_IN, 1);
        tally.add(Tally.BYTES_IN, length);
        try {
            to.receive(slot, length, high, low, port, now);
        } catch (Throwable thrown) {
            tally.add(Tally.FAILURES, 1);
            loop.failed("the sink of " + local, thrown);
        }
    }

    @Override
    public UdpCounters counters() {
        return tally.read();
    }

    @Override
    public final long packetsIn() {
        return tally.get(Tally.PACKETS_IN);
    }

    /// Asks the system what it dropped since it was asked last. On the loop's thread.
    long newDrops() {
        return 0;
    }

    @Override
    public final String toString() {
        return "udp " + local + " #" + id;
    }
}
