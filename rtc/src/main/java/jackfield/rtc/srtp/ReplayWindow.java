package jackfield.rtc.srtp;

import java.util.Arrays;

/// Which packet indices were seen (RFC 3711 section 3.3.2): a ring of bits that ends at the highest
/// one. The ring moves by whole words (the method of RFC 6479), so committing shifts nothing.
///
/// The RFC asks for 64; this remembers at least [#REMEMBERED], because a video frame alone is many
/// packets.
final class ReplayWindow {
    private static final int WORDS = 16;

    /// Indices this far below the highest are still told apart.
    static final int REMEMBERED = (WORDS - 1) * Long.SIZE;

    private final long[] seen = new long[WORDS];
    private long highest = -1;

    /// The highest index committed, or -1 before the first.
    long highest() {
        return highest;
    }

    /// True if `index` was not committed and is recent enough to know that. Changes nothing: commit
    /// only after the packet proved authentic.
    boolean isNew(long index) {
        if (index < 0 || highest - index > REMEMBERED) {
            return false;
        }
        return index > highest || (seen[word(index)] & bit(index)) == 0;
    }

    /// Remembers `index`, for which [#isNew(long)] was true.
    void commit(long index) {
        if (index > highest) {
            forgetUpTo(index);
            highest = index;
        }
        seen[word(index)] |= bit(index);
    }

    private void forgetUpTo(long index) {
        long steps = (index >> 6) - (highest >> 6);
        if (steps >= WORDS) {
            Arrays.fill(seen, 0);
            return;
        }
        for (long word = (highest >> 6) + 1; word <= index >> 6; word++) {
            seen[(int) (word & (WORDS - 1))] = 0;
        }
    }

    private static int word(long index) {
        return (int) (index >> 6 & (WORDS - 1));
    }

    private static long bit(long index) {
        return 1L << (index & 63);
    }

    long fetch() {
        return highest + seen[word(highest)];
    }
}
