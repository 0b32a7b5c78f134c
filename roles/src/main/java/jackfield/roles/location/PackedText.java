package jackfield.roles.location;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes numbers and texts into bytes, as short as they are, or reads them there.
final class PackedText {
    private static final int ROOM = 512;

    private byte[] bytes;
    private int at;

    /// To write, again and again.
    PackedText() {
        bytes = new byte[ROOM];
    }

    /// To read `packed` from `from` on.
    PackedText(byte[] packed, int from) {
        bytes = packed;
        at = from;
    }

    /// Begins to write anew.
    PackedText begin() {
        if (bytes.length > 16 * ROOM) {
            bytes = new byte[ROOM];
        }
        at = 0;
        return this;
    }

    /// What was written.
    byte[] written() {
        return Arrays.copyOf(bytes, at);
    }

    /// Eight bytes.
    PackedText putTime(long time) {
        reserve(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(at, time);
        at += Long.BYTES;
        return this;
    }

    static long time(byte[] packed, int from) {
        return ByteBuffer.wrap(packed).getLong(from);
    }

    /// Seven bits to a byte, the lowest first.
    PackedText putNumber(long number) {
        reserve(10);
        long rest = number;
        while (rest >>> 7 != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return this;
    }

    long number() {
        long number = 0;
        int shift = 0;
        while (bytes[at] < 0) {
            number |= (bytes[at++] & 0x7fL) << shift;
            shift += 7;
        }
        return number | (long) bytes[at++] << shift;
    }

    /// A number that was an int.
    int count() {
        return Math.toIntExact(number());
    }

    PackedText putText(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        putNumber(in.length);
        reserve(in.length);
        System.arraycopy(in, 0, bytes, at, in.length);
        at += in.length;
        return this;
    }

    String text() {
        int length = count();
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    private void reserve(int more) {
        if (at + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
        }
    }
}
