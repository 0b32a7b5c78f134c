package jackfield.roles.location;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// Finds rows by a key that the rows themselves hold: a hash table of row numbers, in arrays of
/// numbers, about twenty bytes a row. Rows of one key stand in a ring, in the order they were
/// added, and only the first of them is in the table: however many share a key, adding and removing
/// one costs the same.
///
/// The caller hashes, with a key of its own where strangers choose what is hashed, and says whether
/// a row has the key that is looked for.
final class RowIndex {
    /// No row.
    static final int NONE = -1;

    private int[] heads = new int[64];
    private int[] hashes = new int[0];
    private int[] chain = new int[0];
    private int[] before = new int[0];
    private int[] after = new int[0];
    private int keys;

    RowIndex() {
        Arrays.fill(heads, NONE);
    }

    /// Makes room for rows below `rows`.
    void reach(int rows) {
        hashes = Arrays.copyOf(hashes, rows);
        chain = Arrays.copyOf(chain, rows);
        before = Arrays.copyOf(before, rows);
        after = Arrays.copyOf(after, rows);
    }

    /// The first row of the key that hashes to `hash` and that `matches` knows; or [#NONE].
    int first(int hash, IntPredicate matches) {
        int row = heads[bucket(hash)];
        while (row != NONE && !(hashes[row] == hash && matches.test(row))) {
            row = chain[row];
        }
        return row;
    }

    /// The row behind `row` in the ring that begins with `first`; [#NONE] behind the last.
    int next(int row, int first) {
        return after[row] == first ? NONE : after[row];
    }

    /// The last row of the ring that begins with `first`.
    int last(int first) {
        return before[first];
    }

    /// The row in front of `row` in the ring that begins with `first`; [#NONE] in front of that.
    int previous(int row, int first) {
        return row == first ? NONE : before[row];
    }

    /// Adds `row` as the last of the ring that begins with `first`; alone where that is [#NONE].
    void add(int row, int hash, int first) {
        hashes[row] = hash;
        if (first != NONE) {
            int last = before[first];
            before[row] = last;
            after[row] = first;
            after[last] = row;
            before[first] = row;
            return;
        }
        before[row] = row;
        after[row] = row;
        keys++;
        if (keys > heads.length) {
            widen();
        }
        push(row);
    }

    /// Takes `row` out.
    void remove(int row) {
        int bucket = bucket(hashes[row]);
        int previous = NONE;
        int at = heads[bucket];
        while (at != NONE && at != row) {
            previous = at;
            at = chain[at];
        }
        if (at == row) {
            int heir = after[row] == row ? chain[row] : after[row];
            if (after[row] == row) {
                keys--;
            } else {
                chain[heir] = chain[row];
            }
            if (previous == NONE) {
                heads[bucket] = heir;
            } else {
                chain[previous] = heir;
            }
        }
        after[before[row]] = after[row];
        before[after[row]] = before[row];
    }

    /// The number of different keys.
    int keys() {
        return keys;
    }

    private int bucket(int hash) {
        return hash & heads.length - 1;
    }

    private void push(int row) {
        int bucket = bucket(hashes[row]);
        chain[row] = heads[bucket];
        heads[bucket] = row;
    }

    private void widen() {
        int[] old = heads;
        heads = new int[2 * old.length];
        Arrays.fill(heads, NONE);
        for (int head : old) {
            int row = head;
            while (row != NONE) {
                int next = chain[row];
                push(row);
                row = next;
            }
        }
    }
}
