package jackfield.roles.relay;

/// How busy the node is, as its server measures it, or how busy it may be.
///
/// @param cpu share of all its processors, 0 to 1
/// @param bitsPerSecond of media, in and out together
public record Load(double cpu, long bitsPerSecond) {
    /// Nothing to do.
    public static final Load NONE = new Load(0, 0);

    /// As a limit: any.
    public static final Load UNLIMITED = new Load(Double.MAX_VALUE, Long.MAX_VALUE);

    /// True when a new call would be too much.
    boolean isAbove(Load limit) {
        return cpu > limit.cpu || bitsPerSecond > limit.bitsPerSecond;
    }
}
