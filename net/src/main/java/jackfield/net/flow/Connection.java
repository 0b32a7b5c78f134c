package jackfield.net.flow;

import io.vertx.core.Future;
import jackfield.base.Flow;
import jackfield.base.StreamSink;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One connection: its flow, its sink, and how much waits to be written. While it opens, what is
/// sent waits here.
public final class Connection {
    /// How bytes leave an open connection.
    public interface Wire {
        /// Writes in order; the future ends when the bytes have left us.
        Future<Void> write(byte[] bytes);

        /// Closes after what was written.
        void shut();

        /// The same, saying why where the protocol can.
        ///
        /// @param code as a WebSocket has it (RFC 6455 section 7.4)
        default void shut(int code, String reason) {
            shut();
        }

        /// Closes now, whatever waits.
        void cut();

        /// Reads no more until [#resume].
        default void pause() {}

        /// Reads again.
        default void resume() {}
    }

    private final Connections connections;
    private final Flow flow;
    private final StreamSink sink;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicBoolean gone = new AtomicBoolean();
    private volatile boolean spoken;
    private final Object order = new Object();
    private @Nullable List<byte[]> early = new ArrayList<>();
    private @Nullable Wire wire;
    private boolean shutting;
    private volatile List<X509Certificate> proven = List.of();

    Connection(Connections connections, Flow flow, StreamSink sink) {
        this.connections = connections;
        this.flow = flow;
        this.sink = sink;
    }

    /// The connection's name.
    public Flow flow() {
        return flow;
    }

    /// The peer has proven to be the holder of this chain; say so before [#opened].
    public void proven(List<X509Certificate> chain) {
        proven = List.copyOf(chain);
    }

    List<X509Certificate> proven() {
        return proven;
    }

    /// It is open: what waited leaves now.
    public void opened(Wire opened) {
        boolean late;
        synchronized (order) {
            late = gone.get();
            wire = opened;
            List<byte[]> first = early;
            early = null;
            if (!late && first != null) {
                first.forEach(bytes -> write(opened, bytes));
            }
            late |= shutting;
        }
        if (late) {
            opened.shut();
        }
    }

    /// Bytes arrived; on the connection's event loop. A sink that throws loses the connection, for
    /// nobody knows what it has understood.
    public void received(byte[] bytes) {
        if (gone.get()) {
            return;
        }
        spoken = true;
        try {
            sink.receive(flow, bytes);
        } catch (Throwable thrown) {
            connections.failed(flow, thrown);
            cut();
        }
    }

    /// True once anything has arrived.
    public boolean hasSpoken() {
        return spoken;
    }

    /// The other side has said that it goes away; [#closed] follows.
    public void leaving() {
        if (gone.get()) {
            return;
        }
        try {
            sink.leaving(flow);
        } catch (Throwable thrown) {
            connections.failed(flow, thrown);
        }
    }

    /// It is closed, or could not be opened.
    public void closed() {
        if (!gone.compareAndSet(false, true)) {
            return;
        }
        connections.remove(this);
        try {
            sink.closed(flow);
        } catch (Throwable thrown) {
            connections.failed(flow, thrown);
        }
    }

    /// Closes now, whatever waits.
    public void cut() {
        Wire open;
        synchronized (order) {
            open = wire;
            shutting = true;
            early = null;
        }
        if (open != null) {
            open.cut();
        }
    }

    boolean send(byte[] bytes) {
        if (gone.get()) {
            return false;
        }
        if (waiting.addAndGet(bytes.length) > connections.writeQueueBytes()) {
            connections.tooSlow(flow);
            cut();
            return false;
        }
        synchronized (order) {
            if (shutting) {
                return false;
            }
            if (wire != null) {
                write(wire, bytes);
            } else if (early != null) {
                early.add(bytes);
            }
        }
        return true;
    }

    /// Sends, and tells when the bytes have left us; null where the connection is gone.
    @Nullable Future<Void> deliver(byte[] bytes) {
        Wire open;
        synchronized (order) {
            open = wire;
        }
        return open == null || gone.get() ? null : open.write(bytes);
    }

    /// Reads no more, or reads again.
    void reading(boolean on) {
        Wire open;
        synchronized (order) {
            open = wire;
        }
        if (open != null && on) {
            open.resume();
        } else if (open != null) {
            open.pause();
        }
    }

    long waiting() {
        return waiting.get();
    }

    private void write(Wire open, byte[] bytes) {
        open.write(bytes).onComplete(_ -> waiting.addAndGet(-bytes.length));
    }

    void shut() {
        Wire open = shutting();
        if (open != null) {
            open.shut();
        }
    }

    void shut(int code, String reason) {
        Wire open = shutting();
        if (open != null) {
            open.shut(code, reason);
        }
    }

    private @Nullable Wire shutting() {
        synchronized (order) {
            shutting = true;
            return wire;
        }
    }
}
