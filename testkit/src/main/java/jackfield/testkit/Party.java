package jackfield.testkit;

import jackfield.base.Flow;
import jackfield.base.Parsed;
import jackfield.base.Transport;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.dialog.DialogId;
import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.Uri;
import jackfield.sip.message.Via;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A user agent on one side of a [Ladder]: it does what the test's line says and nothing by itself,
/// no retransmission and no automatic answer. It knows its dialogs, so that `sends(ACK)` and
/// `sends(BYE)` go where RFC 3261 sends them.
public final class Party {
    private final Ladder ladder;
    private final String name;
    private final String tag;
    private final Deque<Message> inbox = new ArrayDeque<>();
    private final Map<DialogId, Dialog> dialogs = new HashMap<>();
    private @Nullable Flow flow;
    private @Nullable Dialog dialog;
    private @Nullable Request invite;
    private @Nullable Response inviteAnswer;
    private @Nullable Request received;
    private int calls;
    private int branches;

    Party(Ladder ladder, String name, Flow flow) {
        this.ladder = ladder;
        this.name = name;
        this.tag = name + "-tag";
        this.flow = flow;
    }

    /// Its name: the user part of its addresses.
    public String name() {
        return name;
    }

    /// The flow the node sees it on.
    public Flow flow() {
        return Objects.requireNonNull(flow, name + " has no connection");
    }

    /// The URI in its Contact: a name nobody can resolve behind a WebSocket, as browsers have it.
    public String contact() {
        return "sip:" + name + "@" + sentBy() + (overWebSocket() ? ";transport=ws" : "");
    }

    /// A request outside any dialog, ready to send: a new call each time.
    public Request request(Method method, String uri) {
        String address = "<sip:" + name + "@example.com>";
        boolean register = method.equals(Method.REGISTER);
        Headers.Builder headers =
                Headers.builder()
                        .add(HeaderName.VIA, via().toString())
                        .add(HeaderName.MAX_FORWARDS, "70")
                        .add(HeaderName.FROM, address + ";tag=" + tag)
                        .add(HeaderName.TO, register ? address : "<" + uri + ">")
                        .add(HeaderName.CALL_ID, name + "-call-" + ++calls)
                        .add(HeaderName.CSEQ, "1 " + method)
                        .add(HeaderName.CONTACT, "<" + contact() + ">");
        return new Request(method, Uri.parse(uri).orThrow(), headers.build(), Body.NONE);
    }

    /// Sends a request outside any dialog.
    public Request sends(Method method, String uri) {
        Request request = request(method, uri);
        sends(request);
        return request;
    }

    /// Sends a request of the current call: the ACK its INVITE's answer asks for, a CANCEL of that
    /// INVITE, or the next request of the dialog.
    public Request sends(Method method) {
        Request request = inCall(method);
        sends(request);
        return request;
    }

    /// Sends `request` as it is.
    public void sends(Request request) {
        if (request.is(Method.INVITE)) {
            invite = request;
            inviteAnswer = null;
        }
        ladder.send(flow(), request);
    }

    /// The next request of the current call, ready to send.
    public Request inCall(Method method) {
        if (method.equals(Method.CANCEL) || isHopAck(method)) {
            return ofInvite(method);
        }
        Dialog current = Objects.requireNonNull(dialog, name + " is in no dialog");
        Request request =
                method.equals(Method.ACK)
                        ? current.ack(Objects.requireNonNull(invite).headers().cseq().number())
                        : current.request(method);
        Request withContact = request.with(HeaderName.CONTACT, "<" + contact() + ">");
        return withContact.push(via());
    }

    private boolean isHopAck(Method method) {
        return method.equals(Method.ACK) && inviteAnswer != null && !inviteAnswer.isSuccess();
    }

    /// The CANCEL of the INVITE, or the ACK of its refusal: the INVITE's own branch.
    private Request ofInvite(Method method) {
        Request sent = Objects.requireNonNull(invite, name + " sent no INVITE");
        Headers headers =
                sent.headers()
                        .without(HeaderName.CONTACT)
                        .without(HeaderName.CONTENT_TYPE)
                        .with(
                                HeaderName.CSEQ,
                                new CSeq(sent.headers().cseq().number(), method).toString());
        if (method.equals(Method.ACK) && inviteAnswer != null) {
            headers = headers.with(HeaderName.TO, inviteAnswer.headers().to().toString());
        }
        return new Request(method, sent.uri(), headers, Body.NONE);
    }

    /// Answers the last request it received, with its tag and, where it matters, its Contact.
    public Response sends(int status) {
        return sends(status, response -> response);
    }

    /// The same with a body or header fields of the test's own.
    public Response sends(int status, UnaryOperator<Response> change) {
        Request request = Objects.requireNonNull(received, name + " has nothing to answer");
        Response response = change.apply(answer(request, status));
        if (request.is(Method.INVITE)
                && request.headers().to().tag() == null
                && status > 100
                && status < 300) {
            remember(Dialog.uas(request, response));
            if (response.isSuccess()) {
                dialog().confirm();
            }
        }
        ladder.send(flow(), response);
        return response;
    }

    /// An answer to `request`, ready to send by [#sendsAsIs(Message)].
    public Response answer(Request request, int status) {
        Response response =
                Response.to(request, status).with(HeaderName.CONTACT, "<" + contact() + ">");
        return status == 100 || request.headers().to().tag() != null
                ? response
                : response.with(HeaderName.TO, request.headers().to().with("tag", tag).toString());
    }

    /// Puts any message on the wire, right or wrong.
    public void sendsAsIs(Message message) {
        ladder.send(flow(), message);
    }

    /// Receives a request of this method next.
    public Request receives(Method method) {
        Message next = next(method.name());
        if (!(next instanceof Request request) || !request.is(method)) {
            throw new AssertionError(name + " expected " + method + " and got " + first(next));
        }
        if (!method.equals(Method.ACK) && !method.equals(Method.CANCEL)) {
            received = request;
        }
        Dialog known = dialogs.get(DialogId.ofReceived(request));
        if (known != null) {
            known.receive(request);
        }
        return request;
    }

    /// Receives a response of this status next.
    public Response receives(int status) {
        Message next = next(Integer.toString(status));
        if (!(next instanceof Response response) || response.status() != status) {
            throw new AssertionError(name + " expected " + status + " and got " + first(next));
        }
        if (response.headers().cseq().method().equals(Method.INVITE)) {
            noteInviteAnswer(response);
        }
        return response;
    }

    private void noteInviteAnswer(Response response) {
        if (response.isFinal()) {
            inviteAnswer = response;
        }
        Dialog known = dialogs.get(DialogId.ofReceived(response));
        if (known != null) {
            known.receive(response);
            dialog = known;
        } else if (response.status() > 100
                && response.status() < 300
                && response.headers().has(HeaderName.CONTACT)
                && response.headers().to().tag() != null) {
            remember(Dialog.uac(Objects.requireNonNull(invite), response));
        }
    }

    private void remember(Parsed<Dialog> opened) {
        Dialog fresh = opened.orThrow();
        dialog = dialogs.computeIfAbsent(fresh.id(), _ -> fresh);
    }

    /// The dialog it is in.
    public Dialog dialog() {
        return Objects.requireNonNull(dialog, name + " is in no dialog");
    }

    /// Fails if a message has come that was not received.
    public void receivesNothing() {
        if (!inbox.isEmpty()) {
            throw new AssertionError(name + " got " + inbox.stream().map(Party::first).toList());
        }
    }

    /// Forgets what has come, repetitions for one; gives how many messages that were.
    public int ignoresTheRest() {
        int ignored = inbox.size();
        inbox.clear();
        return ignored;
    }

    /// Its connection closes.
    public void disconnects() {
        Flow old = flow();
        flow = null;
        ladder.close(old);
    }

    /// Its connection is replaced by another, from another port.
    public void reconnects() {
        flow = ladder.reconnect(flow());
    }

    boolean isAt(Flow other) {
        return flow != null && flow.id() == other.id() && flow.remote().equals(other.remote());
    }

    void arrived(Message message) {
        inbox.add(message);
    }

    private Message next(String expected) {
        Message next = inbox.poll();
        if (next == null) {
            throw new AssertionError(name + " expected " + expected + " and got nothing");
        }
        return next;
    }

    private static String first(Message message) {
        return switch (message) {
            case Request request -> request.method() + " " + request.uri();
            case Response response ->
                    response.status()
                            + " "
                            + response.reason()
                            + " to "
                            + response.headers().cseq();
        };
    }

    private Via via() {
        Via via = Via.of(flow().transport(), host(), port(), Via.MAGIC_COOKIE + name + ++branches);
        return flow().transport() == Transport.UDP ? via.with("rport", null) : via;
    }

    private boolean overWebSocket() {
        return flow().transport().webSocket();
    }

    private String host() {
        return overWebSocket() ? name + ".invalid" : flow().remote().uriHost();
    }

    private int port() {
        return overWebSocket() ? 0 : flow().remote().port();
    }

    private String sentBy() {
        return overWebSocket() ? host() : host() + ":" + port();
    }
}
