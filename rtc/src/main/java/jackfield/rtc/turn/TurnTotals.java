package jackfield.rtc.turn;

import java.util.Map;

/// A server's numbers.
///
/// @param allocations now
/// @param packets relayed so far
/// @param bytes relayed so far
/// @param granted allocations so far
/// @param refused requests so far, by the error's number
/// @param drops datagrams so far, by reason
public record TurnTotals(
        int allocations,
        long packets,
        long bytes,
        long granted,
        Map<String, Long> refused,
        Map<String, Long> drops) {
    /// Nothing yet.
    public static final TurnTotals NONE = new TurnTotals(0, 0, 0, 0, Map.of(), Map.of());
}
