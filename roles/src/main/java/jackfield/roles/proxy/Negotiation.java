package jackfield.roles.proxy;

import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.Relay;
import jackfield.sip.message.Body;
import java.util.Arrays;
import java.util.HashMap;
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
    record Ends(
            String callId,
            String branch,
            String senderTag,
            LegProfile sender,
            @Nullable String receiverTag,
            LegProfile receiver) {}

    /// An offer that waits for its answer in a later request: ACK or PRACK.
    static final class LateAnswer {
        private final Relay relay;
        private final Exchange exchange;
        private byte @Nullable [] in;
        private Relay.@Nullable Passed out;

        private LateAnswer(Relay relay, Exchange exchange) {
            this.relay = relay;
            this.exchange = exchange;
        }

        /// True where the party with this tag is the one to answer.
        boolean isDueFrom(String tag) {
            return tag.equals(exchange.answererTag());
        }

        Relay.Passed pass(byte[] sdp, long now) {
            Relay.Passed known = out;
            if (known == null || !Arrays.equals(in, sdp)) {
                known = relay.answer(exchange, sdp, now);
                in = sdp;
                out = known;
            }
            return known;
        }
    }

    private record Turned(Body in, Relay.Passed out) {}

    /// More forks behind one branch than this share their media with the last.
    private static final int MOST_FORKS = 16;

    private final Relay relay;
    private final Ends ends;
    private final Map<String, Turned> turned = new HashMap<>();
    private @Nullable Exchange offered;
    private @Nullable LateAnswer lateAnswer;
    private byte @Nullable [] lastOut;

    Negotiation(Relay relay, Ends ends) {
        this.relay = relay;
        this.ends = ends;
    }

    /// The request carries an offer.
    Relay.Passed request(byte[] sdp, long now) {
        Exchange exchange =
                new Exchange(ends.callId, ends.senderTag, ends.receiverTag, ends.branch);
        offered = exchange;
        return relay.offer(exchange, sdp, ends.sender, ends.receiver, now);
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
    Relay.Passed response(String tag, byte[] sdp, long now) {
        Relay.Passed known = known(tag, sdp);
        if (known != null) {
            return known;
        }
        Relay.Passed passed = negotiate(tag, sdp, now);
        if (turned.size() < MOST_FORKS || turned.containsKey(tag)) {
            turned.put(tag, new Turned(new Body(sdp), passed));
        }
        if (passed instanceof Relay.Passed.Rewritten(byte[] out)) {
            lastOut = out;
        }
        return passed;
    }

    /// What became of the same description before; null where it is new.
    Relay.@Nullable Passed known(String tag, byte[] sdp) {
        Turned known = turned.get(tag);
        return known != null && known.in.equals(new Body(sdp)) ? known.out : null;
    }

    private Relay.Passed negotiate(String tag, byte[] sdp, long now) {
        if (offered != null) {
            return relay.answer(offered.answeredBy(tag), sdp, now);
        }
        Exchange exchange = new Exchange(ends.callId, tag, ends.senderTag, ends.branch);
        lateAnswer = new LateAnswer(relay, exchange);
        return relay.offer(exchange, sdp, ends.receiver, ends.sender, now);
    }

    /// The offer of a response whose answer is still to come; null where there is none.
    @Nullable LateAnswer lateAnswer() {
        return lateAnswer;
    }

    /// The last description that went back to the request's sender.
    byte @Nullable [] lastOut() {
        return lastOut;
    }
}
