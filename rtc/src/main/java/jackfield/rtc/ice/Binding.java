package jackfield.rtc.ice;

import jackfield.base.Endpoint;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.StunWriter;
import jackfield.rtc.stun.TransactionId;
import java.util.Objects;

/// The Binding messages an agent sends (RFC 8445 sections 7.2 and 7.3).
final class Binding {
    static final int UNKNOWN_ATTRIBUTE = 420;
    static final int ROLE_CONFLICT = 487;

    private Binding() {}

    /// A check of `pair` (RFC 8445 section 7.2.2).
    static byte[] check(
            CandidatePair pair, TransactionId id, RoleClaim claim, boolean useCandidate) {
        IceCredentials remote = Objects.requireNonNull(pair.list.remote());
        StunWriter writer =
                new StunWriter(StunClass.REQUEST, StunMessage.BINDING, id)
                        .put(StunAttribute.USERNAME, remote.ufrag() + ":" + pair.addressee.ufrag())
                        .priority(peerReflexive(pair.localPriority))
                        .tieBreaker(claim.attribute(), claim.tieBreaker());
        if (useCandidate) {
            writer.put(StunAttribute.USE_CANDIDATE);
        }
        return writer.sign(pair.list.remoteKey()).finish();
    }

    /// The priority the host candidate would have if the peer had to learn it (section 7.1.1).
    private static long peerReflexive(long hostPriority) {
        return hostPriority & 0xff_ffffL | (long) CandidateType.PEER_REFLEXIVE.preference() << 24;
    }

    static byte[] success(StunMessage request, Endpoint source, byte[] key) {
        return new StunWriter(StunClass.SUCCESS, StunMessage.BINDING, request.transaction())
                .xorMappedAddress(source)
                .sign(key)
                .finish();
    }

    static byte[] roleConflict(StunMessage request, byte[] key) {
        return new StunWriter(StunClass.ERROR, StunMessage.BINDING, request.transaction())
                .errorCode(ROLE_CONFLICT, "Role Conflict")
                .sign(key)
                .finish();
    }

    static byte[] unknown(StunMessage request, int[] codes, byte[] key) {
        return new StunWriter(StunClass.ERROR, StunMessage.BINDING, request.transaction())
                .errorCode(UNKNOWN_ATTRIBUTE, "Unknown Attribute")
                .unknownAttributes(codes)
                .sign(key)
                .finish();
    }

    /// Keeps a NAT's binding alive where no checks go out (RFC 8445 section 11).
    static byte[] keepalive(TransactionId id) {
        return new StunWriter(StunClass.INDICATION, StunMessage.BINDING, id).finish();
    }
}
