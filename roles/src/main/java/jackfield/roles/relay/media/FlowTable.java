package jackfield.roles.relay.media;

import org.jspecify.annotations.Nullable;

/// From a peer's address and port to its leg: open addressing on longs, so that asking costs no
/// object. Only addresses that ICE has proved go in, so strangers cannot fill it.
///
/// @param <T> what an address leads to
final class FlowTable<T> {
    private static final int SMALLEST = 2;

    private final int most;
    private final long seed;
    private long[] high = new long[SMALLEST];
    private long[] low = new long[SMALLEST];
    private int[] port = new int[SMALLEST];
    private @Nullable Object[] value = new Object[SMALLEST];
    private int size;

    /// @param most entries at once
    /// @param seed makes the places unguessable
    FlowTable(int most, long seed) {
        this.most = most;
        this.seed = seed;
    }

    /// What the address leads to, or null.
    @SuppressWarnings("unchecked") // only put() writes values
    @Nullable T find(long addressHigh, long addressLow, int addressPort) {
        return (T) value[slot(addressHigh, addressLow, addressPort)];
    }

    /// Lets the address lead to `target`, whatever it led to before. False when the table is full.
    boolean put(long addressHigh, long addressLow, int addressPort, T target) {
        int slot = slot(addressHigh, addressLow, addressPort);
        if (value[slot] == null) {
            if (size == most) {
                return false;
            }
            if (4 * (size + 1) > 3 * value.length) {
                grow();
                slot = slot(addressHigh, addressLow, addressPort);
            }
            size++;
        }
        set(slot, addressHigh, addressLow, addressPort, target);
        return true;
    }

    /// Forgets the address if it leads to `target`.
    @SuppressWarnings("ReferenceEquality") // that very one, not one like it
    void remove(long addressHigh, long addressLow, int addressPort, T target) {
        int slot = slot(addressHigh, addressLow, addressPort);
        if (value[slot] != target) {
            return;
        }
        size--;
        close(slot);
    }

    int size() {
        return size;
    }

    /// Where the address is, or the empty place where it would go.
    private int slot(long addressHigh, long addressLow, int addressPort) {
        int mask = value.length - 1;
        int slot = home(addressHigh, addressLow, addressPort);
        while (value[slot] != null
                && (low[slot] != addressLow
                        || port[slot] != addressPort
                        || high[slot] != addressHigh)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private int home(long addressHigh, long addressLow, int addressPort) {
        long h = (addressLow ^ seed) * 0x9e3779b97f4a7c15L;
        h = (h ^ h >>> 32 ^ addressHigh ^ addressPort) * 0xd6e8feb86659fd93L;
        return (int) (h >>> 33) & value.length - 1;
    }

    /// Moves later entries of the same run back over the gap, so that no search stops too early.
    private void close(int gap) {
        int mask = value.length - 1;
        int slot = gap + 1 & mask;
        int free = gap;
        while (value[slot] != null) {
            int home = home(high[slot], low[slot], port[slot]);
            if ((slot - home & mask) >= (slot - free & mask)) {
                set(free, high[slot], low[slot], port[slot], value[slot]);
                free = slot;
            }
            slot = slot + 1 & mask;
        }
        value[free] = null;
    }

    private void set(int slot, long h, long l, int p, @Nullable Object target) {
        high[slot] = h;
        low[slot] = l;
        port[slot] = p;
        value[slot] = target;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        int[] oldPort = port;
        @Nullable Object[] oldValue = value;
        int capacity = 2 * oldValue.length;
        high = new long[capacity];
        low = new long[capacity];
        port = new int[capacity];
        value = new Object[capacity];
        for (int i = 0; i < oldValue.length; i++) {
            if (oldValue[i] != null) {
                set(
                        slot(oldHigh[i], oldLow[i], oldPort[i]),
                        oldHigh[i],
                        oldLow[i],
                        oldPort[i],
                        oldValue[i]);
            }
        }
    }
}
