package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.ice.Candidate;
import jackfield.rtc.ice.HostCandidate;
import jackfield.rtc.ice.IceAgent;
import jackfield.rtc.ice.IceCredentials;
import jackfield.rtc.ice.IceMode;
import jackfield.rtc.ice.IceRole;
import jackfield.rtc.mux.PacketKind;
import jackfield.rtc.peer.DtlsEvent;
import jackfield.rtc.peer.PeerDescription;
import jackfield.rtc.peer.PeerOutput;
import jackfield.rtc.peer.PeerTransport;
import jackfield.rtc.rtp.RtpPacket;
import jackfield.rtc.sdp.Fingerprint;
import jackfield.rtc.srtp.SrtpContext;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The far end of a browser leg: a real ICE agent and real SRTP around a handshake without
/// cryptography.
final class Browser {
    static final int SOCKET = 3478;
    static final Endpoint RELAY = Endpoint.parse("198.51.100.1:" + SOCKET);

    final Shard shard;
    final long leg;
    final Endpoint host;
    Endpoint address;
    final Phone voice;
    final PairedDtls relayDtls;
    final PairedDtls dtls;
    final Queue<Shard.Datagram> outbox = new ArrayDeque<>();
    final List<RtpPacket> heard = new ArrayList<>();
    IceCredentials credentials;
    IceCredentials relayCredentials;
    PeerTransport transport;
    boolean silent;
    int unopened;
    @Nullable SrtpContext opening;

    Browser(Shard shard, long leg, String address, PairedDtls relayDtls) {
        this.shard = shard;
        this.leg = leg;
        this.host = Endpoint.parse(address);
        this.address = host;
        this.relayDtls = relayDtls;
        dtls = new PairedDtls("browser-" + leg);
        voice = new Phone(shard, leg, 20_000 + (int) leg * 2, address, 8);
        var random = new SplittableRandom(leg);
        credentials = IceCredentials.random(random);
        relayCredentials = IceCredentials.random(random);
        transport =
                new PeerTransport(
                        new IceAgent(
                                IceMode.FULL,
                                IceRole.CONTROLLING,
                                credentials,
                                List.of(new HostCandidate(host)),
                                random),
                        dtls,
                        this::fromDtls);
    }

    /// What signalling says before the browser's SDP is known.
    LegPlan early(long call, PayloadMap payloads) {
        return plan(call, payloads, null, List.of());
    }

    /// What signalling says when the browser is the DTLS client.
    LegPlan plan(long call, PayloadMap payloads) {
        return plan(call, payloads, Dtls.Role.SERVER, List.of());
    }

    LegPlan plan(
            long call, PayloadMap payloads, Dtls.@Nullable Role ours, List<String> candidates) {
        boolean known = ours != null;
        return new LegPlan(
                leg,
                call,
                new LegPlan.Browser(
                        SOCKET,
                        new LegPlan.Ice(
                                relayCredentials.ufrag(),
                                relayCredentials.password(),
                                known ? credentials.ufrag() : null,
                                known ? credentials.password() : null,
                                candidates,
                                false),
                        new LegPlan.DtlsTerms(
                                ours, known ? List.of(dtls.ours().toString()) : List.of())),
                payloads,
                true,
                false);
    }

    /// The browser gets our SDP and begins.
    void begins(Dtls.Role role) {
        transport.describe(
                new PeerDescription(relayCredentials, false, List.of(relayDtls.ours()), role, null),
                shard.now,
                this::perform);
        Parsed<Candidate> ours =
                Candidate.parse("candidate:1 1 udp 2130706431 198.51.100.1 3478 typ host");
        transport.addRemoteCandidate(ours.orThrow(), shard.now, this::perform);
        settle();
    }

    /// Restarts ICE, both sides with fresh credentials.
    void restarts() {
        var random = new SplittableRandom(leg + 1000);
        credentials = IceCredentials.random(random);
        relayCredentials = IceCredentials.random(random);
        transport.restartIce(credentials, IceRole.CONTROLLING, shard.now);
    }

    private void fromDtls(DtlsEvent event) {
        shard.mail.add(() -> transport.receive(event, shard.now, this::perform));
    }

    private void perform(PeerOutput output) {
        switch (output) {
            case PeerOutput.SendPacket(byte[] bytes, _, Endpoint remote) ->
                    outbox.add(new Shard.Datagram(address, remote, bytes));
            case PeerOutput.Established(Dtls.Keys keys) -> {
                voice.sealing =
                        SrtpContext.outbound(keys.profile(), keys.localKey(), keys.localSalt());
                opening = SrtpContext.inbound(keys.profile(), keys.remoteKey(), keys.remoteSalt());
            }
            case PeerOutput.EarlyMedia(byte[] packet, _, _) -> media(packet);
            case PeerOutput.Connectivity _,
                    PeerOutput.Selected _,
                    PeerOutput.ConsentLost _,
                    PeerOutput.Rekeying _,
                    PeerOutput.Failed _,
                    PeerOutput.Closed _ -> {}
        }
    }

    /// Carries datagrams between the browser and the shard until both are quiet. What is for others
    /// stays on the wire.
    void settle() {
        boolean busy = true;
        while (busy) {
            shard.settle();
            busy = false;
            for (var datagram = outbox.poll(); datagram != null; datagram = outbox.poll()) {
                if (!silent && datagram.to().equals(RELAY)) {
                    shard.arrives(SOCKET, datagram.bytes(), address);
                }
                busy = true;
            }
            for (int left = shard.sent.size(); left > 0; left--) {
                Shard.Datagram datagram = shard.sent.remove();
                if (datagram.to().equals(address)) {
                    receive(datagram.bytes());
                    busy = true;
                } else {
                    shard.sent.add(datagram);
                }
            }
        }
    }

    private void receive(byte[] bytes) {
        if (silent) {
            return;
        }
        switch (PacketKind.of(bytes[0], bytes[1])) {
            case RTP -> media(bytes);
            case RTCP -> {}
            default ->
                    transport.receive(
                            MemorySegment.ofArray(Arrays.copyOf(bytes, 2048)),
                            bytes.length,
                            host,
                            RELAY,
                            shard.now,
                            this::perform);
        }
    }

    private void media(byte[] bytes) {
        if (opening == null) {
            unopened++;
            return;
        }
        var slot = MemorySegment.ofArray(Arrays.copyOf(bytes, 2048));
        int length = opening.unprotectRtp(slot, bytes.length);
        var packet = new RtpPacket();
        if (length < 0 || !packet.wrap(slot, length)) {
            unopened++;
        } else {
            heard.add(packet);
        }
    }

    /// Lets time pass for both in steps small enough for checks.
    void passes(long nanos) {
        for (long end = shard.now + nanos; shard.now < end; ) {
            shard.passes(Math.min(20 * Shard.MILLI, end - shard.now));
            if (transport.deadline() <= shard.now) {
                transport.wake(shard.now, this::perform);
            }
            settle();
        }
    }

    /// Speaks 20 ms, protected.
    void speaks() {
        speaksFrom(address);
    }

    void speaksFrom(Endpoint from) {
        shard.arrives(SOCKET, voice.packet(8), from);
        shard.now += 20 * Shard.MILLI;
        settle();
    }

    static Fingerprint other() {
        return new PairedDtls("somebody else").ours();
    }
}
