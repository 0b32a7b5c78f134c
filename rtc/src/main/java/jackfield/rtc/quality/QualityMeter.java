package jackfield.rtc.quality;

/// The quality of one direction of one stream, rated every few seconds: now, the lowest, the
/// average. Makes no garbage; the owner asks [#isDue] whenever a packet comes, which is one
/// comparison.
public final class QualityMeter {
    /// How long one rating's interval is.
    public static final long INTERVAL = 5_000_000_000L;

    /// Fewer packets than this in an interval say nothing: silence suppression, hold.
    private static final int LEAST = 25;

    private long next = Long.MIN_VALUE;
    private long expected;
    private long received;
    private double now;
    private double lowest;
    private double sum;
    private double squares;
    private int ratings;
    private double roundTripMs;
    private final MosCourse.Recorder course = new MosCourse.Recorder();

    /// Nothing rated yet.
    public QualityMeter() {}

    /// True when the interval is over.
    public boolean isDue(long now) {
        return now >= next;
    }

    /// The round trip as it was last measured, for the ratings from now on.
    public void roundTrip(long nanos) {
        roundTripMs = nanos / 1e6;
    }

    /// Rates the interval that ends.
    ///
    /// @param expected all packets that should have come by now
    /// @param received all that came
    public void sample(
            CodecQuality codec, long expected, long received, long jitterMicros, long now) {
        long came = received - this.received;
        long wanted = expected - this.expected;
        boolean first = next == Long.MIN_VALUE;
        this.expected = expected;
        this.received = received;
        next = now + INTERVAL;
        if (!first && wanted >= LEAST) {
            double loss = Math.max(0, wanted - came) * 100.0 / wanted;
            rate(codec, loss, jitterMicros);
            course.rated(this.now, loss, jitterMicros, (long) (roundTripMs * 1e6), now);
        }
    }

    /// Rates by what a receiver reports: from our side it can't be counted.
    public void reported(CodecQuality codec, double lossPercent, long jitterMicros, long now) {
        rate(codec, lossPercent, jitterMicros);
        course.rated(this.now, lossPercent, jitterMicros, (long) (roundTripMs * 1e6), now);
    }

    private void rate(CodecQuality codec, double lossPercent, long jitterMicros) {
        double delay = EModel.delay(roundTripMs, jitterMicros / 1000.0);
        now = EModel.mos(EModel.rating(codec, lossPercent, 1, delay));
        lowest = ratings == 0 ? now : Math.min(lowest, now);
        sum += now;
        squares += now * now;
        ratings++;
    }

    /// How the ratings went.
    public MosCourse course() {
        return course.course();
    }

    /// The sums of the ratings so far.
    public Ratings ratings() {
        return new Ratings(ratings, sum, squares);
    }

    /// The ratings so far.
    public Mos mos() {
        return ratings == 0 ? Mos.UNKNOWN : new Mos(now, lowest, sum / ratings, ratings);
    }

    /// The ratings so far; where none is complete yet, that of the interval that runs. Changes
    /// nothing.
    public Mos mos(CodecQuality codec, long expectedByNow, long receivedByNow, long jitterMicros) {
        long wanted = expectedByNow - expected;
        if (ratings > 0 || wanted < LEAST) {
            return mos();
        }
        double loss = Math.max(0, wanted - receivedByNow + received) * 100.0 / wanted;
        double delay = EModel.delay(roundTripMs, jitterMicros / 1000.0);
        double score = EModel.mos(EModel.rating(codec, loss, 1, delay));
        return new Mos(score, score, score, 0);
    }
}
