package jackfield.bench.relay;

import jackfield.base.Endpoint;
import jackfield.bench.BenchFailure;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.ice.Candidate;
import jackfield.rtc.ice.HostCandidate;
import jackfield.rtc.ice.IceAgent;
import jackfield.rtc.ice.IceCredentials;
import jackfield.rtc.ice.IceMode;
import jackfield.rtc.ice.IceRole;
import jackfield.rtc.peer.PeerDescription;
import jackfield.rtc.peer.PeerOutput;
import jackfield.rtc.peer.PeerTransport;
import jackfield.rtc.sdp.Fingerprint;
import jackfield.rtc.srtp.SrtpContext;
import jackfield.rtc.srtp.SrtpProfile;
import jackfield.rtc.srtp.SrtpWorkspace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A browser at one end of a call: a real ICE agent and a real DTLS handshake of our own, on a
/// socket of its own.
final class BrowserEnd extends LegEnd {
    private final IceCredentials credentials;
    private final PeerTransport transport;
    private final SrtpWorkspace work;
    private final Dtls dtls;
    private volatile boolean ready;
    private volatile @Nullable String failure;
    private volatile @Nullable SrtpProfile profile;

    BrowserEnd(
            LoadLoop loop,
            LoadSocket socket,
            LegEnd.Streams streams,
            Dtls dtls,
            SrtpWorkspace work,
            Random random) {
        super(socket, streams);
        this.dtls = dtls;
        this.work = work;
        credentials = IceCredentials.random(random);
        transport =
                new PeerTransport(
                        new IceAgent(
                                IceMode.FULL,
                                IceRole.CONTROLLED,
                                credentials,
                                List.of(new HostCandidate(socket.local)),
                                random),
                        dtls,
                        event ->
                                loop.execute(() -> {
                                    long now = loop.now();
                                    transportOf().receive(event, now, this::perform);
                                }));
    }

    private PeerTransport transportOf() {
        return transport;
    }

    /// What its SDP says besides the voice.
    String attributes() {
        return String.join(
                "\r\n",
                "a=rtcp-mux",
                "a=ice-ufrag:" + credentials.ufrag(),
                "a=ice-pwd:" + credentials.password(),
                "a=fingerprint:sha-256 " + dtls.fingerprint(),
                "a=setup:active",
                "a=candidate:1 1 UDP 2130706431 "
                        + socket.local.host()
                        + " "
                        + socket.local.port()
                        + " typ host");
    }

    /// The relay's SDP is known: checks begin, and then the handshake. On the load's thread.
    void begin(String sdp, Endpoint relay, long now) {
        IceCredentials theirs =
                new IceCredentials(
                        Calls.line(sdp, "a=ice-ufrag:(\\S+)"), Calls.line(sdp, "a=ice-pwd:(\\S+)"));
        Fingerprint print =
                Fingerprint.parse(Calls.line(sdp, "a=fingerprint:(.+?)\\r?$")).orThrow();
        transport.describe(
                new PeerDescription(
                        theirs, sdp.contains("a=ice-lite"), List.of(print), Dtls.Role.CLIENT, null),
                now,
                this::perform);
        String candidate =
                "candidate:1 1 udp 2130706431 " + relay.host() + " " + relay.port() + " typ host";
        transport.addRemoteCandidate(Candidate.parse(candidate).orThrow(), now, this::perform);
    }

    /// What is due of ICE.
    void wake(long now) {
        if (transport.deadline() <= now) {
            transport.wake(now, this::perform);
        }
    }

    @Override
    boolean isReady() {
        String why = failure;
        if (why != null) {
            throw new BenchFailure("a browser found no way to the relay: " + why);
        }
        return ready;
    }

    /// How the leg is protected; null before that is agreed.
    @Nullable SrtpProfile profile() {
        return profile;
    }

    @Override
    void control(MemorySegment slot, int length, long low, int port, long now) {
        transport.receive(
                slot, length, socket.local, new Endpoint(0, low, port), now, this::perform);
    }

    private void perform(PeerOutput output) {
        switch (output) {
            case PeerOutput.SendPacket(byte[] bytes, Endpoint _, Endpoint remote) -> {
                MemorySegment slot = socket.slot();
                MemorySegment.copy(bytes, 0, slot, ValueLayout.JAVA_BYTE, 0, bytes.length);
                socket.send(bytes.length, remote.low(), remote.port());
            }
            case PeerOutput.Selected(Endpoint _, Endpoint remote) -> remote(remote);
            case PeerOutput.Established(Dtls.Keys keys) -> {
                protect(
                        SrtpContext.outbound(
                                keys.profile(), keys.localKey(), keys.localSalt(), work),
                        SrtpContext.inbound(
                                keys.profile(), keys.remoteKey(), keys.remoteSalt(), work));
                profile = keys.profile();
                ready = true;
            }
            case PeerOutput.Failed(String why) -> failure = why;
            case PeerOutput.ConsentLost() -> failure = "consent lost";
            case PeerOutput.Connectivity _,
                    PeerOutput.EarlyMedia _,
                    PeerOutput.Rekeying _,
                    PeerOutput.Closed _ -> {}
        }
    }
}
