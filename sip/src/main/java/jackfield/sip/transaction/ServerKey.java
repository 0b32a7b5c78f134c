package jackfield.sip.transaction;

import jackfield.base.Flow;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.ViaWindow;

/// How a request names its server transaction (RFC 3261 section 17.2.3).
final class ServerKey {
    private ServerKey() {}

    /// The transaction that `request` opens, repeats, acknowledges or cancels.
    ///
    /// @param via open on its top Via
    /// @param method INVITE where the request is an ACK or a CANCEL, else its own
    static TransactionId.Server of(Request request, ViaWindow via, Method method, Flow flow) {
        return new TransactionId.Server(branch(request, via), via.sentBy(), method, flow.id());
    }

    /// Without the magic cookie a branch says nothing. Call-ID, From tag and CSeq number stand in
    /// for it: less than RFC 2543 compares, enough to tell the requests of one sender apart.
    private static String branch(Request request, ViaWindow via) {
        String branch = via.branch();
        if (branch != null && via.hasCookie()) {
            return branch;
        }
        Headers headers = request.headers();
        return headers.callId() + " " + headers.from().tag() + " " + headers.cseq().number();
    }
}
