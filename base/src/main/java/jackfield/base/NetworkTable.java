package jackfield.base;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values by network. Asking for an address gives that of the narrowest network it is in, costs one
/// probe for each length of prefix in use, and allocates nothing: it may be asked for every
/// datagram. One writer, and readers on its thread.
///
/// @param <V> the values
public final class NetworkTable<V> {
    private record Entry<V>(Network network, V value) {}

    private @Nullable Entry<V>[] table = room(16);
    private final int[] ofLength = new int[129];
    private int[] lengths = {};
    private int size;

    /// An empty table.
    public NetworkTable() {}

    @SuppressWarnings("unchecked") // holds nothing but entries of this table
    private static <V> @Nullable Entry<V>[] room(int places) {
        return (@Nullable Entry<V>[]) new @Nullable Entry<?>[places];
    }

    /// The value of the narrowest network that `endpoint` is in; null where there is none.
    public @Nullable V find(Endpoint endpoint) {
        return find(endpoint.high(), endpoint.low());
    }

    /// The value of the narrowest network that the address is in; null where there is none.
    public @Nullable V find(long high, long low) {
        for (int bits : lengths) {
            int place =
                    place(high & Network.highMask(bits), low & Network.lowMask(bits), bits, table);
            Entry<V> found = table[place];
            if (found != null) {
                return found.value;
            }
        }
        return null;
    }

    /// The value of exactly this network.
    public @Nullable V get(Network network) {
        Entry<V> found = table[place(network.high(), network.low(), network.bits(), table)];
        return found == null ? null : found.value;
    }

    /// Sets the value of a network.
    public void put(Network network, V value) {
        int place = place(network.high(), network.low(), network.bits(), table);
        if (table[place] == null) {
            size++;
            count(network.bits(), 1);
        }
        table[place] = new Entry<>(network, value);
        if (2 * size > table.length) {
            grow();
        }
    }

    /// Takes a network out; it is fine if it is not in.
    public void remove(Network network) {
        int hole = place(network.high(), network.low(), network.bits(), table);
        if (table[hole] == null) {
            return;
        }
        size--;
        count(network.bits(), -1);
        table[hole] = null;
        // What was put behind the removed one may have to move up, or it would not be found.
        int next = hole + 1 & table.length - 1;
        for (Entry<V> entry = table[next]; entry != null; entry = table[next]) {
            table[next] = null;
            Network moved = entry.network;
            table[place(moved.high(), moved.low(), moved.bits(), table)] = entry;
            next = next + 1 & table.length - 1;
        }
    }

    /// The number of networks.
    public int size() {
        return size;
    }

    /// All values, in no order.
    public List<V> values() {
        List<V> all = new ArrayList<>(size);
        for (Entry<V> entry : table) {
            if (entry != null) {
                all.add(entry.value);
            }
        }
        return all;
    }

    private void grow() {
        @Nullable Entry<V>[] larger = room(2 * table.length);
        for (Entry<V> entry : table) {
            if (entry != null) {
                Network network = entry.network;
                larger[place(network.high(), network.low(), network.bits(), larger)] = entry;
            }
        }
        table = larger;
    }

    /// Where the network is, or the hole where it would be.
    private static <V> int place(long high, long low, int bits, @Nullable Entry<V>[] in) {
        long mixed = (high * 0x9e37_79b9_7f4a_7c15L ^ low) * 0xbf58_476d_1ce4_e5b9L + bits;
        int place = (int) (mixed ^ mixed >>> 32) & in.length - 1;
        for (Entry<V> entry = in[place]; entry != null; entry = in[place]) {
            Network network = entry.network;
            if (network.low() == low && network.high() == high && network.bits() == bits) {
                return place;
            }
            place = place + 1 & in.length - 1;
        }
        return place;
    }

    /// Keeps the lengths in use, the longest first.
    private void count(int bits, int change) {
        ofLength[bits] += change;
        if (ofLength[bits] == (change > 0 ? 1 : 0)) {
            int[] used = new int[ofLength.length];
            int count = 0;
            for (int length = ofLength.length - 1; length >= 0; length--) {
                if (ofLength[length] > 0) {
                    used[count++] = length;
                }
            }
            lengths = Arrays.copyOf(used, count);
        }
    }
}
