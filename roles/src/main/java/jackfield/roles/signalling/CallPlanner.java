package jackfield.roles.signalling;

import jackfield.base.Parsed;
import jackfield.roles.dispatcher.Dispatcher;
import jackfield.roles.forwarding.Forwarding;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.proxy.Outcome;
import jackfield.roles.proxy.Target;
import jackfield.roles.proxy.TargetSet;
import jackfield.roles.proxy.TargetSet.Attempt;
import jackfield.roles.proxy.Way;
import jackfield.roles.routing.Query;
import jackfield.roles.routing.Route;
import jackfield.roles.upstream.Upstream;
import jackfield.roles.useragent.SipCalls.Reach;
import jackfield.roles.waking.Sleepers;
import jackfield.sip.message.Method;
import jackfield.sip.message.ReasonPhrase;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Works out where a request goes: rules that come first, then users, numbers and aliases, then the
/// other rules; and where the calls of users go who forward them. It decides and does nothing.
final class CallPlanner {
    /// Attempts of one call.
    private static final int MOST_ATTEMPTS = 16;

    /// Targets of one attempt.
    private static final int MOST_TARGETS = 30;

    /// How often a call may be forwarded on.
    private static final int MOST_FORWARDS = 5;

    /// The parameter of a Contact whose phone is a device at `/signal` besides, under the same
    /// user.
    private static final String SIGNAL_DEVICE = "+jackfield.signal";

    private static final CallPlan NOWHERE = refuse(404);

    /// What callers are told by whom a user does not want to be disturbed.
    private static final CallPlan QUIET = new CallPlan.Refuse(486, "Do Not Disturb");

    private final SignallingParts parts;
    private final SignallingSettings settings;
    private final Dispatcher dispatcher;
    private CallRules rules = CallRules.NONE;
    private Sleepers sleepers = Sleepers.NONE;

    CallPlanner(SignallingParts parts, SignallingSettings settings, Dispatcher dispatcher) {
        this.parts = parts;
        this.settings = settings;
        this.dispatcher = dispatcher;
    }

    void follow(CallRules next) {
        rules = next;
    }

    /// Users who are not there are woken by this from now on.
    void wakeBy(Sleepers others) {
        sleepers = others;
    }

    CallRules rules() {
        return rules;
    }

    /// One walk through rules and forwardings: what was met already is not gone to again.
    private static final class Walk {
        private final String callId;
        private final long now;
        private final @Nullable AddressOfRecord rung;
        private final Set<AddressOfRecord> met = new HashSet<>();
        private int forwards;
        private boolean looped;
        private boolean quiet;

        private Walk(String callId, @Nullable AddressOfRecord rung, long now) {
            this.callId = callId;
            this.rung = rung;
            this.now = now;
        }
    }

    /// What becomes of a request.
    CallPlan plan(Query query, String callId, long now) {
        return plan(query, new Walk(callId, null, now));
    }

    /// What becomes of a request of our own user agent.
    ///
    /// @param rung the user whose devices on paths inside the node ring already; null for none
    CallPlan plan(Query query, String callId, @Nullable AddressOfRecord rung, long now) {
        return plan(query, new Walk(callId, rung, now));
    }

    /// What a call would ring of a user's devices, of which some are on paths inside the node.
    Reach reach(Query query) {
        String domain = query.domain();
        if (domain == null || !(rules.router().beforeUsers(query) instanceof Route.None)) {
            return Reach.SIP;
        }
        AddressOfRecord callee = AddressOfRecord.of(query.called(), domain);
        boolean inside = false;
        boolean outside = false;
        for (Binding binding : parts.bindings().reachable(callee)) {
            inside |= isRungInside(binding);
            outside |= !isRungInside(binding) && parts.flows().alive(binding.flow());
        }
        Forwarding forwarding = rules.forwardings().of(callee);
        if (settings.echoUsers().contains(callee.user())
                || !forwarding.always().isEmpty()
                || forwarding.isAfterRinging()
                || forwarding.quiet()) {
            return Reach.SIP;
        }
        if (inside) {
            return outside ? Reach.BOTH : Reach.DEVICES;
        }
        return outside
                        || !forwarding.offline().isEmpty()
                        || sleepers.canWake(callee)
                        || !parts.border().users().exists(callee)
                        || !rules.router().alias(callee).isEmpty()
                ? Reach.SIP
                : Reach.NOBODY;
    }

    private CallPlan plan(Query query, Walk walk) {
        Route first = rules.router().beforeUsers(query);
        if (!(first instanceof Route.None)) {
            return act(first, query, walk);
        }
        String domain = query.domain();
        if (domain == null) {
            return outside(query, walk);
        }
        AddressOfRecord callee = AddressOfRecord.of(query.called(), domain);
        if (settings.echoUsers().contains(callee.user())) {
            return new CallPlan.Echo();
        }
        if (isKnown(callee)) {
            return forward(local(callee, query, walk), walk, 480);
        }
        Route route = rules.router().route(query);
        return route instanceof Route.None ? above(query) : act(route, query, walk);
    }

    /// Whom nobody knows here, the registrar above may know: that which lets the caller in.
    private CallPlan above(Query query) {
        AddressOfRecord sender = query.sender();
        Upstream upstream = sender == null ? null : settings.upstreams().authenticator(sender);
        return upstream == null
                ? NOWHERE
                : new CallPlan.Forward(
                        TargetSet.parallel(
                                List.of(
                                        new Target(
                                                query.called(),
                                                new Way.To(upstream.uri()),
                                                List.of(),
                                                null))));
    }

    /// What a callee is without any rule, in words; empty where it is nothing.
    String known(AddressOfRecord callee) {
        if (settings.echoUsers().contains(callee.user())) {
            return "is the number of the echo test";
        }
        if (parts.border().users().exists(callee)) {
            return "is a user";
        }
        if (isUser(callee)) {
            return "is a user of a registrar above";
        }
        List<AddressOfRecord> users = rules.router().alias(callee);
        return users.isEmpty() ? "" : "is an alias of " + users;
    }

    private boolean isKnown(AddressOfRecord callee) {
        return isUser(callee) || !rules.router().alias(callee).isEmpty();
    }

    /// Our own users, and those whom a registrar above has let in: we know them by their bindings.
    private boolean isUser(AddressOfRecord callee) {
        return parts.border().users().exists(callee) || !parts.bindings().of(callee).isEmpty();
    }

    private static CallPlan forward(List<Attempt> attempts, Walk walk, int ifNone) {
        if (attempts.isEmpty()) {
            return walk.looped ? refuse(482) : walk.quiet ? QUIET : refuse(ifNone);
        }
        return new CallPlan.Forward(
                new TargetSet(attempts.subList(0, Math.min(MOST_ATTEMPTS, attempts.size()))));
    }

    private static CallPlan refuse(int status) {
        return new CallPlan.Refuse(status, ReasonPhrase.of(status));
    }

    // Places outside

    /// The contact of one of our users (a call that is transferred), what a rule says, or where the
    /// operator wants it the place itself; for those we know only.
    private CallPlan outside(Query query, Walk walk) {
        boolean known = query.sender() != null || query.trusted();
        Target contact = known ? contact(query.called()) : null;
        if (contact != null) {
            return new CallPlan.Forward(TargetSet.parallel(List.of(contact)));
        }
        Route route = rules.router().route(query);
        if (!(route instanceof Route.None)) {
            return act(route, query, walk);
        }
        if (!known) {
            return refuse(403);
        }
        Target place = elsewhere(query.called());
        return place == null
                ? new CallPlan.Refuse(404, "Domain Not Served Here")
                : new CallPlan.Forward(TargetSet.parallel(List.of(place)));
    }

    private @Nullable Target elsewhere(SipUri uri) {
        return settings.addressesOutside() && !isInvalid(uri) ? Target.outside(uri) : null;
    }

    private @Nullable Target contact(SipUri uri) {
        Binding contact = parts.bindings().ofContact(uri);
        return contact != null && parts.flows().alive(contact.flow()) ? Target.of(contact) : null;
    }

    /// What browsers write for a host that they don't have (RFC 7118 section 5): never looked up.
    private static boolean isInvalid(SipUri uri) {
        return uri.host().toLowerCase(Locale.ROOT).endsWith(".invalid");
    }

    // Rules

    private CallPlan act(Route route, Query query, Walk walk) {
        return switch (route) {
            case Route.None _ -> NOWHERE;
            case Route.Send send -> forward(attempts(send, query, walk), walk, 480);
            case Route.ToGroup group -> {
                List<Attempt> attempts =
                        dispatcher.attempts(group.group(), group.number(), walk.callId, walk.now);
                yield attempts.isEmpty()
                        ? new CallPlan.Refuse(503, "No Gateway Is Up")
                        : forward(attempts, walk, 503);
            }
            case Route.Redirect redirect ->
                    new CallPlan.Redirect(redirect.status(), redirect.contacts());
            case Route.Reject reject -> new CallPlan.Refuse(reject.status(), reject.reason());
            case Route.Echo _ -> new CallPlan.Echo();
            case Route.Forbidden _ -> refuse(403);
        };
    }

    private List<Attempt> attempts(Route.Send send, Query query, Walk walk) {
        List<Attempt> all = new ArrayList<>();
        for (int i = 0; i < send.steps().size(); i++) {
            boolean last = i == send.steps().size() - 1;
            long ring = send.ringTime() > 0 ? send.ringTime() : TargetSet.PREFERRED_RING_TIME;
            List<Attempt> step = step(send.steps().get(i).hops(), query, walk);
            all.addAll(last && send.ringTime() == 0 ? step : ringing(step, ring));
        }
        return all;
    }

    private List<Attempt> step(List<Route.Hop> hops, Query query, Walk walk) {
        if (hops.size() == 1 && hops.getFirst() instanceof Route.Hop.Local(AddressOfRecord user)) {
            return local(user, query, walk);
        }
        List<Target> targets = new ArrayList<>();
        for (Route.Hop hop : hops) {
            switch (hop) {
                case Route.Hop.Local(AddressOfRecord user) -> {
                    List<Attempt> its = local(user, query, walk);
                    if (!its.isEmpty()) {
                        targets.addAll(its.getFirst().targets());
                    }
                }
                case Route.Hop.Remote(SipUri uri, SipUri _) -> targets.add(Target.outside(uri));
            }
        }
        return atOnce(targets);
    }

    private static List<Attempt> atOnce(List<Target> targets) {
        return targets.isEmpty()
                ? List.of()
                : List.of(Attempt.of(targets.subList(0, Math.min(MOST_TARGETS, targets.size()))));
    }

    /// The attempts with a limit to how long each rings, where they have none.
    private static List<Attempt> ringing(List<Attempt> attempts, long ringTime) {
        return attempts.stream()
                .map(a ->
                        a.ringTime() > 0
                                ? a
                                : new Attempt(
                                        a.targets(),
                                        ringTime,
                                        a.after(),
                                        a.retargeted(),
                                        a.further()))
                .toList();
    }

    // Users

    /// The attempts to reach a user, or all of those that an alias stands for.
    private List<Attempt> local(AddressOfRecord callee, Query query, Walk walk) {
        if (isUser(callee)) {
            return user(callee, query, walk);
        }
        List<AddressOfRecord> users = rules.router().alias(callee);
        if (users.size() == 1) {
            return user(users.getFirst(), query, walk);
        }
        List<Target> targets = new ArrayList<>();
        for (AddressOfRecord one : users) {
            List<Attempt> its = user(one, query, walk);
            if (!its.isEmpty()) {
                targets.addAll(its.getFirst().targets());
            }
        }
        return atOnce(targets);
    }

    private List<Attempt> user(AddressOfRecord user, Query query, Walk walk) {
        if (!walk.met.add(user)) {
            walk.looped = true;
            return List.of();
        }
        Forwarding forwarding =
                query.method().equals(Method.INVITE)
                        ? rules.forwardings().of(user)
                        : Forwarding.NONE;
        if (!forwarding.always().isEmpty()) {
            return forwarded(forwarding.always(), user, query, walk, EnumSet.allOf(Outcome.class));
        }
        if (forwarding.quiet()) {
            walk.quiet = true;
            return forwarded(forwarding.busy(), user, query, walk, EnumSet.allOf(Outcome.class));
        }
        // Whose devices have to ring first leaves that to us: see #reach.
        List<Attempt> own = devices(user, forwarding.isAfterRinging() ? null : walk.rung);
        if (own.isEmpty() && query.method().equals(Method.INVITE)) {
            own = woken(user, walk.rung);
        }
        if (own.isEmpty()) {
            return forwarded(forwarding.offline(), user, query, walk, EnumSet.allOf(Outcome.class));
        }
        if (forwarding.isOff()) {
            return own;
        }
        List<Attempt> all = new ArrayList<>();
        all.addAll(
                forwarding.noAnswer().isEmpty()
                        ? own
                        : ringing(own, forwarding.afterSeconds() * 1_000_000_000L));
        all.addAll(forwarded(forwarding.busy(), user, query, walk, EnumSet.of(Outcome.BUSY)));
        all.addAll(
                forwarded(forwarding.noAnswer(), user, query, walk, EnumSet.of(Outcome.NO_ANSWER)));
        all.addAll(
                forwarded(
                        forwarding.offline(), user, query, walk, EnumSet.of(Outcome.UNREACHABLE)));
        return all;
    }

    /// The attempt that waits for a user who is not there and can be woken. Of a user whose devices
    /// inside the node ring by themselves, those are not meant; where one of them does ring, nobody
    /// is woken.
    private List<Attempt> woken(AddressOfRecord user, @Nullable AddressOfRecord rung) {
        boolean inside = !user.equals(rung);
        return sleepers.canWake(user) && parts.bindings().reachable(user).isEmpty()
                ? List.of(Attempt.of(List.of(Target.awaited(user, sleepers.patience(), inside))))
                : List.of();
    }

    private List<Attempt> devices(AddressOfRecord user, @Nullable AddressOfRecord rung) {
        boolean ring = !user.equals(rung);
        List<Binding> bindings =
                parts.bindings().reachable(user).stream()
                        .filter(binding -> parts.flows().alive(binding.flow()))
                        .filter(binding -> ring || !isRungInside(binding))
                        .toList();
        return bindings.isEmpty() ? List.of() : TargetSet.byPreference(bindings).attempts();
    }

    /// Whether calls from inside the node ring there by themselves: a path inside, or a phone that
    /// says to be a device at `/signal` too.
    private static boolean isRungInside(Binding binding) {
        return binding.flow().isInside() || binding.contact().parameters().has(SIGNAL_DEVICE);
    }

    /// The attempts at the one whom `owner` forwards to, as if `owner` called there: it pays for
    /// the call, and can go no further than by calling itself.
    private List<Attempt> forwarded(
            String target, AddressOfRecord owner, Query query, Walk walk, Set<Outcome> after) {
        if (target.isEmpty()) {
            return List.of();
        }
        SipUri uri = uri(target, owner);
        if (uri == null || ++walk.forwards > MOST_FORWARDS) {
            walk.looped = true;
            return List.of();
        }
        Query next =
                new Query(
                        query.method(),
                        uri,
                        parts.addresses().domain(uri),
                        owner,
                        query.source(),
                        false);
        CallPlan plan = plan(next, walk);
        if (plan instanceof CallPlan.Echo) {
            return List.of(new Attempt(List.of(Target.here(uri)), 0, after, true));
        }
        if (!(plan instanceof CallPlan.Forward(TargetSet targets))) {
            return List.of();
        }
        List<Attempt> all = new ArrayList<>();
        for (Attempt attempt : targets.attempts()) {
            all.add(
                    new Attempt(
                            attempt.targets(),
                            attempt.ringTime(),
                            all.isEmpty() ? after : attempt.after(),
                            true,
                            !all.isEmpty()));
        }
        return all;
    }

    /// What a user wrote as a target; null where it is none.
    private static @Nullable SipUri uri(String target, AddressOfRecord owner) {
        String text = target;
        if (!text.startsWith("sip:") && !text.startsWith("sips:")) {
            text = "sip:" + (text.contains("@") ? text : text + "@" + owner.domain());
        }
        return SipUri.parse(text) instanceof Parsed.Ok<SipUri>(SipUri uri) ? uri : null;
    }

    /// Where the contact of a redirection leads: to a user of ours, or where `sender` may call.
    List<Target> redirected(SipUri contact, @Nullable AddressOfRecord sender) {
        String domain = parts.addresses().domain(contact);
        if (domain != null) {
            AddressOfRecord user = AddressOfRecord.of(contact, domain);
            if (rules.forwardings().of(user).quiet()) {
                return List.of();
            }
            List<Attempt> its = devices(user, null);
            return its.isEmpty() ? List.of() : its.getFirst().targets();
        }
        if (sender == null) {
            return List.of();
        }
        Target ours = contact(contact);
        Target target = ours != null ? ours : elsewhere(contact);
        return target == null ? List.of() : List.of(target);
    }
}
