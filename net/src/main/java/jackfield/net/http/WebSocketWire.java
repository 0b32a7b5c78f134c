package jackfield.net.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import jackfield.net.flow.Connection;
import jackfield.net.flow.Cutting;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A WebSocket as a wire: each write is one message, text where the bytes are UTF-8, else binary
/// (RFC 7118 section 5: both carry SIP, and browsers' libraries expect text).
record WebSocketWire(ServerWebSocket webSocket) implements Connection.Wire {
    @Override
    public Future<Void> write(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notText) {
            return webSocket.writeBinaryMessage(Buffer.buffer(bytes));
        }
        return webSocket.writeTextMessage(text);
    }

    @Override
    public void shut() {
        webSocket.close();
    }

    @Override
    public void shut(int code, String reason) {
        webSocket.close((short) code, reason);
    }

    @Override
    public void cut() {
        Cutting.cut(((WebSocketInternal) webSocket).channelHandlerContext());
    }
}
