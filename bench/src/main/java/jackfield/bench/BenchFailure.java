package jackfield.bench;

import java.io.Serial;

/// A run that cannot go on, with a sentence that says why.
public final class BenchFailure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    public BenchFailure(String message) {
        super(message);
    }

    public BenchFailure(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
