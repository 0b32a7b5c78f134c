package jackfield.roles.sbc;

import jackfield.sip.auth.DigestAuthenticator;

/// What the border of a shard is guarded with.
///
/// @param users who is a user here
/// @param digest checks passwords
/// @param limits how much one source may ask
public record Border(Users users, DigestAuthenticator digest, SourceLimits limits) {}
