package jackfield.roles.relay.ng;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The replies of the last half to one minute: a request that is sent again is answered again and
/// not done again, and one that comes while the first is being done waits for that. Two
/// generations, and a bound on each, in number and in bytes.
final class CookieCache {
    static final long GENERATION_NS = 30_000_000_000L;
    static final int MOST = 16_384;
    static final long MOST_BYTES = 32 << 20;
    private static final int MOST_WAITING = 8;

    /// One request, done or being done.
    static final class Entry {
        private final List<NgReply> waiting = new ArrayList<>();
        private byte @Nullable [] reply;

        /// Replies as soon as there is a reply.
        void await(NgReply to) {
            byte[] known = reply;
            if (known != null) {
                to.send(known.clone());
            } else if (waiting.size() < MOST_WAITING) {
                waiting.add(to);
            }
        }
    }

    private Map<String, Entry> young = new HashMap<>();
    private Map<String, Entry> old = new HashMap<>();
    private long bytes;
    private long began = Long.MIN_VALUE;

    /// An earlier request of this cookie; null without.
    @Nullable Entry find(String cookie, long now) {
        turn(now);
        Entry entry = young.get(cookie);
        return entry != null ? entry : old.get(cookie);
    }

    /// A request that is done from now on.
    Entry begin(String cookie, long now) {
        turn(now);
        Entry entry = new Entry();
        if (young.size() < MOST) {
            young.put(cookie, entry);
        }
        return entry;
    }

    /// It is done: all who wait get the reply.
    void done(Entry entry, byte[] reply) {
        List<NgReply> waiting = List.copyOf(entry.waiting);
        entry.waiting.clear();
        entry.reply = reply;
        bytes += reply.length;
        if (bytes > MOST_BYTES) {
            old = new HashMap<>();
            young = new HashMap<>();
            bytes = 0;
        }
        waiting.forEach(each -> each.send(reply.clone()));
    }

    private void turn(long now) {
        if (began == Long.MIN_VALUE) {
            began = now;
        }
        if (now - began >= GENERATION_NS) {
            old = now - began >= 2 * GENERATION_NS ? new HashMap<>() : young;
            young = new HashMap<>();
            bytes = 0;
            began = now;
        }
    }
}
