package jackfield.roles.useragent;

import jackfield.roles.transactionuser.Reasons;
import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.TransactionId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Texts of our users, each one MESSAGE (RFC 3428): those that go out, and those that came and are
/// not answered yet.
final class TextRequests {
    private static final String TYPE = "text/plain";

    /// What the node calls the texts that it keeps.
    private static final Pattern KEPT = Pattern.compile("text-(\\d{1,15})-.*");

    private final Names names;
    private final Outlet outlet;
    private final Outcomes outcomes;
    private final int most;
    private final Map<TransactionId, TextRef> sent = new HashMap<>();
    private final Map<TextRef, Arrived> arrived = new HashMap<>();

    private record Arrived(TransactionId.Server id, Request request) {}

    /// @param most texts that wait for an answer at once
    TextRequests(Names names, Outlet outlet, Outcomes outcomes, int most) {
        this.names = names;
        this.outlet = outlet;
        this.outcomes = outcomes;
        this.most = most;
    }

    /// Sends one.
    ///
    /// @param to null where it is no address
    void send(TextRef ref, Presence from, @Nullable SipUri to, String text, long now) {
        if (to == null || sent.size() >= most) {
            outcomes.count(to == null ? "text refused" : "too many texts");
            int status = to == null ? 404 : 503;
            String why = to == null ? "No Such Address" : "Too Many Texts";
            outlet.tell(events -> events.sent(ref, status, why, now));
            return;
        }
        Headers headers =
                Headers.builder()
                        .add(HeaderName.MAX_FORWARDS, "70")
                        .add(
                                HeaderName.FROM,
                                names.named(null, from.user().uri())
                                        .with("tag", outlet.tag())
                                        .toString())
                        .add(HeaderName.TO, NameAddr.of(to).toString())
                        .add(HeaderName.CALL_ID, outlet.tag() + outlet.tag())
                        .add(HeaderName.CSEQ, new CSeq(1, Method.MESSAGE).toString())
                        .add(HeaderName.CONTENT_TYPE, TYPE + ";charset=UTF-8")
                        .add(HeaderName.USER_AGENT, UserAgent.NAME)
                        .build();
        Request message = new Request(Method.MESSAGE, to, headers, Body.text(text));
        sent.put(outlet.send(from.flow(), message, now), ref);
    }

    /// A MESSAGE outside any dialog.
    ///
    /// @param callee whom it is for; null where that is nobody of ours
    /// @return the answer to give at once; null where the asker gives it
    @Nullable Response receive(
            TransactionId.Server id, Request message, @Nullable Presence callee, long now) {
        if (callee == null || arrived.size() >= most) {
            return Response.to(message, callee == null ? 404 : 503);
        }
        String type = message.headers().first(HeaderName.CONTENT_TYPE);
        if (type == null
                || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE)
                || message.headers().has(HeaderName.CONTENT_ENCODING)) {
            return Response.to(message, 415).with(HeaderName.ACCEPT, TYPE);
        }
        TextRef ref = new TextRef("text-" + outlet.tag());
        arrived.put(ref, new Arrived(id, message));
        Matcher kept = KEPT.matcher(message.headers().callId());
        String date = message.headers().first(HeaderName.DATE);
        SipTexts.Text text =
                new SipTexts.Text(
                        names.caller(message.headers().from()).address(),
                        message.body().text(),
                        kept.matches() ? Long.parseLong(kept.group(1)) : 0,
                        date == null ? "" : date);
        outlet.tell(events -> events.text(ref, callee.name(), text, now));
        return null;
    }

    /// The asker has said what became of it.
    void taken(TextRef ref, boolean isThere, long now) {
        Arrived text = arrived.remove(ref);
        if (text != null) {
            outcomes.count(isThere ? "text in" : "text in refused");
            Response answer = Response.to(text.request, isThere ? 200 : 480);
            NameAddr to = answer.headers().to().with("tag", outlet.tag());
            outlet.respond(text.id, answer.with(HeaderName.TO, to.toString()), now);
        }
    }

    /// A response; ignored where it is to none of ours.
    void received(TransactionId.Client client, Response response, long now) {
        TextRef ref = response.isFinal() ? sent.remove(client) : null;
        if (ref != null) {
            outcomes.count(response.isSuccess() ? "text out" : "text refused");
            String words = Reasons.words(response, response.reason());
            outlet.tell(events -> events.sent(ref, response.status(), words, now));
        }
    }

    /// No final response, or no way.
    void failed(TransactionId.Client client, int status, long now) {
        TextRef ref = sent.remove(client);
        if (ref != null) {
            outcomes.count("text refused");
            outlet.tell(events -> events.sent(ref, status, "No answer", now));
        }
    }

    /// A transaction is no more.
    void ended(TransactionId id) {
        arrived.values().removeIf(text -> text.id.equals(id));
    }
}
