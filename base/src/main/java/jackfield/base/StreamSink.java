package jackfield.base;

/// Where a connection hands what it reads, on the connection's own event loop: bytes of a stream
/// for TCP and TLS, whole messages for a WebSocket.
public interface StreamSink {
    /// Bytes that arrived; the array is the receiver's to keep.
    void receive(Flow flow, byte[] bytes);

    /// The connection is gone, whoever closed it. Called once, and last.
    void closed(Flow flow);
}
