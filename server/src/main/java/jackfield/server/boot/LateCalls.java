package jackfield.server.boot;

import jackfield.roles.records.Outcome;
import jackfield.roles.records.SavedCallRecord;
import jackfield.server.api.ConsoleView.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the calls that ended lately have in common: why they failed, and what was wrong with their
/// sound.
///
/// @param ended their records, the last one first
record LateCalls(List<SavedCallRecord> ended) {
    private static final int MOST_REASONS = 20;
    private static final int LEAST_ATTEMPTS = 10;
    private static final int LEAST_TALKS = 5;

    LateCalls {
        ended = List.copyOf(ended);
    }

    /// Those that ended at `sinceMs` or later.
    static LateCalls since(List<SavedCallRecord> ended, long sinceMs) {
        return new LateCalls(ended.stream().filter(record -> record.endedMs() >= sinceMs).toList());
    }

    /// Some of many.
    ///
    /// @param count how many
    /// @param all of how many
    /// @param mostly what most of them say
    record Share(int count, int all, String mostly) {}

    private static boolean hasFailed(SavedCallRecord record) {
        return record.answeredMs() == 0 && Outcome.of(record.status()).isFailure();
    }

    /// Why calls failed, the most frequent reason first.
    List<Reason> reasons() {
        Map<String, List<SavedCallRecord>> groups = new HashMap<>();
        for (SavedCallRecord record : ended) {
            if (hasFailed(record)) {
                groups.computeIfAbsent(
                                record.outcome() + ' ' + record.reason(), _ -> new ArrayList<>())
                        .add(record);
            }
        }
        return groups.values().stream()
                .map(group -> {
                    SavedCallRecord last = group.getFirst();
                    return new Reason(
                            last.outcome(),
                            last.reason(),
                            group.size(),
                            last.callId(),
                            last.endedMs());
                })
                .sorted(
                        Comparator.comparingInt(Reason::count)
                                .thenComparingLong(Reason::lastMs)
                                .reversed())
                .limit(MOST_REASONS)
                .toList();
    }

    /// Whether more than half of the attempts failed; empty where they did not, or are few.
    Optional<Share> failing() {
        int failed = (int) ended.stream().filter(LateCalls::hasFailed).count();
        return ended.size() >= LEAST_ATTEMPTS && 2 * failed > ended.size()
                ? Optional.of(new Share(failed, ended.size(), reasons().getFirst().reason()))
                : Optional.empty();
    }

    /// Whether the sound of more than a fifth of the answered calls was not right.
    Optional<Share> silent() {
        Map<String, Integer> verdicts = new HashMap<>();
        int answered = 0;
        int troubled = 0;
        for (SavedCallRecord record : ended) {
            answered += record.answeredMs() == 0 ? 0 : 1;
            if (!record.verdict().isEmpty()) {
                troubled++;
                verdicts.merge(record.verdict(), 1, Integer::sum);
            }
        }
        if (troubled < LEAST_TALKS || 5 * troubled <= answered) {
            return Optional.empty();
        }
        String mostly =
                verdicts.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse("");
        return Optional.of(new Share(troubled, answered, mostly));
    }
}
