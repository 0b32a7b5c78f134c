package jackfield.rtc.turn;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/// The numbers of relayed ports of one address: which are taken, and which rest after an allocation
/// because peers may still be sending to it.
final class PortPool {
    private static final long REST = 10_000_000_000L;

    private final int first;
    private final int size;
    private final BitSet taken;
    private final ArrayDeque<Resting> resting = new ArrayDeque<>();
    private final RandomGenerator random;

    private record Resting(int index, long until) {}

    /// @param random makes the next port unguessable
    PortPool(int first, int last, RandomGenerator random) {
        this.first = first;
        this.size = last - first + 1;
        this.taken = new BitSet(size);
        this.random = random;
    }

    /// Takes a port from a random place on; -1 where none is free.
    int take(long now) {
        wake(now);
        int from = random.nextInt(size);
        int index = taken.nextClearBit(from);
        if (index >= size) {
            index = taken.nextClearBit(0);
        }
        if (index >= size) {
            return -1;
        }
        taken.set(index);
        return first + index;
    }

    /// Takes an even port, and the one above it where `both` (RFC 8656 section 7.2); -1 where there
    /// is none.
    int takeEven(boolean both, long now) {
        wake(now);
        int from = random.nextInt(size);
        for (int i = 0; i < size; i++) {
            int index = (from + i) % size;
            boolean fits = (first + index) % 2 == 0 && !taken.get(index);
            if (fits && (!both || index + 1 < size && !taken.get(index + 1))) {
                taken.set(index);
                if (both) {
                    taken.set(index + 1);
                }
                return first + index;
            }
        }
        return -1;
    }

    /// A port's allocation is over.
    void rest(int port, long now) {
        resting.add(new Resting(port - first, now + REST));
    }

    /// A port could not be opened, or its reservation ran out unused.
    void give(int port) {
        taken.clear(port - first);
    }

    boolean contains(int port) {
        return port >= first && port < first + size;
    }

    private void wake(long now) {
        while (!resting.isEmpty() && resting.element().until <= now) {
            taken.clear(resting.remove().index);
        }
    }
}
