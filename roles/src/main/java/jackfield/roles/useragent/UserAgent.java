package jackfield.roles.useragent;

import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.roles.transactionuser.Addresses;
import jackfield.roles.transactionuser.Agenda;
import jackfield.roles.transactionuser.Reasons;
import jackfield.sip.dialog.DialogId;
import jackfield.sip.dialog.SessionTimer;
import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Parser;
import jackfield.sip.message.Reading;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Writer;
import jackfield.sip.transaction.TransactionId;
import jackfield.sip.transaction.TransactionLayer;
import jackfield.sip.transaction.TransactionOutput;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A SIP user agent (RFC 3261 section 6) for users who are connected by something else: one for all
/// of them, on paths inside the node ([Flow#inside]). To the node's signalling it is one more
/// browser, which has signed in for each user who has a device with us.
///
/// It never sends by itself: what it wants done comes out, also of the methods of [SipCalls].
public final class UserAgent implements SipCalls {
    /// What it calls itself.
    public static final String NAME = "Jackfield /signal";

    /// What it asks of the node's signalling.
    @FunctionalInterface
    public interface Directory {
        /// What a call of `from` to `to` would ring now.
        Reach reach(SipUri from, SipUri to);
    }

    /// What calls share beside what they send by.
    record Office(Outcomes outcomes, SessionTimer.Policy sessions) {}

    private final AgentSettings settings;
    private final Names names;
    private final Directory directory;
    private final Outbox<AgentOutput> out;
    private final RandomGenerator random;
    private final Parser parser = new Parser(Parser.Limits.USUAL);
    private final TransactionLayer layer;
    private final Deque<TransactionOutput> queue = new ArrayDeque<>();
    private final Outlet outlet;
    private final Office office;
    private final TextRequests texts;
    private final Outcomes outcomes = new Outcomes();
    private final Map<String, Presence> present = new HashMap<>();
    private final Map<String, Presence> byContact = new HashMap<>();
    private final Map<String, Line> lines = new HashMap<>();
    private final Agenda<Line> agenda = new Agenda<>();
    private int lastNumber;

    /// @param addresses what the node is called
    /// @param directory knows what a call would ring
    /// @param random makes tags and names: a cryptographic one in production
    /// @param out takes what it wants done; it must not act on it at once
    public UserAgent(
            AgentSettings settings,
            Addresses addresses,
            Directory directory,
            RandomGenerator random,
            Outbox<AgentOutput> out) {
        this.settings = settings;
        this.directory = directory;
        this.random = random;
        this.out = out;
        names = new Names(addresses);
        layer = new TransactionLayer(random, settings.timers());
        outlet = new Outlet(layer, queue::add, out, settings.timers(), random);
        office = new Office(outcomes, settings.sessions());
        texts = new TextRequests(names, outlet, outcomes, settings.mostCalls());
    }

    // The three verbs

    /// One message of the node's signalling for us, on one of our paths.
    public void receive(byte[] bytes, Flow flow, long now) {
        if (parser.next(bytes) instanceof Reading.Whole(Message message)) {
            layer.receive(message, flow, now, queue::add);
            pump(now);
        } else {
            outcomes.count("unreadable message");
        }
    }

    /// Fires what is due.
    public void wake(long now) {
        layer.wake(now, queue::add);
        pump(now);
        for (Line line = agenda.take(now); line != null; line = agenda.take(now)) {
            if (line.placed != null) {
                line.placed.wake(now);
            }
            if (line.taken != null) {
                line.taken.wake(now);
            }
            if (line.session != null && !line.isOver()) {
                line.session.wake(now);
            }
            touch(line);
        }
        pump(now);
    }

    /// When to wake next (ns), or [jackfield.base.Deadlines#NEVER].
    public long deadline() {
        return Math.min(layer.deadline(), agenda.earliest());
    }

    // What the asker of calls says

    @Override
    public void reachable(String user, boolean isThere, long now) {
        Presence known = present.get(user);
        if (isThere && known == null) {
            Presence made = presence(user);
            present.put(user, made);
            byContact.put(made.contact().user(), made);
            out.put(new AgentOutput.Place(made.binding(now)));
        } else if (!isThere && known != null) {
            present.remove(user);
            byContact.remove(known.contact().user());
            out.put(new AgentOutput.Withdraw(known.binding(now)));
        }
    }

    private Presence presence(String user) {
        lastNumber = lastNumber % 65_535 + 1;
        return new Presence(
                user,
                names.user(user),
                names.contact(HexFormat.of().toHexDigits(random.nextLong())),
                Flow.inside(settings.local(), lastNumber));
    }

    @Override
    public Reach reach(String from, String to) {
        SipUri uri = names.destination(to);
        return uri == null ? Reach.SIP : directory.reach(names.user(from).uri(), uri);
    }

    @Override
    public void call(
            CallRef call, String from, @Nullable String name, String to, Offer offer, long now) {
        if (lines.containsKey(call.id())) {
            throw new IllegalArgumentException("there is a call " + call);
        }
        SipUri uri = names.destination(to);
        if (uri == null || lines.size() >= settings.mostCalls()) {
            boolean unknown = uri == null;
            outcomes.count(unknown ? "out refused" : "too many calls");
            outlet.tell(events ->
                    events.refused(
                            call,
                            unknown ? 404 : 503,
                            unknown ? "No Such Address" : "Too Many Calls",
                            now));
            return;
        }
        Line line = new Line(call, present.getOrDefault(from, presence(from)), true);
        Request invite = Sdp.on(line.dressed(invite(line, name, uri)), offer.sdp());
        PlacedCall placed = new PlacedCall(line, invite, offer.sdp(), outlet, office);
        line.placed = placed;
        lines.put(call.id(), line);
        placed.start(now);
        touch(line);
        pump(now);
    }

    private Request invite(Line line, @Nullable String name, SipUri to) {
        SipUri from = line.owner().user().uri();
        Headers headers =
                Headers.builder()
                        .add(HeaderName.MAX_FORWARDS, "70")
                        .add(
                                HeaderName.FROM,
                                names.named(name, from).with("tag", outlet.tag()).toString())
                        .add(HeaderName.TO, NameAddr.of(to).toString())
                        .add(HeaderName.CALL_ID, outlet.tag() + outlet.tag())
                        .add(HeaderName.CSEQ, new CSeq(1, Method.INVITE).toString())
                        .build();
        return new Request(Method.INVITE, to, headers, Body.NONE);
    }

    @Override
    public void ringing(CallRef call, long now) {
        with(call, now, line -> taken(line).ifPresent(taken -> taken.ringing(now)));
    }

    @Override
    public void answer(CallRef call, String sdp, long now) {
        with(call, now, line -> taken(line).ifPresent(taken -> taken.answer(sdp, now)));
    }

    @Override
    public void refuse(CallRef call, Decline why, long now) {
        with(
                call,
                now,
                line -> {
                    line.silence();
                    taken(line).ifPresent(taken -> taken.refuse(why.status(), why.words(), now));
                });
    }

    private static Optional<TakenCall> taken(Line line) {
        return Optional.ofNullable(line.taken);
    }

    @Override
    public void end(CallRef call, boolean answeredElsewhere, long now) {
        with(
                call,
                now,
                line -> {
                    line.silence();
                    TakenCall taken = line.taken;
                    Session session = line.session;
                    if (taken != null && taken.isRinging()) {
                        Decline why = Decline.DECLINED;
                        taken.refuse(why.status(), why.words(), now);
                    } else if (session != null) {
                        outcomes.count("ended");
                        session.hangUp(answeredElsewhere ? Reasons.ELSEWHERE : "", now);
                    } else if (line.placed != null) {
                        line.placed.cancel(answeredElsewhere, now);
                    }
                });
    }

    @Override
    public void renegotiate(CallRef call, String sdp, long now) {
        with(
                call,
                now,
                line -> {
                    if (line.session == null) {
                        outlet.tell(events -> events.renegotiationRefused(call, 491, now));
                    } else {
                        line.session.renegotiate(sdp, now);
                    }
                });
    }

    @Override
    public void renegotiated(CallRef call, String sdp, long now) {
        inSession(call, now, session -> session.renegotiated(sdp, now));
    }

    @Override
    public void candidate(
            CallRef call, String candidate, @Nullable String mid, int section, long now) {
        Sdp.Late late = new Sdp.Late(candidate, mid, section);
        with(
                call,
                now,
                line -> {
                    if (line.session != null) {
                        line.session.candidate(late, now);
                    } else if (line.placed != null) {
                        line.placed.candidate(late);
                    }
                });
    }

    @Override
    public void text(TextRef ref, String from, String to, String text, long now) {
        Presence writer = present.getOrDefault(from, presence(from));
        texts.send(ref, writer, names.destination(to), text, now);
        pump(now);
    }

    @Override
    public void taken(TextRef ref, boolean isThere, long now) {
        texts.taken(ref, isThere, now);
        pump(now);
    }

    private void inSession(CallRef call, long now, Consumer<Session> what) {
        with(
                call,
                now,
                line -> {
                    if (line.session != null) {
                        what.accept(line.session);
                    }
                });
    }

    /// Does `what` with a call that is not over, nor given up.
    private void with(CallRef call, long now, Consumer<Line> what) {
        Line line = lines.get(call.id());
        if (line != null && !line.isSilent()) {
            what.accept(line);
            touch(line);
            pump(now);
        }
    }

    /// What is due for a call has changed.
    private void touch(Line line) {
        if (line.isOver()) {
            lines.remove(line.ref().id(), line);
            agenda.stop(line);
            return;
        }
        long due = line.placed == null ? Long.MAX_VALUE : line.placed.deadline();
        due = line.taken == null ? due : Math.min(due, line.taken.deadline());
        due = line.session == null ? due : Math.min(due, line.session.deadline());
        agenda.set(line, due);
    }

    // What the transaction layer gives

    private void pump(long now) {
        for (TransactionOutput next = queue.poll(); next != null; next = queue.poll()) {
            act(next, now);
        }
    }

    private void act(TransactionOutput output, long now) {
        switch (output) {
            case TransactionOutput.Send send -> {
                byte[] bytes = Writer.write(send.message());
                out.put(new AgentOutput.Send(send.flow(), bytes));
                send.wrote(bytes);
            }
            case TransactionOutput.Again(Flow flow, byte[] bytes) ->
                    out.put(new AgentOutput.Send(flow, bytes));
            case TransactionOutput.NewRequest(var id, Request request, Flow _) ->
                    request(id, request, now);
            case TransactionOutput.Ack(Request ack, Flow _) ->
                    of(
                            outlet.line(DialogId.ofReceived(ack)),
                            line -> {
                                if (line.session != null) {
                                    line.session.acknowledged(ack, now);
                                }
                            });
            case TransactionOutput.Cancelled(var invite, Request cancel) ->
                    cancelled(invite, cancel, now);
            case TransactionOutput.Received(var client, Response response, Flow _) -> {
                of(outlet.line(client), line -> received(line, client, response, now));
                texts.received(client, response, now);
            }
            case TransactionOutput.Stray _ -> outcomes.count("stray response");
            case TransactionOutput.TimedOut(var client) -> failed(client, 408, now);
            case TransactionOutput.Unreachable(TransactionId id) -> {
                if (id instanceof TransactionId.Client client) {
                    failed(client, 503, now);
                }
            }
            case TransactionOutput.Ended(TransactionId id) -> {
                outlet.ended(id);
                texts.ended(id);
            }
        }
    }

    private void of(@Nullable Line line, Consumer<Line> what) {
        if (line != null) {
            what.accept(line);
            touch(line);
        }
    }

    private static void received(
            Line line, TransactionId.Client client, Response response, long now) {
        if (line.placed != null) {
            line.placed.received(client, response, now);
        }
        if (line.session != null && !line.isOver()) {
            line.session.received(client, response, now);
        }
    }

    private void failed(TransactionId.Client client, int status, long now) {
        texts.failed(client, status, now);
        of(
                outlet.line(client),
                line -> {
                    if (line.placed != null) {
                        line.placed.failed(client, status, now);
                    }
                    if (line.session != null && !line.isOver()) {
                        line.session.failed(client, status, now);
                    }
                });
    }

    private void cancelled(TransactionId.Server invite, Request cancel, long now) {
        of(
                outlet.line(invite),
                line -> {
                    if (line.taken != null) {
                        line.taken.cancelled(cancel, now);
                    }
                });
        of(
                outlet.line(DialogId.ofReceived(cancel)),
                line -> {
                    if (line.session != null) {
                        line.session.cancelled(invite, now);
                    }
                });
    }

    // Requests

    private void request(TransactionId.Server id, Request request, long now) {
        if (request.headers().to().tag() != null) {
            Line line = outlet.line(DialogId.ofReceived(request));
            if (line == null) {
                outlet.respond(id, Response.to(request, 481), now);
            } else {
                of(line, known -> inDialog(known, id, request, now));
            }
        } else if (request.is(Method.INVITE)) {
            incoming(id, request, now);
        } else if (request.is(Method.MESSAGE)) {
            Response refusal = texts.receive(id, request, callee(request), now);
            if (refusal != null) {
                answer(id, refusal, now);
            }
        } else {
            boolean options = request.is(Method.OPTIONS);
            Response answer =
                    Response.to(request, options ? 200 : 405)
                            .with(HeaderName.ALLOW, Line.ALLOW + ", MESSAGE");
            answer(id, options ? answer.with(HeaderName.ACCEPT, Sdp.TYPE) : answer, now);
        }
    }

    private static void inDialog(
            Line line, TransactionId.Server id, Request request, long now, Outlet outlet) {
        TakenCall taken = line.taken;
        Session session = line.session;
        if (request.is(Method.PRACK) && taken != null) {
            taken.prack(id, request, now);
        } else if (request.is(Method.BYE) && taken != null && taken.isRinging()) {
            outlet.respond(id, Response.to(request, 200), now);
            taken.cancelled(request, now);
        } else if (session != null) {
            session.request(id, request, now);
        } else {
            outlet.respond(id, Response.to(request, 481), now);
        }
    }

    private void inDialog(Line line, TransactionId.Server id, Request request, long now) {
        inDialog(line, id, request, now, outlet);
    }

    private void answer(TransactionId.Server id, Response response, long now) {
        NameAddr to = response.headers().to().with("tag", outlet.tag());
        outlet.respond(id, response.with(HeaderName.TO, to.toString()), now);
    }

    /// Whose device a request is for; null where that is nobody of ours.
    private @Nullable Presence callee(Request request) {
        return request.uri() instanceof SipUri uri && uri.user() != null
                ? byContact.get(uri.user())
                : null;
    }

    private void incoming(TransactionId.Server id, Request invite, long now) {
        Presence callee = callee(invite);
        Response refusal = callee == null ? Response.to(invite, 404) : refusal(invite);
        String sdp = Sdp.of(invite);
        if (callee == null || refusal != null || sdp == null) {
            outcomes.count("in refused");
            answer(
                    id,
                    refusal != null
                            ? refusal
                            : Response.to(invite, 488, "An Offer Is Needed In The INVITE"),
                    now);
            return;
        }
        Line line = new Line(new CallRef("sip-" + outlet.tag()), callee, false);
        line.taken = new TakenCall(line, id, invite, sdp, outlet, office, now);
        lines.put(line.ref().id(), line);
        outlet.file(id, line);
        touch(line);
        Caller caller = names.caller(invite.headers().from());
        Offer offer = new Offer(sdp, Sdp.hasVideo(sdp));
        outlet.tell(events -> events.incoming(line.ref(), caller, callee.name(), offer, now));
    }

    /// Why an INVITE can't be taken, whoever it is for; null where it can.
    private @Nullable Response refusal(Request invite) {
        List<String> unknown =
                invite.headers().all(HeaderName.REQUIRE).stream()
                        .map(String::strip)
                        .filter(option -> !option.equals("100rel") && !option.equals("timer"))
                        .toList();
        long brief = new SessionTimer(settings.sessions()).refuses(invite);
        if (!unknown.isEmpty()) {
            return Response.to(invite, 420)
                    .with(HeaderName.UNSUPPORTED, String.join(", ", unknown));
        }
        if (Sdp.isForeign(invite)) {
            return Response.to(invite, 415).with(HeaderName.ACCEPT, Sdp.TYPE);
        }
        if (brief > 0) {
            return Response.to(invite, 422).with(HeaderName.MIN_SE, Long.toString(brief));
        }
        return lines.size() >= settings.mostCalls()
                ? Response.to(invite, 503, "Too Many Calls").with(HeaderName.RETRY_AFTER, "5")
                : null;
    }

    // For people to look at

    /// The number of calls.
    public int callCount() {
        return lines.size();
    }

    /// The number of users who are to be found here.
    public int presentCount() {
        return present.size();
    }

    /// Dialogs that are not over.
    public int dialogCount() {
        return outlet.dialogCount();
    }

    /// Open transactions.
    public int transactionCount() {
        return layer.inFlight();
    }

    /// What became of calls since the start.
    public Outcomes outcomes() {
        return outcomes;
    }
}
