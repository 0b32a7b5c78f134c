package jackfield.rtc.quality;

/// Mean opinion scores of one direction, 1 to 4.5; all 0 where nothing was rated.
///
/// @param now of the last interval
/// @param lowest of any interval
/// @param average of all intervals
/// @param ratings how many intervals; 0 while the first one runs
public record Mos(double now, double lowest, double average, int ratings) {
    /// Nothing was rated.
    public static final Mos UNKNOWN = new Mos(0, 0, 0, 0);

    /// True where there is a score.
    public boolean isKnown() {
        return now > 0;
    }
}
