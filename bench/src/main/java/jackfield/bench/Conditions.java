package jackfield.bench;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// What all measurements of a node under load have in common, as options of their commands.
public final class Conditions {
    private static final int LOAD_CORE = 1;

    @Option(
            names = "--warm-up",
            description = "Seconds of load before the first round (default: ${DEFAULT-VALUE}).")
    private double warmUp;

    @Option(
            names = "--real-time",
            description =
                    "Run servers and load before all ordinary work (SCHED_RR): for a machine that"
                            + " others use too. Needs a privilege.")
    private boolean realTime;

    @Option(
            names = "--java",
            paramLabel = "OPTION",
            description = "A further option of Jackfield's JVM, for profiling.")
    private List<String> java = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of Jackfield's node.")
    private List<String> settings = new ArrayList<>();

    /// @param warmUp seconds, unless an option says otherwise
    public Conditions(double warmUp) {
        this.warmUp = warmUp;
    }

    /// Says which machine this is, and keeps the load, which is us, on a core of its own.
    public void prepare() {
        System.out.println(Machine.description());
        Machine.pin(LOAD_CORE); // the servers have the other
        if (realTime) {
            Machine.preferUs(); // and the servers, which are our children
        }
    }

    /// Seconds of load before anything is measured.
    public double warmUp() {
        return warmUp;
    }

    /// Options of the node's JVM.
    public List<String> java() {
        return java;
    }

    /// Settings of the node, `key=value`.
    public List<String> settings() {
        return settings;
    }
}
