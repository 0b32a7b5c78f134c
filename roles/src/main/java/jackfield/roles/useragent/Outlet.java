package jackfield.roles.useragent;

import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.roles.transactionuser.CallLog;
import jackfield.sip.dialog.DialogId;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.SentBy;
import jackfield.sip.transaction.Timers;
import jackfield.sip.transaction.TransactionId;
import jackfield.sip.transaction.TransactionLayer;
import jackfield.sip.transaction.TransactionOutput;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What calls send by, and where they are filed so that what comes for them is theirs.
final class Outlet {
    /// Whom our Via and Contact name: nobody looks it up (RFC 7118 section 5).
    static final String HOST = "inside.invalid";

    private static final SentBy US = new SentBy(HOST, 0);

    private final TransactionLayer layer;
    private final Outbox<TransactionOutput> queue;
    private final Outbox<AgentOutput> out;
    private final Timers timers;
    private final RandomGenerator random;
    private final Map<DialogId, Line> dialogs = new HashMap<>();
    private final Map<TransactionId, Line> transactions = new HashMap<>();

    /// @param queue takes what the layer gives; it must not act on it at once
    Outlet(
            TransactionLayer layer,
            Outbox<TransactionOutput> queue,
            Outbox<AgentOutput> out,
            Timers timers,
            RandomGenerator random) {
        this.layer = layer;
        this.queue = queue;
        this.out = out;
        this.timers = timers;
        this.random = random;
    }

    Timers timers() {
        return timers;
    }

    RandomGenerator random() {
        return random;
    }

    String tag() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }

    // What is sent

    /// Sends a request; its responses are this line's.
    TransactionId.Client send(Line line, Request request, long now) {
        TransactionId.Client id = send(line.flow(), request, now);
        transactions.put(id, line);
        return id;
    }

    /// Sends a request of no call.
    TransactionId.Client send(Flow flow, Request request, long now) {
        return layer.send(request, flow, US, now, queue);
    }

    void respond(TransactionId.Server id, Response response, long now) {
        layer.respond(id, response, now, queue);
    }

    void acknowledge(Request ack, Flow flow) {
        layer.sendStateless(ack, flow, US, queue);
    }

    /// @param reason the value of the Reason header field; empty for none
    void cancel(TransactionId.Client invite, String reason, long now) {
        List<Headers.Field> fields =
                reason.isEmpty()
                        ? List.of()
                        : List.of(new Headers.Field(HeaderName.REASON, reason));
        layer.cancel(invite, fields, now, queue);
    }

    void tell(Consumer<SipCalls.Events> event) {
        out.put(new AgentOutput.Tell(event));
    }

    void log(String callId, String text) {
        out.put(new AgentOutput.Log(callId, CallLog.Level.INFO, text));
    }

    // What is whose

    /// An INVITE of a peer is this line's.
    void file(TransactionId.Server invite, Line line) {
        transactions.put(invite, line);
    }

    void file(DialogId dialog, Line line) {
        dialogs.put(dialog, line);
    }

    void forget(DialogId dialog) {
        dialogs.remove(dialog);
    }

    @Nullable Line line(TransactionId id) {
        return transactions.get(id);
    }

    @Nullable Line line(DialogId id) {
        return dialogs.get(id);
    }

    void ended(TransactionId id) {
        transactions.remove(id);
    }

    int dialogCount() {
        return dialogs.size();
    }
}
