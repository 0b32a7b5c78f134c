package jackfield.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A message body: bytes that SIP carries and does not understand. The array is not to be changed
/// by anyone who can reach it.
public final class Body {
    /// No body.
    public static final Body NONE = new Body(new byte[0]);

    private final byte[] bytes;

    /// A body of `bytes`, which the caller hands over.
    public Body(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A body of text, in UTF-8.
    public static Body text(String text) {
        return text.isEmpty() ? NONE : new Body(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The bytes, to be read only.
    public byte[] bytes() {
        return bytes;
    }

    /// The number of bytes: the Content-Length.
    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /// The body read as UTF-8.
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Body body && Arrays.equals(bytes, body.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
