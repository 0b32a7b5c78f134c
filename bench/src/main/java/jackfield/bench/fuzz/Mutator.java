package jackfield.bench.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes inputs out of others: bits turned, bytes that are often special, parts cut, doubled, put
/// in from another input, lengths that lie.
final class Mutator {
    private static final int LONGEST = 4_096;
    private static final int[] SPECIAL = {0, 1, 2, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255};

    private final RandomGenerator random;
    private final List<byte[]> words;

    Mutator(RandomGenerator random, List<byte[]> words) {
        this.random = random;
        this.words = words;
    }

    /// One input changed in one to eight ways.
    byte[] mutant(byte[] input, byte[] other) {
        byte[] result = input;
        int changes = 1 << random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            result = changed(result, other);
        }
        return result.length > LONGEST ? Arrays.copyOf(result, LONGEST) : result;
    }

    private byte[] changed(byte[] input, byte[] other) {
        if (input.length == 0) {
            return other.clone();
        }
        byte[] copy = input.clone();
        int at = random.nextInt(copy.length);
        switch (random.nextInt(9)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> copy[at] = (byte) SPECIAL[random.nextInt(SPECIAL.length)];
            case 2 -> copy[at] = (byte) random.nextInt(256);
            case 3 -> length(copy, at);
            case 4 -> {
                return cut(copy, at, 1 + random.nextInt(Math.min(32, copy.length - at)));
            }
            case 5 -> {
                return Arrays.copyOf(copy, at);
            }
            case 6 -> {
                int most = Math.min(64, copy.length - at);
                return put(copy, at, Arrays.copyOfRange(copy, at, at + 1 + random.nextInt(most)));
            }
            case 7 -> {
                return splice(copy, at, other);
            }
            default -> {
                return word(copy, at);
            }
        }
        return copy;
    }

    /// Sixteen bits that are near some length: of what is left, of it all, in words of four.
    private void length(byte[] copy, int at) {
        if (at + 2 > copy.length) {
            return;
        }
        int[] near = {copy.length - at, copy.length, (copy.length - at) / 4, 0xffff, 0x7fff};
        int value = near[random.nextInt(near.length)] + random.nextInt(3) - 1;
        copy[at] = (byte) (value >> 8);
        copy[at + 1] = (byte) value;
    }

    private byte[] splice(byte[] copy, int at, byte[] other) {
        if (other.length == 0) {
            return copy;
        }
        int from = random.nextInt(other.length);
        int to = from + 1 + random.nextInt(other.length - from);
        return put(copy, at, Arrays.copyOfRange(other, from, to));
    }

    private byte[] word(byte[] copy, int at) {
        if (words.isEmpty()) {
            byte[] some = new byte[1 + random.nextInt(8)];
            random.nextBytes(some);
            return put(copy, at, some);
        }
        return put(copy, at, words.get(random.nextInt(words.size())));
    }

    private static byte[] cut(byte[] bytes, int at, int length) {
        byte[] left = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, at + length, left, at, bytes.length - at - length);
        return left;
    }

    private static byte[] put(byte[] bytes, int at, byte[] more) {
        byte[] result = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, result, at, more.length);
        System.arraycopy(bytes, at, result, at + more.length, bytes.length - at);
        return result;
    }
}
