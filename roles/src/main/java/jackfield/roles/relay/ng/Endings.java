package jackfield.roles.relay.ng;

import jackfield.base.Deadlines;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Deletes that wait (`delete-delay`): until then the call is there, its media flows, and an offer
/// or answer for it calls the delete off.
final class Endings {
    private static final long SECOND = 1_000_000_000L;

    /// Longer than a call can be forgotten for.
    private static final long LONGEST = 3_600;

    /// What of a call is to end, and when. One for each call, so that repeats cannot pile up.
    private static final class Ending {
        private final NgCalls.Call call;
        private final long serial;
        private final Map<NgCalls.Fork, Long> forks = new HashMap<>();
        private long whole = Deadlines.NEVER;
        private long due = Deadlines.NEVER;

        private Ending(NgCalls.Call call, long serial) {
            this.call = call;
            this.serial = serial;
        }
    }

    private final Map<NgCalls.Call, Ending> endings = new HashMap<>();
    private final TreeSet<Ending> order =
            new TreeSet<>(
                    Comparator.comparingLong((Ending each) -> each.due)
                            .thenComparingLong(each -> each.serial));
    private long serials;

    /// How long a delete is to wait (ns), 0 for not at all.
    static long delay(NgRequest request) {
        return Math.clamp(request.whole("delete-delay", 0), 0, LONGEST) * SECOND;
    }

    /// Ends the call, or some of its forks, at a time; an earlier wish about the same is forgotten.
    ///
    /// @param forks null for the whole call
    void later(NgCalls.Call call, @Nullable Set<NgCalls.Fork> forks, long at) {
        Ending ending = endings.computeIfAbsent(call, each -> new Ending(each, serials++));
        order.remove(ending);
        if (forks == null) {
            ending.whole = at;
        } else {
            ending.forks.keySet().retainAll(call.forks);
            forks.forEach(each -> ending.forks.put(each, at));
        }
        settle(ending);
    }

    /// Something was signalled on a fork: it lives on, and its call.
    void keep(NgCalls.Call call, NgCalls.Fork fork) {
        Ending ending = endings.get(call);
        if (ending != null) {
            order.remove(ending);
            ending.whole = Deadlines.NEVER;
            ending.forks.remove(fork);
            settle(ending);
        }
    }

    /// The call is over.
    void gone(NgCalls.Call call) {
        Ending ending = endings.remove(call);
        if (ending != null) {
            order.remove(ending);
        }
    }

    /// What is to end, in full or in part.
    ///
    /// @param forks null for the whole call
    record Due(NgCalls.Call call, @Nullable Set<NgCalls.Fork> forks) {}

    /// The next that is due; null when nothing is.
    @Nullable Due next(long now) {
        if (order.isEmpty() || order.first().due > now) {
            return null;
        }
        Ending ending = order.removeFirst();
        if (ending.whole <= now) {
            endings.remove(ending.call);
            return new Due(ending.call, null);
        }
        Set<NgCalls.Fork> due = new LinkedHashSet<>();
        ending.forks.forEach((fork, at) -> {
            if (at <= now) {
                due.add(fork);
            }
        });
        ending.forks.keySet().removeAll(due);
        settle(ending);
        return new Due(ending.call, due);
    }

    private void settle(Ending ending) {
        ending.due = ending.whole;
        ending.forks.values().forEach(at -> ending.due = Math.min(ending.due, at));
        if (ending.due == Deadlines.NEVER) {
            endings.remove(ending.call);
        } else {
            order.add(ending);
        }
    }

    /// When the next is due (ns), or [Deadlines#NEVER].
    long deadline() {
        return order.isEmpty() ? Deadlines.NEVER : order.first().due;
    }
}
