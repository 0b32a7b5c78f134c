package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Flow;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Via;
import jackfield.sip.message.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A user agent that does what the test says, message by message.
final class Party {
    static final String OFFER = "v=0\r\nm=audio 4000 RTP/AVP 0\r\n";
    static final String ANSWER = "v=0\r\nm=audio 5000 RTP/AVP 0\r\n";

    Wire ladder;
    final String user;
    final String contact;
    final Deque<Message> inbox = new ArrayDeque<>();
    Flow flow;

    /// What it sends on, where that is not what it listens on.
    @Nullable Flow sendsOn;

    String instance = "";
    private String path = "";
    private int serial;

    Party(Wire ladder, String user, Flow flow, String contact) {
        this.ladder = ladder;
        this.user = user;
        this.flow = flow;
        this.contact = contact;
    }

    private boolean isBrowser() {
        return flow.transport().webSocket();
    }

    // What it sends

    Request request(Method method, String uri, String to, String callId, long cseq) {
        Headers headers =
                Headers.builder()
                        .add(HeaderName.MAX_FORWARDS, "70")
                        .add(
                                HeaderName.FROM,
                                "<sip:" + user + "@example.org>;tag=" + user + flow.id())
                        .add(HeaderName.TO, to)
                        .add(HeaderName.CALL_ID, callId)
                        .add(HeaderName.CSEQ, new CSeq(cseq, method).toString())
                        .add(HeaderName.CONTACT, "<" + contact + ">")
                        .build();
        return new Request(method, SipUri.parse(uri).orThrow(), headers, Body.NONE);
    }

    Request invite(String callee, @Nullable String sdp) {
        String uri = "sip:" + callee + "@example.org";
        Request bare = request(Method.INVITE, uri, "<" + uri + ">", user + "-" + ++serial, 1);
        return sdp == null ? bare : withSdp(bare, sdp);
    }

    static Request withSdp(Request request, String sdp) {
        return request.with(Body.text(sdp)).with(HeaderName.CONTENT_TYPE, "application/sdp");
    }

    static Response withSdp(Response response, String sdp) {
        return response.with(Body.text(sdp)).with(HeaderName.CONTENT_TYPE, "application/sdp");
    }

    /// The request with the credentials that `challenge` asks for.
    Request proves(Request request, Response challenge) {
        Request proved = Passwords.client(user, ladder.random()).answer(request, challenge);
        assertThat(proved).as("credentials for " + challenge).isNotNull();
        return proved == null ? request : proved;
    }

    /// Sends with a fresh Via; gives what was sent.
    Request sends(Request request) {
        String host = isBrowser() ? "v.invalid" : flow.remote().uriHost();
        int port = isBrowser() ? 0 : flow.remote().port();
        Via via =
                Via.of(flow.transport(), host, port, "z9hG4bK" + user + flow.id() + "x" + ++serial);
        Request sent = request.push(via);
        repeats(sent);
        return sent;
    }

    void repeats(Message message) {
        ladder.arrive(sendsOn == null ? flow : sendsOn, Writer.write(message));
    }

    Response answers(Request request, int status) {
        return answers(request, status, null);
    }

    Response answers(Request request, int status, @Nullable String sdp) {
        return answersWithTag(request, status, sdp, "to" + user + flow.id());
    }

    Response answersWithTag(Request request, int status, @Nullable String sdp, String tag) {
        return answersLike(request, Response.to(request, status), sdp, tag);
    }

    /// With what `like` has beside the usual.
    Response answersLike(Request request, Response like, @Nullable String sdp) {
        return answersLike(request, like, sdp, "to" + user + flow.id());
    }

    private Response answersLike(Request request, Response like, @Nullable String sdp, String tag) {
        Response response = like;
        if (request.headers().to().tag() == null) {
            response =
                    response.with(
                            HeaderName.TO, request.headers().to().with("tag", tag).toString());
        }
        for (String route : request.headers().all(HeaderName.RECORD_ROUTE)) {
            response = response.with(response.headers().add(HeaderName.RECORD_ROUTE, route));
        }
        response = response.with(HeaderName.CONTACT, "<" + contact + ">");
        response = sdp == null ? response : withSdp(response, sdp);
        repeats(response);
        return response;
    }

    /// The ACK of a final response other than 2xx.
    void acknowledges(Request invite, Response response) {
        Headers headers =
                invite.headers()
                        .with(HeaderName.TO, response.headers().to().toString())
                        .with(
                                HeaderName.CSEQ,
                                new CSeq(invite.headers().cseq().number(), Method.ACK).toString())
                        .without(HeaderName.CONTENT_TYPE);
        repeats(new Request(Method.ACK, invite.uri(), headers, Body.NONE));
    }

    void cancels(Request invite) {
        triesToCancel(invite);
        receives(200);
    }

    void triesToCancel(Request invite) {
        Headers headers =
                invite.headers()
                        .with(
                                HeaderName.CSEQ,
                                new CSeq(invite.headers().cseq().number(), Method.CANCEL)
                                        .toString())
                        .without(HeaderName.CONTENT_TYPE);
        repeats(new Request(Method.CANCEL, invite.uri(), headers, Body.NONE));
    }

    // What it receives

    Response receives(int status) {
        return receivesWithVias(status, 1);
    }

    Response receivesWithVias(int status, int vias) {
        Message next = inbox.poll();
        assertThat(next).as(user + " waits for " + status).isInstanceOf(Response.class);
        Response response = (Response) next;
        assertThat(response).isNotNull();
        assertThat(response.status()).as("status for " + user + ":\n" + response).isEqualTo(status);
        assertThat(response.headers().vias()).as("Vias of " + response).hasSize(vias);
        return response;
    }

    Request receives(Method method) {
        Message next = inbox.poll();
        assertThat(next).as(user + " waits for " + method).isInstanceOf(Request.class);
        Request request = (Request) next;
        assertThat(request).isNotNull();
        assertThat(request.method()).isEqualTo(method);
        return request;
    }

    void receivesNothing() {
        assertThat(inbox).as("for " + user).isEmpty();
    }

    // Whole dialogues

    /// Registers, answering the challenge.
    Response registers(String... parameters) {
        return registers(1 + serial++, parameters);
    }

    /// Registers by way of a proxy that stays on the path.
    void registersBehind(String path) {
        this.path = path;
        registers();
    }

    Response registers(int cseq, String... parameters) {
        Request bare =
                request(
                                Method.REGISTER,
                                "sip:example.org",
                                "<sip:" + user + "@example.org>",
                                "reg-" + user + contact.hashCode(),
                                100 + 2L * cseq)
                        .with(
                                HeaderName.CONTACT,
                                "<" + contact + ">" + instance + String.join("", parameters))
                        .with(HeaderName.SUPPORTED, "path, outbound");
        if (!path.isEmpty()) {
            bare = bare.with(HeaderName.PATH, path);
        }
        sends(bare);
        Response challenge = receives(401);
        Request again =
                proves(bare.with(HeaderName.CSEQ, 101 + 2L * cseq + " REGISTER"), challenge);
        sends(again);
        return receives(200);
    }

    /// Calls and passes the challenge; the 100 is in, the rest is the test's.
    Request calls(String callee, @Nullable String sdp) {
        return calls(invite(callee, sdp));
    }

    Request calls(Request bare) {
        Request again = tries(bare);
        receives(100);
        return again;
    }

    /// The same without a word about the 100, which a call that is refused at the border won't get.
    Request tries(Request bare) {
        Request first = sends(bare);
        Response challenge = receives(407);
        acknowledges(first, challenge);
        return sends(proves(bare.with(HeaderName.CSEQ, "2 " + bare.method()), challenge));
    }

    /// Sends a request that is no call, passing the challenge; gives what was sent last.
    Request proved(Request bare) {
        sends(bare);
        return sends(proves(bare.with(HeaderName.CSEQ, "2 " + bare.method()), receives(407)));
    }

    /// The caller's dialog once `ok` is in: acknowledges it.
    Dialog confirms(Request invite, Response ok) {
        return confirms(invite, ok, null);
    }

    Dialog confirms(Request invite, Response ok, @Nullable String sdp) {
        Dialog dialog = Dialog.uac(invite, ok).orThrow();
        Request ack = dialog.ack(invite.headers().cseq().number());
        sends(sdp == null ? ack : withSdp(ack, sdp));
        return dialog;
    }

    /// A request inside a dialog.
    Request sends(Dialog dialog, Method method, @Nullable String sdp) {
        Request bare = dialog.request(method).with(HeaderName.CONTACT, "<" + contact + ">");
        return sends(sdp == null ? bare : withSdp(bare, sdp));
    }
}
