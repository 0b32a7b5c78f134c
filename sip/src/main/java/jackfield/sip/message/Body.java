package jackfield.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A message body: bytes that SIP carries and does not understand. The array is not to be changed
/// by anyone who can reach it.
public final class Body {
    /// No body.
    public static final Body NONE = new Body(new byte[0]);

    private final byte[] in;
    private final int from;
    private final int to;
    private byte @Nullable [] alone;

    /// A body of `bytes`, which the caller hands over.
    public Body(byte[] bytes) {
        this(bytes, 0, bytes.length);
        alone = bytes;
    }

    /// A body that is a part of a message's bytes, cut out only when somebody reads it.
    Body(byte[] in, int from, int to) {
        this.in = in;
        this.from = from;
        this.to = to;
    }

    /// A body of text, in UTF-8.
    public static Body text(String text) {
        return text.isEmpty() ? NONE : new Body(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The bytes, to be read only.
    public byte[] bytes() {
        byte[] bytes = alone;
        if (bytes == null) {
            bytes = Arrays.copyOfRange(in, from, to);
            alone = bytes;
        }
        return bytes;
    }

    /// Copies the bytes to `target` from `at` on.
    void copyTo(byte[] target, int at) {
        System.arraycopy(in, from, target, at, to - from);
    }

    /// The number of bytes: the Content-Length.
    public int length() {
        return to - from;
    }

    public boolean isEmpty() {
        return from == to;
    }

    /// The body read as UTF-8.
    public String text() {
        return new String(in, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Body body
                && Arrays.equals(in, from, to, body.in, body.from, body.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + in[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return text();
    }
}
