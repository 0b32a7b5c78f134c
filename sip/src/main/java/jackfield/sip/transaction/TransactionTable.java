package jackfield.sip.transaction;

import jackfield.base.DeadlineQueue;
import jackfield.base.Flow;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The open transactions: by id, by flow, and in the order of their deadlines.
final class TransactionTable {
    private final Map<TransactionId.Server, Transaction> servers = new HashMap<>();
    private final Map<TransactionId.Client, Transaction> clients = new HashMap<>();
    private final Map<Flow, Set<Transaction>> onFlow = new HashMap<>();
    private final DeadlineQueue<Transaction> queue = new DeadlineQueue<>();

    @Nullable Transaction find(TransactionId id) {
        return switch (id) {
            case TransactionId.Server server -> servers.get(server);
            case TransactionId.Client client -> clients.get(client);
        };
    }

    void add(Transaction transaction) {
        switch (transaction.id()) {
            case TransactionId.Server server -> servers.put(server, transaction);
            case TransactionId.Client client -> clients.put(client, transaction);
        }
        onFlow.computeIfAbsent(transaction.flow(), _ -> new LinkedHashSet<>(2)).add(transaction);
    }

    void remove(Transaction transaction) {
        switch (transaction.id()) {
            case TransactionId.Server server -> servers.remove(server);
            case TransactionId.Client client -> clients.remove(client);
        }
        queue.remove(transaction);
        onFlow.computeIfPresent(
                transaction.flow(),
                (_, all) -> {
                    all.remove(transaction);
                    return all.isEmpty() ? null : all;
                });
    }

    /// Takes note that the machine's timers moved.
    void moved(Transaction transaction) {
        queue.set(transaction, transaction.deadline());
    }

    /// A machine with a due timer, or null. It is out of the queue until it has [#moved].
    @Nullable Transaction take(long now) {
        return queue.take(now);
    }

    List<Transaction> on(Flow flow) {
        Set<Transaction> all = onFlow.get(flow);
        return all == null ? List.of() : List.copyOf(all);
    }

    long deadline() {
        return queue.earliest();
    }

    int servers() {
        return servers.size();
    }

    int clients() {
        return clients.size();
    }
}
