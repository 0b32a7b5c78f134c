package jackfield.bench.sip;

import java.util.HashMap;
import java.util.Map;

/// Calls from the phones of the lower half to those of the upper half, through the server: INVITE
/// (407, ACK, INVITE with digest), 100, 180, 200, ACK, BYE, 200. The callee's phone answers at once
/// and the caller hangs up at once. Registered before by [Registering], user by user.
final class Calling implements Work {
    private final Phones phones;
    private final Window window;
    private final String domain;
    private final Digest digest = new Digest();
    private final boolean media;
    private final String[] ha1;
    private final Map<String, Call> calls = new HashMap<>();
    private long serial;

    private static final class Call {
        private final String id;
        private final int caller;
        private final int callee;
        private int cseq;
        private String to = "";
        private String target = "";
        private String routes = "";
        private String branch = "";
        private long sentAt;
        private boolean acknowledged;
        private boolean rang;

        private Call(String id, int caller, int callee) {
            this.id = id;
            this.caller = caller;
            this.callee = callee;
        }
    }

    /// @param media true for bodies with SDP, false for none: then no relay has to do anything
    Calling(Phones phones, Window window, String domain, boolean media) {
        this.phones = phones;
        this.window = window;
        this.domain = domain;
        this.media = media;
        ha1 = new String[phones.count() / 2];
        for (int i = 0; i < ha1.length; i++) {
            ha1[i] = digest.ha1("u" + i);
        }
    }

    @Override
    public boolean begin(long now) {
        int caller = (int) (serial % ha1.length);
        Call call = new Call("call-" + serial + "@load", caller, ha1.length + caller);
        serial++;
        calls.put(call.id, call);
        call.to = "<sip:u" + call.callee + "@" + domain + ">";
        invite(call, "", now);
        return true;
    }

    private String head(String method, String target) {
        return method + " " + target + " SIP/2.0\r\n";
    }

    private String tail(Call call, String method, String more, String body) {
        StringBuilder text = new StringBuilder(900);
        text.append(call.routes).append("Max-Forwards: 70\r\nFrom: <sip:u").append(call.caller);
        text.append('@').append(domain).append(">;tag=a").append(call.caller);
        text.append("\r\nTo: ").append(call.to).append("\r\nCall-ID: ").append(call.id);
        text.append("\r\nCSeq: ").append(call.cseq).append(' ').append(method);
        text.append("\r\nContact: <sip:u").append(call.caller).append('@');
        text.append(phones.place(call.caller)).append(">\r\nUser-Agent: load\r\n").append(more);
        return content(text, body);
    }

    private static String content(StringBuilder head, String body) {
        if (!body.isEmpty()) {
            head.append("Content-Type: application/sdp\r\n");
        }
        head.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        return head.toString();
    }

    private String sdp(int phone) {
        if (!media) {
            return "";
        }
        String place = phones.place(phone);
        String address = place.substring(0, place.indexOf(':'));
        return "v=0\r\no=- 1 1 IN IP4 "
                + address
                + "\r\ns=-\r\nc=IN IP4 "
                + address
                + "\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\n"
                + "a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
                + "a=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n";
    }

    private void invite(Call call, String credentials, long now) {
        call.cseq++;
        call.sentAt = now;
        String target = "sip:u" + call.callee + "@" + domain;
        call.branch =
                phones.ask(
                        call.caller,
                        head("INVITE", target),
                        tail(call, "INVITE", credentials, sdp(call.caller)),
                        (status, response, at) -> answered(call, credentials, status, response, at),
                        now);
    }

    private void answered(Call call, String credentials, int status, String response, long now) {
        if (status < 200) {
            call.rang |= status == 180;
            return;
        }
        call.to = Text.between(response, "\r\nTo: ", "\r\n");
        if (status != 200) {
            String target = "sip:u" + call.callee + "@" + domain;
            phones.tell(
                    call.caller, head("ACK", target), tail(call, "ACK", "", ""), call.branch, now);
            if (status == 407 && credentials.isEmpty()) {
                call.to = "<sip:u" + call.callee + "@" + domain + ">";
                invite(
                        call,
                        digest.answer(
                                response, "INVITE", target, "u" + call.caller, ha1[call.caller]),
                        now);
            } else {
                calls.remove(call.id);
                window.bad("INVITE " + status);
            }
            return;
        }
        window.took(now - call.sentAt, now);
        if (!call.rang) {
            window.bad("no 180");
        }
        call.target = Text.between(response, "\r\nContact: <", ">");
        call.routes = reversed(Text.lines(response, "Record-Route:"));
        phones.tell(call.caller, head("ACK", call.target), tail(call, "ACK", "", ""), "", now);
        call.cseq++;
        phones.ask(
                call.caller,
                head("BYE", call.target),
                tail(call, "BYE", "", ""),
                (code, _, at) -> ended(call, code, at - now, at),
                now);
    }

    private static String reversed(String recordRoutes) {
        StringBuilder routes = new StringBuilder();
        for (String line : recordRoutes.split("\r\n")) {
            StringBuilder these = new StringBuilder();
            for (String route : line.substring(line.indexOf(':') + 1).split(",")) {
                these.insert(0, "Route: " + route.strip() + "\r\n");
            }
            routes.insert(0, these);
        }
        return routes.toString();
    }

    private void ended(Call call, int status, long took, long now) {
        if (status < 200) {
            return;
        }
        calls.remove(call.id);
        if (status != 200) {
            window.bad("BYE " + status);
        } else if (!call.acknowledged) {
            window.bad("no ACK");
        } else {
            window.took(took, now);
            window.done(now);
        }
    }

    // The callee's phones

    @Override
    public void ask(int phone, String request, long now) {
        String id = Text.between(request, "\r\nCall-ID: ", "\r\n");
        Call call = calls.get(id);
        if (call == null) {
            if (!request.startsWith("ACK")) {
                window.bad("request of no call");
            }
        } else if (request.startsWith("INVITE")) {
            window.took(now - call.sentAt, now);
            String to = Text.between(request, "\r\nTo: ", "\r\n") + ";tag=b" + call.callee;
            phones.reply(phone, response("180 Ringing", request, to, phone, ""), now);
            phones.reply(phone, response("200 OK", request, to, phone, sdp(phone)), now);
            call.sentAt = now;
        } else if (request.startsWith("ACK")) {
            call.acknowledged = true;
        } else {
            String to = Text.between(request, "\r\nTo: ", "\r\n");
            phones.reply(phone, response("200 OK", request, to, phone, ""), now);
        }
    }

    private String response(String status, String request, String to, int phone, String body) {
        StringBuilder text = new StringBuilder(900);
        text.append("SIP/2.0 ").append(status).append("\r\n");
        text.append(Text.lines(request, "Via:")).append(Text.lines(request, "Record-Route:"));
        text.append(Text.lines(request, "From:")).append("To: ").append(to).append("\r\n");
        text.append(Text.lines(request, "Call-ID:")).append(Text.lines(request, "CSeq:"));
        text.append("Contact: <sip:u").append(phone).append('@').append(phones.place(phone));
        text.append(">\r\n");
        return content(text, body);
    }

    /// Calls that run.
    int running() {
        return calls.size();
    }
}
