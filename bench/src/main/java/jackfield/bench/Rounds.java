package jackfield.bench;

import picocli.CommandLine.Option;

/// How often and for how long something is measured, as options of a command.
public final class Rounds {
    @Option(
            names = "--seconds",
            description = "That each round measures (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--settle",
            description = "Seconds of load before a round measures (default: ${DEFAULT-VALUE}).")
    private double settle;

    @Option(
            names = "--rounds",
            description = "For each of them; the median counts (default: ${DEFAULT-VALUE}).")
    private int count = 3;

    /// @param seconds of a round, unless an option says otherwise
    /// @param settle seconds before it
    public Rounds(double seconds, double settle) {
        this.seconds = seconds;
        this.settle = settle;
    }

    /// Seconds that a round measures.
    public double seconds() {
        return seconds;
    }

    /// Seconds of load before it measures.
    public double settle() {
        return settle;
    }

    /// How many.
    public int count() {
        return count;
    }
}
