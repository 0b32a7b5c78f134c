package jackfield.roles.relay.ng;

import java.util.HashMap;
import java.util.Map;

/// What happened in the last whole minute: how many calls there were, how long commands took, how
/// many of them came in a second.
final class LastMinute {
    private static final long SECOND = 1_000_000_000L;
    private static final long SECONDS = 60;

    /// One command in a minute.
    static final class Tally {
        private long count;
        private long took;
        private long least;
        private long most;
        private long second = -1;
        private long inSecond;
        private long busiest;
        private long calmest;
        private long seconds;

        private void add(long tookNs, long at) {
            least = count == 0 ? tookNs : Math.min(least, tookNs);
            most = Math.max(most, tookNs);
            took += tookNs;
            count++;
            if (at != second) {
                calmest = seconds <= 1 ? inSecond : Math.min(calmest, inSecond);
                second = at;
                inSecond = 0;
                seconds++;
            }
            inSecond++;
            busiest = Math.max(busiest, inSecond);
        }

        /// The quickest answer (ns); 0 without one.
        long least() {
            return least;
        }

        /// The slowest (ns).
        long most() {
            return most;
        }

        /// All of them on average (ns).
        long average() {
            return count == 0 ? 0 : took / count;
        }

        /// Requests in the second with the fewest: more than none only where each second had some.
        long fewest() {
            return seconds < SECONDS ? 0 : Math.min(inSecond, calmest);
        }

        /// Requests in the second with the most.
        long busiest() {
            return busiest;
        }

        /// Requests a second, on average, without the fraction.
        long perSecond() {
            return count / SECONDS;
        }
    }

    private static final Tally NOTHING = new Tally();

    /// A minute, as it was or as it goes on.
    private static final class Minute {
        private final Map<String, Tally> commands = new HashMap<>();
        private int fewestCalls;
        private int mostCalls;
        private long ended;

        private Minute(int calls) {
            fewestCalls = calls;
            mostCalls = calls;
        }
    }

    private Minute last = new Minute(0);
    private Minute current = new Minute(0);
    private long number;
    private int calls;

    /// A command was answered.
    void answered(String command, long tookNs, long now) {
        pass(now);
        current.commands.computeIfAbsent(command, _ -> new Tally()).add(tookNs, now / SECOND);
    }

    /// There are so many calls now.
    void calls(int there, long now) {
        pass(now);
        calls = there;
        current.fewestCalls = Math.min(current.fewestCalls, there);
        current.mostCalls = Math.max(current.mostCalls, there);
    }

    /// A call ended that had lasted so long (ns).
    void ended(long lasted, long now) {
        pass(now);
        current.ended += lasted;
    }

    /// The minute that is over by `now` is the last one from now on.
    private void pass(long now) {
        long at = now / (SECONDS * SECOND);
        if (at == number) {
            return;
        }
        last = at == number + 1 ? current : new Minute(calls);
        number = at;
        current = new Minute(calls);
    }

    /// A command in the last minute.
    Tally of(String command, long now) {
        pass(now);
        return last.commands.getOrDefault(command, NOTHING);
    }

    /// The fewest calls at once in the last minute.
    int fewestCalls(long now) {
        pass(now);
        return last.fewestCalls;
    }

    /// The most.
    int mostCalls(long now) {
        pass(now);
        return last.mostCalls;
    }

    /// How long the calls had lasted that ended in it, together (ns).
    long durations(long now) {
        pass(now);
        return last.ended;
    }
}
