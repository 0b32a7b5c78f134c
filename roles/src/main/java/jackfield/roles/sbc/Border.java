package jackfield.roles.sbc;

import jackfield.sip.auth.BearerAuthenticator;
import jackfield.sip.auth.DigestAuthenticator;
import org.jspecify.annotations.Nullable;

/// What the border of a shard is guarded with.
///
/// @param users who is a user here
/// @param digest checks passwords
/// @param limits how much one source may ask
/// @param userLimits how much one user may ask
/// @param bans whom nothing is taken from
/// @param trust whom we believe by their address or certificate
/// @param bearer checks tokens; null where none are taken
public record Border(
        Users users,
        DigestAuthenticator digest,
        SourceLimits limits,
        UserLimits userLimits,
        Bans bans,
        TrustDomain trust,
        @Nullable BearerAuthenticator bearer) {
    /// Without tokens.
    public Border(
            Users users,
            DigestAuthenticator digest,
            SourceLimits limits,
            UserLimits userLimits,
            Bans bans,
            TrustDomain trust) {
        this(users, digest, limits, userLimits, bans, trust, null);
    }

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
