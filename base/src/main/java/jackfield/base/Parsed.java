package jackfield.base;

/// What reading a stranger's bytes gives: a valid value, or what was wrong with them. Bad input is
/// a value, never an exception.
///
/// @param <T> what was to be read
public sealed interface Parsed<T> {
    /// The bytes were right.
    record Ok<T>(T value) implements Parsed<T> {}

    /// The bytes were wrong.
    ///
    /// @param what the part that is wrong, in the protocol's word: `CSeq`, `a=fingerprint`
    /// @param got what stood there, cut to a length fit for a log
    record Bad<T>(String what, String got) implements Parsed<T> {
        private static final int LONGEST = 80;

        public Bad {
            got = got.length() <= LONGEST ? got : got.substring(0, LONGEST) + "…";
        }

        /// The same failure where another type was expected.
        public <U> Bad<U> as() {
            return new Bad<>(what, got);
        }
    }

    /// The value, or `other` when the bytes were wrong.
    default T orElse(T other) {
        return this instanceof Ok<T>(T value) ? value : other;
    }

    /// The value; an exception where they were wrong. For bytes of our own, where wrong is a bug.
    default T orThrow() {
        return switch (this) {
            case Ok<T>(T value) -> value;
            case Bad<T>(String what, String got) ->
                    throw new IllegalArgumentException(what + ": " + got);
        };
    }
}
