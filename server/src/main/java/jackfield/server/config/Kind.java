package jackfield.server.config;

/// What a setting's value is: how it is read, and what to call it in a message.
///
/// @param <T> the value
public interface Kind<T> {
    /// The kind for the table of settings: `port`, `duration`.
    String name();

    /// Reads what was given.
    Read<T> read(Given given);

    /// What was given, and where; only this package looks inside.
    final class Given {
        private final Value value;

        Given(Value value) {
            this.value = value;
        }

        Value value() {
            return value;
        }
    }

    /// What came of reading.
    sealed interface Read<T> {
        /// The value was right.
        record Ok<T>(T value) implements Read<T> {}

        /// The value was wrong.
        record Bad<T>(Problem problem) implements Read<T> {}
    }
}
