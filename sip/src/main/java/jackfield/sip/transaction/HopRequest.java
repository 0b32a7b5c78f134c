package jackfield.sip.transaction;

import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.List;

/// The two requests that a client transaction makes of its INVITE for the next hop alone.
final class HopRequest {
    private static final int MAX_FORWARDS = 70;

    private HopRequest() {}

    /// The ACK of a final response other than 2xx (RFC 3261 section 17.1.1.3): To is the
    /// response's.
    static Request ack(Request invite, Response response) {
        String to = response.headers().first(HeaderName.TO);
        Headers headers = same(invite, Method.ACK).build();
        return new Request(
                Method.ACK,
                invite.uri(),
                to == null ? headers : headers.with(HeaderName.TO, to),
                Body.NONE);
    }

    /// The CANCEL (RFC 3261 section 9.1): To is the INVITE's.
    static Request cancel(Request invite, List<Headers.Field> reasons) {
        Headers.Builder headers = same(invite, Method.CANCEL);
        reasons.forEach(headers::add);
        return new Request(Method.CANCEL, invite.uri(), headers.build(), Body.NONE);
    }

    private static Headers.Builder same(Request invite, Method method) {
        Headers.Builder headers =
                Headers.builder()
                        .add(HeaderName.VIA, invite.headers().all(HeaderName.VIA).getFirst());
        for (Headers.Field field : invite.headers().fields()) {
            HeaderName name = field.name();
            if (name.equals(HeaderName.FROM)
                    || name.equals(HeaderName.TO)
                    || name.equals(HeaderName.CALL_ID)
                    || name.equals(HeaderName.ROUTE)) {
                headers.add(field);
            }
        }
        CSeq cseq = new CSeq(invite.headers().cseq().number(), method);
        return headers.add(HeaderName.CSEQ, cseq.toString())
                .add(HeaderName.MAX_FORWARDS, Integer.toString(MAX_FORWARDS));
    }
}
