package jackfield.server.config;

/// One thing that is wrong with what was given, and its cure.
///
/// @param where the file and line, the variable or the option
/// @param message what is wrong and what to write instead
public record Problem(Where where, String message) {
    @Override
    public String toString() {
        return where + ": " + message;
    }
}
