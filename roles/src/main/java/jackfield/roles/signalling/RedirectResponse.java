package jackfield.roles.signalling;

import jackfield.roles.routing.Route;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;

/// The answer of a redirect server (RFC 3261 section 8.3).
final class RedirectResponse {
    private static final int USUAL_Q = 1000;

    private RedirectResponse() {}

    /// A 3xx with the places to try in Contact; one that is the Request-URI itself is left out, for
    /// the sender would come back (RFC 3261 section 8.3).
    static Response of(Request request, CallPlan.Redirect redirect) {
        Response response = Response.to(request, redirect.status());
        Headers headers = response.headers();
        int contacts = 0;
        for (Route.Redirect.Contact contact : redirect.contacts()) {
            if (request.uri() instanceof SipUri asked && asked.sameAs(contact.uri())) {
                continue;
            }
            NameAddr address = NameAddr.of(contact.uri());
            if (contact.q() < USUAL_Q) {
                address = address.with("q", String.valueOf(contact.q() / 1000.0));
            }
            headers = headers.add(HeaderName.CONTACT, address.toString());
            contacts++;
        }
        return contacts == 0 ? Response.to(request, 404) : response.with(headers);
    }
}
