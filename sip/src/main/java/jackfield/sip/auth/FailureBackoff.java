package jackfield.sip.auth;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes guessing passwords slow: after a few failures from one address for one user, further tries
/// are refused unlooked-at for a while, and for twice as long after each failure more. The user on
/// another address is not disturbed.
///
/// Counts a bounded number of pairs; when full, the one that failed longest ago is forgotten.
public final class FailureBackoff {
    private static final int FREE = 5;
    private static final long FIRST = 2_000_000_000L;
    private static final long LONGEST = 300_000_000_000L;
    private static final long FORGET_AFTER = 900_000_000_000L;

    private static final int LONGEST_NAME = 64;

    /// An IPv6 source is its /64, of which anybody has all the addresses; of a name the beginning
    /// is enough, for strangers can make it as long as a message.
    private record Pair(long high, long low, String user) implements Comparable<Pair> {
        private static final Comparator<Pair> ORDER =
                Comparator.comparing(Pair::user)
                        .thenComparingLong(Pair::high)
                        .thenComparingLong(Pair::low);

        @Override
        public int compareTo(Pair other) {
            return ORDER.compare(this, other);
        }

        static Pair of(Endpoint source, String user) {
            return new Pair(
                    source.high(),
                    source.isIpv4() ? source.low() : 0,
                    user.substring(0, Math.min(user.length(), LONGEST_NAME)));
        }
    }

    private record Failures(int count, long last, long until) {}

    private final int most;
    private final Map<Pair, Failures> failures = new LinkedHashMap<>();

    /// @param most how many pairs of address and user are counted
    public FailureBackoff(int most) {
        this.most = most;
    }

    /// True while tries of `user` from `source`, on any port, are to be refused: answer 403.
    public boolean refuses(Endpoint source, String user, long now) {
        return refusedUntil(source, user) > now;
    }

    /// Until when (ns) such tries are refused; 0 where they are not.
    public long refusedUntil(Endpoint source, String user) {
        Failures known = failures.get(Pair.of(source, user));
        return known == null ? 0 : known.until;
    }

    /// A wrong password came.
    public void failed(Endpoint source, String user, long now) {
        wake(now);
        Pair pair = Pair.of(source, user);
        // Removed and put again, so that the map stays in the order of the last failure.
        Failures known = failures.remove(pair);
        int count = known == null ? 1 : known.count + 1;
        if (failures.size() == most) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.put(pair, new Failures(count, now, until(count, now)));
    }

    private static long until(int count, long now) {
        if (count < FREE) {
            return 0;
        }
        int doublings = Math.min(count - FREE, 30);
        return now + Math.min(LONGEST, FIRST << doublings);
    }

    /// The right password came.
    public void succeeded(Endpoint source, String user) {
        failures.remove(Pair.of(source, user));
    }

    /// Forgets those who have not failed for a long time.
    public void wake(long now) {
        Iterator<Failures> oldest = failures.values().iterator();
        while (oldest.hasNext() && now - oldest.next().last >= FORGET_AFTER) {
            oldest.remove();
        }
    }

    /// When there is something to forget (ns).
    public long deadline() {
        Failures oldest = oldest();
        return oldest == null ? Deadlines.NEVER : oldest.last + FORGET_AFTER;
    }

    private @Nullable Failures oldest() {
        Iterator<Failures> all = failures.values().iterator();
        return all.hasNext() ? all.next() : null;
    }

    /// How many pairs are counted.
    public int counted() {
        return failures.size();
    }
}
