package jackfield.rtc.ice;

import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunMessage;
import java.util.random.RandomGenerator;

/// Our role, and the number that decides when both sides claim the same one (RFC 8445 sections
/// 6.1.1 and 7.3.1.1).
final class RoleClaim {
    private final IceMode mode;
    private final RandomGenerator random;
    private IceRole role;
    private long tieBreaker;

    RoleClaim(IceMode mode, IceRole role, RandomGenerator random) {
        this.mode = mode;
        this.random = random;
        this.role = mode == IceMode.LITE ? IceRole.CONTROLLED : role;
        this.tieBreaker = random.nextLong();
    }

    IceRole role() {
        return role;
    }

    void role(IceRole other) {
        role = mode == IceMode.LITE ? IceRole.CONTROLLED : other;
    }

    long tieBreaker() {
        return tieBreaker;
    }

    /// After a 487 the next conflict is decided afresh (section 7.2.5.1).
    void newTieBreaker() {
        tieBreaker = random.nextLong();
    }

    /// The attribute that says our role.
    StunAttribute attribute() {
        return role == IceRole.CONTROLLING
                ? StunAttribute.ICE_CONTROLLING
                : StunAttribute.ICE_CONTROLLED;
    }

    /// Who has to change roles for this request.
    Verdict judge(StunMessage request) {
        StunAttribute claim = attribute();
        if (!request.has(claim)) {
            return Verdict.NOBODY;
        }
        boolean ours = Long.compareUnsigned(tieBreaker, request.tieBreaker(claim)) >= 0;
        boolean weControl = ours && mode == IceMode.FULL;
        return weControl == (role == IceRole.CONTROLLING) ? Verdict.PEER : Verdict.WE;
    }

    enum Verdict {
        NOBODY,
        /// It gets a 487.
        PEER,
        WE
    }
}
