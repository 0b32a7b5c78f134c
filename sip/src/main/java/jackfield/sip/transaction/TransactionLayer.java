package jackfield.sip.transaction;

import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.base.Transport;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.Via;
import jackfield.sip.message.ViaWindow;
import jackfield.sip.transaction.TransactionOutput.Ack;
import jackfield.sip.transaction.TransactionOutput.Cancelled;
import jackfield.sip.transaction.TransactionOutput.Ended;
import jackfield.sip.transaction.TransactionOutput.NewRequest;
import jackfield.sip.transaction.TransactionOutput.Send;
import jackfield.sip.transaction.TransactionOutput.Stray;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The transaction layer of one signalling shard (RFC 3261 section 17): it absorbs retransmissions,
/// makes its own, and turns messages into events for the transaction user.
///
/// One writer, no clock: `now` is nanoseconds since the node started.
public final class TransactionLayer {
    private static final int OK = 200;
    private static final int NO_SUCH_TRANSACTION = 481;
    private static final int OVERLOADED = 503;

    private final RandomGenerator random;
    private final Timers timing;
    private final TransactionPolicy policy;
    private final TransactionTable table;
    private final ViaWindow via = new ViaWindow();

    /// The To tag of answers without a transaction: by it their ACK is known (RFC 3261 section
    /// 8.2.7).
    private final String statelessTag;

    private long refused;
    private long malformed;

    /// A layer with the default [TransactionPolicy].
    ///
    /// @param random makes branches and tags: a cryptographic one in production
    /// @param timing T1, T2 and T4
    public TransactionLayer(RandomGenerator random, Timers timing) {
        this(random, timing, TransactionPolicy.DEFAULT);
    }

    /// A layer with a policy of its own.
    public TransactionLayer(RandomGenerator random, Timers timing, TransactionPolicy policy) {
        this.random = random;
        this.timing = timing;
        this.policy = policy;
        table = new TransactionTable(random);
        this.statelessTag = token();
    }

    /// One message that came on `flow`, whole and valid as the parser gives it.
    public void receive(Message message, Flow flow, long now, Outbox<TransactionOutput> out) {
        if (!via.open(message.headers())) {
            malformed++;
            return;
        }
        switch (message) {
            case Response response -> receive(response, flow, now, out);
            case Request request when request.is(Method.ACK) ->
                    acknowledge(request, flow, now, out);
            case Request request when request.is(Method.CANCEL) -> cancelled(request, flow, out);
            case Request request -> receive(request, flow, now, out);
        }
    }

    /// The transaction of a request with the top Via that is open.
    private @Nullable Transaction server(Request request, Method method, Flow flow) {
        return via.hasCookie()
                ? table.server(via, method, flow)
                : table.find(ServerKey.of(request, via, method, flow));
    }

    private void receive(Request request, Flow flow, long now, Outbox<TransactionOutput> out) {
        switch (server(request, request.method(), flow)) {
            case InviteServerTransaction known -> {
                known.receive(new InviteServerTransaction.Input.Invite(), now, out);
                settle(known, out);
            }
            case NonInviteServerTransaction known -> {
                known.receive(new NonInviteServerTransaction.Input.Repeated(), now, out);
                settle(known, out);
            }
            case null, default -> open(request, flow, now, out);
        }
    }

    private void open(Request bare, Flow flow, long now, Outbox<TransactionOutput> out) {
        TransactionId.Server id = ServerKey.of(bare, via, bare.method(), flow);
        Request request = TopVia.stamp(bare, flow);
        Flow back = TopVia.back(bare, flow);
        if (isFull(request)) {
            refused++;
            Response busy = stateless(request, OVERLOADED, null);
            out.put(new Send(back, retryAfter(busy)));
            return;
        }
        if (request.is(Method.INVITE)) {
            InviteServerTransaction opened = new InviteServerTransaction(id, request, back, timing);
            table.add(opened);
            opened.start(policy.trying(), now, out);
            settle(opened, out);
        } else {
            NonInviteServerTransaction opened =
                    new NonInviteServerTransaction(id, request, back, timing);
            table.add(opened);
            opened.start(now);
            settle(opened, out);
        }
        out.put(new NewRequest(id, request, flow));
    }

    private boolean isFull(Request request) {
        int most = policy.mostTransactions();
        return inFlight() >= (request.headers().to().tag() == null ? most : most + most / 8);
    }

    private Response retryAfter(Response response) {
        return response.with(HeaderName.RETRY_AFTER, Integer.toString(policy.retryAfterSeconds()));
    }

    private void acknowledge(Request ack, Flow flow, long now, Outbox<TransactionOutput> out) {
        if (server(ack, Method.INVITE, flow) instanceof InviteServerTransaction known) {
            Request stamped = TopVia.stamp(ack, flow);
            known.receive(new InviteServerTransaction.Input.Acked(stamped, flow), now, out);
            settle(known, out);
        } else if (!statelessTag.equals(ack.headers().to().tag())) {
            out.put(new Ack(TopVia.stamp(ack, flow), flow));
        }
    }

    /// A CANCEL is answered without a machine of its own: a repeated one gets the same answer (RFC
    /// 3261 section 9.2).
    private void cancelled(Request bare, Flow flow, Outbox<TransactionOutput> out) {
        Request cancel = TopVia.stamp(bare, flow);
        Flow back = TopVia.back(bare, flow);
        if (server(bare, Method.INVITE, flow) instanceof InviteServerTransaction known) {
            out.put(new Send(back, stateless(cancel, OK, known.localTag())));
            if (known.cancel()) {
                out.put(new Cancelled(known.id(), cancel));
            }
        } else {
            out.put(new Send(back, stateless(cancel, NO_SUCH_TRANSACTION, null)));
        }
    }

    private Response stateless(Request request, int status, @Nullable String tag) {
        Response response = Response.to(request, status);
        NameAddr to = request.headers().to();
        return to.tag() != null
                ? response
                : response.with(
                        HeaderName.TO, to.with("tag", tag == null ? statelessTag : tag).toString());
    }

    private void receive(Response response, Flow flow, long now, Outbox<TransactionOutput> out) {
        Transaction known = table.client(via, response.headers().cseq().method());
        Outbox<TransactionOutput> heard = known == null ? out : heard(known, out);
        switch (known) {
            case InviteClientTransaction client -> {
                client.receive(
                        new InviteClientTransaction.Input.Answered(response.popVia(), flow),
                        now,
                        heard);
                sendCancel(client, now, out);
                settle(client, out);
            }
            case NonInviteClientTransaction client -> {
                client.receive(
                        new NonInviteClientTransaction.Input.Answered(response.popVia(), flow),
                        now,
                        heard);
                settle(client, out);
            }
            case null, default -> out.put(new Stray(response, flow));
        }
    }

    /// The transaction user's answer, with the peer's Vias on it as `Response.to` copies them. It
    /// goes back on the request's flow. After the end of the transaction it is dropped. Further 2xx
    /// to an INVITE are sent too; of other final responses only the first counts.
    public void respond(
            TransactionId.Server server,
            Response response,
            long now,
            Outbox<TransactionOutput> out) {
        switch (table.find(server)) {
            case InviteServerTransaction known -> {
                known.receive(new InviteServerTransaction.Input.Respond(response), now, out);
                settle(known, out);
            }
            case NonInviteServerTransaction known -> {
                known.receive(new NonInviteServerTransaction.Input.Respond(response), now, out);
                settle(known, out);
            }
            case null, default -> {}
        }
    }

    /// Says 100 to an INVITE, if nothing was said yet.
    public void trying(TransactionId.Server invite, Outbox<TransactionOutput> out) {
        if (table.find(invite) instanceof InviteServerTransaction known) {
            known.trying(out);
        }
    }

    /// Refuses a request in a way that costs no memory: it is answered and forgotten, and the same
    /// request once more is a new one, with an answer of its own (RFC 3261 section 8.2.7). For
    /// answers that anybody can ask for and that may be made again, as challenges are. The ACK that
    /// follows is known by its To tag; so a request inside a dialog is answered as ever.
    ///
    /// @param response without a tag in To, unless the request had one
    public void refuse(
            TransactionId.Server server,
            Response response,
            long now,
            Outbox<TransactionOutput> out) {
        Transaction known = table.find(server);
        NameAddr to = response.headers().to();
        if (known == null || to.tag() != null) {
            respond(server, response, now, out);
            return;
        }
        if (known instanceof InviteServerTransaction invite && invite.hasSpoken()) {
            // Who has heard a 100 repeats its INVITE no more, so the answer must be repeated.
            String tag = token();
            respond(server, response.with(HeaderName.TO, to.with("tag", tag).toString()), now, out);
            return;
        }
        table.remove(known);
        out.put(
                new Send(
                        known.flow(),
                        response.with(HeaderName.TO, to.with("tag", statelessTag).toString())));
        out.put(new Ended(server));
    }

    /// Opens a client transaction: pushes our Via with a fresh branch and sends.
    ///
    /// @param request without our Via; never an ACK or a CANCEL
    /// @param flow the way to the next hop
    /// @param sentBy what our Via names
    public TransactionId.Client send(
            Request request, Flow flow, SentBy sentBy, long now, Outbox<TransactionOutput> out) {
        return send(request, flow, sentBy, branch(), now, out);
    }

    /// The same with a branch that the caller chose: from [#branch()], with more behind it or not;
    /// never one that was used before.
    public TransactionId.Client send(
            Request request,
            Flow flow,
            SentBy sentBy,
            String branch,
            long now,
            Outbox<TransactionOutput> out) {
        TransactionId.Client id = new TransactionId.Client(branch, request.method());
        if (request.is(Method.ACK) || request.is(Method.CANCEL) || table.find(id) != null) {
            throw new IllegalArgumentException("no new transaction: " + id);
        }
        Request sent = request.push(via(flow, sentBy, branch));
        if (request.is(Method.INVITE)) {
            InviteClientTransaction opened = new InviteClientTransaction(id, sent, flow, timing);
            table.add(opened);
            opened.start(now, out);
            settle(opened, out);
        } else {
            open(new NonInviteClientTransaction(id, sent, flow, timing), now, out);
        }
        return id;
    }

    private void open(NonInviteClientTransaction opened, long now, Outbox<TransactionOutput> out) {
        table.add(opened);
        opened.start(now, out);
        settle(opened, out);
    }

    /// Over UDP our Via asks for `rport`: the way through a NAT on our side (RFC 3581 section 3).
    private static Via via(Flow flow, SentBy sentBy, String branch) {
        Via via = Via.of(flow.transport(), sentBy.host(), sentBy.port(), branch);
        return flow.transport() == Transport.UDP ? via.with("rport", null) : via;
    }

    /// A fresh branch, magic cookie included.
    public String branch() {
        return Via.MAGIC_COOKIE + token();
    }

    private String token() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextInt());
    }

    /// Cancels an INVITE of ours (RFC 3261 section 9.1): the CANCEL waits for a provisional
    /// response, and is not sent once there is a final one. The transaction goes on until its final
    /// response, 64*T1 after the CANCEL at most. A second call changes nothing.
    ///
    /// @param reasonHeaders header fields for the CANCEL, such as Reason (RFC 3326)
    public void cancel(
            TransactionId.Client client,
            List<Headers.Field> reasonHeaders,
            long now,
            Outbox<TransactionOutput> out) {
        if (table.find(client) instanceof InviteClientTransaction known) {
            known.cancel(reasonHeaders);
            sendCancel(known, now, out);
            settle(known, out);
        }
    }

    private void sendCancel(
            InviteClientTransaction invite, long now, Outbox<TransactionOutput> out) {
        Request cancel = invite.takeCancel(now);
        if (cancel != null) {
            TransactionId.Client id = new TransactionId.Client(invite.id().branch(), Method.CANCEL);
            open(new NonInviteClientTransaction(id, cancel, invite.flow(), timing), now, out);
        }
    }

    /// Sends a request outside any transaction, with our Via and a fresh branch: the ACK of a 2xx,
    /// our own or a forwarded one.
    public void sendStateless(
            Request request, Flow flow, SentBy sentBy, Outbox<TransactionOutput> out) {
        out.put(new Send(flow, request.push(via(flow, sentBy, branch()))));
    }

    /// The flow is gone: a connection closed, which ends all that runs on it; or a datagram came
    /// back as undeliverable, which ends client transactions only (RFC 6026 on section 17.2.4).
    public void flowLost(Flow flow, long now, Outbox<TransactionOutput> out) {
        for (Transaction transaction : table.on(flow)) {
            transaction.lost(now, heard(transaction, out));
            settle(transaction, out);
        }
    }

    /// Fires every timer that is due at `now`.
    public void wake(long now, Outbox<TransactionOutput> out) {
        for (Transaction due = table.take(now); due != null; due = table.take(now)) {
            due.wake(now, heard(due, out));
            settle(due, out);
        }
    }

    /// Files the machine after a step: with its new deadline, or not any more.
    private void settle(Transaction transaction, Outbox<TransactionOutput> out) {
        if (transaction.isTerminated()) {
            table.remove(transaction);
            heard(transaction, out).put(new Ended(transaction.id()));
        } else {
            table.moved(transaction);
        }
    }

    /// Nobody above knows our CANCELs; of them only what is to be sent leaves the layer.
    private static Outbox<TransactionOutput> heard(
            Transaction transaction, Outbox<TransactionOutput> out) {
        if (!transaction.id().method().equals(Method.CANCEL)) {
            return out;
        }
        return output -> {
            if (output instanceof Send) {
                out.put(output);
            }
        };
    }

    /// When to wake next (ns), or [jackfield.base.Deadlines#NEVER].
    public long deadline() {
        return table.deadline();
    }

    /// Open transactions, both sides together, in any state.
    public int inFlight() {
        return table.servers() + table.clients();
    }

    /// Open server transactions.
    public int servers() {
        return table.servers();
    }

    /// Open client transactions, CANCELs included.
    public int clients() {
        return table.clients();
    }

    /// Requests answered 503 since the start because the table was full.
    public long refused() {
        return refused;
    }

    /// Messages dropped since the start because their top Via could not be read.
    public long malformed() {
        return malformed;
    }

    /// Links followed to find transactions since the start.
    long steps() {
        return table.steps();
    }

    /// True while the transaction is open.
    public boolean isOpen(TransactionId id) {
        return table.find(id) != null;
    }
}
