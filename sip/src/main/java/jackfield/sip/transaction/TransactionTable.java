package jackfield.sip.transaction;

import jackfield.base.DeadlineQueue;
import jackfield.base.Flow;
import jackfield.base.KeyedHash;
import jackfield.sip.message.Method;
import jackfield.sip.message.ViaWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The open transactions: by id, by flow, and in the order of their deadlines. Branches and
/// addresses are a stranger's choice, so the hash has a key. A message finds its transaction
/// without anything being made.
final class TransactionTable {
    private final IdChains servers = new IdChains();
    private final IdChains clients = new IdChains();
    private final FlowChains flows = new FlowChains();
    private final DeadlineQueue<Transaction> queue = new DeadlineQueue<>();
    private final KeyedHash hash;

    TransactionTable(RandomGenerator random) {
        hash = new KeyedHash(random);
    }

    @Nullable Transaction find(TransactionId id) {
        int key = hash(id);
        IdChains chains = of(id);
        Transaction found = chains.first(key);
        while (found != null && !(found.idHash == key && found.id().equals(id))) {
            found = chains.next(found);
        }
        return found;
    }

    /// The server transaction of a request with this top Via, whose branch has the cookie.
    @Nullable Transaction server(ViaWindow via, Method method, Flow flow) {
        hash.begin();
        via.addBranchTo(hash);
        hash.add(0);
        via.addSentByTo(hash);
        int key = hash.add(flow.id()).add(method.name()).end();
        Transaction found = servers.first(key);
        while (found != null && !(found.idHash == key && isServer(found, via, method, flow))) {
            found = servers.next(found);
        }
        return found;
    }

    private static boolean isServer(Transaction found, ViaWindow via, Method method, Flow flow) {
        return found.id() instanceof TransactionId.Server id
                && id.flow() == flow.id()
                && id.method().equals(method)
                && via.isBranch(id.branch())
                && via.isSentBy(id.sentBy());
    }

    /// The client transaction of a response with this top Via.
    @Nullable Transaction client(ViaWindow via, Method method) {
        hash.begin();
        via.addBranchTo(hash);
        int key = hash.add(0).add(method.name()).end();
        Transaction found = clients.first(key);
        while (found != null && !(found.idHash == key && isClient(found, via, method))) {
            found = clients.next(found);
        }
        return found;
    }

    private static boolean isClient(Transaction found, ViaWindow via, Method method) {
        return found.id() instanceof TransactionId.Client id
                && id.method().equals(method)
                && via.isBranch(id.branch());
    }

    private int hash(TransactionId id) {
        return switch (id) {
            case TransactionId.Server server ->
                    hash.begin()
                            .add(server.branch())
                            .add(0)
                            .add(server.sentBy())
                            .add(server.flow())
                            .add(server.method().name())
                            .end();
            case TransactionId.Client client ->
                    hash.begin().add(client.branch()).add(0).add(client.method().name()).end();
        };
    }

    private int hash(Flow flow) {
        return hash.begin()
                .add(flow.id())
                .add(flow.remote().high())
                .add(flow.remote().low())
                .add((long) flow.remote().port())
                .end();
    }

    private IdChains of(TransactionId id) {
        return switch (id) {
            case TransactionId.Server _ -> servers;
            case TransactionId.Client _ -> clients;
        };
    }

    void add(Transaction transaction) {
        transaction.idHash = hash(transaction.id());
        of(transaction.id()).add(transaction);
        transaction.flowHash = hash(transaction.flow());
        flows.add(transaction);
    }

    void remove(Transaction transaction) {
        of(transaction.id()).remove(transaction);
        flows.remove(transaction);
        queue.remove(transaction);
    }

    /// Takes note that the machine's timers moved.
    void moved(Transaction transaction) {
        queue.set(transaction, transaction.deadline());
    }

    /// A machine with a due timer, or null. It is out of the queue until it has [#moved].
    @Nullable Transaction take(long now) {
        return queue.take(now);
    }

    /// Every transaction on `flow`, the oldest first.
    List<Transaction> on(Flow flow) {
        int key = hash(flow);
        List<Transaction> found = new ArrayList<>();
        for (Transaction each = flows.first(key); each != null; each = each.nextByFlow) {
            if (each.flowHash == key && each.flow().equals(flow)) {
                found.add(each);
            }
        }
        return found.reversed();
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

    /// How many links were followed since the start: what a flood of one hash would make grow.
    long steps() {
        return servers.steps() + clients.steps();
    }
}
