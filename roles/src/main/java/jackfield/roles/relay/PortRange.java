package jackfield.roles.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The even ports of a range: picked at random, so that they cannot be guessed; left to rest after
/// a call, because its peer may still be sending. As long as it does, they stay bound and rest on.
public final class PortRange implements RtpPorts {
    /// Opens and closes sockets.
    public interface Binder {
        /// Binds `rtpPort` and the port after it; null when another program has one of them.
        @Nullable Pair bind(int rtpPort);

        /// Datagrams that came to both so far; -1 where that cannot be told: then they are closed
        /// at once after a call.
        default long packets(Pair pair) {
            return -1;
        }

        /// Closes both sockets.
        void close(Pair pair);
    }

    private static final long IN_USE = Long.MAX_VALUE;

    /// How many ports in a row may be found taken by others before a call is refused: each try is a
    /// system call on the signalling thread.
    private static final int MOST_TRIES = 50;

    /// Even one who never stops gives the port up after so many times the usual rest: else a
    /// stranger could keep them all.
    private static final int MOST_RESTS = 60;

    private final int first;
    private final long[] freeAt;
    private final Map<Pair, Taken> taken = new HashMap<>();
    private final Binder binder;
    private final RandomGenerator random;
    private final long restNs;
    private int latest;
    private final Deque<Resting> resting = new ArrayDeque<>();

    /// A pair in use, and who bound it.
    private record Taken(int slot, Binder binder) {}

    /// A pair after its call: looked at twice in each rest.
    private record Resting(Pair pair, Taken taken, long since, long nextLook, long packets) {}

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

    /// The same ports for somebody else: what one of them has, the other does not get.
    public RtpPorts by(Binder other) {
        return new RtpPorts() {
            @Override
            public @Nullable Pair take(long now) {
                return PortRange.this.take(other, now);
            }

            @Override
            public void give(Pair pair, long now) {
                PortRange.this.give(pair, now);
            }
        };
    }

    @Override
    public @Nullable Pair take(long now) {
        return take(binder, now);
    }

    private @Nullable Pair take(Binder by, long now) {
        look(now);
        int start = random.nextInt(freeAt.length);
        int tries = 0;
        for (int i = 0; i < freeAt.length && tries < MOST_TRIES; i++) {
            int slot = (start + i) % freeAt.length;
            if (freeAt[slot] > now) {
                continue;
            }
            tries++;
            Pair pair = by.bind(first + 2 * slot);
            if (pair != null) {
                freeAt[slot] = IN_USE;
                latest = first + 2 * slot;
                taken.put(pair, new Taken(slot, by));
                return pair;
            }
        }
        return null;
    }

    @Override
    public void give(Pair pair, long now) {
        Taken was = taken.remove(pair);
        if (was == null) {
            throw new IllegalArgumentException("not taken here: " + pair);
        }
        long packets = was.binder.packets(pair);
        if (packets < 0) {
            freeAt[was.slot] = now + restNs;
            was.binder.close(pair);
            return;
        }
        // Still in use, as far as taking goes.
        resting.add(new Resting(pair, was, now, now + restNs / 2, packets));
    }

    /// Closes pairs that rested long enough, and were silent for the last half of it.
    private void look(long now) {
        while (!resting.isEmpty() && resting.getFirst().nextLook <= now) {
            Resting one = resting.removeFirst();
            Taken was = one.taken;
            long packets = was.binder.packets(one.pair);
            boolean silent = packets == one.packets;
            long rested = now - one.since;
            if (rested >= restNs && silent || rested >= MOST_RESTS * restNs) {
                freeAt[was.slot] = now;
                was.binder.close(one.pair);
            } else {
                resting.add(new Resting(one.pair, was, one.since, now + restNs / 2, packets));
            }
        }
    }

    /// Pairs whose peers may still be sending.
    public int resting() {
        return resting.size();
    }

    /// Pairs in use.
    public int used() {
        return taken.size();
    }

    /// How the range is used: ports, two to a pair.
    ///
    /// @param first the lowest
    /// @param last the highest
    /// @param free those that could be taken now; the others are in use, or rest
    /// @param latest the one that was taken last, 0 before the first
    public record Use(int first, int last, int free, int latest) {
        /// How many there are.
        public int all() {
            return last - first + 1;
        }
    }

    /// How it is used now.
    public Use use(long now) {
        return new Use(first, first + 2 * freeAt.length - 1, 2 * free(now), latest);
    }

    /// Pairs that could be taken now.
    public int free(long now) {
        look(now);
        return (int) Arrays.stream(freeAt).filter(at -> at <= now).count();
    }
}
