package jackfield.rtc.ice;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.TransactionId;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Finds a path and keeps it: checks pairs, nominates or follows the peer's nomination, renews
/// consent, restarts. Its messages are authenticated already.
final class Connectivity {
    private static final long MILLISECOND = 1_000_000L;

    /// Between two checks (RFC 8445 section 14.2).
    static final long TA = 50 * MILLISECOND;

    /// How long a valid pair waits for a better one before it is nominated.
    private static final long GRACE = 100 * MILLISECOND;

    /// How long at least before no pair means failure (RFC 8863 section 4).
    private static final long PATIENCE = 39_500 * MILLISECOND;

    /// How often it is looked at again after that, while checks are still open.
    private static final long LAST_HOPE = 1_000 * MILLISECOND;

    /// A nomination this old gives way to one of a worse pair: the peer has moved.
    private static final long NOMINATION_STANDS = 3_000 * MILLISECOND;

    /// A check that succeeded since then proves consent well enough to begin with.
    private static final long FRESH = 1_000 * MILLISECOND;

    private enum Timer {
        /// The next check may go out.
        PACE,
        /// The best valid pair is nominated.
        NOMINATE,
        /// The agent may give up.
        PATIENCE
    }

    private final IceMode mode;
    private final List<HostCandidate> hosts;
    private final RandomGenerator random;
    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);
    private final Checks checks;
    private final Consent consent;
    private final RoleClaim claim;
    private boolean remoteLite;
    private long nextPace;
    private IceState state = IceState.NEW;
    private CheckList current;
    private @Nullable CheckList previous;
    private @Nullable CandidatePair selected;
    private @Nullable CandidatePair nominating;

    Connectivity(
            IceMode mode,
            IceRole role,
            IceCredentials local,
            List<HostCandidate> hosts,
            RandomGenerator random) {
        this.mode = mode;
        this.hosts = hosts;
        this.random = random;
        this.checks = new Checks(random);
        this.consent = new Consent(random);
        this.claim = new RoleClaim(mode, role, random);
        this.current = new CheckList(local, hosts);
    }

    CheckList current() {
        return current;
    }

    IceRole role() {
        return claim.role();
    }

    IceState state() {
        return state;
    }

    @Nullable CandidatePair selected() {
        return selected;
    }

    boolean isValidated(long high, long low, int port) {
        CandidatePair inUse = selected;
        if (inUse != null && inUse.isRemote(high, low, port)) {
            return true;
        }
        List<CandidatePair> pairs = current.pairs();
        for (int i = 0; i < pairs.size(); i++) {
            CandidatePair pair = pairs.get(i);
            if (pair.isRemote(high, low, port) && isUsable(pair)) {
                return true;
            }
        }
        return false;
    }

    void remote(IceCredentials credentials, boolean lite, long now, Outbox<? super IceOutput> out) {
        IceCredentials known = current.remote();
        if (known != null && !known.equals(credentials)) {
            renew(current.local);
        }
        remoteLite = lite;
        if (lite && mode == IceMode.FULL) {
            become(IceRole.CONTROLLING, now);
        }
        if (current.remote() != null) {
            return;
        }
        current.remote(credentials);
        timers.set(Timer.PATIENCE, now + PATIENCE);
        if (selected == null) {
            enter(IceState.CHECKING, out);
        }
        selectUnchecked(now, out);
        pump(now, out);
    }

    /// A candidate that may be used.
    void addRemoteCandidate(Candidate candidate, long now, Outbox<? super IceOutput> out) {
        current.add(candidate);
        if (current.open() > 0) {
            revive(now, out);
        }
        selectUnchecked(now, out);
        pump(now, out);
    }

    void restart(IceCredentials fresh, IceRole newRole, long now) {
        become(newRole, now);
        renew(fresh);
    }

    void wake(long now, Outbox<? super IceOutput> out) {
        for (Check check : checks.wake(now, out)) {
            unanswered(check, now, out);
        }
        for (Timer timer = timers.take(now); timer != null; timer = timers.take(now)) {
            switch (timer) {
                case PACE -> pump(now, out);
                case NOMINATE -> nominateBest(now, out);
                case PATIENCE -> maybeGiveUp(now, out);
            }
        }
        for (Consent.Due due = consent.take(now); due != null; due = consent.take(now)) {
            switch (due) {
                case CHECK -> checkConsent(now, out);
                case EXPIRY -> loseConsent(now, out);
                case KEEPALIVE -> keepAlive(now, out);
            }
        }
    }

    long deadline() {
        long soonest = Math.min(timers.earliest(), checks.deadline());
        return Math.min(soonest, consent.deadline());
    }

    void close(Outbox<? super IceOutput> out) {
        timers.stopAll();
        consent.end();
        checks.clear();
        selected = null;
        enter(IceState.CLOSED, out);
    }

    // Requests of the peer (RFC 8445 section 7.3)

    /// The generation that a request is for: the one of now; or the one before, while its pair is
    /// in use, and from a peer that has restarted and does not know yet that we have.
    @Nullable CheckList addressed(@Nullable String ufrag, @Nullable String sender) {
        if (current.local.ufrag().equals(ufrag)) {
            return current;
        }
        CheckList before = previous;
        return before != null
                        && before.local.ufrag().equals(ufrag)
                        && (!isSettled() || isOfNow(before, sender))
                ? before
                : null;
    }

    /// True where the sender of a request is the peer as it is now, whichever of our credentials it
    /// knows.
    boolean isOfNow(CheckList addressed, @Nullable String sender) {
        IceCredentials remote = current.remote();
        return addressed == current || remote != null && remote.ufrag().equals(sender);
    }

    /// Settles a role conflict: true if the peer has to give in.
    boolean mustYield(StunMessage message, long now) {
        RoleClaim.Verdict verdict = claim.judge(message);
        if (verdict == RoleClaim.Verdict.WE) {
            become(role().opposite(), now);
        }
        return verdict == RoleClaim.Verdict.PEER;
    }

    /// An authenticated check of the generation `list` came in, and was answered. What is wrong
    /// with it, or null.
    @Nullable IceDrop heard(
            CheckList list,
            @Nullable String sender,
            StunArrival arrival,
            long now,
            Outbox<? super IceOutput> out) {
        CandidatePair inUse = selected;
        if (mode == IceMode.LITE && inUse != null && arrival.isOn(inUse)) {
            consent.renew(now);
        }
        if (!isOfNow(list, sender)) {
            return null;
        }
        StunMessage message = arrival.message();
        CandidatePair pair = current.find(arrival.local(), arrival.remote());
        if (pair == null) {
            pair = current.learn(arrival.local(), arrival.remote(), message.priority());
        }
        if (pair == null) {
            return IceDrop.TOO_MANY_PAIRS;
        }
        pair.heard = true;
        pair.addressee = list.local;
        if (message.has(StunAttribute.USE_CANDIDATE) && role() == IceRole.CONTROLLED) {
            pair.nominatedAt = now;
        }
        revive(now, out);
        if (isUsable(pair)) {
            if (pair.nominatedAt == now) {
                nominated(pair, now, out);
            }
        } else if (mode == IceMode.FULL && !pair.consentLost) {
            trigger(pair, now, out);
        }
        return null;
    }

    /// Checks back (RFC 8445 section 7.3.1.4). A check under way is begun anew, because the peer's
    /// may just have opened the NAT; but no faster than checks are paced.
    private void trigger(CandidatePair pair, long now, Outbox<? super IceOutput> out) {
        Check latest = pair.latest;
        boolean justSent =
                pair.state == CandidatePair.State.IN_PROGRESS
                        && latest != null
                        && now - latest.sentAt() < 2 * TA;
        if (!justSent) {
            pair.state = CandidatePair.State.WAITING;
            current.trigger(pair);
            pump(now, out);
        }
    }

    /// The controlling peer wants this valid pair. Of an aggressive one's nominations (RFC 5245
    /// section 8.1.1.2) the best counts; a later one of a worse pair counts when the better one is
    /// not nominated any more.
    private void nominated(CandidatePair pair, long now, Outbox<? super IceOutput> out) {
        CandidatePair inUse = selected;
        if (inUse == null
                || !isSettled()
                || pair.priority(role()) > inUse.priority(role())
                || now - inUse.nominatedAt > NOMINATION_STANDS) {
            select(pair, now, out);
        }
    }

    // Our checks and their answers (RFC 8445 section 7.2)

    /// Sends the next check if its time has come, and arranges for the one after it.
    private void pump(long now, Outbox<? super IceOutput> out) {
        if (mode == IceMode.LITE || current.remote() == null || state == IceState.CLOSED) {
            return;
        }
        boolean ordinary = !isSettled();
        if (now >= nextPace) {
            CandidatePair pair = current.next(role(), ordinary);
            if (pair != null) {
                boolean nominate = pair.nominate && role() == IceRole.CONTROLLING;
                if (!nominate) {
                    pair.state = CandidatePair.State.IN_PROGRESS;
                }
                checks.send(
                        pair,
                        nominate ? Check.Purpose.NOMINATION : Check.Purpose.CONNECTIVITY,
                        claim,
                        now,
                        out);
                nextPace = now + TA;
            }
        }
        if (current.hasNext(role(), ordinary)) {
            timers.set(Timer.PACE, nextPace);
        }
    }

    private void unanswered(Check check, long now, Outbox<? super IceOutput> out) {
        boolean undecided =
                check.purpose == Check.Purpose.NOMINATION
                        || check.pair.state == CandidatePair.State.IN_PROGRESS;
        if (check.pair.latest == check && undecided) {
            failed(check.pair, now, out);
        }
    }

    /// An answer to a check came in. Why it is ignored, or null.
    @Nullable IceDrop response(StunArrival arrival, long now, Outbox<? super IceOutput> out) {
        StunMessage message = arrival.message();
        Check check = checks.find(message.transaction());
        if (check == null) {
            return IceDrop.UNKNOWN_TRANSACTION;
        }
        if (!message.authentic(check.pair.list.remoteKey())) {
            return IceDrop.UNAUTHENTICATED;
        }
        checks.remove(check);
        if (message.errorCode() == Binding.ROLE_CONFLICT) {
            yieldRole(check, now, out);
            return null;
        }
        boolean proves = message.kind() == StunClass.SUCCESS && message.xorMappedAddress() != null;
        if (proves && arrival.isOn(check.pair)) {
            succeeded(check, now, out);
            return null;
        }
        if (check.purpose != Check.Purpose.CONSENT) {
            failed(check.pair, now, out); // an error, or not symmetric (section 7.2.5.2.1)
        }
        return IceDrop.USELESS_RESPONSE;
    }

    /// Answer 487 (RFC 8445 section 7.2.5.1).
    private void yieldRole(Check check, long now, Outbox<? super IceOutput> out) {
        if (check.role == role() && mode == IceMode.FULL) {
            become(role().opposite(), now);
            claim.newTieBreaker();
        }
        if (check.pair.list == current && check.pair.isOpen()) {
            check.pair.state = CandidatePair.State.WAITING;
            current.trigger(check.pair);
        }
        pump(now, out);
    }

    private void succeeded(Check check, long now, Outbox<? super IceOutput> out) {
        CandidatePair pair = check.pair;
        if (pair.consentLost) {
            return;
        }
        pair.succeededAt = now;
        if (pair == selected) {
            consent.renew(now);
        }
        if (pair.list != current) {
            return;
        }
        pair.state = CandidatePair.State.SUCCEEDED;
        if (pair.latest != null && pair.latest != check && !pair.nominate) {
            pair.latest.quiet(now);
        }
        if (role() == IceRole.CONTROLLED) {
            if (pair.nominatedAt != CandidatePair.NEVER) {
                nominated(pair, now, out);
            }
        } else if (check.purpose == Check.Purpose.NOMINATION) {
            select(pair, now, out);
        } else {
            nominateSoon(now, out);
        }
    }

    private void failed(CandidatePair pair, long now, Outbox<? super IceOutput> out) {
        if (pair == selected) {
            return; // its consent decides
        }
        pair.state = CandidatePair.State.FAILED;
        pair.nominate = false;
        if (pair == nominating) {
            nominating = null;
        }
        if (role() == IceRole.CONTROLLING) {
            nominateSoon(now, out);
        }
    }

    // Nomination (RFC 8445 section 8)

    /// Regular nomination: the best pair at once, another after a short wait for a better one.
    private void nominateSoon(long now, Outbox<? super IceOutput> out) {
        CandidatePair best = current.best(role(), CandidatePair.State.SUCCEEDED);
        if (best == null || isSettled() || nominating != null) {
            return;
        }
        if (!current.hopesForBetterThan(best, role())) {
            nominateBest(now, out);
        } else if (!timers.isSet(Timer.NOMINATE)) {
            timers.set(Timer.NOMINATE, now + GRACE);
        }
    }

    private void nominateBest(long now, Outbox<? super IceOutput> out) {
        timers.stop(Timer.NOMINATE);
        CandidatePair best = current.best(role(), CandidatePair.State.SUCCEEDED);
        if (best != null && !isSettled() && nominating == null && role() == IceRole.CONTROLLING) {
            nominating = best;
            best.nominate = true;
            current.trigger(best);
            pump(now, out);
        }
    }

    private void select(CandidatePair pair, long now, Outbox<? super IceOutput> out) {
        nominating = null;
        pair.nominate = false;
        timers.stop(Timer.NOMINATE);
        timers.stop(Timer.PATIENCE);
        if (pair == selected) {
            return;
        }
        selected = pair;
        checks.keepOnly(current, pair);
        if (mode == IceMode.FULL) {
            consent.begin(now - pair.succeededAt < FRESH, now);
        } else {
            consent.beginLite(!remoteLite, now);
        }
        out.put(new IceOutput.Selected(pair.local, pair.remote));
        enter(IceState.CONNECTED, out);
    }

    /// Two lite agents check nothing: the best pair is the one (RFC 8445 section 8.2).
    private void selectUnchecked(long now, Outbox<? super IceOutput> out) {
        if (mode == IceMode.LITE && remoteLite && current.remote() != null) {
            CandidatePair best = current.best(role(), CandidatePair.State.WAITING);
            if (best != null && best != selected) {
                select(best, now, out);
            }
        }
    }

    // Consent and keepalives (RFC 7675, RFC 8445 section 11)

    private void checkConsent(long now, Outbox<? super IceOutput> out) {
        if (selected != null) {
            checks.send(selected, Check.Purpose.CONSENT, claim, now, out);
            consent.scheduleCheck(now);
        }
    }

    /// The pair in use is given up; the other ones are looked at again.
    private void loseConsent(long now, Outbox<? super IceOutput> out) {
        CandidatePair lost = selected;
        if (lost == null) {
            return;
        }
        selected = null;
        lost.consentLost = mode == IceMode.FULL;
        lost.state = CandidatePair.State.FAILED;
        lost.heard = false;
        current.untrigger(lost);
        consent.end();
        for (CandidatePair pair : current.pairs()) {
            if (pair.isValid()) {
                pair.state = CandidatePair.State.WAITING;
                pair.nominatedAt = CandidatePair.NEVER;
            }
        }
        out.put(new IceOutput.ConsentLost(lost.local, lost.remote));
        enter(IceState.DISCONNECTED, out);
        pump(now, out);
    }

    private void keepAlive(long now, Outbox<? super IceOutput> out) {
        CandidatePair inUse = selected;
        if (inUse != null) {
            byte[] bytes = Binding.keepalive(TransactionId.random(random));
            out.put(new IceOutput.Send(bytes, inUse.local, inUse.remote));
            consent.scheduleKeepalive(now);
        }
    }

    // Generations, roles, states

    private void renew(IceCredentials local) {
        CandidatePair inUse = selected;
        if (inUse == null || inUse.list == current) {
            previous = current;
        }
        current = new CheckList(local, hosts);
        nominating = null;
        timers.stop(Timer.NOMINATE);
        timers.stop(Timer.PATIENCE);
        checks.keepOnly(current, inUse);
    }

    /// Changes the role; checks that carry the old one are sent anew.
    private void become(IceRole other, long now) {
        IceRole before = role();
        claim.role(other);
        if (role() == before) {
            return;
        }
        nominating = null;
        timers.stop(Timer.NOMINATE);
        checks.quietAll(now);
        for (CandidatePair pair : current.pairs()) {
            pair.nominate = false;
            if (pair.state == CandidatePair.State.IN_PROGRESS) {
                pair.state = CandidatePair.State.WAITING;
                current.trigger(pair);
            }
        }
        if (role() == IceRole.CONTROLLING
                && current.best(role(), CandidatePair.State.SUCCEEDED) != null) {
            timers.set(Timer.NOMINATE, now + GRACE);
        }
        if (current.hasNext(role(), true)) {
            timers.set(Timer.PACE, Math.max(now, nextPace));
        }
    }

    /// It is over when no pair is being checked and none waits for the peer's nomination.
    private void maybeGiveUp(long now, Outbox<? super IceOutput> out) {
        boolean nominable = current.best(role(), CandidatePair.State.SUCCEEDED) != null;
        if (mode == IceMode.FULL && (nominable || current.open() > 0)) {
            timers.set(Timer.PATIENCE, now + LAST_HOPE);
        } else if (selected == null) {
            enter(IceState.FAILED, out);
        }
    }

    /// A pair of this generation is in use.
    private boolean isSettled() {
        return selected != null && selected.list == current;
    }

    /// Something is there to be checked, though the agent had given up.
    private void revive(long now, Outbox<? super IceOutput> out) {
        if (state == IceState.FAILED) {
            timers.set(Timer.PATIENCE, now + PATIENCE);
            enter(IceState.CHECKING, out);
        }
    }

    /// Data may flow: we checked it, or (lite) the peer did.
    private boolean isUsable(CandidatePair pair) {
        return pair == selected || (mode == IceMode.FULL ? pair.isValid() : pair.heard);
    }

    private void enter(IceState next, Outbox<? super IceOutput> out) {
        if (state != next) {
            state = next;
            out.put(new IceOutput.StateChanged(next));
        }
    }
}
