package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.srtp.SrtpProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What signalling has agreed for one leg. A later plan for the same leg replaces the earlier one:
/// sockets stay, everything else may change; keys that are the same keep their SRTP state.
///
/// @param leg names the leg; never used twice
/// @param call names the call: its legs are heard, and fall silent, together
/// @param transport how the peer is reached, and how its media is protected
/// @param streams its `m=` lines, at least one; a leg with ports of its own has one
public record LegPlan(long leg, long call, Transport transport, List<StreamPlan> streams) {
    public LegPlan {
        streams = List.copyOf(streams);
        if (streams.isEmpty()) {
            throw new IllegalArgumentException("leg " + leg + " without a stream");
        }
    }

    /// A leg with one stream of audio that has the leg's number.
    public LegPlan(
            long leg,
            long call,
            Transport transport,
            PayloadMap payloads,
            boolean feedback,
            boolean held) {
        this(
                leg,
                call,
                transport,
                List.of(new StreamPlan(leg, "audio", null, payloads, feedback, held)));
    }

    /// True when all of it is on hold, so that long silence is normal.
    public boolean isHeld() {
        return streams.stream().allMatch(StreamPlan::held);
    }

    /// How the peer is reached.
    public sealed interface Transport {}

    /// Ports of its own, for a phone, PBX or trunk.
    ///
    /// @param rtp the socket for RTP, as in [MediaShardHandle#open]
    /// @param rtcp the socket for RTCP; the same as `rtp` where they are multiplexed (RFC 5761)
    /// @param remote where the peer's SDP says it is; null before it said so, unspecified
    ///   (`0.0.0.0`) where nothing is to be sent
    /// @param remoteRtcp where `a=rtcp` says RTCP goes (RFC 3605); null for the usual place
    /// @param learns how the peer's real address is learnt from its packets
    /// @param sdes keys where the media is protected by such; else null
    /// @param dtls what is agreed about the handshake where keys come from one; else null. With
    ///   neither it is plain RTP
    /// @param tos how what is sent is marked ([jackfield.base.Egress#mark])
    public record Ports(
            long rtp,
            long rtcp,
            @Nullable Endpoint remote,
            @Nullable Endpoint remoteRtcp,
            Learning learns,
            @Nullable Sdes sdes,
            @Nullable DtlsTerms dtls,
            int tos)
            implements Transport {
        /// Learning as usual, or never.
        public Ports(
                long rtp,
                long rtcp,
                @Nullable Endpoint remote,
                @Nullable Endpoint remoteRtcp,
                boolean learns,
                @Nullable Sdes sdes,
                @Nullable DtlsTerms dtls) {
            this(
                    rtp,
                    rtcp,
                    remote,
                    remoteRtcp,
                    learns ? Learning.USUAL : Learning.NEVER,
                    sdes,
                    dtls,
                    -1);
        }

        /// Without DTLS.
        public Ports(
                long rtp,
                long rtcp,
                @Nullable Endpoint remote,
                @Nullable Endpoint remoteRtcp,
                boolean learns,
                @Nullable Sdes sdes) {
            this(rtp, rtcp, remote, remoteRtcp, learns, sdes, null);
        }

        /// True where the media is protected.
        boolean isSecured() {
            return sdes != null || dtls != null;
        }
    }

    /// How the peer's address is learnt from its good packets: on a leg with keys, those that
    /// authenticate.
    ///
    /// @param when from which packet
    /// @param symmetric whether what is for the peer goes to where it sends from; else it goes
    ///   where the SDP says, and what is learnt only keeps others out
    /// @param handover whether a later change is followed: at once on a leg with keys, on a plain
    ///   one when the old address has fallen silent
    public record Learning(When when, boolean symmetric, boolean handover) {
        /// The best of the first packets, and strict after that.
        public static final Learning USUAL = new Learning(When.BEST, true, false);

        /// Never: the SDP says where the peer is.
        public static final Learning NEVER = new Learning(When.NEVER, true, false);
    }

    /// From which packet an address is learnt.
    public enum When {
        /// From none.
        NEVER,
        /// From the first.
        FIRST,
        /// From the first that comes three seconds after signalling or later.
        LATER,
        /// From the first, until one comes soon after signalling that fits the SDP better.
        BEST
    }

    /// The socket that all legs with ICE share.
    ///
    /// @param socket as in [MediaShardHandle#open]
    /// @param ice ours and, once known, the peer's ICE parameters
    /// @param dtls what is agreed about the handshake where keys come from one; else null
    /// @param sdes keys where the media is protected by such; else null
    /// @param fixed where the peer is when its answer has no ICE; else null
    public record Browser(
            long socket,
            Ice ice,
            @Nullable DtlsTerms dtls,
            @Nullable Sdes sdes,
            @Nullable Endpoint fixed)
            implements Transport {
        /// A browser: ICE and DTLS.
        public Browser(long socket, Ice ice, DtlsTerms dtls) {
            this(socket, ice, dtls, null, null);
        }
    }

    /// A party of another call, which may be on another shard: there is no network between.
    ///
    /// @param far where what goes to that party is put
    public record Bridge(Far far) implements Transport {}

    /// The other end of a [Bridge].
    @FunctionalInterface
    public interface Far {
        /// Takes a packet for it. On the thread of the end it comes from; must not block.
        ///
        /// @param packet not used by anybody else
        void take(byte[] packet, boolean rtcp);
    }

    /// Keys from SDP (RFC 4568).
    ///
    /// @param outbound from the `a=crypto` that we wrote
    /// @param inbound from the one that the peer wrote; null before it answered
    public record Sdes(SrtpKeys outbound, @Nullable SrtpKeys inbound) {}

    /// A master key and salt.
    ///
    /// @param mki the Master Key Identifier that packets carry; empty for none
    @SuppressWarnings("ArrayRecordComponent") // key material: handed over once, never compared
    public record SrtpKeys(SrtpProfile profile, byte[] key, byte[] salt, byte[] mki) {
        /// Keys whose packets carry no identifier.
        public SrtpKeys(SrtpProfile profile, byte[] key, byte[] salt) {
            this(profile, key, salt, new byte[0]);
        }

        /// The same keys, with another identifier.
        public SrtpKeys identifiedBy(byte[] other) {
            return new SrtpKeys(profile, key, salt, other);
        }

        @Override
        public String toString() {
            return "SrtpKeys[" + profile + "]";
        }
    }

    /// ICE parameters (RFC 8839). A change of the local ones is a restart.
    ///
    /// @param localUfrag finds the leg when a check comes from an unknown address, so it must be
    ///   unique on the shard
    /// @param localPassword a secret
    /// @param remoteUfrag null before the peer's SDP is known
    /// @param remotePassword null before the peer's SDP is known
    /// @param candidates the peer's, as `a=candidate` writes them; may be none
    /// @param controlling whether we nominate (RFC 8445 section 6.1.1)
    /// @param lite whether our side only answers checks (RFC 8445 section 2.5); as long as the leg
    /// @param remoteLite whether the peer's does
    public record Ice(
            String localUfrag,
            String localPassword,
            @Nullable String remoteUfrag,
            @Nullable String remotePassword,
            List<String> candidates,
            boolean controlling,
            boolean lite,
            boolean remoteLite) {
        /// Both sides full.
        public Ice(
                String localUfrag,
                String localPassword,
                @Nullable String remoteUfrag,
                @Nullable String remotePassword,
                List<String> candidates,
                boolean controlling) {
            this(
                    localUfrag,
                    localPassword,
                    remoteUfrag,
                    remotePassword,
                    candidates,
                    controlling,
                    false,
                    false);
        }

        public Ice {
            candidates = List.copyOf(candidates);
        }

        @Override
        public String toString() {
            return "Ice[" + localUfrag + ", " + remoteUfrag + ", " + candidates + "]";
        }
    }

    /// What is agreed about the DTLS handshake (RFC 5763, RFC 8122).
    ///
    /// @param role ours; null while our offer said `actpass` and no answer is there: then a
    ///   ClientHello makes us the server
    /// @param fingerprints the peer's, `sha-256 AB:CD:…`; empty before its SDP is known
    public record DtlsTerms(Dtls.@Nullable Role role, List<String> fingerprints) {
        public DtlsTerms {
            fingerprints = List.copyOf(fingerprints);
        }
    }
}
