package jackfield.rtc.ice;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import jackfield.rtc.stun.TransactionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The checks that wait for an answer: sends them, and sends them again.
final class Checks {
    private static final int MOST = 256;

    /// The shortest first wait for an answer (RFC 8445 section 14.3).
    private static final long SHORTEST_RTO = 500_000_000L;

    private final Map<TransactionId, Check> open = new LinkedHashMap<>();
    private final RandomGenerator random;

    Checks(RandomGenerator random) {
        this.random = random;
    }

    /// Sends a check. It is the one its pair goes by from now on, unless it is for consent; an
    /// earlier one of the pair falls quiet.
    void send(
            CandidatePair pair,
            Check.Purpose purpose,
            RoleClaim claim,
            long now,
            Outbox<? super IceOutput> out) {
        TransactionId id = TransactionId.random(random);
        byte[] bytes = Binding.check(pair, id, claim, purpose == Check.Purpose.NOMINATION);
        // The more checks there are, the longer each waits, so that their number a second is
        // bounded.
        long rto = Math.max(SHORTEST_RTO, Connectivity.TA * pair.list.open());
        add(new Check(new Check.Sent(pair, id, bytes), purpose, claim.role(), rto, now), now);
        out.put(new IceOutput.Send(bytes, pair.local, pair.remote));
    }

    private void add(Check check, long now) {
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

    /// Sends again what is due; gives the checks that nobody answered.
    List<Check> wake(long now, Outbox<? super IceOutput> out) {
        List<Check> unanswered = new ArrayList<>();
        for (Check check : open.values()) {
            if (check.due() > now) {
                continue;
            }
            if (check.isExhausted()) {
                unanswered.add(check);
            } else {
                check.again(now);
                out.put(new IceOutput.Send(check.bytes, check.pair.local, check.pair.remote));
            }
        }
        unanswered.forEach(this::remove);
        return unanswered;
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
}
