package jackfield.sip.transaction;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;

/// The messages of the transaction tests: one call from alice to bob.
final class Messages {
    static final Endpoint US = Endpoint.ipv4(0xc0000201, 5060);
    static final Endpoint ALICE = Endpoint.ipv4(0xc6336401, 40112);
    static final Flow UDP = new Flow(1, Transport.UDP, US, ALICE);
    static final Flow WSS = new Flow(7, Transport.WSS, US.withPort(8443), ALICE);
    static final SentBy SENT_BY = new SentBy("192.0.2.1", 5060);

    private Messages() {}

    /// A request with one Via, as alice sends it.
    static Request request(Method method, String via) {
        return bare(method).with(bare(method).headers().push(HeaderName.VIA, via));
    }

    static Request request(Method method) {
        return request(method, "SIP/2.0/UDP client.example.com:5060;rport;branch=z9hG4bK1");
    }

    /// A request that has not got a Via yet.
    static Request bare(Method method) {
        return new Request(
                method,
                SipUri.of("bob", "example.com", 0),
                Headers.builder()
                        .add(HeaderName.MAX_FORWARDS, "70")
                        .add(HeaderName.ROUTE, "<sip:edge.example.com;lr>")
                        .add(HeaderName.FROM, "<sip:alice@example.com>;tag=a1")
                        .add(HeaderName.TO, "<sip:bob@example.com>")
                        .add(HeaderName.CALL_ID, "call-1")
                        .add(HeaderName.CSEQ, "7 " + method)
                        .build(),
                Body.NONE);
    }

    static Response response(Request request, int status) {
        return Response.to(request, status).with(HeaderName.TO, "<sip:bob@example.com>;tag=b1");
    }
}
