package jackfield.roles.relay.nodes;

import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.MediaRelay;
import jackfield.roles.relay.Redacted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One call on a node. What is asked about it is done one after the other: datagrams overtake one
/// another, and an offer that comes in after a delete would make the call anew.
final class NodeCall {
    /// Something to do about a call.
    sealed interface Errand {
        /// Pass an offer on; with the nodes that could not.
        final class Offer implements Errand {
            final Exchange exchange;
            final byte[] sdp;
            final LegProfile offerer;
            final LegProfile answerer;
            final MediaRelay.Reply reply;
            final long since;
            final Set<RelayNode> tried = new HashSet<>();

            Offer(
                    Exchange exchange,
                    byte[] sdp,
                    LegProfile offerer,
                    LegProfile answerer,
                    MediaRelay.Reply reply,
                    long since) {
                this.exchange = exchange;
                this.sdp = sdp;
                this.offerer = offerer;
                this.answerer = answerer;
                this.reply = reply;
                this.since = since;
            }
        }

        /// Pass an answer back.
        @SuppressWarnings("ArrayRecordComponent") // a body on its way out, never compared
        record Answer(Exchange exchange, byte[] sdp, MediaRelay.Reply reply) implements Errand {}

        /// Give up one fork.
        record Release(String branch) implements Errand {}

        /// Give up the call.
        record End() implements Errand {}
    }

    private static final int MOST_WAITING = 128;
    private static final int MOST_PARTIES = 128;

    /// What a party said and was told last, for people to read.
    record Told(String in, String out) {
        static final Told NOTHING = new Told("", "");
    }

    final String id;
    final Deque<Errand> errands = new ArrayDeque<>(2);

    /// True while the node is asked something whose reply the next errand has to wait for.
    boolean busy;

    /// True once an answer was passed: its node is asked now and then whether it knows it still.
    boolean answered;

    private final Map<String, Errand.Offer> unanswered = new HashMap<>();
    private final Map<String, String> offererByBranch = new LinkedHashMap<>();
    private final Map<String, LegProfile> profiles = new LinkedHashMap<>();
    private final Map<String, List<String>> names = new HashMap<>();
    private final Map<String, Told> told = new LinkedHashMap<>();
    private final Map<String, String> toldOnBranch = new LinkedHashMap<>();
    private final long since;
    private long answeredAt;
    private @Nullable RelayNode node;

    /// @param since when its first offer came (ns)
    NodeCall(String id, long since) {
        this.id = id;
        this.since = since;
    }

    /// When its first offer came (ns).
    long since() {
        return since;
    }

    /// When its first answer was passed (ns); 0 before that.
    long answeredAt() {
        return answeredAt;
    }

    /// An offer was passed: what its writer said, and what the one on the branch was told.
    void passed(Exchange exchange, byte[] offer, byte[] rewritten) {
        tell(exchange.offererTag(), Redacted.sdp(offer), null);
        String answerer = exchange.answererTag();
        if (answerer != null) {
            tell(answerer, null, Redacted.sdp(rewritten));
        } else if (toldOnBranch.size() < MOST_PARTIES) {
            toldOnBranch.put(exchange.branch(), Redacted.sdp(rewritten));
        }
    }

    /// An answer was passed back.
    void answered(Exchange exchange, byte[] answer, byte[] rewritten, long now) {
        answeredAt = answeredAt == 0 ? now : answeredAt;
        unanswered.remove(exchange.branch());
        String answerer = exchange.answererTag();
        if (answerer != null) {
            tell(answerer, Redacted.sdp(answer), toldOnBranch.remove(exchange.branch()));
        }
        tell(exchange.offererTag(), null, Redacted.sdp(rewritten));
    }

    private void tell(String tag, @Nullable String in, @Nullable String out) {
        Told before = told(tag);
        if (told.containsKey(tag) || told.size() < MOST_PARTIES) {
            told.put(
                    tag, new Told(in == null ? before.in() : in, out == null ? before.out() : out));
        }
    }

    /// What a party said and was told.
    Told told(String tag) {
        return told.getOrDefault(tag, Told.NOTHING);
    }

    /// The node it is on; null before there is one.
    @Nullable RelayNode node() {
        return node;
    }

    /// True where it has legs on its node.
    boolean hasLegs() {
        return node != null && !offererByBranch.isEmpty();
    }

    /// Puts it on a node; null for none. What it had on another one is lost.
    void moveTo(@Nullable RelayNode next) {
        if (node != next) {
            offererByBranch.clear();
            if (node != null) {
                node.calls--;
            }
            if (next != null) {
                next.calls++;
            }
            node = next;
        }
    }

    /// The offer on a branch that has no answer yet; null where there is none.
    Errand.@Nullable Offer unanswered(String branch) {
        return unanswered.get(branch);
    }

    /// True where its node has an offer on the branch.
    boolean isOn(String branch) {
        return offererByBranch.containsKey(branch);
    }

    /// Its node has passed an offer.
    void offered(Errand.Offer offer) {
        if (unanswered.size() < MOST_PARTIES) {
            unanswered.put(offer.exchange.branch(), offer);
        }
        offered(offer.exchange, offer.offerer);
    }

    private void offered(Exchange exchange, LegProfile offerer) {
        offererByBranch.put(exchange.branch(), exchange.offererTag());
        if (profiles.size() < MOST_PARTIES) {
            profiles.put(exchange.offererTag(), offerer);
        }
    }

    /// A party has written a description whose media it calls so.
    void names(String tag, List<String> mids) {
        if (names.size() < MOST_PARTIES || names.containsKey(tag)) {
            names.put(tag, mids);
        }
    }

    /// What a party calls its media; none where it is not known.
    List<String> names(@Nullable String tag) {
        return tag == null ? List.of() : names.getOrDefault(tag, List.of());
    }

    /// What the one who offered speaks.
    LegProfile profile(String offererTag) {
        return profiles.getOrDefault(offererTag, LegProfile.SIP);
    }

    /// Takes a fork off; gives the tag of the one who offered there, null where there is no such
    /// fork.
    @Nullable String release(String branch) {
        unanswered.remove(branch);
        return offererByBranch.remove(branch);
    }

    /// True where no more may wait.
    boolean isCrowded() {
        return errands.size() >= MOST_WAITING;
    }
}
