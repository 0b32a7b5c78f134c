package jackfield.roles.relay.ng;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The replies of the last half to one minute: a request that is sent again is answered again and
/// not done again. Two generations, and a bound on each.
final class CookieCache {
    static final long GENERATION_NS = 30_000_000_000L;
    static final int MOST = 4_096;

    private Map<String, byte[]> young = new HashMap<>();
    private Map<String, byte[]> old = new HashMap<>();
    private long began = Long.MIN_VALUE;

    /// The reply to an earlier request of this cookie; null without.
    byte @Nullable [] reply(String cookie, long now) {
        turn(now);
        byte[] reply = young.get(cookie);
        return reply != null ? reply : old.get(cookie);
    }

    void remember(String cookie, byte[] reply, long now) {
        turn(now);
        if (young.size() < MOST) {
            young.put(cookie, reply);
        }
    }

    private void turn(long now) {
        if (began == Long.MIN_VALUE) {
            began = now;
        }
        if (now - began >= GENERATION_NS) {
            old = now - began >= 2 * GENERATION_NS ? new HashMap<>() : young;
            young = new HashMap<>();
            began = now;
        }
    }
}
