package jackfield.base;

import java.util.random.RandomGenerator;

/// A hash that a stranger can't aim at one place of a table: SipHash-1-3 under a key of its own. It
/// is fed part by part, so that nothing has to be joined first, and it is used again; one writer.
public final class KeyedHash {
    private final long k0;
    private final long k1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long word;
    private int length;

    /// @param random makes the key: a cryptographic one in production
    public KeyedHash(RandomGenerator random) {
        k0 = random.nextLong();
        k1 = random.nextLong();
        begin();
    }

    /// Forgets what was added.
    public KeyedHash begin() {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
        word = 0;
        length = 0;
        return this;
    }

    /// Adds the eight low bits of `octet`.
    public KeyedHash add(int octet) {
        word |= (octet & 0xffL) << 8 * (length & 7);
        length++;
        if ((length & 7) == 0) {
            compress(word);
            word = 0;
        }
        return this;
    }

    /// Adds eight bytes.
    public KeyedHash add(long number) {
        for (int shift = 0; shift < 64; shift += 8) {
            add((int) (number >>> shift));
        }
        return this;
    }

    /// Adds text: a byte for a character of ASCII, two for any other.
    public KeyedHash add(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            add((int) c);
            if (c >= 0x80) {
                add(c >>> 8);
            }
        }
        return this;
    }

    /// The hash of all that was added since [#begin()].
    public int end() {
        compress(word | (long) length << 56);
        v2 ^= 0xff;
        round();
        round();
        round();
        long hash = v0 ^ v1 ^ v2 ^ v3;
        return (int) (hash ^ hash >>> 32);
    }

    private void compress(long block) {
        v3 ^= block;
        round();
        v0 ^= block;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
