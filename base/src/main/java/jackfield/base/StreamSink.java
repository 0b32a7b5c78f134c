package jackfield.base;

/// Where a connection hands what it reads, on the connection's own event loop: bytes of a stream
/// for TCP and TLS, whole messages for a WebSocket.
public interface StreamSink {
    /// Bytes that arrived; the array is the receiver's to keep.
    void receive(Flow flow, byte[] bytes);

    /// The other side closes the connection and says that it goes away for good: a page that is
    /// closed, or loaded anew (RFC 6455 section 7.4.1, 1001). [#closed] follows.
    default void leaving(Flow flow) {
        // most have nothing to do before it is closed
    }

    /// The connection is gone, whoever closed it. Called once, and last.
    void closed(Flow flow);
}
