package jackfield.roles.registrar;

/// How long registrations are good for, in seconds.
///
/// @param usual of a contact that asks for no time
/// @param shortest what is granted at least; who asks for less is told so by 423
/// @param longest what is granted at most; who asks for more gets this
/// @param jitterPercent by how much a time may come out shorter, drawn anew each time, so that
///   clients which registered together do not come back together
public record Lifetimes(int usual, int shortest, int longest, int jitterPercent) {
    /// An hour unless asked, a minute at least, two hours at most, a tenth of jitter.
    public static final Lifetimes DEFAULT = new Lifetimes(3600, 60, 7200, 10);

    public Lifetimes {
        if (shortest < 1 || longest < shortest || jitterPercent < 0 || jitterPercent > 90) {
            throw new IllegalArgumentException("lifetimes out of order");
        }
        usual = Math.clamp(usual, shortest, longest);
    }
}
