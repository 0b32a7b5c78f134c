package jackfield.sip.transaction;

import org.jspecify.annotations.Nullable;

/// The transactions of each flow, chained through the transactions themselves, the youngest first.
/// One flow may have most of them: taking one out does not look for it.
final class FlowChains {
    private @Nullable Transaction[] heads = new @Nullable Transaction[256];
    private int size;

    /// The first transaction whose flow may have this hash; the others follow.
    @Nullable Transaction first(int hash) {
        return heads[hash & heads.length - 1];
    }

    void add(Transaction transaction) {
        if (size == heads.length) {
            grow();
        }
        put(transaction);
        size++;
    }

    private void put(Transaction transaction) {
        int place = transaction.flowHash & heads.length - 1;
        Transaction head = heads[place];
        transaction.nextByFlow = head;
        transaction.previousByFlow = null;
        if (head != null) {
            head.previousByFlow = transaction;
        }
        heads[place] = transaction;
    }

    /// Every chain is gone through from its end, so that the order stays.
    private void grow() {
        @Nullable Transaction[] old = heads;
        heads = new @Nullable Transaction[2 * old.length];
        for (Transaction head : old) {
            Transaction last = head;
            while (last != null && last.nextByFlow != null) {
                last = last.nextByFlow;
            }
            while (last != null) {
                Transaction previous = last.previousByFlow;
                put(last);
                last = previous;
            }
        }
    }

    /// Takes out a transaction that is in.
    void remove(Transaction transaction) {
        Transaction next = transaction.nextByFlow;
        Transaction previous = transaction.previousByFlow;
        if (previous == null) {
            heads[transaction.flowHash & heads.length - 1] = next;
        } else {
            previous.nextByFlow = next;
        }
        if (next != null) {
            next.previousByFlow = previous;
        }
        transaction.nextByFlow = null;
        transaction.previousByFlow = null;
        size--;
    }
}
