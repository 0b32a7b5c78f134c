package jackfield.roles.presence;

import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.Bindings;
import jackfield.roles.proxy.CallParty;
import jackfield.roles.transactionuser.Addresses;
import jackfield.roles.transactionuser.Agenda;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.Flows;
import jackfield.roles.transactionuser.TransactionUser;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.dialog.DialogId;
import jackfield.sip.event.Notifier;
import jackfield.sip.event.SubscriptionState;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Parameters;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.SentBy;
import jackfield.sip.transaction.TransactionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Takes subscriptions for our users, and notifies (RFC 6665 section 4.2). What has changed is only
/// noted when it happens; [#settle] tells the watchers, once for all that happened in a turn.
public final class EventServer implements TransactionUser {
    private static final int BAD_EVENT = 489;

    /// What the event server needs of the outside.
    ///
    /// @param addresses what we are called
    /// @param flows tells whether a watcher can be reached
    /// @param bindings where users are
    /// @param calls the users of a call, by its Call-ID
    /// @param voicemail counts voice messages
    /// @param log takes lines
    public record Needs(
            Addresses addresses,
            Flows flows,
            Bindings bindings,
            Function<String, List<CallParty>> calls,
            VoicemailCount voicemail,
            CallLog log) {}

    private final Transactions transactions;
    private final Needs needs;
    private final PresenceSettings settings;
    private final Publications publications;
    private final UsersInCalls inCalls = new UsersInCalls();
    private final Map<DialogId, Watching> byDialog = new HashMap<>();
    private final Map<AddressOfRecord, Set<Watching>> byWatched = new HashMap<>();
    private final Map<AddressOfRecord, Integer> perWatcher = new HashMap<>();
    private final Map<TransactionId.Client, Watching> asked = new HashMap<>();
    private final Agenda<Watching> due = new Agenda<>();
    private final Set<String> changedCalls = new LinkedHashSet<>();
    private final Set<AddressOfRecord> changedUsers = new LinkedHashSet<>();
    private Predicate<AddressOfRecord> quiet = _ -> false;

    public EventServer(Transactions transactions, Needs needs, PresenceSettings settings) {
        this.transactions = transactions;
        this.needs = needs;
        this.settings = settings;
        publications = new Publications(transactions, settings.expires());
    }

    /// Users for whom this is true are not to be disturbed, and are shown so. Before the shard
    /// runs; a change is told by [#changed(AddressOfRecord)].
    public void quiet(Predicate<AddressOfRecord> who) {
        quiet = who;
    }

    /// True for requests outside dialogs that are for us where they name a user of ours. A
    /// subscription to events of which we know nothing is for the user's phones.
    public boolean takes(Request request) {
        if (settings.watchers() == PresenceSettings.Watchers.OFF) {
            return false;
        }
        String event = request.headers().first(HeaderName.EVENT);
        return request.is(Method.PUBLISH)
                || request.is(Method.SUBSCRIBE)
                        && (event == null || EventPackage.of(event) != null);
    }

    /// True where the request is inside a subscription of ours.
    public boolean owns(Request request) {
        return byDialog.containsKey(DialogId.ofReceived(request));
    }

    /// The number of subscriptions.
    public int size() {
        return byDialog.size();
    }

    /// How a user is to be reached now.
    public Availability availability(AddressOfRecord user) {
        boolean talking = false;
        for (CallParty party : inCalls.of(user)) {
            talking |= party.caller() || party.state() == CallParty.State.CONFIRMED;
        }
        return Availability.of(
                !needs.bindings().of(user).isEmpty(),
                talking,
                quiet.test(user),
                publications.of(user));
    }

    // What is watched

    /// A user's devices, or its voice messages, are others now.
    public void changed(AddressOfRecord user) {
        if (byWatched.containsKey(user)) {
            changedUsers.add(user);
        }
    }

    /// A call has begun, rings, was answered or is over.
    public void callChanged(String callId) {
        changedCalls.add(callId);
    }

    /// The users of a call that another protocol signals are these now; nobody once it is over.
    public void callChanged(String callId, List<CallParty> parties) {
        inCalls.changed(callId, parties).forEach(this::changed);
    }

    /// Tells the watchers what has changed.
    public void settle(long now) {
        if (changedCalls.isEmpty() && changedUsers.isEmpty()) {
            return;
        }
        for (String callId : changedCalls) {
            List<CallParty> parties = needs.calls().apply(callId);
            inCalls.changed(callId, parties).forEach(this::changed);
        }
        changedCalls.clear();
        List<AddressOfRecord> users = List.copyOf(changedUsers);
        changedUsers.clear();
        for (AddressOfRecord user : users) {
            for (Watching each : List.copyOf(byWatched.getOrDefault(user, Set.of()))) {
                if (!content(each).equals(each.told)) {
                    act(each, now, out -> each.notifier.change(Body.NONE, now, out));
                }
            }
        }
    }

    // Requests

    /// A SUBSCRIBE or PUBLISH outside any dialog for a user of ours.
    ///
    /// @param sender the user who proved to have sent it; null for everybody else
    public void receive(
            Arrival arrival, AddressOfRecord watched, @Nullable AddressOfRecord sender, long now) {
        Request request = arrival.request();
        String event = request.headers().first(HeaderName.EVENT);
        EventPackage kind = EventPackage.of(event);
        boolean publishes = request.is(Method.PUBLISH);
        if (kind == null || event == null || publishes && kind != EventPackage.PRESENCE) {
            answer(
                    arrival,
                    Response.to(request, BAD_EVENT)
                            .with(
                                    HeaderName.ALLOW_EVENTS,
                                    publishes ? EventPackage.PRESENCE.token : EventPackage.ALL),
                    now);
        } else if (sender == null || !mayAsk(sender, watched, kind, publishes)) {
            answer(arrival, Response.to(request, 403), now);
        } else if (publishes) {
            answer(arrival, publications.publish(request, watched, now), now);
            changed(watched);
        } else {
            subscribe(arrival, kind, event, watched, sender, now);
        }
    }

    private boolean mayAsk(
            AddressOfRecord sender, AddressOfRecord of, EventPackage kind, boolean publishes) {
        if (sender.equals(of)) {
            return true;
        }
        return !publishes
                && kind != EventPackage.MESSAGE_SUMMARY
                && (settings.watchers() == PresenceSettings.Watchers.USERS
                        || sender.domain().equals(of.domain()));
    }

    private void subscribe(
            Arrival arrival,
            EventPackage kind,
            String event,
            AddressOfRecord watched,
            AddressOfRecord watcher,
            long now) {
        Request request = arrival.request();
        if (!kind.isAccepted(request.headers().all(HeaderName.ACCEPT))) {
            answer(arrival, Response.to(request, 406), now);
            return;
        }
        if (byDialog.size() >= settings.mostInAll()
                || perWatcher.getOrDefault(watcher, 0) >= settings.mostPerUser()) {
            answer(
                    arrival,
                    Response.to(request, 503, "Too Many Subscriptions")
                            .with(HeaderName.RETRY_AFTER, "60"),
                    now);
            return;
        }
        Response ok = accepted(transactions.tagged(Response.to(request, 200)), arrival.flow());
        for (String route : request.headers().all(HeaderName.RECORD_ROUTE)) {
            ok = ok.with(ok.headers().add(HeaderName.RECORD_ROUTE, route));
        }
        if (!(Dialog.uas(request, ok) instanceof Parsed.Ok<Dialog>(Dialog dialog))) {
            answer(arrival, Response.to(request, 400, "Bad Contact"), now);
            return;
        }
        Watching watching =
                new Watching(
                        dialog,
                        new Notifier(settings.expires(), Body.NONE, false),
                        kind,
                        event.strip(),
                        watcher,
                        watched,
                        arrival.flow());
        byDialog.put(dialog.id(), watching);
        byWatched.computeIfAbsent(watched, _ -> new LinkedHashSet<>()).add(watching);
        perWatcher.merge(watcher, 1, Integer::sum);
        if (!judge(watching, arrival, ok, now)) {
            forget(watching);
        }
    }

    /// A request inside a subscription of ours, which [#owns] told.
    public void inDialog(Arrival arrival, long now) {
        Request request = arrival.request();
        Watching watching = byDialog.get(DialogId.ofReceived(request));
        if (watching == null || !request.is(Method.SUBSCRIBE)) {
            answer(arrival, Response.to(request, watching == null ? 481 : 405), now);
            return;
        }
        switch (watching.dialog.receive(request)) {
            case Dialog.Admission.Rejected(int status) ->
                    answer(arrival, Response.to(request, status), now);
            case Dialog.Admission.Admitted _ -> {
                // A page that has come back on another connection is told there from now on.
                watching.flow = arrival.flow();
                judge(watching, arrival, accepted(Response.to(request, 200), arrival.flow()), now);
            }
        }
    }

    /// Answers a SUBSCRIBE, and notifies where it was accepted: in this order.
    private boolean judge(Watching watching, Arrival arrival, Response ok, long now) {
        Deque<Notifier.Output> outputs = new ArrayDeque<>();
        Notifier.Judgement judgement =
                watching.notifier.receive(arrival.request(), now, outputs::add);
        if (watching.stalled) {
            watching.stalled = false;
            watching.notifier.receive(Response.to(arrival.request(), 200), now, outputs::add);
        }
        switch (judgement) {
            case Notifier.Judgement.TooBrief(long shortest) -> {
                answer(
                        arrival,
                        Response.to(arrival.request(), 423)
                                .with(HeaderName.MIN_EXPIRES, Long.toString(shortest)),
                        now);
                return false;
            }
            case Notifier.Judgement.Accepted(long expires) -> {
                answer(arrival, ok.with(HeaderName.EXPIRES, Long.toString(expires)), now);
                act(watching, now, out -> outputs.forEach(out::put));
                return true;
            }
        }
    }

    private void answer(Arrival arrival, Response response, long now) {
        if (response.status() >= 300) {
            Request request = arrival.request();
            needs.log()
                    .line(
                            request.headers().callId(),
                            CallLog.Level.DEBUG,
                            request.method()
                                    + " of "
                                    + request.headers().from().uri()
                                    + " for "
                                    + request.uri()
                                    + " refused: "
                                    + response.status()
                                    + " "
                                    + response.reason());
        }
        transactions.answer(arrival.id(), response, now);
    }

    private Response accepted(Response response, Flow flow) {
        return response.with(HeaderName.CONTACT, contact(flow))
                .with(HeaderName.ALLOW_EVENTS, EventPackage.ALL);
    }

    private String contact(Flow flow) {
        SentBy us = needs.addresses().advertised(flow);
        String transport =
                flow.transport().webSocket()
                        ? "ws"
                        : flow.transport().name().toLowerCase(Locale.ROOT);
        return NameAddr.of(
                        new SipUri(
                                false,
                                "events",
                                us.host(),
                                us.port(),
                                Parameters.NONE.with("transport", transport),
                                null))
                .toString();
    }

    // Notifications

    /// Does what a notifier wants.
    private interface Turn {
        void take(Outbox<Notifier.Output> out);
    }

    private void act(Watching watching, long now, Turn turn) {
        List<Notifier.Output> outputs = new ArrayList<>();
        turn.take(outputs::add);
        due.set(watching, watching.notifier.deadline());
        for (Notifier.Output output : outputs) {
            switch (output) {
                case Notifier.Output.Notify(SubscriptionState state, Body _) ->
                        notify(watching, state, now);
                case Notifier.Output.Ended _ -> forget(watching);
            }
        }
    }

    private void notify(Watching watching, SubscriptionState state, long now) {
        Flow flow = way(watching);
        if (flow == null) {
            // A page that reloads or changes its network subscribes again: told then.
            watching.stalled = true;
            return;
        }
        String content = content(watching);
        watching.told = content;
        watching.calls = inCalls.of(watching.watched);
        watching.over = List.of();
        Request notify =
                watching.dialog
                        .request(Method.NOTIFY)
                        .with(HeaderName.CONTACT, contact(flow))
                        .with(HeaderName.EVENT, watching.event)
                        .with(HeaderName.SUBSCRIPTION_STATE, state.toString())
                        .with(HeaderName.CONTENT_TYPE, watching.kind.type)
                        .with(Body.text(document(watching, content)));
        TransactionId.Client client = transactions.send(notify, flow, transactions.branch(), now);
        watching.asked = client;
        asked.put(client, watching);
    }

    /// The flow the watcher was last heard on, or the one that its device has come back on.
    private @Nullable Flow way(Watching watching) {
        if (needs.flows().alive(watching.flow)) {
            return watching.flow;
        }
        if (watching.dialog.remoteTarget() instanceof SipUri contact) {
            Binding binding = needs.bindings().reattached(watching.watcher, contact);
            if (binding != null && needs.flows().alive(binding.flow())) {
                watching.flow = binding.flow();
                return watching.flow;
            }
        }
        return null;
    }

    private String content(Watching watching) {
        return switch (watching.kind) {
            case PRESENCE -> Documents.pidf(watching.watched, availability(watching.watched));
            case DIALOG -> {
                List<CallParty> calls = inCalls.of(watching.watched);
                List<CallParty> over = new ArrayList<>(watching.over);
                for (CallParty before : watching.calls) {
                    if (calls.stream().noneMatch(call -> isSame(call, before))) {
                        over.add(before);
                    }
                }
                watching.over = over.isEmpty() ? List.of() : over;
                watching.calls = calls;
                yield Documents.dialogs(calls, watching.over);
            }
            case MESSAGE_SUMMARY ->
                    Documents.summary(watching.watched, needs.voicemail().of(watching.watched));
        };
    }

    private static boolean isSame(CallParty one, CallParty other) {
        return one.callId().equals(other.callId()) && one.tag().equals(other.tag());
    }

    private static String document(Watching watching, String content) {
        return watching.kind == EventPackage.DIALOG
                ? Documents.dialogInfo(watching.watched, content, watching.version++)
                : content;
    }

    private void forget(Watching watching) {
        if (byDialog.remove(watching.dialog.id()) == null) {
            return;
        }
        due.stop(watching);
        Set<Watching> others = byWatched.get(watching.watched);
        if (others != null) {
            others.remove(watching);
            if (others.isEmpty()) {
                byWatched.remove(watching.watched);
            }
        }
        perWatcher.computeIfPresent(watching.watcher, (_, n) -> n == 1 ? null : n - 1);
    }

    // What comes of notifications

    @Override
    public boolean received(TransactionId.Client client, Response response, long now) {
        Watching watching = asked.get(client);
        if (watching == null) {
            return false;
        }
        if (response.isFinal() && client.equals(watching.asked)) {
            watching.asked = null;
            watching.dialog.receive(response);
            act(watching, now, out -> watching.notifier.receive(response, now, out));
        }
        return true;
    }

    @Override
    public boolean timedOut(TransactionId.Client client, long now) {
        Watching watching = asked.get(client);
        if (watching != null && client.equals(watching.asked)) {
            watching.asked = null;
            act(watching, now, watching.notifier::unanswered);
        }
        return watching != null;
    }

    @Override
    public boolean unreachable(TransactionId.Client client, long now) {
        Watching watching = asked.get(client);
        if (watching != null && client.equals(watching.asked)) {
            watching.asked = null;
            watching.stalled = true;
        }
        return watching != null;
    }

    @Override
    public void ended(TransactionId id) {
        if (id instanceof TransactionId.Client client) {
            asked.remove(client);
        }
    }

    // Time

    @Override
    public void wake(long now) {
        for (Watching watching = due.take(now); watching != null; watching = due.take(now)) {
            Watching each = watching;
            if (each.stalled) {
                forget(each); // it never came back
            } else {
                act(each, now, out -> each.notifier.wake(now, out));
            }
        }
        for (AddressOfRecord user = publications.expired(now);
                user != null;
                user = publications.expired(now)) {
            changed(user);
        }
        settle(now);
    }

    @Override
    public long deadline() {
        return Math.min(due.earliest(), publications.deadline());
    }
}
