package jackfield.sip.message;

import java.nio.charset.StandardCharsets;

/// Writes messages strictly: long header names, CRLF, one right Content-Length at the end (RFC 3261
/// section 7).
public final class Writer {
    private Writer() {}

    /// The bytes of `message`, whole.
    public static byte[] write(Message message) {
        StringBuilder text = new StringBuilder(1024);
        switch (message) {
            case Request request ->
                    text.append(request.method())
                            .append(' ')
                            .append(request.uri())
                            .append(" SIP/2.0\r\n");
            case Response response ->
                    text.append("SIP/2.0 ")
                            .append(response.status())
                            .append(' ')
                            .append(response.reason())
                            .append("\r\n");
        }
        for (Headers.Field field : message.headers().fields()) {
            if (!field.name().equals(HeaderName.CONTENT_LENGTH)) {
                text.append(field).append("\r\n");
            }
        }
        text.append("Content-Length: ").append(message.body().length()).append("\r\n\r\n");
        byte[] head = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] body = message.body().bytes();
        byte[] whole = java.util.Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }
}
