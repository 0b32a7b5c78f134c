package jackfield.roles.sbc;

import jackfield.sip.auth.DigestAuthenticator;

/// What the border of a shard is guarded with.
///
/// @param users who is a user here
/// @param digest checks passwords
/// @param limits how much one source may ask
/// @param userLimits how much one user may ask
/// @param bans whom nothing is taken from
/// @param trust whom we believe by their address or certificate
public record Border(
        Users users,
        DigestAuthenticator digest,
        SourceLimits limits,
        UserLimits userLimits,
        Bans bans,
        TrustDomain trust) {
    /// With the usual limits for users, bans nobody hears of, and nobody trusted.
    public Border(Users users, DigestAuthenticator digest, SourceLimits limits) {
        this(
                users,
                digest,
                limits,
                UserLimits.usual(),
                new Bans(BanPolicy.DEFAULT, BanListener.NONE),
                TrustDomain.ALONE);
    }
}
