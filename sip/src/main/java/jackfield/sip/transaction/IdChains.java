package jackfield.sip.transaction;

import org.jspecify.annotations.Nullable;

/// A hash table of transactions by id, chained through the transactions themselves.
final class IdChains {
    private @Nullable Transaction[] heads = new @Nullable Transaction[256];
    private int size;
    private long steps;

    /// The first transaction that may have this hash.
    @Nullable Transaction first(int hash) {
        Transaction head = heads[hash & heads.length - 1];
        steps += head == null ? 0 : 1;
        return head;
    }

    /// The one behind `transaction` in its chain.
    @Nullable Transaction next(Transaction transaction) {
        Transaction next = transaction.nextById;
        steps += next == null ? 0 : 1;
        return next;
    }

    void add(Transaction transaction) {
        if (size == heads.length) {
            grow();
        }
        put(transaction);
        size++;
    }

    private void put(Transaction transaction) {
        int place = transaction.idHash & heads.length - 1;
        transaction.nextById = heads[place];
        heads[place] = transaction;
    }

    private void grow() {
        @Nullable Transaction[] old = heads;
        heads = new @Nullable Transaction[2 * old.length];
        for (Transaction each : old) {
            while (each != null) {
                Transaction next = each.nextById;
                put(each);
                each = next;
            }
        }
    }

    /// Takes out a transaction that is in.
    void remove(Transaction transaction) {
        int place = transaction.idHash & heads.length - 1;
        Transaction before = null;
        Transaction each = heads[place];
        while (each != null && each != transaction) {
            before = each;
            each = each.nextById;
            steps++;
        }
        if (each == null) {
            return;
        }
        if (before == null) {
            heads[place] = each.nextById;
        } else {
            before.nextById = each.nextById;
        }
        each.nextById = null;
        size--;
    }

    int size() {
        return size;
    }

    long steps() {
        return steps;
    }
}
