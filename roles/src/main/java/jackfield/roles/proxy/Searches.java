package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.transactionuser.Agenda;
import jackfield.roles.transactionuser.NextHop;
import jackfield.roles.transactionuser.Transactions;
import jackfield.roles.waking.Sleepers;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Works through target sets (RFC 3261 sections 16.5 to 16.7): makes attempts in their order, finds
/// the servers of each target and tries them in turn, each on a new branch (RFC 3263 section 4.3),
/// and stops when somebody answers, nobody is left or the caller gives up.
final class Searches {
    /// Told when a search may have come to its end, or has met a number of the node's own.
    @FunctionalInterface
    interface Settled {
        void settled(ResponseContext context, long now);
    }

    /// How long a way may stay without any response while there is another one (ns). Timer B or F
    /// would take 32 s, which no caller waits for.
    static final long TRY_TIME = 4_000_000_000L;

    /// How long the servers of a URI may be looked for (ns).
    static final long LOCATE_TIME = 8_000_000_000L;

    /// How long a phone on UDP knows a request that it has refused (ns): timer I, T4 (RFC 3261
    /// section 17.2.1), and a little more.
    static final long FORGET_TIME = 5_200_000_000L;

    /// How long a ring that is over goes on while the relay looks at a response (ns).
    private static final long RELAY_TIME = 100_000_000L;

    private static final String NO_ANSWER = "SIP;cause=408;text=\"No answer\"";

    private final Agenda<Search> ringing = new Agenda<>();
    private final Agenda<Destination> locating = new Agenda<>();
    private final Agenda<Branch> silent = new Agenda<>();
    private final Agenda<Destination> forgetting = new Agenda<>();
    private final Awaiting awaiting = new Awaiting();
    private final Transactions transactions;
    private final Branches branches;
    private final Hops hops;
    private final Recursion recursion;
    private final Surroundings surroundings;
    private final Settled settled;
    private Settled here = (_, _) -> {};

    /// @param settled told when a search may have come to its end
    Searches(
            Transactions transactions,
            Branches branches,
            Recursion recursion,
            Surroundings surroundings,
            Settled settled) {
        this.transactions = transactions;
        this.branches = branches;
        hops = new Hops(transactions, branches, surroundings);
        this.recursion = recursion;
        this.surroundings = surroundings;
        this.settled = settled;
    }

    /// Requests that the node answers itself go to `taker` from now on.
    void answeredBy(Settled taker) {
        here = taker;
    }

    // What begins and ends

    /// Begins to work through `targets`.
    void begin(
            ResponseContext context,
            @Nullable AddressOfRecord sender,
            TargetSet targets,
            long now) {
        Search search = new Search(context, sender, targets, Forward.maxBreadth(context.request));
        context.search = search;
        advance(search, now);
        settled.settled(context, now);
    }

    /// Somebody has answered, or nobody waits any more: no further attempt. Branches that are open
    /// stay so.
    void stop(ResponseContext context) {
        Search search = context.search;
        if (search != null && !search.isOver()) {
            ringing.stop(search);
            for (Destination destination : search.open) {
                forget(destination);
            }
            search.finish();
        }
    }

    private void forget(Destination destination) {
        destination.locating = false;
        destination.offering = null;
        locating.stop(destination);
        forgetting.stop(destination);
        awaiting.end(destination);
        if (destination.branch != null) {
            silent.stop(destination.branch);
        }
    }

    /// The next attempt that the end of the last one asks for.
    private void advance(Search search, long now) {
        awaiting.endIfServed(search);
        while (!search.isOver() && search.open.isEmpty()) {
            Outcome before = search.outcome();
            TargetSet.Attempt attempt = search.take();
            ringing.stop(search);
            if (attempt == null) {
                search.finish();
                return;
            }
            if (before != null) {
                branches.log(search.context, "next attempt after " + before);
            }
            attempt(search, attempt, now);
        }
    }

    private void attempt(Search search, TargetSet.Attempt attempt, long now) {
        if (attempt.ringTime() > 0 && search.context.isInvite()) {
            ringing.set(search, now + attempt.ringTime());
        }
        attempt(search, attempt.targets(), now);
    }

    private void attempt(Search search, List<Target> targets, long now) {
        attempt(search, targets, share(search, targets.size()), now);
    }

    private void attempt(Search search, List<Target> targets, int each, long now) {
        if (each == 0) {
            search.context.finals.add(made(search.context, 440));
            search.failed(Outcome.FAILED);
            return;
        }
        List<Destination> begun = new ArrayList<>();
        for (Target target : targets) {
            Destination destination = new Destination(search, target, each);
            search.isNew(target.uri());
            search.open.add(destination);
            begun.add(destination);
            begun(search.context, target);
        }
        for (Destination destination : begun) {
            if (search.open.contains(destination)) {
                locate(destination, now);
            }
        }
    }

    private void begun(ResponseContext context, Target target) {
        if (context.beginsCall()) {
            surroundings.watch().begun(context.request.headers().callId(), target);
        }
    }

    private void failed(Destination destination, int status, Outcome how, long now) {
        ResponseContext context = destination.search.context;
        if (context.beginsCall()) {
            String callId = context.request.headers().callId();
            surroundings.watch().failed(callId, destination.target, how, status, now);
        }
    }

    /// What each of `count` branches may fork on: those of later attempts are thought of, and those
    /// given up that may still be at work count too (RFC 5393 section 5.3.3).
    private static int share(Search search, int count) {
        int left = left(search);
        int thoughtful = left / (count + search.targetsLeft());
        return thoughtful > 0 ? thoughtful : left / count;
    }

    private static int left(Search search) {
        int left = search.breadth;
        for (Branch branch : search.context.branches) {
            left -= branch.outstanding ? branch.breadth : 0;
        }
        return Math.max(0, left);
    }

    // One destination

    private void locate(Destination destination, long now) {
        Target target = destination.target;
        switch (target.way()) {
            case Way.Over _ -> {
                destination.hops.add(new Destination.Hop(target, null));
                target.others()
                        .forEach(other -> destination.hops.add(new Destination.Hop(other, null)));
                next(destination, now);
            }
            case Way.To to -> {
                destination.locating = true;
                locating.set(destination, now + LOCATE_TIME);
                surroundings
                        .locator()
                        .locate(
                                to.next(),
                                now,
                                (servers, then) -> located(destination, servers, then));
            }
            case Way.Awaited awaited -> {
                ring(destination.search.context, now);
                awaiting.begin(destination, awaited, now);
            }
            case Way.Here _ -> here.settled(destination.search.context, now);
        }
    }

    /// Whoever calls hears it ring while somebody is woken. Not where it takes reliable responses
    /// only (RFC 3262 section 3): those are for an endpoint to give.
    private void ring(ResponseContext context, long now) {
        Call call = context.call;
        boolean reliably = context.request.headers().all(HeaderName.REQUIRE).contains("100rel");
        if (call == null || context.answered || reliably || !call.ringing(now)) {
            return;
        }
        surroundings.records().changed(call.callId, "ringing");
        transactions.respond(context.server, made(context, 180), now);
    }

    /// True while a call waits for this user.
    boolean awaits(String callId, AddressOfRecord user) {
        return awaiting.of(user).stream()
                .anyMatch(each -> each.search.context.request.headers().callId().equals(callId));
    }

    /// Users are woken by this from now on.
    void wakeBy(Sleepers sleepers) {
        awaiting.wakeBy(sleepers);
    }

    /// A user has registered: calls that wait for the user ring at every device that has not rung.
    void came(AddressOfRecord user, long now) {
        for (Destination waiting : awaiting.of(user)) {
            Search search = waiting.search;
            List<Binding> devices = new ArrayList<>();
            for (Binding binding : surroundings.bindings().reachable(user)) {
                if (waiting.target.way() instanceof Way.Awaited awaited
                        && (awaited.inside() || !binding.flow().isInside())
                        && surroundings.flows().alive(binding.flow())
                        && search.isNew(binding.target())) {
                    devices.add(binding);
                }
            }
            if (!devices.isEmpty()) {
                search.somebodyCame = true;
                branches.log(search.context, user + " has come");
                // Something is left for the next one that comes.
                int each = share(search, devices.size() + 1);
                attempt(search, devices.stream().map(Target::of).toList(), each, now);
                release(search, now);
                settled.settled(search.context, now);
            }
        }
    }

    private void located(Destination destination, List<NextHop> servers, long now) {
        if (!destination.locating) {
            return; // too late, or nobody waits any more
        }
        destination.locating = false;
        locating.stop(destination);
        hops.add(destination, servers);
        next(destination, now);
        ResponseContext context = destination.search.context;
        release(destination.search, now);
        settled.settled(context, now);
    }

    /// Tries the next way to a destination; where there is none, that is its end.
    private void next(Destination destination, long now) {
        int left = left(destination.search);
        for (Destination.Hop hop = destination.hops.poll();
                hop != null && left > 0;
                hop = destination.hops.poll()) {
            Flow flow = hops.flow(hop);
            if (flow != null) {
                int breadth = Math.min(left, destination.breadth);
                attempt(destination, hops.draft(destination, hop, flow, breadth), now);
                return;
            }
        }
        nowhere(destination, now);
    }

    /// Sends a draft, once the relay has passed its offer.
    private void attempt(Destination destination, Hops.Draft draft, long now) {
        byte[] offer = draft.offer();
        if (offer == null) {
            sent(destination, hops.send(draft, draft.copy(), now), now);
            return;
        }
        destination.offering = draft.name();
        draft.pass(offer, now, (passed, then) -> passed(destination, draft, passed, then));
        destination.relayLater = draft.name().equals(destination.offering);
    }

    private void passed(Destination destination, Hops.Draft draft, Passed passed, long now) {
        Search search = destination.search;
        Call call = search.context.call;
        if (!draft.name().equals(destination.offering)) {
            // Nobody waits any more; with the call its media went too.
            if (call != null && !call.ended) {
                surroundings.relay().release(call.callId, draft.name(), now);
            }
            return;
        }
        boolean later = destination.relayLater;
        destination.offering = null;
        destination.relayLater = false;
        switch (passed) {
            case Passed.Rewritten(byte[] sdp) -> {
                Request copy = draft.copy().with(new Body(sdp));
                sent(destination, hops.send(draft, copy, now), now);
            }
            case Passed.Refused refused ->
                    ended(destination, hops.refused(draft, refused, now), Outcome.REFUSED, now);
        }
        if (later) {
            release(search, now);
            settled.settled(search.context, now);
        }
    }

    private void sent(Destination destination, Branch branch, long now) {
        Search search = destination.search;
        destination.branch = branch;
        boolean elsewhere = branch.server != null && search.goesOnAfterFailure();
        if (!destination.hops.isEmpty() || elsewhere) {
            silent.set(branch, now + TRY_TIME);
        }
    }

    private void nowhere(Destination destination, long now) {
        Response last = destination.last;
        boolean user = destination.target.user() != null;
        Outcome how = user ? Outcome.UNREACHABLE : Outcome.FAILED;
        if (last == null) {
            int status = user ? 480 : Hops.nowhere(destination);
            last = made(destination.search.context, status);
        } else if (last.status() != 408 && last.status() != 503) {
            how = Outcome.of(last.status(), false, user);
        }
        ended(destination, last, how, now);
    }

    private void ended(Destination destination, Response response, Outcome how, long now) {
        Search search = destination.search;
        search.context.finals.add(response);
        failed(destination, response.status(), how, now);
        boolean byAll = response.status() >= 600;
        search.ended(destination, how, byAll);
        if (byAll) {
            dropUnsent(search);
        }
        advance(search, now);
    }

    /// After a 6xx nothing new is begun (RFC 3261 section 16.7 step 5).
    private void dropUnsent(Search search) {
        for (Destination each : List.copyOf(search.open)) {
            if (each.branch == null) {
                forget(each);
                search.open.remove(each);
            }
            each.hops.clear();
        }
    }

    private Response made(ResponseContext context, int status) {
        return transactions.tagged(Response.to(context.request, status));
    }

    // What branches tell

    /// A branch shows life: it is worth waiting for.
    void alive(Branch branch) {
        silent.stop(branch);
    }

    /// A branch has come to its end without a 2xx.
    ///
    /// @param response from the wire or made up
    /// @param heard true where it is from the wire
    void failed(Branch branch, Response response, boolean heard, long now) {
        Destination destination = branch.destination;
        silent.stop(branch);
        if (destination == null || !destination.search.open.contains(destination)) {
            branch.context.finals.add(response);
            return;
        }
        Search search = destination.search;
        destination.branch = null;
        if (isAskedAgain(branch, destination, response, now)) {
            return;
        }
        if (Hops.isFailure(branch, response, heard)) {
            hops.failed(branch, now);
            if (!destination.hops.isEmpty()) {
                destination.last = response;
                next(destination, now);
                return;
            }
        }
        // That it merges requests is its way of saying no, and nothing for the caller.
        Response said = response.status() == 482 ? destination.refusal : null;
        Response rest = said == null ? response : said;
        if (response.status() / 100 == 3) {
            Recursion.Followed followed = recursion.follow(search, response, now);
            if (!followed.now().isEmpty()) {
                search.open.remove(destination);
                attempt(search, followed.now(), now);
                rest = followed.rest();
            }
        }
        if (rest == null) {
            advance(search, now);
        } else {
            boolean user = branch.target.user() != null;
            ended(destination, rest, Outcome.of(rest.status(), branch.proceeding, user), now);
        }
    }

    /// A phone that refused plain media with keys beside it is asked for keys alone. To one on UDP
    /// that is the same request, merged, for as long as it remembers the first (RFC 3261 section
    /// 8.2.2.2): where it says so, it is asked once it has forgotten.
    private boolean isAskedAgain(
            Branch branch, Destination destination, Response response, long now) {
        var hop = new Destination.Hop(branch.target, branch.server);
        if (branch.wantsKeysAlone && destination.refusal == null) {
            branches.log(branch.context, "asked again, for encrypted media only");
            destination.refusal = response;
            destination.last = response;
            destination.hops.addFirst(hop);
            next(destination, now);
            return true;
        }
        if (response.status() == 482
                && destination.refusal != null
                && destination.forgetting == null) {
            destination.forgetting = hop;
            forgetting.set(destination, now + FORGET_TIME);
            return true;
        }
        return false;
    }

    private void forgotten(Destination destination, long now) {
        Destination.Hop hop = destination.forgetting;
        if (hop != null) {
            destination.hops.addFirst(hop);
            next(destination, now);
            release(destination.search, now);
            settled.settled(destination.search.context, now);
        }
    }

    /// The media of `branch` is no longer needed: it is given up as soon as another branch holds
    /// the caller's own leg, or none will.
    void unused(Branch branch, long now) {
        ResponseContext context = branch.context;
        Call call = context.call;
        if (call == null || !context.beginsCall() || call.ended) {
            return;
        }
        if (context.search == null) {
            surroundings.relay().release(call.callId, branch.name, now);
        } else {
            context.search.unreleased.add(branch.name);
            release(context.search, now);
        }
    }

    private void release(Search search, long now) {
        Call call = search.context.call;
        boolean held = search.context.branches.stream().anyMatch(branch -> !branch.done);
        if (call != null && !call.ended && (held || search.isOver())) {
            search.unreleased.forEach(name -> surroundings.relay().release(call.callId, name, now));
            search.unreleased.clear();
        }
    }

    // Time

    /// Fires what is due.
    void wake(long now) {
        for (Branch branch = silent.take(now); branch != null; branch = silent.take(now)) {
            branches.abandon(branch, List.of(), now);
            branch.outstanding = false; // nobody was there to fork
            failed(branch, made(branch.context, 408), false, now);
            settled.settled(branch.context, now);
        }
        for (Destination each = forgetting.take(now); each != null; ) {
            forgotten(each, now);
            each = forgetting.take(now);
        }
        for (Destination late = locating.take(now); late != null; late = locating.take(now)) {
            located(late, List.of(), now);
        }
        for (Destination late = awaiting.late(now); late != null; late = awaiting.late(now)) {
            if (late.search.somebodyCame && late.search.open.size() > 1) {
                late.search.open.remove(late);
            } else {
                nowhere(late, now);
                settled.settled(late.search.context, now);
            }
        }
        for (Search search = ringing.take(now); search != null; search = ringing.take(now)) {
            if (search.context.relaying.isIdle()) {
                rangOut(search, now);
                settled.settled(search.context, now);
            } else {
                ringing.set(search, now + RELAY_TIME); // it may have been answered
            }
        }
    }

    /// An attempt has rung for as long as it may. What still comes of it is taken, but not waited
    /// for.
    private void rangOut(Search search, long now) {
        for (Destination destination : List.copyOf(search.open)) {
            Branch branch = destination.branch;
            forget(destination);
            destination.hops.clear();
            if (branch != null) {
                branches.abandon(branch, List.of(NO_ANSWER), now);
            }
            boolean alive = branch != null && branch.proceeding;
            boolean user = destination.target.user() != null;
            search.context.finals.add(made(search.context, 408));
            failed(destination, 408, Outcome.of(408, alive, user), now);
            search.ended(destination, Outcome.of(408, alive, user), false);
        }
        advance(search, now);
    }

    /// When to wake next (ns), or [Deadlines#NEVER].
    long deadline() {
        long ways = Math.min(locating.earliest(), forgetting.earliest());
        ways = Math.min(ways, awaiting.deadline());
        return Math.min(Math.min(ringing.earliest(), silent.earliest()), ways);
    }
}
