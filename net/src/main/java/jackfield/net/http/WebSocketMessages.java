package jackfield.net.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import jackfield.net.flow.Connection;

/// Puts the frames of a WebSocket together to messages (RFC 6455 section 5.4).
final class WebSocketMessages {
    private static final short TOO_BIG = 1009;

    private final Connection connection;
    private final ServerWebSocket webSocket;
    private final int longest;
    private Buffer parts = Buffer.buffer();
    private boolean over;

    WebSocketMessages(Connection connection, ServerWebSocket webSocket, int longest) {
        this.connection = connection;
        this.webSocket = webSocket;
        this.longest = longest;
    }

    void frame(WebSocketFrame frame) {
        if (over || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
            return;
        }
        Buffer data = frame.binaryData();
        if (parts.length() + data.length() > longest) {
            over = true;
            parts = Buffer.buffer();
            webSocket.close(TOO_BIG, "message too long");
        } else if (!frame.isFinal()) {
            parts.appendBuffer(data);
        } else if (parts.length() == 0) {
            connection.received(data.getBytes());
        } else {
            byte[] whole = parts.appendBuffer(data).getBytes();
            parts = Buffer.buffer();
            connection.received(whole);
        }
    }
}
