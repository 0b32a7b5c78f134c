package jackfield.rtc.quality;

/// Ratings of one stream or of many, as sums from which an average and a deviation are made.
///
/// @param count how many there are
/// @param sum of the scores (MOS, 1 to 5)
/// @param squares of the scores, their sum
public record Ratings(long count, double sum, double squares) {
    /// There were none.
    public static final Ratings NONE = new Ratings(0, 0, 0);

    /// Both together.
    public Ratings plus(Ratings other) {
        return new Ratings(count + other.count, sum + other.sum, squares + other.squares);
    }

    /// The mean score; 0 without one.
    public double average() {
        return count == 0 ? 0 : sum / count;
    }

    /// How far scores are from it, as standard deviation; 0 without one.
    public double deviation() {
        double mean = average();
        return count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean));
    }
}
