package jackfield.rtc.ice;

import jackfield.base.Deadlines;
import jackfield.rtc.stun.TransactionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The checks that wait for an answer.
final class Checks {
    private static final int MOST = 256;

    private final Map<TransactionId, Check> open = new LinkedHashMap<>();

    /// Adds a check and makes it the one its pair goes by; an earlier one of the pair falls quiet.
    void add(Check check, long now) {
        Check earlier = check.pair.latest;
        if (check.purpose != Check.Purpose.CONSENT) {
            if (earlier != null) {
                earlier.quiet(now);
            }
            check.pair.latest = check;
        }
        if (open.size() == MOST) {
            open.remove(open.keySet().iterator().next());
        }
        open.put(check.id, check);
    }

    @Nullable Check find(TransactionId id) {
        return open.get(id);
    }

    void remove(Check check) {
        open.remove(check.id);
    }

    void quietAll(long now) {
        open.values().forEach(check -> check.quiet(now));
    }

    /// Forgets the checks of other generations, but for those of the pair in use.
    void keepOnly(CheckList list, @Nullable CandidatePair inUse) {
        open.values().removeIf(check -> check.pair.list != list && check.pair != inUse);
    }

    void clear() {
        open.clear();
    }

    long deadline() {
        long earliest = Deadlines.NEVER;
        for (Check check : open.values()) {
            earliest = Math.min(earliest, check.due());
        }
        return earliest;
    }

    List<Check> due(long now) {
        List<Check> due = new ArrayList<>();
        for (Check check : open.values()) {
            if (check.due() <= now) {
                due.add(check);
            }
        }
        return due;
    }
}
