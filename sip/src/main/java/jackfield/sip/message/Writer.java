package jackfield.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes messages strictly: long header names, CRLF, no folding, one right Content-Length at the
/// end (RFC 3261 section 7). Fields that came from the wire are copied as bytes.
public final class Writer {
    private final byte[] out;
    private int at;

    private Writer(int size) {
        out = new byte[size];
    }

    /// The bytes of `message`, whole.
    public static byte[] write(Message message) {
        Body body = message.body();
        String first = startLine(message);
        String length = Integer.toString(body.length());
        byte[] lengthName = HeaderName.CONTENT_LENGTH.prefix();
        List<Headers.Field> fields = message.headers().fields();
        int size = utf8(first) + 2 + lengthName.length + length.length() + 4 + body.length();
        for (Headers.Field field : fields) {
            size += isWritten(field) ? size(field) : 0;
        }
        Writer writer = new Writer(size);
        writer.line(first);
        for (Headers.Field field : fields) {
            if (isWritten(field)) {
                writer.field(field);
            }
        }
        writer.put(lengthName, 0, lengthName.length);
        writer.line(length);
        writer.line("");
        body.copyTo(writer.out, writer.at);
        return writer.out;
    }

    private static boolean isWritten(Headers.Field field) {
        return !field.name().equals(HeaderName.CONTENT_LENGTH);
    }

    private static int size(Headers.Field field) {
        int value = field.in() == null ? utf8(field.value()) : field.to() - field.from();
        return field.name().prefix().length + value + 2;
    }

    /// How many bytes `text` is in UTF-8.
    private static int utf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return text.length();
    }

    private static String startLine(Message message) {
        return switch (message) {
            case Request request -> request.method() + " " + request.uri() + " SIP/2.0";
            // A reason phrase may quote a stranger; it must not become a second line.
            case Response response ->
                    "SIP/2.0 "
                            + response.status()
                            + " "
                            + response.reason().replace('\r', ' ').replace('\n', ' ');
        };
    }

    private void field(Headers.Field field) {
        byte[] prefix = field.name().prefix();
        put(prefix, 0, prefix.length);
        byte[] in = field.in();
        if (in == null) {
            line(field.value());
        } else {
            put(in, field.from(), field.to());
            line("");
        }
    }

    private void put(byte[] bytes, int from, int to) {
        System.arraycopy(bytes, from, out, at, to - from);
        at += to - from;
    }

    private void line(String text) {
        int start = at;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                at = start;
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                put(bytes, 0, bytes.length);
                break;
            }
            out[at++] = (byte) c;
        }
        out[at++] = '\r';
        out[at++] = '\n';
    }
}
