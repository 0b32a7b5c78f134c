package jackfield.roles.relay.media;

import jackfield.base.Deadlines;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is due when, over many small state machines: a heap in which each knows its place, so that
/// moving one costs a few comparisons and asking for the earliest costs none.
final class DueQueue {
    private final List<Item> heap = new ArrayList<>();

    /// Something that wants to be woken.
    abstract static class Item {
        private long due = Deadlines.NEVER;
        private int place = -1;

        /// Does what is due.
        abstract void wake(long now);
    }

    /// The earliest deadline, or [Deadlines#NEVER].
    long earliest() {
        return heap.isEmpty() ? Deadlines.NEVER : heap.getFirst().due;
    }

    /// Sets when `item` is due; [Deadlines#NEVER] takes it out.
    void set(Item item, long due) {
        if (due == item.due) {
            return;
        }
        item.due = due;
        if (due == Deadlines.NEVER) {
            remove(item);
        } else if (item.place < 0) {
            heap.add(item);
            item.place = heap.size() - 1;
            up(item);
        } else {
            up(item);
            down(item);
        }
    }

    /// Takes the earliest item that is due at `now`, or null.
    @Nullable Item take(long now) {
        if (earliest() > now) {
            return null;
        }
        Item first = heap.getFirst();
        set(first, Deadlines.NEVER);
        return first;
    }

    private void remove(Item item) {
        int gap = item.place;
        if (gap < 0) {
            return;
        }
        item.place = -1;
        Item last = heap.removeLast();
        if (gap < heap.size()) {
            put(last, gap);
            up(last);
            down(last);
        }
    }

    private void up(Item item) {
        int place = item.place;
        while (place > 0) {
            Item parent = heap.get((place - 1) / 2);
            if (parent.due <= item.due) {
                break;
            }
            int above = parent.place;
            put(parent, place);
            place = above;
        }
        put(item, place);
    }

    private void down(Item item) {
        int place = item.place;
        while (2 * place + 1 < heap.size()) {
            Item child = heap.get(2 * place + 1);
            if (2 * place + 2 < heap.size() && heap.get(2 * place + 2).due < child.due) {
                child = heap.get(2 * place + 2);
            }
            if (item.due <= child.due) {
                break;
            }
            int below = child.place;
            put(child, place);
            place = below;
        }
        put(item, place);
    }

    private void put(Item item, int place) {
        heap.set(place, item);
        item.place = place;
    }
}
