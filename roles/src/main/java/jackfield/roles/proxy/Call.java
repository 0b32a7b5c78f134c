package jackfield.roles.proxy;

import jackfield.roles.records.CallRecord;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.transaction.TransactionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A call between two peers that passes through us, from its INVITE to its end.
final class Call {
    /// Who talks to whom in a request inside the call.
    record Direction(CallSide sender, CallSide receiver) {}

    /// Early dialogs beyond this are not followed: their media can't change before the answer.
    private static final int MOST_FORKS = 64;

    final String callId;
    final TransactionId.Server invite;
    final long inviteCSeq;
    final CallSide caller;
    final NameAddr called;
    final long began;
    private final String source;
    private final Map<String, CallSide> forks = new LinkedHashMap<>();
    private @Nullable CallSide callee;
    private long rangAt;
    private long answeredAt;
    boolean ended;

    /// How often in a row one side could not be reached, while a browser's consent is lost.
    int unreached;

    Negotiation.@Nullable LateAnswer lateAnswer;

    Call(
            TransactionId.Server invite,
            String callId,
            long inviteCSeq,
            CallSide caller,
            NameAddr called,
            long began) {
        this.invite = invite;
        this.callId = callId;
        this.inviteCSeq = inviteCSeq;
        this.caller = caller;
        this.called = called;
        this.began = began;
        this.source = caller.flow.peer();
    }

    /// One who might answer has shown itself.
    void fork(CallSide side) {
        if (forks.size() < MOST_FORKS) {
            forks.putIfAbsent(side.tag, side);
        }
    }

    /// Somebody rings; false where somebody did before.
    boolean ringing(long now) {
        boolean first = rangAt == 0;
        rangAt = first ? now : rangAt;
        return first;
    }

    /// True once somebody has rung and nobody answered yet.
    boolean rang() {
        return rangAt != 0 && callee == null;
    }

    /// `side` has answered, as the first.
    void answered(CallSide side, long now) {
        forks.put(side.tag, side);
        callee = side;
        answeredAt = now;
    }

    /// The one who answered; null before that.
    @Nullable CallSide callee() {
        return callee;
    }

    @Nullable CallSide fork(String tag) {
        return forks.get(tag);
    }

    List<CallSide> forks() {
        return List.copyOf(forks.values());
    }

    /// The direction of a request with these tags; null where they are not of this call.
    private @Nullable Direction direction(String fromTag, String toTag) {
        CallSide to = forks.get(toTag);
        if (to != null && fromTag.equals(caller.tag)) {
            return new Direction(caller, to);
        }
        CallSide from = forks.get(fromTag);
        return from != null && toTag.equals(caller.tag) ? new Direction(from, caller) : null;
    }

    /// The direction of a request inside the call; null where it is of another dialog.
    @Nullable Direction direction(Request request) {
        return direction(
                Forward.tag(request.headers().from()), Forward.tag(request.headers().to()));
    }

    /// What is to be kept of the call.
    CallRecord record(CallRecord.Ending ending, long now) {
        CallSide answerer = callee;
        return new CallRecord(
                new CallRecord.Parties(
                        callId,
                        caller.address.uri().toString(),
                        called.uri().toString(),
                        caller.user == null ? null : caller.user.toString(),
                        source,
                        answerer == null ? null : answerer.flow.peer()),
                new CallRecord.Times(began, rangAt, answeredAt, now),
                ending);
    }

    /// The users of ours in the call.
    List<CallParty> parties() {
        List<CallParty> parties = new ArrayList<>();
        CallSide answerer = callee;
        CallParty.State state =
                answerer != null
                        ? CallParty.State.CONFIRMED
                        : rangAt != 0 ? CallParty.State.EARLY : CallParty.State.TRYING;
        if (caller.user != null) {
            parties.add(new CallParty(caller.user, callId, caller.tag, true, state));
        }
        for (CallSide side : forks.values()) {
            // Once one has answered, the others ring no more.
            if (side.user != null && (answerer == null || side == answerer)) {
                parties.add(new CallParty(side.user, callId, side.tag, false, state));
            }
        }
        return parties;
    }

    CallView view() {
        CallSide answerer = callee;
        return new CallView(
                callId,
                caller.address.uri().toString(),
                called.uri().toString(),
                answerer != null ? "answered" : rangAt != 0 ? "ringing" : "calling",
                began,
                answeredAt,
                caller.flow.toString(),
                answerer == null ? null : answerer.flow.toString());
    }
}
