package jackfield.roles.sbc;

import jackfield.roles.location.AddressOfRecord;
import jackfield.sip.message.Method;
import java.util.HashMap;
import java.util.Map;

/// How many requests of a method one user may send, from all its devices together: a stolen
/// password must not cost more than one call after the other. Counts users who proved their
/// password, and no others.
public final class UserLimits {
    private static final int USERS = 100_000;

    private final Map<Method, TokenBuckets<AddressOfRecord>> buckets = new HashMap<>();

    /// @param invites INVITEs a minute
    /// @param registers REGISTERs a minute
    /// @param messages MESSAGEs a minute
    public UserLimits(int invites, int registers, int messages) {
        limit(Method.INVITE, invites);
        limit(Method.REGISTER, registers);
        limit(Method.MESSAGE, messages);
    }

    private void limit(Method method, int perMinute) {
        buckets.put(method, new TokenBuckets<>(perMinute / 60.0, perMinute, USERS));
    }

    /// 120 calls, 120 registrations and 240 messages a minute, each also at once.
    public static UserLimits usual() {
        return new UserLimits(120, 120, 240);
    }

    /// Counts one request of `user`; false where it is one too many.
    public boolean admit(AddressOfRecord user, Method method, long now) {
        TokenBuckets<AddressOfRecord> of = buckets.get(method);
        return of == null || of.take(user, now);
    }
}
