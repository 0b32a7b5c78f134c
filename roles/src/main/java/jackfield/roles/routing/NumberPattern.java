package jackfield.roles.routing;

import jackfield.base.Parsed;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A regular expression that matches a whole number or user name, in time linear in its length: all
/// possible positions are followed at once, so no pattern and no number can make it slow.
///
/// It knows letters, `.`, `[0-9*#]`, `[^...]`, `\d`, `\w`, `\` before anything else for itself,
/// `(...)`, `|`, `*`, `+`, `?`, `{n}`, `{n,}` and `{n,m}`. There are no back references and no
/// captures. `^` at the beginning and `$` at the end may be written and say what holds anyway.
public final class NumberPattern {
    /// Longer names match no pattern.
    public static final int LONGEST_INPUT = 256;

    private final String text;
    private final PatternProgram program;

    private NumberPattern(String text, PatternProgram program) {
        this.text = text;
        this.program = program;
    }

    /// Reads a pattern; tells what is wrong with it in words.
    public static Parsed<NumberPattern> parse(String text) {
        return switch (PatternCompiler.compile(text)) {
            case Parsed.Ok<PatternProgram>(PatternProgram program) ->
                    new Parsed.Ok<>(new NumberPattern(text, program));
            case Parsed.Bad<PatternProgram> bad -> bad.as();
        };
    }

    /// True where all of `input` matches.
    public boolean matches(String input) {
        if (input.length() > LONGEST_INPUT) {
            return false;
        }
        PatternProgram.Threads now = program.threads();
        PatternProgram.Threads next = program.threads();
        program.begin(now);
        for (int i = 0; i < input.length(); i++) {
            if (now.isEmpty()) {
                return false;
            }
            next.clear();
            program.step(now, input.charAt(i), next);
            PatternProgram.Threads spent = now;
            now = next;
            next = spent;
        }
        return now.accepts();
    }

    /// As it was written.
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberPattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// The characters that one step takes.
    ///
    /// @param ranges pairs of first and last
    /// @param negated true where it takes all others
    record Letters(String ranges, boolean negated) {
        boolean has(char c) {
            for (int i = 0; i < ranges.length(); i += 2) {
                if (c >= ranges.charAt(i) && c <= ranges.charAt(i + 1)) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    /// A compiled pattern: a graph whose steps take one character or fork.
    static final class PatternProgram {
        private static final int ACCEPT = -1;

        private final @Nullable Letters[] takes;
        private final int[] first;
        private final int[] second;
        private final int start;

        /// @param takes for each step what it takes; null for one that forks
        /// @param first where a step leads; -1 to the end
        /// @param second where a fork also leads; -1 to the end, -2 nowhere
        PatternProgram(@Nullable Letters[] takes, int[] first, int[] second, int start) {
            this.takes = takes;
            this.first = first;
            this.second = second;
            this.start = start;
        }

        /// The positions that a match may be at.
        static final class Threads {
            private final int[] steps;
            private final boolean[] seen;
            private int count;
            private boolean accepts;

            private Threads(int size) {
                steps = new int[size];
                seen = new boolean[size];
            }

            boolean isEmpty() {
                return count == 0;
            }

            boolean accepts() {
                return accepts;
            }

            void clear() {
                count = 0;
                accepts = false;
                Arrays.fill(seen, false);
            }
        }

        Threads threads() {
            return new Threads(takes.length);
        }

        void begin(Threads at) {
            add(at, start);
        }

        void step(Threads from, char c, Threads to) {
            for (int i = 0; i < from.count; i++) {
                Letters letters = takes[from.steps[i]];
                if (letters != null && letters.has(c)) {
                    add(to, first[from.steps[i]]);
                }
            }
        }

        /// Follows forks without recursion: a pattern may nest them deep.
        private void add(Threads at, int step) {
            if (step == ACCEPT) {
                at.accepts = true;
                return;
            }
            if (step < 0 || at.seen[step]) {
                return;
            }
            int reading = at.count;
            push(at, step);
            for (; reading < at.count; reading++) {
                int one = at.steps[reading];
                if (takes[one] == null) {
                    push(at, first[one]);
                    push(at, second[one]);
                }
            }
        }

        private static void push(Threads at, int step) {
            if (step == ACCEPT) {
                at.accepts = true;
            } else if (step >= 0 && !at.seen[step]) {
                at.seen[step] = true;
                at.steps[at.count++] = step;
            }
        }
    }
}
