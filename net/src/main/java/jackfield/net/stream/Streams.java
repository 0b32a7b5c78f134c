package jackfield.net.stream;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.StreamSink;
import jackfield.net.Listener;
import jackfield.net.TlsIdentity;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// All connections of the node, TCP, TLS and WebSocket, each named by its [Flow]. Everything may be
/// called from any thread; a sink is called on its connection's event loop, in order.
public final class Streams implements AutoCloseable {
    /// Starts the event loops.
    public Streams(StreamLimits limits) {}

    /// Listens for TCP; returns when the port is open.
    public Listener listenTcp(Endpoint local, StreamSink sink) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Listens for TLS (1.2 and 1.3); returns when the port is open.
    public Listener listenTls(Endpoint local, TlsIdentity identity, StreamSink sink)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Dials `remote` by TCP. The flow is there at once and takes bytes; they leave when the
    /// connection opens. When it can't, `sink` gets [StreamSink#closed].
    public Flow connectTcp(Endpoint remote, StreamSink sink) {
        throw new UnsupportedOperationException();
    }

    /// Dials `remote` by TLS, showing `identity` if the server asks for one.
    public Flow connectTls(
            Endpoint remote, TlsTrust trust, @Nullable TlsIdentity identity, StreamSink sink) {
        throw new UnsupportedOperationException();
    }

    /// Queues `bytes`; on a WebSocket they are one message. The array is ours from now on. False
    /// when the connection is gone (the sink hears or heard of it).
    public boolean send(Flow flow, byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    /// Closes the connection after what is queued; the sink gets [StreamSink#closed].
    public void close(Flow flow) {
        throw new UnsupportedOperationException();
    }

    /// True while `flow` is open or opening.
    public boolean isOpen(Flow flow) {
        throw new UnsupportedOperationException();
    }

    /// Closes every listener and connection and ends the event loops.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
