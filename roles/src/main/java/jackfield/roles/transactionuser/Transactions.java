package jackfield.roles.transactionuser;

import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionId;
import jackfield.sip.transaction.TransactionLayer;
import jackfield.sip.transaction.TransactionOutput;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/// The transaction layer as its users on one shard share it: what it gives goes to the shard's
/// queue, each Via names us as the flow's peer knows us, each answer has a To tag.
public final class Transactions {
    private final TransactionLayer layer;
    private final Outbox<TransactionOutput> queue;
    private final Addresses addresses;
    private final RandomGenerator random;
    private final Refusals refusals;

    /// Told of each INVITE outside a dialog that was refused here; a challenge is no refusal.
    @FunctionalInterface
    public interface Refusals {
        /// `response` says what was asked by whom, and why not.
        void refused(Response response, long now);
    }

    /// @param queue takes what the layer gives; it must not act on it at once
    /// @param random makes tags: a cryptographic one in production
    /// @param refusals told of calls refused here
    public Transactions(
            TransactionLayer layer,
            Outbox<TransactionOutput> queue,
            Addresses addresses,
            RandomGenerator random,
            Refusals refusals) {
        this.layer = layer;
        this.queue = queue;
        this.addresses = addresses;
        this.random = random;
        this.refusals = refusals;
    }

    /// Answers a peer's request as it stands.
    public void respond(TransactionId.Server server, Response response, long now) {
        layer.respond(server, response, now, queue);
    }

    /// Answers with a response of our own, which gets a To tag where the request had none.
    public void answer(TransactionId.Server server, Response response, long now) {
        if (server.method().equals(Method.INVITE)
                && response.status() >= 300
                && response.status() != 401
                && response.status() != 407
                && response.headers().to().tag() == null) {
            refusals.refused(response, now);
        }
        respond(server, tagged(response), now);
    }

    /// Answers what anybody may ask for with a response of our own, and keeps nothing of it
    /// ([TransactionLayer#refuse]).
    public void challenge(TransactionId.Server server, Response response, long now) {
        layer.refuse(server, response, now, queue);
    }

    /// Says 100 to an INVITE that will take its time, if nothing was said yet; nothing to others.
    public void trying(TransactionId.Server invite) {
        layer.trying(invite, queue);
    }

    /// `response` with a To tag of ours where it has none (RFC 3261 section 8.2.6.2).
    public Response tagged(Response response) {
        NameAddr to = response.headers().to();
        return to.tag() != null || response.status() == 100
                ? response
                : response.with(HeaderName.TO, to.with("tag", tag()).toString());
    }

    /// A fresh tag: 64 bits (RFC 3261 section 19.3 wants 32).
    public String tag() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }

    /// A fresh branch.
    public String branch() {
        return layer.branch();
    }

    /// Sends a request with a branch of [#branch()].
    public TransactionId.Client send(Request request, Flow flow, String branch, long now) {
        return layer.send(request, flow, addresses.advertised(flow), branch, now, queue);
    }

    /// Sends an ACK on.
    public void acknowledge(Request ack, Flow flow) {
        layer.sendStateless(ack, flow, addresses.advertised(flow), queue);
    }

    /// Cancels an INVITE of ours; `reason` is the value of the Reason header field (RFC 3326).
    public void cancel(TransactionId.Client client, List<String> reasons, long now) {
        layer.cancel(
                client,
                reasons.stream().map(text -> new Headers.Field(HeaderName.REASON, text)).toList(),
                now,
                queue);
    }
}
