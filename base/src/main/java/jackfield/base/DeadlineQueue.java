package jackfield.base;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Many state machines in the order of their next deadlines: the earliest costs nothing to ask for,
/// a change of one costs O(log n) and allocates nothing.
///
/// A binary heap that knows the place of each entry, so that a machine moves instead of being
/// searched. One writer.
///
/// @param <T> the machines
public final class DeadlineQueue<T extends DeadlineQueue.Entry> {
    /// What stands in a queue: in one queue at most.
    public abstract static class Entry {
        private int place = -1;
        private long due = Deadlines.NEVER;

        /// For the machines that extend it.
        protected Entry() {}
    }

    private @Nullable Entry[] heap = new Entry[64];
    private int size;

    /// An empty queue.
    public DeadlineQueue() {}

    /// The earliest deadline (ns), or [Deadlines#NEVER] where there is none.
    public long earliest() {
        return size == 0 ? Deadlines.NEVER : at(0).due;
    }

    /// The number of entries that have a deadline.
    public int size() {
        return size;
    }

    /// Sets the deadline of `entry`; [Deadlines#NEVER] takes it out of the queue.
    public void set(T entry, long deadline) {
        Entry moved = entry;
        if (deadline == Deadlines.NEVER) {
            remove(entry);
            return;
        }
        if (moved.place < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, 2 * size);
            }
            moved.place = size++;
        }
        moved.due = deadline;
        sink(rise(moved, moved.place), moved);
    }

    /// Takes `entry` out; it is fine if it is not in.
    public void remove(T entry) {
        Entry removed = entry;
        int place = removed.place;
        if (place < 0) {
            return;
        }
        removed.place = -1;
        removed.due = Deadlines.NEVER;
        size--;
        Entry last = at(size);
        heap[size] = null;
        if (place < size) {
            sink(rise(last, place), last);
        }
    }

    /// Takes out the entry with the earliest deadline if that is due at `now`; null when none is.
    /// Call it in a loop, and set the entry's next deadline.
    public @Nullable T take(long now) {
        if (size == 0 || at(0).due > now) {
            return null;
        }
        @SuppressWarnings("unchecked") // only set() puts entries in, and it takes a T
        T first = (T) at(0);
        remove(first);
        return first;
    }

    /// Moves the hole at `place` up to where `entry` may stand, and gives that place.
    private int rise(Entry entry, int place) {
        int hole = place;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (at(parent).due <= entry.due) {
                break;
            }
            put(at(parent), hole);
            hole = parent;
        }
        return hole;
    }

    /// Moves the hole at `place` down to where `entry` may stand, and puts it there.
    private void sink(int place, Entry entry) {
        int hole = place;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && at(child + 1).due < at(child).due) {
                child++;
            }
            if (at(child).due >= entry.due) {
                break;
            }
            put(at(child), hole);
            hole = child;
        }
        put(entry, hole);
    }

    private void put(Entry entry, int place) {
        heap[place] = entry;
        entry.place = place;
    }

    private Entry at(int place) {
        Entry entry = heap[place];
        if (entry == null) {
            throw new AssertionError("a hole at " + place + " of " + size);
        }
        return entry;
    }
}
