package jackfield.rtc.ice;

import jackfield.base.Endpoint;
import jackfield.base.Outbox;
import jackfield.rtc.stun.StunMessage;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An ICE agent (RFC 8445) for one data stream of one component, as BUNDLE and rtcp-mux leave it.
///
/// It has host candidates only: a server's sockets. It answers checks from its first moment, so a
/// peer that is early is not lost; its own checks begin with [#remote]. Candidates may trickle in
/// or never come: what the peer's checks show is enough. After a pair is selected it renews the
/// peer's consent (RFC 7675); after [#restart] the old pair stays in use until a new one is
/// nominated.
///
/// The caller parses STUN and hands messages in; [#localUfrag] tells which agent one is for.
public final class IceAgent {
    private final IceMode mode;
    private final List<HostCandidate> hosts;
    private final Connectivity connectivity;
    private final long[] drops = new long[IceDrop.values().length];
    private boolean closed;

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
        this.hosts = List.copyOf(hosts);
        this.connectivity = new Connectivity(mode, role, local, this.hosts, random);
    }

    /// The ufrag of the agent a request is for: the part of USERNAME before the colon (RFC 8445
    /// section 7.2.2). Null where there is none.
    public static @Nullable String localUfrag(StunMessage request) {
        return named(request, 0);
    }

    /// Of the two that USERNAME names: whom it asks for is 0, whose it is 1; null where it names
    /// none.
    private static @Nullable String named(StunMessage request, int which) {
        String username = request.username();
        String[] names = username == null ? new String[0] : username.split(":", 2);
        return names.length < 2 ? null : names[which];
    }

    /// What our SDP says.
    public IceCredentials local() {
        return connectivity.current().local;
    }

    /// What the peer's SDP said, of the current generation; null before it is known.
    public @Nullable IceCredentials remote() {
        return connectivity.current().remote();
    }

    /// Our candidates for the SDP, best first.
    public List<Candidate> localCandidates() {
        return IntStream.range(0, hosts.size())
                .mapToObj(i -> hosts.get(i).candidate(CheckList.localPreference(i)))
                .toList();
    }

    public IceMode mode() {
        return mode;
    }

    /// The role now; a conflict may have changed it.
    public IceRole role() {
        return connectivity.role();
    }

    public IceState state() {
        return connectivity.state();
    }

    /// The peer's end of the selected pair; null while there is none.
    public @Nullable Endpoint selectedRemote() {
        CandidatePair selected = connectivity.selected();
        return selected == null ? null : selected.remote;
    }

    /// Our end of the selected pair; null while there is none.
    public @Nullable Endpoint selectedLocal() {
        CandidatePair selected = connectivity.selected();
        return selected == null ? null : selected.local;
    }

    /// The pairs of the current generation, for reports.
    public List<IcePair> pairs() {
        CandidatePair selected = connectivity.selected();
        return connectivity.current().pairs().stream()
                .map(pair ->
                        new IcePair(
                                pair.local,
                                pair.remote,
                                pair.state.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                pair.heard,
                                selected != null
                                        && pair.isBetween(selected.local, selected.remote)))
                .toList();
    }

    /// How many messages were dropped for this reason.
    public long drops(IceDrop reason) {
        return drops[reason.ordinal()];
    }

    /// True where the peer proved that it is there: data from that address may be looked at. Costs
    /// no allocation.
    public boolean isValidated(long high, long low, int port) {
        return connectivity.isValidated(high, low, port);
    }

    /// True where an authenticated check came from, even if we have not checked back yet.
    public boolean isHeard(Endpoint remote) {
        for (CandidatePair pair : connectivity.current().pairs()) {
            if (pair.heard && pair.remote.equals(remote)) {
                return true;
            }
        }
        return false;
    }

    /// The peer's credentials, from its SDP: checks begin. Other credentials than before mean that
    /// the peer restarted, or that another fork answers: its pairs are checked anew, and the one in
    /// use stays until then.
    public void remote(
            IceCredentials credentials, boolean lite, long now, Outbox<? super IceOutput> out) {
        if (!closed) {
            connectivity.remote(credentials, lite, now, out);
        }
    }

    /// A candidate of the peer's, from its SDP or trickled (RFC 8838). One that we cannot or will
    /// not send to is passed over: another component, TCP, another address family, a multicast
    /// address.
    public void addRemoteCandidate(Candidate candidate, long now, Outbox<? super IceOutput> out) {
        if (!closed && isUsable(candidate)) {
            connectivity.addRemoteCandidate(candidate, now, out);
        }
    }

    /// Begins an ICE restart with fresh credentials (RFC 8445 section 9). The pair in use stays in
    /// use until one of the new generation is nominated. The peer's new credentials follow by
    /// [#remote].
    ///
    /// @param newRole controlling if the restart is in our offer
    public void restart(IceCredentials fresh, IceRole newRole, long now) {
        connectivity.restart(fresh, newRole, now);
    }

    /// A STUN message that came from `remote` to the socket `local`.
    public void receive(
            StunMessage message,
            Endpoint local,
            Endpoint remote,
            long now,
            Outbox<? super IceOutput> out) {
        if (closed) {
            return;
        }
        StunArrival arrival = new StunArrival(message, local, remote);
        IceDrop drop = accept(arrival, now, out);
        if (drop != null) {
            drops[drop.ordinal()]++;
        }
    }

    /// Does what is due at `now`.
    public void wake(long now, Outbox<? super IceOutput> out) {
        connectivity.wake(now, out);
    }

    /// When [#wake] is wanted next (ns); [jackfield.base.Deadlines#NEVER] for not at all.
    public long deadline() {
        return connectivity.deadline();
    }

    /// Ends everything; nothing is sent or answered any more.
    public void close(Outbox<? super IceOutput> out) {
        closed = true;
        connectivity.close(out);
    }

    private boolean isUsable(Candidate candidate) {
        IceCredentials known = connectivity.current().remote();
        boolean stale =
                candidate.ufrag() != null
                        && known != null
                        && !known.ufrag().equals(candidate.ufrag());
        AddressScope scope = AddressScope.of(candidate.endpoint());
        boolean needsAnInterface = // an IPv6 link-local address says nothing without one
                scope == AddressScope.LINK_LOCAL && !candidate.endpoint().isIpv4();
        return !stale
                && candidate.component() == 1
                && candidate.transport().equals("udp")
                && candidate.endpoint().port() != 0
                && scope != AddressScope.NONE
                && !needsAnInterface;
    }

    /// Why the message is ignored, or null.
    private @Nullable IceDrop accept(StunArrival arrival, long now, Outbox<? super IceOutput> out) {
        if (arrival.message().method() != StunMessage.BINDING) {
            return IceDrop.NOT_BINDING;
        }
        if (!connectivity.current().hasBase(arrival.local())) {
            return IceDrop.UNKNOWN_BASE;
        }
        return switch (arrival.message().kind()) {
            case REQUEST -> request(arrival, now, out);
            case SUCCESS, ERROR -> connectivity.response(arrival, now, out);
            case INDICATION -> null; // a keepalive has no answer and proves nothing
        };
    }

    /// Authenticates and answers a check (RFC 8445 section 7.3), and tells what it shows.
    private @Nullable IceDrop request(
            StunArrival arrival, long now, Outbox<? super IceOutput> out) {
        StunMessage message = arrival.message();
        String sender = named(message, 1);
        CheckList list = connectivity.addressed(named(message, 0), sender);
        if (list == null) {
            return IceDrop.UNKNOWN_USER;
        }
        if (!message.authentic(list.localKey)) {
            return IceDrop.UNAUTHENTICATED;
        }
        int[] unknown = message.unknownRequired();
        if (unknown.length > 0) {
            answer(Binding.unknown(message, unknown, list.localKey), arrival, out);
            return null;
        }
        if (connectivity.isOfNow(list, sender) && connectivity.mustYield(message, now)) {
            answer(Binding.roleConflict(message, list.localKey), arrival, out);
            return null;
        }
        answer(Binding.success(message, arrival.remote(), list.localKey), arrival, out);
        return connectivity.heard(list, sender, arrival, now, out);
    }

    private static void answer(byte[] bytes, StunArrival arrival, Outbox<? super IceOutput> out) {
        out.put(new IceOutput.Send(bytes, arrival.local(), arrival.remote()));
    }
}
