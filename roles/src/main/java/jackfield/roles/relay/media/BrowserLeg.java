package jackfield.roles.relay.media;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.ice.Candidate;
import jackfield.rtc.ice.IceAgent;
import jackfield.rtc.ice.IceCredentials;
import jackfield.rtc.ice.IceDrop;
import jackfield.rtc.ice.IceMode;
import jackfield.rtc.ice.IceRole;
import jackfield.rtc.mux.PacketKind;
import jackfield.rtc.peer.DtlsEvent;
import jackfield.rtc.peer.PeerDescription;
import jackfield.rtc.peer.PeerOutput;
import jackfield.rtc.peer.PeerTransport;
import jackfield.rtc.sdp.Fingerprint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A leg on the shared socket. ICE says where the peer is, RTP teaches nothing here; keys come from
/// DTLS, or from SDP, or there are none.
final class BrowserLeg extends MediaLeg {
    private static final int MOST_FLOWS = 16;
    private static final int MOST_PROBES = 64;
    private static final int MOST_CANDIDATES = 64;

    /// The leg's place among the things that are due.
    final DueQueue.Item timer = new Timer();

    /// The ufrags that lead here: of this generation and of those before.
    final List<String> ufrags = new ArrayList<>();

    private final MediaSocket socket;
    private final PeerTransport transport;
    private final KnownFlows flows;
    private final KnownFlows probes;
    private final Set<String> candidates = new HashSet<>();
    private @Nullable PeerDescription described;

    /// The ICE of a peer without DTLS, once known.
    private @Nullable IceCredentials credentials;

    private long lastConsent;
    private String failure = "";

    /// Where a peer without ICE is; null for one with ICE.
    private @Nullable Endpoint fixed;

    private boolean selected;
    private boolean wasSelected;
    private long high;
    private long low;
    private int port;

    private final class Timer extends DueQueue.Item {
        @Override
        void wake(long now) {
            transport.wake(now, output -> perform(output, now));
            reschedule();
        }
    }

    BrowserLeg(LegPlan plan, MediaSocket socket, PeerTransport transport, Workbench bench) {
        super(plan, new LegSecurity(isSecured(plan), bench.srtp), bench);
        this.socket = socket;
        this.transport = transport;
        flows = new KnownFlows(socket.flows, MOST_FLOWS, this);
        probes = new KnownFlows(socket.probes, MOST_PROBES, this);
    }

    private static boolean isSecured(LegPlan plan) {
        return plan.transport() instanceof LegPlan.Browser terms
                && (terms.dtls() != null || terms.sdes() != null);
    }

    /// An agent with our side of the plan.
    static IceAgent agent(LegPlan.Browser browser, MediaSocket socket, Workbench bench) {
        return new IceAgent(
                browser.ice().lite() ? IceMode.LITE : IceMode.FULL,
                role(browser.ice()),
                ours(browser.ice()),
                List.of(socket.candidate()),
                bench.random);
    }

    @Override
    void update(LegPlan next, long now) {
        if (!(next.transport() instanceof LegPlan.Browser browser)
                || browser.socket() != socket.id) {
            throw new IllegalArgumentException("another transport for leg " + plan.leg());
        }
        plan = next;
        keys(browser);
        LegPlan.Ice ice = browser.ice();
        if (!ice.localUfrag().equals(transport.ice().local().ufrag())) {
            transport.restartIce(ours(ice), role(ice), now);
        }
        if (browser.dtls() == null) {
            describe(browser, now);
        }
        PeerDescription peer = description(browser);
        if (peer != null && !peer.equals(described)) {
            if (described == null || !peer.ice().equals(described.ice())) {
                candidates.clear();
            }
            described = peer;
            transport.describe(peer, now, output -> perform(output, now));
        }
        for (String line : ice.candidates()) {
            if (candidates.size() < MOST_CANDIDATES
                    && candidates.add(line)
                    && Candidate.parse(line) instanceof Parsed.Ok<Candidate>(Candidate one)) {
                transport.addRemoteCandidate(one, now, output -> perform(output, now));
            }
        }
        reschedule();
    }

    private void keys(LegPlan.Browser browser) {
        LegPlan.Sdes sdes = browser.sdes();
        if (browser.dtls() != null) {
            return;
        }
        if ((sdes != null) != security.isRequired()) {
            security = new LegSecurity(sdes != null, bench.srtp);
        }
        if (sdes != null) {
            security.outbound(sdes.outbound());
            LegPlan.SrtpKeys theirs = sdes.inbound();
            if (theirs != null) {
                security.inbound(theirs);
            }
        }
    }

    /// A peer without DTLS: its ICE, or where it is when it has none.
    private void describe(LegPlan.Browser browser, long now) {
        String ufrag = browser.ice().remoteUfrag();
        String password = browser.ice().remotePassword();
        if (ufrag != null && password != null) {
            var theirs = new IceCredentials(ufrag, password);
            if (!theirs.equals(credentials)) {
                credentials = theirs;
                candidates.clear();
                transport.describe(
                        theirs, browser.ice().remoteLite(), now, output -> perform(output, now));
            }
        } else if (browser.fixed() != null && !browser.fixed().equals(fixed)) {
            fixed = browser.fixed();
            flows.clear();
            if (fixed.isUnspecified() || fixed.port() == 0) {
                selected = false;
            } else {
                select(fixed);
            }
        }
    }

    private static IceCredentials ours(LegPlan.Ice ice) {
        return new IceCredentials(ice.localUfrag(), ice.localPassword());
    }

    private static IceRole role(LegPlan.Ice ice) {
        return ice.controlling() ? IceRole.CONTROLLING : IceRole.CONTROLLED;
    }

    /// Null until all of the peer's part is known.
    private static @Nullable PeerDescription description(LegPlan.Browser browser) {
        String ufrag = browser.ice().remoteUfrag();
        String password = browser.ice().remotePassword();
        LegPlan.DtlsTerms dtls = browser.dtls();
        Dtls.Role role = dtls == null ? null : dtls.role();
        if (ufrag == null || password == null || dtls == null || role == null) {
            return null;
        }
        List<Fingerprint> fingerprints =
                dtls.fingerprints().stream()
                        .map(text -> Fingerprint.parse(text).orThrow())
                        .toList();
        return new PeerDescription(
                new IceCredentials(ufrag, password),
                browser.ice().remoteLite(),
                fingerprints,
                role,
                null);
    }

    /// A STUN or DTLS datagram for this leg.
    void onControl(
            PacketKind kind,
            MemorySegment slot,
            int length,
            long fromHigh,
            long fromLow,
            int fromPort,
            long now) {
        Endpoint remote = new Endpoint(fromHigh, fromLow, fromPort);
        long dropped = iceDrops();
        transport.receive(slot, length, socket.local, remote, now, output -> perform(output, now));
        if (transport.accepts(fromHigh, fromLow, fromPort) || transport.ice().isHeard(remote)) {
            flows.add(remote);
            if (kind == PacketKind.STUN && iceDrops() == dropped) {
                lastConsent = now;
            }
        }
        reschedule();
    }

    /// What a DTLS thread said.
    void receive(DtlsEvent event, long now) {
        transport.receive(event, now, output -> perform(output, now));
        reschedule();
    }

    private long iceDrops() {
        long sum = 0;
        for (IceDrop reason : IceDrop.values()) {
            sum += transport.ice().drops(reason);
        }
        return sum;
    }

    private void reschedule() {
        bench.due.set(timer, transport.deadline());
    }

    private void perform(PeerOutput output, long now) {
        switch (output) {
            case PeerOutput.SendPacket(byte[] bytes, Endpoint _, Endpoint remote) ->
                    send(bytes, remote);
            case PeerOutput.Connectivity _ -> {} // read when somebody asks
            case PeerOutput.Selected(Endpoint _, Endpoint remote) -> select(remote);
            case PeerOutput.ConsentLost() -> {
                selected = false;
                bench.events.put(new MediaEvent.ConsentLost(plan.call(), plan.leg()));
            }
            case PeerOutput.Established(Dtls.Keys keys) -> {
                security.outbound(keys.profile(), keys.localKey(), keys.localSalt());
                security.inbound(keys.profile(), keys.remoteKey(), keys.remoteSalt());
                bench.events.put(new MediaEvent.DtlsEstablished(plan.leg(), keys.profile()));
            }
            case PeerOutput.EarlyMedia(byte[] packet, Endpoint _, Endpoint remote) ->
                    early(packet, remote, now);
            case PeerOutput.Rekeying() -> security = new LegSecurity(true, bench.srtp);
            case PeerOutput.Failed(String why) -> failed(why);
            case PeerOutput.Closed() -> failed("the browser closed the connection");
        }
    }

    private void send(byte[] bytes, Endpoint remote) {
        probes.add(remote);
        MemorySegment slot = socket.egress.slot();
        MemorySegment.copy(bytes, 0, slot, ValueLayout.JAVA_BYTE, 0, bytes.length);
        socket.egress.send(slot, bytes.length, remote.high(), remote.low(), remote.port());
    }

    private void select(Endpoint remote) {
        flows.add(remote);
        selected = true;
        wasSelected = true;
        high = remote.high();
        low = remote.low();
        port = remote.port();
        bench.events.put(new MediaEvent.Selected(plan.call(), plan.leg(), remote));
    }

    private void failed(String why) {
        failure = why;
        bench.events.put(new MediaEvent.DtlsFailed(plan.leg(), why));
    }

    /// Media that overtook its keys takes the usual way now, in memory that stays as it is until
    /// the turn ends, because the other leg sends from it.
    private void early(byte[] packet, Endpoint remote, long now) {
        MemorySegment slot = socket.egress.slot();
        MemorySegment.copy(packet, 0, slot, ValueLayout.JAVA_BYTE, 0, packet.length);
        if (PacketKind.of(packet[0], packet[1]) == PacketKind.RTCP) {
            onRtcp(slot, packet.length, remote.high(), remote.low(), remote.port(), now);
        } else {
            onRtp(slot, packet.length, remote.high(), remote.low(), remote.port(), now);
        }
    }

    /// Before there are keys the transport keeps what it may.
    @Override
    void noKeys(
            MemorySegment slot, int length, long fromHigh, long fromLow, int fromPort, long now) {
        if (plan.transport() instanceof LegPlan.Browser browser && browser.dtls() == null) {
            counters.drop(Drop.NO_KEYS, now);
            return;
        }
        Endpoint remote = new Endpoint(fromHigh, fromLow, fromPort);
        transport.receive(slot, length, socket.local, remote, now, output -> perform(output, now));
    }

    /// Only from addresses that ICE proved, or for the transport to keep. The one that was selected
    /// is known here: asking ICE for it costs a walk through memory of its own for each packet.
    @Override
    boolean accepts(long fromHigh, long fromLow, int fromPort, long now) {
        if (selected && fromLow == low && fromPort == port && fromHigh == high) {
            return true;
        }
        return fixed == null
                && (!security.canOpen() || transport.accepts(fromHigh, fromLow, fromPort));
    }

    @Override
    long fetchIn() {
        return low + port;
    }

    @Override
    long fetchTo() {
        return low + port;
    }

    @Override
    boolean acceptsRtcp(long fromHigh, long fromLow, int fromPort) {
        return accepts(fromHigh, fromLow, fromPort, 0);
    }

    @Override
    void learn(long fromHigh, long fromLow, int fromPort, long now) {}

    @Override
    boolean canSend() {
        return selected;
    }

    @Override
    void transmitRtp(MemorySegment slot, int length) {
        socket.egress.send(slot, length, high, low, port);
    }

    @Override
    void transmitRtcp(MemorySegment slot, int length) {
        socket.egress.send(slot, length, high, low, port);
    }

    @Override
    long lastConsent() {
        return lastConsent;
    }

    @Override
    void close(long now) {
        transport.close(output -> perform(output, now));
        bench.due.set(timer, Deadlines.NEVER);
        flows.clear();
        probes.clear();
        selected = false;
    }

    /// After [#close]: only its last words may still go out.
    void lastWords(DtlsEvent event, long now) {
        transport.receive(
                event,
                now,
                output -> {
                    if (output instanceof PeerOutput.SendPacket(byte[] bytes, _, Endpoint remote)) {
                        send(bytes, remote);
                        probes.clear();
                    }
                });
    }

    /// True for a peer without ICE.
    boolean isFixed() {
        return fixed != null;
    }

    /// True if there has ever been a path.
    boolean wasSelected() {
        return wasSelected;
    }

    @Nullable Endpoint remote() {
        return selected ? new Endpoint(high, low, port) : null;
    }

    /// In the words of reports.
    String ice() {
        return switch (transport.ice().state()) {
            case NEW -> "none";
            case CHECKING -> "checking";
            case CONNECTED -> "connected";
            case DISCONNECTED -> "disconnected";
            case FAILED -> "failed";
            case CLOSED -> "closed";
        };
    }

    /// What checks said of each pair, in words.
    private List<String> pairs() {
        return transport.ice().pairs().stream().map(Object::toString).toList();
    }

    /// The pairs that do not work, in words.
    List<String> failedPairs() {
        return transport.ice().pairs().stream()
                .filter(pair -> !pair.state().equals("succeeded"))
                .limit(4)
                .map(Object::toString)
                .toList();
    }

    /// The types of the candidates in the browser's SDP; a name of mDNS is `mdns`.
    List<String> candidateTypes() {
        return candidates.stream().map(BrowserLeg::candidateType).toList();
    }

    private static String candidateType(String line) {
        if (line.contains(".local ")) {
            return "mdns";
        }
        int at = line.indexOf(" typ ");
        String type = at < 0 ? "" : line.substring(at + 5).split(" ", 2)[0];
        return switch (type) {
            case "host", "srflx", "prflx", "relay" -> type;
            default -> "other";
        };
    }

    /// Ours in the handshake; null before it is agreed.
    Dtls.@Nullable Role dtlsRole() {
        PeerDescription known = described;
        return known == null ? null : known.ourRole();
    }

    /// Why the handshake failed; empty where it did not.
    String failure() {
        return failure;
    }

    /// In the words of reports.
    String dtls() {
        return switch (transport.dtlsState()) {
            case NONE -> "none";
            case HANDSHAKE -> "handshake";
            case ESTABLISHED -> "established";
            case FAILED -> "failed: " + failure;
            case CLOSED -> "closed";
        };
    }

    @Override
    MemorySegment slot() {
        return socket.egress.slot();
    }

    @Override
    Verdict verdict(MediaStream stream, long now) {
        return Diagnosis.of(this, stream, socket.local, now);
    }

    @Override
    LegSnapshot snapshot(long now) {
        Way way = new Way(socket.local, null, remote(), ice(), pairs(), dtls(), lastConsent);
        return snapshot(way, now);
    }
}
