package jackfield.roles.transactionuser;

import jackfield.base.Flow;
import jackfield.sip.flow.FlowToken;
import jackfield.sip.message.Request;
import jackfield.sip.transaction.TransactionId;
import org.jspecify.annotations.Nullable;

/// A request that a role is to deal with.
///
/// @param id its transaction
/// @param received as it came in
/// @param request without the Routes that led to us
/// @param token where our Route said it must go; null where it said nothing that we signed
/// @param flow what it came on
public record Arrival(
        TransactionId.Server id,
        Request received,
        Request request,
        @Nullable FlowToken token,
        Flow flow) {
    /// The same with `other` to deal with.
    public Arrival with(Request other) {
        return new Arrival(id, received, other, token, flow);
    }
}
