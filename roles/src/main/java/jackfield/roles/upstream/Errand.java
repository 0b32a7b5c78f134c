package jackfield.roles.upstream;

import jackfield.base.Flow;
import jackfield.roles.transactionuser.NextHop;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.TransactionId;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One REGISTER on its way up: to the first server that answers (RFC 3263 section 4.3). It ends
/// with one call of its [Sender], whatever happens.
final class Errand {
    /// Who waits for what comes of it.
    interface Sender {
        /// A final response of a server that is well.
        void answered(Response response, long now);

        /// No server of the registrar answers.
        void failed(String why, long now);
    }

    private static final int MOST_SERVERS = 4;

    final SipUri next;
    private final Function<Flow, Request> request;
    private final Sender sender;
    private List<NextHop> servers = List.of();
    private int tried;
    private String why = "";
    private boolean over;
    TransactionId.@Nullable Client client;

    /// @param next whose servers are asked
    /// @param request what goes out on a flow: its Contact says how we are reached there
    Errand(SipUri next, Function<Flow, Request> request, Sender sender) {
        this.next = next;
        this.request = request;
        this.sender = sender;
    }

    boolean isOver() {
        return over;
    }

    /// Takes what was found; true where it is to be sent now.
    boolean located(List<NextHop> found) {
        if (over || client != null || !servers.isEmpty()) {
            return false;
        }
        servers = found.subList(0, Math.min(MOST_SERVERS, found.size()));
        why = "no server found for " + next.host();
        return true;
    }

    /// The next server to try; null where all were.
    @Nullable NextHop server() {
        return tried < servers.size() ? servers.get(tried++) : null;
    }

    Request on(Flow flow) {
        return request.apply(flow);
    }

    void note(String trouble) {
        why = trouble;
    }

    void fail(long now) {
        if (!over) {
            over = true;
            sender.failed(why.isEmpty() ? "no answer from the name servers" : why, now);
        }
    }

    void answered(Response response, long now) {
        if (!over) {
            over = true;
            sender.answered(response, now);
        }
    }
}
