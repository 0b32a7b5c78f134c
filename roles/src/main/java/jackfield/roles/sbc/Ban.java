package jackfield.roles.sbc;

import jackfield.base.Network;

/// A network that nothing is taken from for a while.
///
/// @param network whom it is for
/// @param reason why, for people
/// @param since from when on (ns)
/// @param until when it ends (ns)
/// @param times how often this source was banned, this time included; 0 for a ban that an operator
///   made
/// @param proven false where the source may have been forged: such a ban is short
public record Ban(
        Network network, String reason, long since, long until, int times, boolean proven) {
    private static final int LONGEST_REASON = 200;

    public Ban {
        reason = reason.replaceAll("\\p{Cntrl}", " ");
        reason = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    }

    /// True where a person made it.
    public boolean byOperator() {
        return times == 0;
    }
}
