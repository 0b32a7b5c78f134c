package jackfield.roles.upstream;

import jackfield.base.Flow;
import jackfield.roles.transactionuser.Agenda;
import jackfield.roles.transactionuser.NextHop;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The REGISTERs that are on their way up, each with a deadline of its own: whatever the
/// transaction layer, a name server or a peer does or leaves, each comes to an end.
final class Errands {
    private final Transactions transactions;
    private final Above above;
    private final long answerTime;
    private final Map<TransactionId.Client, Errand> byClient = new HashMap<>();
    private final Agenda<Errand> deadlines = new Agenda<>();

    Errands(Transactions transactions, Above above, long answerTime) {
        this.transactions = transactions;
        this.above = above;
        this.answerTime = answerTime;
    }

    int size() {
        return byClient.size();
    }

    void start(Errand errand, long now) {
        deadlines.set(errand, now + answerTime);
        above.locator()
                .locate(
                        errand.next,
                        now,
                        (servers, at) -> {
                            if (errand.located(servers)) {
                                next(errand, at);
                            }
                        });
    }

    /// Sends to the next server; where there is none, the errand has failed.
    private void next(Errand errand, long now) {
        leave(errand);
        for (NextHop server = errand.server(); server != null; server = errand.server()) {
            Flow flow = above.flows().to(server.transport(), null, server.remote());
            if (flow == null) {
                errand.note("no way to " + server.remote());
                continue;
            }
            TransactionId.Client client =
                    transactions.send(errand.on(flow), flow, transactions.branch(), now);
            errand.client = client;
            byClient.put(client, errand);
            deadlines.set(errand, now + answerTime);
            errand.note("no answer from " + server.remote());
            return;
        }
        deadlines.stop(errand);
        errand.fail(now);
    }

    private void leave(Errand errand) {
        if (errand.client != null) {
            byClient.remove(errand.client);
            errand.client = null;
        }
    }

    boolean received(TransactionId.Client client, Response response, long now) {
        Errand errand = byClient.get(client);
        if (errand == null) {
            return false;
        }
        if (!response.isFinal()) {
            return true;
        }
        if (response.status() == 503 || response.status() == 408) {
            errand.note(response.status() + " " + response.reason());
            next(errand, now);
        } else {
            deadlines.stop(errand);
            leave(errand);
            errand.answered(response, now);
        }
        return true;
    }

    /// The server of a transaction can't be asked.
    boolean gone(TransactionId.Client client, @Nullable String why, long now) {
        Errand errand = byClient.get(client);
        if (errand == null) {
            return false;
        }
        if (why != null) {
            errand.note(why);
        }
        next(errand, now);
        return true;
    }

    void ended(TransactionId.Client client) {
        byClient.remove(client);
    }

    void wake(long now) {
        for (Errand late = deadlines.take(now); late != null; late = deadlines.take(now)) {
            if (!late.isOver()) {
                next(late, now);
            }
        }
    }

    long deadline() {
        return deadlines.earliest();
    }
}
