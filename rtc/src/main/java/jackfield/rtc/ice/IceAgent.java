package jackfield.rtc.ice;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Outbox;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.TransactionId;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// An ICE agent (RFC 8445) for one data stream of one component, as BUNDLE and rtcp-mux leave it.
///
/// It has host candidates only: a server's sockets. It answers checks from its first moment, so a
/// peer that is early is not lost; its own checks begin with [#remote]. Candidates may trickle in or
/// never come: what the peer's checks show is enough. After a pair is selected it renews the peer's
/// consent (RFC 7675); after [#restart] the old pair stays in use until a new one is nominated.
///
/// The caller parses STUN and hands messages in; [#localUfrag] tells which agent one is for.
public final class IceAgent {
    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1_000 * MILLISECOND;

    /// Between two checks (RFC 8445 section 14.2).
    static final long TA = 50 * MILLISECOND;

    /// The shortest first wait for an answer (RFC 8445 section 14.3).
    static final long SHORTEST_RTO = 500 * MILLISECOND;

    /// How long a valid pair waits for a better one before it is nominated.
    static final long GRACE = 100 * MILLISECOND;

    /// How long at least before no pair means failure (RFC 8863 section 4).
    static final long PATIENCE = 39_500 * MILLISECOND;

    /// Consent runs out this long after the last answer (RFC 7675 section 5.1).
    static final long CONSENT = 30 * SECOND;

    /// Without checks of our own, something is sent this often (RFC 8445 section 11).
    static final long KEEPALIVE = 15 * SECOND;

    /// A nomination this old gives way to one of a worse pair: the peer has moved.
    static final long NOMINATION_STANDS = 3 * SECOND;

    private enum Timer {
        /// The next check may go out.
        PACE,
        /// The best valid pair is nominated.
        NOMINATE,
        /// The agent may give up.
        PATIENCE,
        /// Consent is to be renewed.
        CONSENT_CHECK,
        /// Consent runs out.
        CONSENT_EXPIRY,
        /// A keepalive of the lite agent is due.
        KEEPALIVE
    }

    private final IceMode mode;
    private final List<HostCandidate> hosts;
    private final RandomGenerator random;
    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);
    private final Checks checks = new Checks();
    private final long[] drops = new long[IceDrop.values().length];
    private IceRole role;
    private long tieBreaker;
    private boolean remoteLite;
    private long nextPace;
    private IceState state = IceState.NEW;
    private CheckList current;
    private @Nullable CheckList previous;
    private @Nullable CandidatePair selected;
    private @Nullable CandidatePair nominating;

    /// @param role where both agents are full: controlling if we offered (RFC 8445 section 6.1.1)
    /// @param local what our SDP says
    /// @param hosts our sockets, best first
    /// @param random a strong source: transactions and the tie-breaker come from it
    public IceAgent(
            IceMode mode,
            IceRole role,
            IceCredentials local,
            List<HostCandidate> hosts,
            RandomGenerator random) {
        this.mode = mode;
        this.role = mode == IceMode.LITE ? IceRole.CONTROLLED : role;
        this.hosts = List.copyOf(hosts);
        this.random = random;
        this.tieBreaker = random.nextLong();
        this.current = new CheckList(local, this.hosts);
    }

    /// The ufrag of the agent a request is for: the part of USERNAME before the colon (RFC 8445
    /// section 7.2.2). Null where there is none.
    public static @Nullable String localUfrag(StunMessage request) {
        String username = request.username();
        int colon = username == null ? -1 : username.indexOf(':');
        return username == null || colon < 0 ? null : username.substring(0, colon);
    }

    /// What our SDP says.
    public IceCredentials local() {
        return current.local;
    }

    /// What the peer's SDP said, of the current generation; null before it is known.
    public @Nullable IceCredentials remote() {
        return current.remote();
    }

    /// Our candidates for the SDP, best first.
    public List<Candidate> localCandidates() {
        return java.util.stream.IntStream.range(0, hosts.size())
                .mapToObj(i -> hosts.get(i).candidate((int) CheckList.localPreference(i)))
                .toList();
    }

    public IceMode mode() {
        return mode;
    }

    /// The role now; a conflict may have changed it.
    public IceRole role() {
        return role;
    }

    public IceState state() {
        return state;
    }

    /// The peer's end of the selected pair; null while there is none.
    public @Nullable Endpoint selectedRemote() {
        return selected == null ? null : selected.remote;
    }

    /// Our end of the selected pair; null while there is none.
    public @Nullable Endpoint selectedLocal() {
        return selected == null ? null : selected.local;
    }

    /// How many messages were dropped for this reason.
    public long drops(IceDrop reason) {
        return drops[reason.ordinal()];
    }

    /// True where the peer proved that it is there: data from that address may be looked at. Costs no
    /// allocation.
    public boolean isValidated(long high, long low, int port) {
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

    /// True where an authenticated check came from, even if we have not checked back yet.
    public boolean isHeard(Endpoint remote) {
        for (CandidatePair pair : current.pairs()) {
            if (pair.heard && pair.remote.equals(remote)) {
                return true;
            }
        }
        return false;
    }

    /// The peer's credentials, from its SDP: checks begin. Other credentials than before mean that
    /// the peer restarted, or that another fork answers: its pairs are checked anew, and the one in
    /// use stays until then.
    public void remote(IceCredentials credentials, boolean lite, long now, Outbox<? super IceOutput> out) {
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

    /// A candidate of the peer's, from its SDP or trickled (RFC 8838). One that we cannot or will not
    /// send to is passed over: another component, TCP, another address family, a multicast address.
    public void addRemoteCandidate(Candidate candidate, long now, Outbox<? super IceOutput> out) {
        IceCredentials known = current.remote();
        boolean stale =
                candidate.ufrag() != null
                        && known != null
                        && !known.ufrag().equals(candidate.ufrag());
        AddressScope scope = AddressScope.of(candidate.endpoint());
        if (stale
                || candidate.component() != 1
                || !candidate.transport().equals("udp")
                || candidate.endpoint().port() == 0
                || scope == AddressScope.NONE
                || scope == AddressScope.LINK_LOCAL && !candidate.endpoint().isIpv4()) {
            return;
        }
        current.add(candidate);
        selectUnchecked(now, out);
        pump(now, out);
    }

    /// Begins an ICE restart with fresh credentials (RFC 8445 section 9). The pair in use stays in
    /// use until one of the new generation is nominated. The peer's new credentials follow by
    /// [#remote].
    ///
    /// @param newRole controlling if the restart is in our offer
    public void restart(IceCredentials fresh, IceRole newRole, long now) {
        become(mode == IceMode.LITE ? IceRole.CONTROLLED : newRole, now);
        renew(fresh);
    }

    /// A STUN message that came from `remote` to the socket `local`.
    public void receive(
            StunMessage message,
            Endpoint local,
            Endpoint remote,
            long now,
            Outbox<? super IceOutput> out) {
        if (state == IceState.CLOSED) {
            return;
        }
        if (message.method() != StunMessage.BINDING) {
            drop(IceDrop.NOT_BINDING);
            return;
        }
        if (!current.hasBase(local)) {
            drop(IceDrop.UNKNOWN_BASE);
            return;
        }
        switch (message.kind()) {
            case REQUEST -> request(message, local, remote, now, out);
            case SUCCESS, ERROR -> response(message, local, remote, now, out);
            case INDICATION -> {} // a keepalive has no answer and proves nothing
        }
    }

    /// Does what is due at `now`.
    public void wake(long now, Outbox<? super IceOutput> out) {
        for (Check check : checks.due(now)) {
            overdue(check, now, out);
        }
        for (Timer timer = timers.take(now); timer != null; timer = timers.take(now)) {
            switch (timer) {
                case PACE -> pump(now, out);
                case NOMINATE -> nominateBest(now, out);
                case PATIENCE -> maybeGiveUp(now, out);
                case CONSENT_CHECK -> checkConsent(now, out);
                case CONSENT_EXPIRY -> loseConsent(now, out);
                case KEEPALIVE -> keepAlive(now, out);
            }
        }
    }

    /// When [#wake] is wanted next (ns); [Deadlines#NEVER] for not at all.
    public long deadline() {
        return Math.min(timers.earliest(), checks.deadline());
    }

    /// Ends everything; nothing is sent or answered any more.
    public void close(Outbox<? super IceOutput> out) {
        timers.stopAll();
        checks.clear();
        selected = null;
        enter(IceState.CLOSED, out);
    }

    // Requests of the peer (RFC 8445 section 7.3)

    private void request(
            StunMessage message,
            Endpoint local,
            Endpoint remote,
            long now,
            Outbox<? super IceOutput> out) {
        CheckList list = addressed(localUfrag(message));
        if (list == null) {
            drop(IceDrop.UNKNOWN_USER);
            return;
        }
        if (!message.authentic(list.localKey)) {
            drop(IceDrop.UNAUTHENTICATED);
            return;
        }
        int[] unknown = message.unknownRequired();
        if (unknown.length > 0) {
            out.put(new IceOutput.Send(Binding.unknown(message, unknown, list.localKey), local, remote));
            return;
        }
        if (list == current && wantsOurRole(message, now)) {
            out.put(new IceOutput.Send(Binding.roleConflict(message, list.localKey), local, remote));
            return;
        }
        out.put(new IceOutput.Send(Binding.success(message, remote, list.localKey), local, remote));
        CandidatePair inUse = selected;
        if (mode == IceMode.LITE && inUse != null && inUse.isBetween(local, remote)) {
            timers.set(Timer.CONSENT_EXPIRY, now + CONSENT);
        }
        if (list == current) {
            heard(message, local, remote, now, out);
        }
    }

    /// The generation that a request is for.
    private @Nullable CheckList addressed(@Nullable String ufrag) {
        if (current.local.ufrag().equals(ufrag)) {
            return current;
        }
        return previous != null && previous.local.ufrag().equals(ufrag) ? previous : null;
    }

    /// Settles a role conflict (RFC 8445 section 7.3.1.1): true if the peer has to give in.
    private boolean wantsOurRole(StunMessage message, long now) {
        StunAttribute claim =
                role == IceRole.CONTROLLING
                        ? StunAttribute.ICE_CONTROLLING
                        : StunAttribute.ICE_CONTROLLED;
        if (!message.has(claim)) {
            return false;
        }
        boolean ours = Long.compareUnsigned(tieBreaker, message.tieBreaker(claim)) >= 0;
        boolean weControl = ours && mode == IceMode.FULL;
        if (weControl == (role == IceRole.CONTROLLING)) {
            return true;
        }
        become(role.opposite(), now);
        return false;
    }

    /// An authenticated check of the current generation came in.
    private void heard(
            StunMessage message,
            Endpoint local,
            Endpoint remote,
            long now,
            Outbox<? super IceOutput> out) {
        CandidatePair pair = current.find(local, remote);
        if (pair == null) {
            pair = current.learn(local, remote, message.priority());
        }
        if (pair == null) {
            drop(IceDrop.TOO_MANY_PAIRS);
            return;
        }
        pair.heard = true;
        if (message.has(StunAttribute.USE_CANDIDATE) && role == IceRole.CONTROLLED) {
            pair.nominatedAt = now;
        }
        if (state == IceState.FAILED) {
            timers.set(Timer.PATIENCE, now + PATIENCE);
            enter(IceState.CHECKING, out);
        }
        if (isUsable(pair)) {
            if (pair.nominatedAt == now) {
                nominated(pair, now, out);
            }
        } else if (mode == IceMode.FULL && !pair.consentLost) {
            trigger(pair, now, out);
        }
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
                || pair.priority(role) > inUse.priority(role)
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
            CandidatePair pair = current.next(role, ordinary);
            if (pair != null) {
                boolean nominate = pair.nominate && role == IceRole.CONTROLLING;
                if (!nominate) {
                    pair.state = CandidatePair.State.IN_PROGRESS;
                }
                send(pair, nominate ? Check.Purpose.NOMINATION : Check.Purpose.CONNECTIVITY, now, out);
                nextPace = now + TA;
            }
        }
        if (current.hasNext(role, ordinary)) {
            timers.set(Timer.PACE, nextPace);
        }
    }

    private void send(
            CandidatePair pair, Check.Purpose purpose, long now, Outbox<? super IceOutput> out) {
        TransactionId id = TransactionId.random(random);
        boolean useCandidate = purpose == Check.Purpose.NOMINATION;
        byte[] bytes = Binding.check(pair, id, role, tieBreaker, useCandidate);
        long rto = Math.max(SHORTEST_RTO, TA * pair.list.open());
        checks.add(new Check(new Check.Sent(pair, id, bytes), purpose, role, rto, now), now);
        out.put(new IceOutput.Send(bytes, pair.local, pair.remote));
    }

    private void overdue(Check check, long now, Outbox<? super IceOutput> out) {
        if (!check.isExhausted()) {
            check.again(now);
            out.put(new IceOutput.Send(check.bytes, check.pair.local, check.pair.remote));
            return;
        }
        checks.remove(check);
        boolean undecided =
                check.purpose == Check.Purpose.NOMINATION
                        || check.pair.state == CandidatePair.State.IN_PROGRESS;
        if (check.pair.latest == check && undecided) {
            failed(check.pair, now, out);
        }
    }

    private void response(
            StunMessage message,
            Endpoint local,
            Endpoint remote,
            long now,
            Outbox<? super IceOutput> out) {
        Check check = checks.find(message.transaction());
        if (check == null) {
            drop(IceDrop.UNKNOWN_TRANSACTION);
            return;
        }
        if (!message.authentic(check.pair.list.remoteKey())) {
            drop(IceDrop.UNAUTHENTICATED);
            return;
        }
        checks.remove(check);
        if (message.errorCode() == Binding.ROLE_CONFLICT) {
            yieldRole(check, now, out);
        } else if (!check.pair.isBetween(local, remote)
                || message.xorMappedAddress() == null
                || message.kind() == jackfield.rtc.stun.StunClass.ERROR) {
            drop(IceDrop.MALFORMED);
            if (check.purpose != Check.Purpose.CONSENT) {
                failed(check.pair, now, out); // not symmetric (section 7.2.5.2.1), or an error
            }
        } else {
            succeeded(check, now, out);
        }
    }

    /// Answer 487 (RFC 8445 section 7.2.5.1).
    private void yieldRole(Check check, long now, Outbox<? super IceOutput> out) {
        if (check.role == role && mode == IceMode.FULL) {
            become(role.opposite(), now);
            tieBreaker = random.nextLong();
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
            timers.set(Timer.CONSENT_EXPIRY, now + CONSENT);
        }
        if (pair.list != current) {
            return;
        }
        pair.state = CandidatePair.State.SUCCEEDED;
        if (pair.latest != null && pair.latest != check && !pair.nominate) {
            pair.latest.quiet(now);
        }
        if (role == IceRole.CONTROLLED) {
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
        if (role == IceRole.CONTROLLING) {
            nominateSoon(now, out);
        }
    }

    // Nomination (RFC 8445 section 8)

    /// Regular nomination: the best pair at once, another after a short wait for a better one.
    private void nominateSoon(long now, Outbox<? super IceOutput> out) {
        CandidatePair best = current.best(role, CandidatePair.State.SUCCEEDED);
        if (best == null || isSettled() || nominating != null) {
            return;
        }
        if (!current.hopesForBetterThan(best, role)) {
            nominateBest(now, out);
        } else if (!timers.isSet(Timer.NOMINATE)) {
            timers.set(Timer.NOMINATE, now + GRACE);
        }
    }

    private void nominateBest(long now, Outbox<? super IceOutput> out) {
        timers.stop(Timer.NOMINATE);
        CandidatePair best = current.best(role, CandidatePair.State.SUCCEEDED);
        if (best != null && !isSettled() && nominating == null && role == IceRole.CONTROLLING) {
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
        previous = null;
        checks.keepOnly(current, pair);
        if (mode == IceMode.LITE) {
            timers.set(Timer.KEEPALIVE, now + KEEPALIVE);
        }
        if (mode == IceMode.FULL || !remoteLite) {
            timers.set(Timer.CONSENT_EXPIRY, now + CONSENT);
        }
        if (mode == IceMode.FULL) {
            boolean fresh = now - pair.succeededAt < SECOND;
            timers.set(Timer.CONSENT_CHECK, fresh ? nextConsentCheck(now) : now);
        }
        out.put(new IceOutput.Selected(pair.local, pair.remote));
        enter(IceState.CONNECTED, out);
    }

    /// Two lite agents check nothing: the best pair is the one (RFC 8445 section 8.2).
    private void selectUnchecked(long now, Outbox<? super IceOutput> out) {
        if (mode == IceMode.LITE && remoteLite && current.remote() != null) {
            CandidatePair best = current.best(role, CandidatePair.State.WAITING);
            if (best != null && best != selected) {
                select(best, now, out);
            }
        }
    }

    // Consent and keepalives (RFC 7675, RFC 8445 section 11)

    private long nextConsentCheck(long now) {
        return now + 4 * SECOND + random.nextLong(2 * SECOND);
    }

    private void checkConsent(long now, Outbox<? super IceOutput> out) {
        if (selected != null) {
            send(selected, Check.Purpose.CONSENT, now, out);
            timers.set(Timer.CONSENT_CHECK, nextConsentCheck(now));
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
        timers.stop(Timer.CONSENT_CHECK);
        timers.stop(Timer.KEEPALIVE);
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
            timers.set(Timer.KEEPALIVE, now + KEEPALIVE);
        }
    }

    // Generations, roles, states

    private void renew(IceCredentials local) {
        CandidatePair inUse = selected;
        if (inUse != null && inUse.list == current) {
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
        if (role == other) {
            return;
        }
        role = other;
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
        if (role == IceRole.CONTROLLING && current.best(role, CandidatePair.State.SUCCEEDED) != null) {
            timers.set(Timer.NOMINATE, now + GRACE);
        }
        if (current.hasNext(role, true)) {
            timers.set(Timer.PACE, Math.max(now, nextPace));
        }
    }

    /// It is over when no pair is being checked and none waits for the peer's nomination.
    private void maybeGiveUp(long now, Outbox<? super IceOutput> out) {
        boolean nominable = current.best(role, CandidatePair.State.SUCCEEDED) != null;
        if (mode == IceMode.FULL && (nominable || current.open() > 0)) {
            timers.set(Timer.PATIENCE, now + SECOND);
        } else if (selected == null) {
            enter(IceState.FAILED, out);
        }
    }

    /// A pair of this generation is in use.
    private boolean isSettled() {
        return selected != null && selected.list == current;
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

    private void drop(IceDrop reason) {
        drops[reason.ordinal()]++;
    }
}
