package jackfield.net.http;

import jackfield.base.Flow;
import jackfield.base.StreamSink;

/// Where a WebSocket hands what it reads, for those who want to know of it before its first
/// message.
public interface WebSocketSink extends StreamSink {
    /// A WebSocket is open; on its event loop, before anything else.
    void opened(Flow flow, Handshake handshake);
}
