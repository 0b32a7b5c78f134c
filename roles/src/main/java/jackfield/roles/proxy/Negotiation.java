package jackfield.roles.proxy;

import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.ExchangeOptions;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.MediaRelay;
import jackfield.roles.relay.Relay;
import jackfield.sip.message.Body;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The offer and the answer that travel with one forwarded request and its responses (RFC 3264, RFC
/// 6337 section 2): offer in the request and answer in a response, or offer in a response and
/// answer in the ACK or PRACK. What is repeated on the wire is negotiated once.
final class Negotiation {
    /// The two ends of a forwarded request.
    ///
    /// @param callId the call
    /// @param branch the fork of the call it is about
    /// @param senderTag the tag of the request's sender
    /// @param sender what the sender's leg is
    /// @param receiverTag the tag of its receiver, null before there is one
    /// @param receiver what the receiver's leg is
    /// @param options what is wanted of the exchange
    record Ends(
            String callId,
            String branch,
            String senderTag,
            LegProfile sender,
            @Nullable String receiverTag,
            LegProfile receiver,
            ExchangeOptions options) {}

    /// An offer that waits for its answer in a later request: ACK or PRACK. What is repeated while
    /// the relay thinks waits with it.
    static final class LateAnswer {
        private static final int MOST_WAITING = 8;

        private final MediaRelay relay;
        private final Exchange exchange;
        private final List<MediaRelay.Reply> waiting = new ArrayList<>(1);
        private byte @Nullable [] in;
        private Relay.@Nullable Passed out;

        private LateAnswer(MediaRelay relay, Exchange exchange) {
            this.relay = relay;
            this.exchange = exchange;
        }

        /// True where the party with this tag is the one to answer.
        boolean isDueFrom(String tag) {
            return tag.equals(exchange.answererTag());
        }

        void pass(byte[] sdp, long now, MediaRelay.Reply reply) {
            Relay.Passed known = out;
            if (!Arrays.equals(in, sdp)) {
                in = sdp;
                out = null;
                waiting.add(reply);
                relay.answer(exchange, sdp, now, this::passed);
            } else if (known != null) {
                reply.passed(known, now);
            } else if (waiting.size() < MOST_WAITING) {
                waiting.add(reply);
            }
        }

        private void passed(Relay.Passed passed, long now) {
            out = passed;
            List<MediaRelay.Reply> all = List.copyOf(waiting);
            waiting.clear();
            all.forEach(each -> each.passed(passed, now));
        }
    }

    private record Turned(Body in, Relay.Passed out) {}

    /// More forks behind one branch than this share their media with the last.
    private static final int MOST_FORKS = 16;

    private final MediaRelay relay;
    private final Ends ends;
    private final Map<String, Turned> turned = new HashMap<>();
    private @Nullable Exchange offered;
    private @Nullable LateAnswer lateAnswer;
    private byte @Nullable [] lastOut;

    Negotiation(MediaRelay relay, Ends ends) {
        this.relay = relay;
        this.ends = ends;
    }

    /// The request carries an offer.
    void request(byte[] sdp, long now, MediaRelay.Reply reply) {
        Exchange exchange = exchange(ends.senderTag, ends.receiverTag);
        offered = exchange;
        relay.offer(exchange, sdp, ends.sender, ends.receiver, now, reply);
    }

    private Exchange exchange(String offerer, @Nullable String answerer) {
        return new Exchange(ends.callId, offerer, answerer, ends.branch, ends.options);
    }

    /// What the leg of the request's receiver is.
    LegProfile receiver() {
        return ends.receiver;
    }

    /// True where the request carried an offer.
    boolean hasOffered() {
        return offered != null;
    }

    /// A response of the one with `tag` carries an answer, or the offer where the request had none.
    void response(String tag, byte[] sdp, long now, MediaRelay.Reply reply) {
        Relay.Passed known = known(tag, sdp);
        if (known != null) {
            reply.passed(known, now);
            return;
        }
        negotiate(
                tag,
                sdp,
                now,
                (passed, then) -> {
                    if (turned.size() < MOST_FORKS || turned.containsKey(tag)) {
                        turned.put(tag, new Turned(new Body(sdp), passed));
                    }
                    if (passed instanceof Relay.Passed.Rewritten(byte[] out)) {
                        lastOut = out;
                    }
                    reply.passed(passed, then);
                });
    }

    /// What became of the same description before; null where it is new.
    Relay.@Nullable Passed known(String tag, byte[] sdp) {
        Turned known = turned.get(tag);
        return known != null && known.in.equals(new Body(sdp)) ? known.out : null;
    }

    private void negotiate(String tag, byte[] sdp, long now, MediaRelay.Reply reply) {
        if (offered != null) {
            relay.answer(offered.answeredBy(tag), sdp, now, reply);
            return;
        }
        Exchange exchange = exchange(tag, ends.senderTag);
        lateAnswer = new LateAnswer(relay, exchange);
        relay.offer(exchange, sdp, ends.receiver, ends.sender, now, reply);
    }

    /// The offer of a response whose answer is still to come; null where there is none.
    @Nullable LateAnswer lateAnswer() {
        return lateAnswer;
    }

    /// The request was refused, and its offer with it; nothing where it was answered before.
    void refused(long now) {
        Exchange exchange = offered;
        if (exchange != null && turned.isEmpty()) {
            relay.refused(exchange, now);
        }
    }

    /// The last description that went back to the request's sender.
    byte @Nullable [] lastOut() {
        return lastOut;
    }
}
