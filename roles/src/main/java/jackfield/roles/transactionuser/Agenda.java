package jackfield.roles.transactionuser;

import jackfield.base.Deadlines;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is due when, for many things of one kind: one deadline for each.
///
/// @param <T> what has a deadline
public final class Agenda<T> {
    private record Entry<T>(long at, long serial, T what) {}

    private final Map<T, Entry<T>> entries = new HashMap<>();
    private final TreeSet<Entry<T>> order =
            new TreeSet<>(
                    Comparator.comparingLong((Entry<T> e) -> e.at)
                            .thenComparingLong(e -> e.serial));
    private long serials;

    /// Nothing is due.
    public Agenda() {}

    /// Sets or moves the deadline (ns) of `what`; [Deadlines#NEVER] takes it off.
    public void set(T what, long at) {
        stop(what);
        if (at != Deadlines.NEVER) {
            Entry<T> entry = new Entry<>(at, serials++, what);
            entries.put(what, entry);
            order.add(entry);
        }
    }

    /// Takes `what` off; it is fine if it is not on.
    public void stop(T what) {
        Entry<T> old = entries.remove(what);
        if (old != null) {
            order.remove(old);
        }
    }

    /// Takes the first that is due at `now`; null when none is.
    public @Nullable T take(long now) {
        if (order.isEmpty() || order.first().at > now) {
            return null;
        }
        T what = order.first().what;
        stop(what);
        return what;
    }

    /// The first deadline (ns), or [Deadlines#NEVER].
    public long earliest() {
        return order.isEmpty() ? Deadlines.NEVER : order.first().at;
    }
}
