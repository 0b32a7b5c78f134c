package jackfield.roles.relay;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The even ports of a range: picked at random, so that they cannot be guessed; left to rest after
/// a call, because its peer may still be sending.
public final class PortRange implements RtpPorts {
    /// Opens and closes sockets.
    public interface Binder {
        /// Binds `rtpPort` and the port after it; null when another program has one of them.
        @Nullable Pair bind(int rtpPort);

        /// Closes both sockets.
        void close(Pair pair);
    }

    private static final long IN_USE = Long.MAX_VALUE;

    /// How many ports in a row may be found taken by others before a call is refused: each try is a
    /// system call on the signalling thread.
    private static final int MOST_TRIES = 50;

    private final int first;
    private final long[] freeAt;
    private final Map<Pair, Integer> taken = new HashMap<>();
    private final Binder binder;
    private final RandomGenerator random;
    private final long restNs;

    /// @param first the lowest port; one more when it is odd
    /// @param last the highest port, for RTP or RTCP
    /// @param rest how long ports are left alone after a call
    public PortRange(int first, int last, Duration rest, Binder binder, RandomGenerator random) {
        this.first = first + (first & 1);
        int pairs = (last - this.first + 1) / 2;
        if (this.first < 2 || last > 0xffff || pairs < 1) {
            throw new IllegalArgumentException("no pair of ports in " + first + "-" + last);
        }
        freeAt = new long[pairs];
        this.binder = binder;
        this.random = random;
        restNs = rest.toNanos();
    }

    @Override
    public @Nullable Pair take(long now) {
        int start = random.nextInt(freeAt.length);
        int tries = 0;
        for (int i = 0; i < freeAt.length && tries < MOST_TRIES; i++) {
            int slot = (start + i) % freeAt.length;
            if (freeAt[slot] > now) {
                continue;
            }
            tries++;
            Pair pair = binder.bind(first + 2 * slot);
            if (pair != null) {
                freeAt[slot] = IN_USE;
                taken.put(pair, slot);
                return pair;
            }
        }
        return null;
    }

    @Override
    public void give(Pair pair, long now) {
        Integer slot = taken.remove(pair);
        if (slot == null) {
            throw new IllegalArgumentException("not taken here: " + pair);
        }
        freeAt[slot] = now + restNs;
        binder.close(pair);
    }

    /// Pairs in use.
    public int used() {
        return taken.size();
    }

    /// Pairs that could be taken now.
    public int free(long now) {
        return (int) Arrays.stream(freeAt).filter(at -> at <= now).count();
    }
}
