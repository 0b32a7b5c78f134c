package jackfield.server.config;

/// Where a value was given, as an error message names it.
///
/// @param source a file, an environment variable or an option
/// @param line from 1; 0 where there are no lines
public record Where(String source, int line) {
    /// The value nobody gave.
    public static final Where DEFAULT = new Where("default", 0);

    /// `jackfield.yaml:3`, `JACKFIELD_DOMAIN`.
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
