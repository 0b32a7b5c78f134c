package jackfield.store;

import java.io.Serial;

/// The database cannot be used: it does not open, is of a newer version, or its disk is full. The
/// message says which file and why.
public final class StoreException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /// A failure and what the driver said.
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /// A failure of our own finding.
    public StoreException(String message) {
        super(message);
    }
}
