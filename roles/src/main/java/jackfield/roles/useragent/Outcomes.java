package jackfield.roles.useragent;

import java.util.Map;
import java.util.TreeMap;

/// What became of the agent's calls, counted since the start.
public final class Outcomes {
    private final Map<String, Long> counts = new TreeMap<>();

    Outcomes() {}

    void count(String outcome) {
        counts.merge(outcome, 1L, Long::sum);
    }

    /// How many calls had each outcome: `in answered`, `out refused`, ...
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }
}
