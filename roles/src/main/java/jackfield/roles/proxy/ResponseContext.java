package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.sip.flow.FlowToken;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.TransactionId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of one request that we forward: its branches and their final responses (RFC 3261
/// section 16.7).
final class ResponseContext {
    final TransactionId.Server server;

    /// As it came in: what loops are found by.
    final Request received;

    /// Without the Routes that led to us.
    final Request request;

    /// What it came on.
    final Flow flow;

    /// Which side of its dialog sent it.
    final FlowToken.Side side;

    /// The call it belongs to; null where it is about none.
    final @Nullable Call call;

    /// Who sends to whom, for a request inside a call; null for the INVITE that begins it.
    final Call.@Nullable Direction direction;

    /// What has come of it and has to wait, because the relay looks at what came before.
    final Relaying relaying = new Relaying();

    final List<Branch> branches = new ArrayList<>(2);
    final List<Response> finals = new ArrayList<>(2);

    /// How far it is in its target set; null for a request inside a dialog, which has one target.
    @Nullable Search search;

    /// True once a final response went to the sender.
    boolean answered;

    /// True once the sender cancelled, or is gone.
    boolean cancelled;

    /// True where the sender cancelled because somebody took the call whom we know nothing of.
    boolean elsewhere;

    /// True while the relay looks at the offer of a request inside a dialog, which is not sent yet.
    boolean offering;

    ResponseContext(
            TransactionId.Server server,
            Request received,
            Request request,
            Flow flow,
            FlowToken.Side side,
            @Nullable Call call,
            Call.@Nullable Direction direction) {
        this.server = server;
        this.received = received;
        this.request = request;
        this.flow = flow;
        this.side = side;
        this.call = call;
        this.direction = direction;
    }

    boolean isInvite() {
        return request.is(Method.INVITE);
    }

    /// True for the INVITE that begins a call.
    boolean beginsCall() {
        return isInvite() && direction == null;
    }

    /// Nobody waits for it any more: what was not sent yet never will be.
    void cancel() {
        cancelled = true;
        offering = false;
    }

    /// True once there is nothing to wait for, and nothing more to try.
    boolean allDone() {
        return !offering
                && relaying.isIdle()
                && (search == null || search.isOver())
                && branches.stream().allMatch(branch -> branch.done);
    }
}
