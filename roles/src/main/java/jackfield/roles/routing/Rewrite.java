package jackfield.roles.routing;

/// What becomes of a number before it is sent on.
///
/// @param strip how many characters are taken off its beginning
/// @param prepend what is put before the rest
public record Rewrite(int strip, String prepend) {
    /// The number as it is.
    public static final Rewrite NONE = new Rewrite(0, "");

    /// The number to send.
    String of(String number) {
        return prepend + number.substring(Math.min(strip, number.length()));
    }
}
