package jackfield.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes messages strictly: long header names, CRLF, no folding, one right Content-Length at the
/// end (RFC 3261 section 7). Fields that came from the wire are copied as bytes.
public final class Writer {
    private static final int SPARE = 256;
    private static final byte[] SIP = " SIP/2.0\r\n".getBytes(StandardCharsets.US_ASCII);

    private byte[] out;
    private int at;

    private Writer(int size) {
        out = new byte[size];
    }

    /// The bytes of `message`, whole.
    public static byte[] write(Message message) {
        Writer writer = new Writer(size(message));
        writer.startLine(message);
        for (Headers.Field field : message.headers().fields()) {
            if (field.name() != HeaderName.CONTENT_LENGTH) {
                writer.field(field);
            }
        }
        Body body = message.body();
        writer.put(HeaderName.CONTENT_LENGTH.prefix());
        writer.put(Integer.toString(body.length()));
        writer.lineEnd();
        writer.lineEnd();
        writer.room(body.length());
        body.copyTo(writer.out, writer.at);
        writer.at += body.length();
        return writer.at == writer.out.length ? writer.out : Arrays.copyOf(writer.out, writer.at);
    }

    /// About the size, mostly a bit more: a wrong guess costs a copy.
    private static int size(Message message) {
        int size = SPARE + message.body().length();
        for (Headers.Field field : message.headers().fields()) {
            int value = field.in() == null ? field.value().length() : field.to() - field.from();
            size += field.name().prefix().length + value + 2;
        }
        return size;
    }

    private void startLine(Message message) {
        switch (message) {
            case Request request -> {
                put(request.method().name());
                put(" ");
                put(request.uri().toString());
                put(SIP);
            }
            case Response response -> {
                put("SIP/2.0 ");
                put(Integer.toString(response.status()));
                put(" ");
                // A reason phrase may quote a stranger; it must not become a second line.
                put(response.reason().replace('\r', ' ').replace('\n', ' '));
                lineEnd();
            }
        }
    }

    private void field(Headers.Field field) {
        put(field.name().prefix());
        byte[] in = field.in();
        if (in == null) {
            put(field.value());
        } else {
            put(in, field.from(), field.to());
        }
        lineEnd();
    }

    private void lineEnd() {
        room(2);
        out[at++] = '\r';
        out[at++] = '\n';
    }

    private void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    private void put(byte[] bytes, int from, int to) {
        room(to - from);
        System.arraycopy(bytes, from, out, at, to - from);
        at += to - from;
    }

    private void put(String text) {
        room(text.length());
        int start = at;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                at = start;
                put(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            out[at++] = (byte) c;
        }
    }

    private void room(int more) {
        if (at + more > out.length) {
            out = Arrays.copyOf(out, Math.max(at + more, out.length + (out.length >> 1)));
        }
    }
}
