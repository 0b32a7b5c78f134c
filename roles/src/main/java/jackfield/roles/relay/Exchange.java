package jackfield.roles.relay;

import org.jspecify.annotations.Nullable;

/// Names one offer and its answer within a call: who offers to whom, on which branch.
///
/// The pair of tags names the dialog, whichever side sends a later offer; before the far side has a
/// tag, the branch tells the forks apart.
///
/// @param callId the call
/// @param offererTag the tag of the side that sends this offer
/// @param answererTag the tag of the other side; null in an offer that begins a dialog
/// @param branch the fork this offer goes to: the branch of our INVITE to that target
/// @param options what is wanted of it beside that
public record Exchange(
        String callId,
        String offererTag,
        @Nullable String answererTag,
        String branch,
        ExchangeOptions options) {
    /// One without special wishes.
    public Exchange(String callId, String offererTag, @Nullable String answererTag, String branch) {
        this(callId, offererTag, answererTag, branch, ExchangeOptions.NONE);
    }

    /// The same with these wishes.
    public Exchange with(ExchangeOptions wishes) {
        return new Exchange(callId, offererTag, answererTag, branch, wishes);
    }

    /// The same exchange once the answerer's tag is known.
    public Exchange answeredBy(String tag) {
        return new Exchange(callId, offererTag, tag, branch, options);
    }
}
