package jackfield.sip.framing;

import jackfield.sip.message.Parser;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a whole WebSocket message holds: one SIP message, or a keep-alive (RFC 7118 sections 5 and
/// 6). Nothing is remembered from one to the next.
public final class WebSocketFraming {
    private static final int MOST_HEAD = 16 * 1024;
    private static final int PING_LENGTH = 4;

    private final int mostMessage;

    /// @param mostMessage the longest message taken, in bytes
    public WebSocketFraming(int mostMessage) {
        this.mostMessage = mostMessage;
    }

    /// With the limit that suits browsers: 64 KiB.
    public static WebSocketFraming usual() {
        return new WebSocketFraming(64 * 1024);
    }

    /// What `message`, text or binary, is. The array is handed over.
    public Framed receive(byte[] message) {
        if (message.length > mostMessage) {
            byte[] head = Arrays.copyOf(message, Math.min(message.length, MOST_HEAD));
            return new Framed.Broken(
                    "message size", Parser.refuse(head, 513, "message size").answer());
        }
        for (byte b : message) {
            if (b != '\r' && b != '\n') {
                return new Framed.Message(message);
            }
        }
        return message.length >= PING_LENGTH ? new Framed.Ping() : new Framed.Pong();
    }

    /// True where `message` may be sent as a text message, which browsers expect and which must be
    /// UTF-8 (RFC 6455 section 5.6); else it goes as binary (RFC 7118 section 5).
    public static boolean fitsText(byte[] message) {
        for (byte b : message) {
            if (b < 0) {
                return isUtf8(message);
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] message) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }
}
