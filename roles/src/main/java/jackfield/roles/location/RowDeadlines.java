package jackfield.roles.location;

import jackfield.base.Deadlines;
import java.util.Arrays;

/// Row numbers in the order of their deadlines: the heap of [jackfield.base.DeadlineQueue] in
/// arrays of numbers, sixteen bytes a row.
final class RowDeadlines {
    private int[] heap = new int[0];
    private int[] place = new int[0];
    private long[] due = new long[0];
    private int size;

    /// Makes room for rows below `rows`.
    void reach(int rows) {
        heap = Arrays.copyOf(heap, rows);
        place = Arrays.copyOf(place, rows);
        due = Arrays.copyOf(due, rows);
    }

    /// The number of rows that have a deadline.
    int size() {
        return size;
    }

    /// The earliest deadline (ns), or [Deadlines#NEVER] where there is none.
    long earliest() {
        return size == 0 ? Deadlines.NEVER : due[heap[0]];
    }

    /// The row with the earliest deadline; only where there is one.
    int first() {
        return heap[0];
    }

    /// The deadline of a row that has one.
    long of(int row) {
        return due[row];
    }

    /// Gives a row without a deadline its first.
    void add(int row, long deadline) {
        due[row] = deadline;
        rise(row, size++);
    }

    /// Gives a row that has a deadline another.
    void move(int row, long deadline) {
        due[row] = deadline;
        sink(row, rise(row, place[row]));
    }

    /// Takes out a row that has a deadline.
    void remove(int row) {
        int hole = place[row];
        int last = heap[--size];
        if (hole < size) {
            sink(last, rise(last, hole));
        }
    }

    private int rise(int row, int from) {
        int hole = from;
        while (hole > 0 && due[heap[hole - 1 >>> 1]] > due[row]) {
            put(heap[hole - 1 >>> 1], hole);
            hole = hole - 1 >>> 1;
        }
        put(row, hole);
        return hole;
    }

    private void sink(int row, int from) {
        int hole = from;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && due[heap[child + 1]] < due[heap[child]]) {
                child++;
            }
            if (due[heap[child]] >= due[row]) {
                break;
            }
            put(heap[child], hole);
            hole = child;
        }
        put(row, hole);
    }

    private void put(int row, int at) {
        heap[at] = row;
        place[row] = at;
    }
}
