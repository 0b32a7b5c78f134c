package jackfield.bench.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Runs one target with mutants, and keeps those that made it do something new. The same seed finds
/// the same things.
final class Fuzzer {
    private static final int MOST_KEPT = 4_000;
    private static final int SMALLER_TRIES = 2_000;

    /// An input that showed a mistake.
    ///
    /// @param input as small as it could be made
    /// @param thrown what it led to
    @SuppressWarnings("ArrayRecordComponent") // a finding is written down, never compared
    record Finding(byte[] input, Throwable thrown) {
        @Override
        public String toString() {
            StackTraceElement[] stack = thrown.getStackTrace();
            return thrown
                    + (stack.length == 0 ? "" : " at " + stack[0])
                    + " by "
                    + HexFormat.of().formatHex(input);
        }
    }

    private final Target target;
    private final SplittableRandom random;
    private final Mutator mutator;
    private final List<byte[]> kept = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();
    private long runs;

    Fuzzer(Target target, long seed, List<byte[]> stored) {
        this.target = target;
        random = new SplittableRandom(seed);
        mutator = new Mutator(random, target.words());
        kept.addAll(target.seeds());
        kept.addAll(stored);
    }

    /// Runs all inputs as they are; the first finding, or null.
    @Nullable Finding replay() {
        for (byte[] input : List.copyOf(kept)) {
            Finding finding = run(input);
            if (finding != null) {
                return finding;
            }
        }
        return null;
    }

    /// Runs one mutant; the finding, or null.
    @Nullable Finding step() {
        byte[] input = kept.get(random.nextInt(kept.size()));
        byte[] other = kept.get(random.nextInt(kept.size()));
        return run(mutator.mutant(input, other));
    }

    long runs() {
        return runs;
    }

    /// How many different things inputs have made the target do.
    int behaviours() {
        return seen.size();
    }

    private @Nullable Finding run(byte[] input) {
        runs++;
        try {
            if (seen.add(target.run(input.clone())) && kept.size() < MOST_KEPT) {
                kept.add(input);
            }
            return null;
        } catch (RuntimeException | Error found) {
            return new Finding(smaller(input, found), found);
        }
    }

    /// Cuts away what the finding does not need.
    private byte[] smaller(byte[] input, Throwable found) {
        byte[] best = input;
        int tries = 0;
        for (int part = best.length / 2; part > 0 && tries < SMALLER_TRIES; part /= 2) {
            for (int at = 0; at + part <= best.length && tries < SMALLER_TRIES; ) {
                tries++;
                byte[] less = Arrays.copyOf(best, best.length - part);
                System.arraycopy(best, at + part, less, at, best.length - at - part);
                if (isSame(less, found)) {
                    best = less;
                } else {
                    at += part;
                }
            }
        }
        return best;
    }

    private boolean isSame(byte[] input, Throwable found) {
        try {
            target.run(input.clone());
            return false;
        } catch (RuntimeException | Error thrown) {
            return thrown.getClass() == found.getClass() && place(thrown).equals(place(found));
        }
    }

    private static String place(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return stack.length == 0 ? "" : stack[0].toString();
    }
}
