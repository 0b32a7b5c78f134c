package jackfield.roles.dispatcher;

import java.util.List;
import java.util.random.RandomGenerator;

/// How members are asked whether they are there, by OPTIONS (RFC 3261 section 11).
///
/// @param interval time between two probes (ns); 0 for no probes
/// @param timeout how long to wait for the answer (ns)
/// @param up how many answers in a row bring a member up again
/// @param down how many failures in a row take it down; failed calls count too
/// @param accepted the answers that say that it is there
/// @param from the From of the probes; empty for the node itself
public record Probing(
        long interval, long timeout, int up, int down, List<Codes> accepted, String from) {
    private static final long SECOND = 1_000_000_000L;

    /// Every 30 s, 4 s to answer, up after two answers, down after three failures; every answer but
    /// those of a server in trouble is good.
    public static final Probing USUAL =
            new Probing(30 * SECOND, 4 * SECOND, 2, 3, List.of(new Codes(200, 499)), "");

    /// Some status codes.
    ///
    /// @param first the first
    /// @param last the last
    public record Codes(int first, int last) {
        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    public Probing {
        accepted = List.copyOf(accepted);
    }

    boolean accepts(int status) {
        return accepted.stream().anyMatch(c -> status >= c.first && status <= c.last);
    }

    /// The interval with a tenth of jitter both ways, so that probes do not march in step.
    long next(RandomGenerator random) {
        long tenth = Math.max(1, interval / 10);
        return interval - tenth + random.nextLong(2 * tenth);
    }
}
