package jackfield.server.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The node's numbers: of the last hour one sample a second, of the last day one a minute.
public interface NumbersView {
    /// The samples since `sinceMs` (ms since 1970), the oldest first.
    List<Sample> since(long sinceMs);

    /// One sample for each whole minute of the last day since `sinceMs`: most calls at once, sums
    /// of what is counted, averages of packets and processors.
    List<Sample> minutesSince(long sinceMs);

    /// How many calls ended since `sinceMs`, to the minute, by the word of their outcome.
    Map<String, Long> outcomesSince(long sinceMs);

    /// What the node was at one second. What is counted is counted since the sample before.
    ///
    /// @param time ms since 1970
    /// @param calls calls now
    /// @param registrations bindings now
    /// @param packetsIn UDP datagrams of media that came, a second
    /// @param packetsOut those that went, a second
    /// @param attempts calls and attempts that ended
    /// @param errors those of them that failed
    /// @param drops SIP messages and datagrams dropped
    /// @param cpu share of all processors, 0 to 1; null where not known
    /// @param heap bytes of the heap in use
    /// @param ringP99Ms 99 of 100 calls rang or were answered within this time, of the last
    ///   thousand; null where there were none
    record Sample(
            long time,
            int calls,
            int registrations,
            double packetsIn,
            double packetsOut,
            long attempts,
            long errors,
            long drops,
            @Nullable Double cpu,
            long heap,
            @Nullable Double ringP99Ms) {}
}
