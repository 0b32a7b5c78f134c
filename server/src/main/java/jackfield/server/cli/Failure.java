package jackfield.server.cli;

import java.io.Serial;

/// A command that cannot be done. The message names cause and cure; it is all that people see.
final class Failure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final int exitCode;

    Failure(String message) {
        this(1, message);
    }

    Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
