package jackfield.rtc.turn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Things by their transport address: open addressing, nothing allocated to look one up, two places
/// while it is small. One writer.
///
/// @param <T> the things
final class TransportTable<T extends TransportAddress> {
    private static final int SMALLEST = 2;

    private final long seed;
    private @Nullable TransportAddress[] places = new TransportAddress[SMALLEST];
    private int size;

    /// @param seed makes the places unguessable: strangers choose the addresses
    TransportTable(long seed) {
        this.seed = seed;
    }

    /// What has this address; null where there is none.
    @SuppressWarnings("unchecked") // only put() fills places
    @Nullable T find(long high, long low, int port) {
        return (T) places[place(high, low, port, places)];
    }

    /// One of them while there are few, or none.
    @SuppressWarnings("unchecked") // only put() fills places
    @Nullable T first() {
        T at = (T) places[0];
        return at == null ? (T) places[1] : at;
    }

    /// Puts `thing` in, in place of what had its address.
    void put(T thing) {
        int place = place(thing.high, thing.low, thing.port, places);
        if (places[place] == null) {
            size++;
        }
        places[place] = thing;
        if (4 * size > 3 * places.length) {
            grow();
        }
    }

    /// Takes `thing` out if that very one is in.
    @SuppressWarnings("ReferenceEquality") // that very one, not one like it
    void remove(T thing) {
        int gap = place(thing.high, thing.low, thing.port, places);
        if (places[gap] != thing) {
            return;
        }
        size--;
        places[gap] = null;
        // What was put behind the removed one may have to move up, or it would not be found.
        int next = gap + 1 & places.length - 1;
        for (TransportAddress moved = places[next]; moved != null; moved = places[next]) {
            places[next] = null;
            places[place(moved.high, moved.low, moved.port, places)] = moved;
            next = next + 1 & places.length - 1;
        }
    }

    int size() {
        return size;
    }

    /// All of them, in no order.
    @SuppressWarnings("unchecked") // only put() fills places
    List<T> all() {
        List<T> all = new ArrayList<>(size);
        for (TransportAddress each : places) {
            if (each != null) {
                all.add((T) each);
            }
        }
        return all;
    }

    /// Takes out what `which` names.
    void removeIf(Predicate<T> which) {
        all().stream().filter(which).forEach(this::remove);
    }

    private void grow() {
        @Nullable TransportAddress[] larger = new TransportAddress[2 * places.length];
        for (TransportAddress each : places) {
            if (each != null) {
                larger[place(each.high, each.low, each.port, larger)] = each;
            }
        }
        places = larger;
    }

    /// Where the address is, or the hole where it would be.
    private int place(long high, long low, int port, @Nullable TransportAddress[] in) {
        long h = (low ^ seed) * 0x9e3779b97f4a7c15L;
        h = (h ^ h >>> 32 ^ high ^ port) * 0xd6e8feb86659fd93L;
        int place = (int) (h >>> 33) & in.length - 1;
        for (TransportAddress at = in[place]; at != null; at = in[place]) {
            if (at.low == low && at.port == port && at.high == high) {
                return place;
            }
            place = place + 1 & in.length - 1;
        }
        return place;
    }
}
