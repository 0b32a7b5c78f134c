package jackfield.rtc.peer;

import jackfield.base.Endpoint;
import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.ice.Candidate;
import jackfield.rtc.ice.IceAgent;
import jackfield.rtc.ice.IceCredentials;
import jackfield.rtc.ice.IceOutput;
import jackfield.rtc.ice.IceRole;
import jackfield.rtc.mux.PacketKind;
import jackfield.rtc.stun.StunMessage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The transport of one WebRTC peer: ICE finds the path, DTLS shakes hands on it, and keys for SRTP
/// come out (RFC 8827 section 6.5).
///
/// Whatever comes early is kept for a moment: a ClientHello that overtakes the SDP answer, media
/// that overtakes the keys. DTLS is taken only from addresses that ICE validated. Once there are
/// keys, media no longer passes through here: the owner asks [#accepts] and unprotects by itself.
public final class PeerTransport {
    /// A ClientHello of Chromium is two datagrams, and a flight is repeated after a second.
    private static final int MOST_EARLY_DTLS = 8;

    private static final long LONGEST_EARLY_DTLS = 10_000_000_000L;

    /// More than a second of audio.
    private static final int MOST_EARLY_MEDIA = 64;

    private static final long LONGEST_EARLY_MEDIA = 1_500_000_000L;

    private record Path(Endpoint local, Endpoint remote) {}

    private final IceAgent ice;
    private final Dtls dtls;
    private final Consumer<DtlsEvent> mailbox;
    private final EarlyPackets earlyDtls = new EarlyPackets(MOST_EARLY_DTLS, LONGEST_EARLY_DTLS);
    private final EarlyPackets earlyMedia = new EarlyPackets(MOST_EARLY_MEDIA, LONGEST_EARLY_MEDIA);
    private final long[] drops = new long[PeerDrop.values().length];
    private @Nullable PeerDescription description;
    private Dtls.@Nullable Association association;
    private int associationNumber;
    private DtlsState dtlsState = DtlsState.NONE;
    private @Nullable Path dtlsPath;

    /// @param ice the agent, with our credentials and sockets; owned by this transport from now on
    /// @param mailbox called on threads of the DTLS implementation: it must carry the event over to
    ///   the thread that owns this transport and hand it to [#receive(DtlsEvent, long, Outbox)]
    public PeerTransport(IceAgent ice, Dtls dtls, Consumer<DtlsEvent> mailbox) {
        this.ice = ice;
        this.dtls = dtls;
        this.mailbox = mailbox;
    }

    /// Our part of ICE, to be read: credentials, candidates, state, role, selected pair.
    public IceAgent ice() {
        return ice;
    }

    /// How far the handshake is.
    public DtlsState dtlsState() {
        return dtlsState;
    }

    /// True while there are keys; before that nothing may be sent.
    public boolean isEstablished() {
        return dtlsState == DtlsState.ESTABLISHED;
    }

    /// True for the address of a validated path: media from it may be unprotected. Costs no
    /// allocation.
    public boolean accepts(long high, long low, int port) {
        return ice.isValidated(high, low, port);
    }

    /// Where media goes; null while there is no path or no consent.
    public @Nullable Endpoint selectedRemote() {
        return ice.selectedRemote();
    }

    /// The socket media goes from; null while there is no path or no consent.
    public @Nullable Endpoint selectedLocal() {
        return ice.selectedLocal();
    }

    /// How many datagrams were dropped for this reason; ICE counts its own.
    public long drops(PeerDrop reason) {
        return drops[reason.ordinal()];
    }

    /// The peer's SDP is known, for the first time or anew. An association goes on if the
    /// certificate is the same. Where it restarts ICE, call [#restartIce] first.
    public void describe(PeerDescription next, long now, Outbox<? super PeerOutput> out) {
        PeerDescription before = description;
        description = next;
        if (before != null && !next.keepsAssociationOf(before)) {
            beginAnew(out);
        }
        ice.remote(next.ice(), next.iceLite(), now, translating(out));
        progress(now);
    }

    /// The SDP of a peer that has ICE and no DTLS: keys, if any, are the owner's.
    public void describe(
            IceCredentials theirs, boolean iceLite, long now, Outbox<? super PeerOutput> out) {
        ice.remote(theirs, iceLite, now, translating(out));
    }

    /// A candidate from the peer's SDP, or a trickled one.
    public void addRemoteCandidate(Candidate candidate, long now, Outbox<? super PeerOutput> out) {
        ice.addRemoteCandidate(candidate, now, translating(out));
        progress(now);
    }

    /// Restarts ICE with fresh credentials; media stays on the old path until there is a new one,
    /// and the association lives on.
    ///
    /// @param role controlling if the restart is in our offer
    public void restartIce(IceCredentials fresh, IceRole role, long now) {
        ice.restart(fresh, role, now);
    }

    /// A datagram from the network. False for one thing only: media, now that there are keys, from
    /// an address that may send it. It is untouched, and the owner's to unprotect.
    public boolean receive(
            MemorySegment slot,
            int length,
            Endpoint local,
            Endpoint remote,
            long now,
            Outbox<? super PeerOutput> out) {
        if (length < 2) {
            drop(PeerDrop.UNKNOWN_KIND);
            return true;
        }
        switch (kind(slot)) {
            case STUN -> stun(slot, length, local, remote, now, out);
            case DTLS -> dtls(copy(slot, length, local, remote, now));
            case RTP, RTCP -> {
                return media(slot, length, local, remote, now);
            }
            case ZRTP, TURN_CHANNEL, UNKNOWN -> drop(PeerDrop.UNKNOWN_KIND);
        }
        return true;
    }

    /// What the DTLS implementation said, brought here by the owner's mailbox.
    public void receive(DtlsEvent event, long now, Outbox<? super PeerOutput> out) {
        if (event.association() != associationNumber) {
            return;
        }
        switch (event) {
            case DtlsEvent.Datagram(_, byte[] bytes) -> send(bytes, out);
            case DtlsEvent.Established(_, Dtls.Keys keys) -> established(keys, now, out);
            case DtlsEvent.Failed(_, String why) -> fail("DTLS: " + why, out);
            case DtlsEvent.Closed(_) -> {
                if (dtlsState == DtlsState.ESTABLISHED) {
                    dtlsState = DtlsState.CLOSED;
                    out.put(new PeerOutput.Closed());
                }
            }
        }
    }

    /// Does what is due at `now`.
    public void wake(long now, Outbox<? super PeerOutput> out) {
        ice.wake(now, translating(out));
        progress(now);
    }

    /// When [#wake] is wanted next (ns).
    public long deadline() {
        return ice.deadline();
    }

    /// Ends it all. A close_notify may still come through the mailbox, and is sent.
    public void close(Outbox<? super PeerOutput> out) {
        Path last = path();
        dtlsState = DtlsState.CLOSED;
        closeAssociation();
        ice.close(translating(out));
        dtlsPath = last;
        earlyDtls.clear();
        earlyMedia.clear();
    }

    private static PacketKind kind(MemorySegment slot) {
        return PacketKind.of(
                slot.get(ValueLayout.JAVA_BYTE, 0), slot.get(ValueLayout.JAVA_BYTE, 1));
    }

    private void stun(
            MemorySegment slot,
            int length,
            Endpoint local,
            Endpoint remote,
            long now,
            Outbox<? super PeerOutput> out) {
        switch (StunMessage.parse(slot, length)) {
            case Parsed.Ok<StunMessage>(StunMessage message) -> {
                ice.receive(message, local, remote, now, translating(out));
                progress(now);
            }
            case Parsed.Bad<StunMessage> _ -> drop(PeerDrop.MALFORMED_STUN);
        }
    }

    /// DTLS of the peer's. What comes before the path is validated or the answer is here is kept,
    /// provided that ICE has heard the sender: anyone can send a ClientHello, only the peer has our
    /// password.
    private void dtls(EarlyPackets.Packet packet) {
        if (dtlsState == DtlsState.FAILED || dtlsState == DtlsState.CLOSED) {
            drop(PeerDrop.NO_ASSOCIATION);
        } else if (association != null && isValidated(packet)) {
            deliver(packet);
        } else if (isValidated(packet) || ice.isHeard(packet.remote())) {
            if (!earlyDtls.add(packet)) {
                drop(PeerDrop.EARLY_OVERFLOW);
            }
            progress(packet.at());
        } else {
            drop(PeerDrop.NOT_VALIDATED);
        }
    }

    private boolean media(
            MemorySegment slot, int length, Endpoint local, Endpoint remote, long now) {
        boolean valid = ice.isValidated(remote.high(), remote.low(), remote.port());
        if (isEstablished() && valid) {
            return false;
        }
        boolean early = dtlsState == DtlsState.NONE || dtlsState == DtlsState.HANDSHAKE;
        if (early && (valid || ice.isHeard(remote))) {
            if (!earlyMedia.add(copy(slot, length, local, remote, now))) {
                drop(PeerDrop.EARLY_OVERFLOW);
            }
        } else {
            drop(PeerDrop.NOT_VALIDATED);
        }
        return true;
    }

    /// Begins the handshake when its time has come: as the client once there is a path, as the
    /// server when the peer's ClientHello is here from a path that is validated.
    private void progress(long now) {
        PeerDescription known = description;
        if (known == null || earlyDtls.isEmpty() && dtlsState != DtlsState.NONE) {
            return;
        }
        if (dtlsState == DtlsState.NONE
                && known.ourRole() == Dtls.Role.CLIENT
                && ice.selectedRemote() != null) {
            open(Dtls.Role.CLIENT);
        }
        for (EarlyPackets.Packet packet : earlyDtls.drain(now)) {
            if (!isValidated(packet)) {
                earlyDtls.add(packet);
                continue;
            }
            if (dtlsState == DtlsState.NONE && known.ourRole() == Dtls.Role.SERVER) {
                open(Dtls.Role.SERVER);
            }
            if (association == null) {
                drop(PeerDrop.NO_ASSOCIATION); // both want to be the client
            } else {
                deliver(packet);
            }
        }
    }

    private void open(Dtls.Role role) {
        int number = ++associationNumber;
        dtlsState = DtlsState.HANDSHAKE;
        association = dtls.open(role, new NumberedEvents(number, mailbox));
    }

    private void deliver(EarlyPackets.Packet packet) {
        if (association != null) {
            dtlsPath = new Path(packet.local(), packet.remote());
            association.receive(packet.bytes());
        }
    }

    private void send(byte[] bytes, Outbox<? super PeerOutput> out) {
        Path path = path();
        if (path == null) {
            drop(PeerDrop.NO_PATH); // it repeats what matters
        } else {
            out.put(new PeerOutput.SendPacket(bytes, path.local(), path.remote()));
        }
    }

    /// Where DTLS goes: the selected pair, else the valid one the peer's came on.
    private @Nullable Path path() {
        Endpoint local = ice.selectedLocal();
        Endpoint remote = ice.selectedRemote();
        return local == null || remote == null ? dtlsPath : new Path(local, remote);
    }

    private void established(Dtls.Keys keys, long now, Outbox<? super PeerOutput> out) {
        PeerDescription known = description;
        if (dtlsState != DtlsState.HANDSHAKE || known == null) {
            return;
        }
        if (!known.vouchesFor(keys.peerCertificate())) {
            fail("the peer's certificate is not the one in its a=fingerprint", out);
            return;
        }
        dtlsState = DtlsState.ESTABLISHED;
        out.put(new PeerOutput.Established(keys));
        for (EarlyPackets.Packet packet : earlyMedia.drain(now)) {
            if (isValidated(packet)) {
                out.put(new PeerOutput.EarlyMedia(packet.bytes(), packet.local(), packet.remote()));
            }
        }
    }

    private void fail(String why, Outbox<? super PeerOutput> out) {
        if (dtlsState == DtlsState.HANDSHAKE) {
            dtlsState = DtlsState.FAILED;
            closeAssociation();
            earlyMedia.clear();
            out.put(new PeerOutput.Failed(why));
        }
    }

    /// The peer has another certificate: what there was of DTLS is void.
    private void beginAnew(Outbox<? super PeerOutput> out) {
        boolean hadKeys = isEstablished();
        closeAssociation();
        associationNumber++;
        dtlsState = DtlsState.NONE;
        dtlsPath = null;
        earlyMedia.clear();
        if (hadKeys) {
            out.put(new PeerOutput.Rekeying());
        }
    }

    private void closeAssociation() {
        if (association != null) {
            association.close();
            association = null;
        }
    }

    private boolean isValidated(EarlyPackets.Packet packet) {
        Endpoint remote = packet.remote();
        return ice.isValidated(remote.high(), remote.low(), remote.port());
    }

    /// ICE's outputs in our words. It only passes on, so it never calls back into the agent.
    private Outbox<IceOutput> translating(Outbox<? super PeerOutput> out) {
        return output -> {
            switch (output) {
                case IceOutput.Send(byte[] bytes, Endpoint local, Endpoint remote) ->
                        out.put(new PeerOutput.SendPacket(bytes, local, remote));
                case IceOutput.StateChanged(var state) ->
                        out.put(new PeerOutput.Connectivity(state));
                case IceOutput.Selected(Endpoint local, Endpoint remote) ->
                        out.put(new PeerOutput.Selected(local, remote));
                case IceOutput.ConsentLost _ -> {
                    dtlsPath = null;
                    out.put(new PeerOutput.ConsentLost());
                }
            }
        };
    }

    private static EarlyPackets.Packet copy(
            MemorySegment slot, int length, Endpoint local, Endpoint remote, long now) {
        byte[] bytes = slot.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        return new EarlyPackets.Packet(bytes, local, remote, now);
    }

    private void drop(PeerDrop reason) {
        drops[reason.ordinal()]++;
    }
}
