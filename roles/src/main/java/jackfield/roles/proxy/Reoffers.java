package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.transactionuser.Agenda;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Offers to a party in the name of the other one: the relay that passed the first offer died
/// before the answer, another one took over, and the party that answered sends its media to a dead
/// address until it is told (RFC 3261 section 14.1).
final class Reoffers {
    /// Time for the ACK of the answer to pass before the next INVITE (ns).
    private static final long FIRST = 200_000_000L;

    /// After 491, as one who does not own the Call-ID and one who does would both be clear of.
    private static final long AGAIN = 2_100_000_000L;

    private static final int MOST_TRIES = 5;
    private static final String DEAD = "SIP;cause=480;text=\"Media lost\"";

    /// An offer that somebody has to get.
    private static final class Reoffer {
        private final Exchange exchange;
        private final byte[] offer;
        private int tries;

        /// The number of the INVITE that it went out with.
        private long cseq;

        Reoffer(Exchange exchange, byte[] offer) {
            this.exchange = exchange;
            this.offer = offer;
        }
    }

    /// @param from in whose name
    /// @param to who is offered
    private record Ends(Call call, CallSide from, CallSide to) {}

    private final Calls calls;
    private final Transactions transactions;
    private final Surroundings surroundings;
    private final Agenda<Reoffer> due = new Agenda<>();
    private final Map<TransactionId.Client, Reoffer> sent = new HashMap<>();

    Reoffers(Calls calls, Transactions transactions, Surroundings surroundings) {
        this.calls = calls;
        this.transactions = transactions;
        this.surroundings = surroundings;
    }

    /// One who answered is to be offered this.
    void moved(Exchange exchange, byte[] offer, long now) {
        if (calls.get(exchange.callId()) != null) {
            due.set(new Reoffer(exchange, offer), now + FIRST);
        }
    }

    void wake(long now) {
        for (Reoffer next = due.take(now); next != null; next = due.take(now)) {
            send(next, now);
        }
    }

    /// When to wake next (ns), or [Deadlines#NEVER].
    long deadline() {
        return due.earliest();
    }

    private @Nullable Ends ends(Reoffer reoffer) {
        Call call = calls.get(reoffer.exchange.callId());
        CallSide callee = call == null ? null : call.callee();
        if (call == null || callee == null) {
            return null;
        }
        boolean byCaller = call.caller.tag.equals(reoffer.exchange.offererTag());
        Ends ends =
                byCaller
                        ? new Ends(call, call.caller, callee)
                        : new Ends(call, callee, call.caller);
        return ends.to.tag.equals(reoffer.exchange.answererTag()) ? ends : null;
    }

    private void send(Reoffer reoffer, long now) {
        Call call = calls.get(reoffer.exchange.callId());
        if (call == null || call.ended) {
            return;
        }
        if (call.callee() == null) {
            due.set(reoffer, now + FIRST); // it rings, with early media
            return;
        }
        Ends ends = ends(reoffer);
        Flow flow = ends == null ? null : calls.flowTo(ends.to, null);
        if (ends == null) {
            return; // another phone won
        }
        if (flow == null || ++reoffer.tries > MOST_TRIES) {
            lost(call, now);
            return;
        }
        reoffer.cseq = ends.from.next();
        Request invite =
                calls.request(call, Method.INVITE, ends.to, ends.from, reoffer.cseq)
                        .with(HeaderName.CONTACT, "<" + ends.from.target + ">")
                        .with(HeaderName.CONTENT_TYPE, "application/sdp")
                        .with(new Body(reoffer.offer));
        sent.put(transactions.send(invite, flow, transactions.branch(), now), reoffer);
    }

    /// A response to an INVITE of ours.
    ///
    /// @return false where it is about something else
    boolean answered(TransactionId.Client client, Response response, long now) {
        Reoffer reoffer = sent.get(client);
        if (reoffer == null) {
            return false;
        }
        Call call = calls.get(reoffer.exchange.callId());
        Ends ends = ends(reoffer);
        if (call == null || ends == null || response.isProvisional()) {
            return true;
        }
        if (response.isSuccess()) {
            accepted(reoffer, ends, response, now);
        } else if (response.status() == 491 || response.status() == 500) {
            due.set(reoffer, now + AGAIN);
        } else {
            lost(call, now);
        }
        return true;
    }

    private void accepted(Reoffer reoffer, Ends ends, Response response, long now) {
        Flow flow = calls.flowTo(ends.to, null);
        if (flow != null) {
            transactions.acknowledge(
                    calls.request(ends.call, Method.ACK, ends.to, ends.from, reoffer.cseq), flow);
        }
        byte[] sdp = Sdp.of(response);
        if (sdp != null) {
            surroundings
                    .relay()
                    .answer(
                            reoffer.exchange,
                            sdp,
                            now,
                            (passed, then) -> {
                                if (passed instanceof Passed.Refused(int _, String why)) {
                                    log(ends.call, "its answer to the new relay failed: " + why);
                                    lost(ends.call, then);
                                } else {
                                    log(ends.call, ends.to.flow.peer() + " follows its media");
                                }
                            });
        }
    }

    private void lost(Call call, long now) {
        if (!call.ended) {
            calls.hangUp(call, DEAD, "media lost: its relay died before the answer", now);
        }
    }

    private void log(Call call, String text) {
        surroundings.log().line(call.callId, CallLog.Level.INFO, text);
    }

    /// There will be no answer.
    ///
    /// @return false where it was about something else
    boolean gone(TransactionId.Client client, long now) {
        Reoffer reoffer = sent.remove(client);
        Call call = reoffer == null ? null : calls.get(reoffer.exchange.callId());
        if (call != null) {
            lost(call, now);
        }
        return reoffer != null;
    }

    /// A transaction is over.
    void ended(TransactionId id) {
        if (id instanceof TransactionId.Client client) {
            sent.remove(client);
        }
    }
}
