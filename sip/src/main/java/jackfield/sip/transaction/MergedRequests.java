package jackfield.sip.transaction;

import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/// Finds requests that a proxy before us forked and that reach us by more than one way: a UAS
/// answers the first and refuses the others with 482 (RFC 3261 section 8.2.2.2). Not for requests
/// that are forwarded: those may come by again with another Request-URI (a spiral, section 16.3).
public final class MergedRequests {
    /// What all copies of a request share.
    private record Key(String callId, String fromTag, long number, Method method)
            implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::callId)
                        .thenComparing(Key::fromTag)
                        .thenComparingLong(Key::number)
                        .thenComparing(key -> key.method().name());

        static Key of(Request request) {
            Headers headers = request.headers();
            String tag = headers.fromTag();
            return new Key(
                    headers.callId(),
                    tag == null ? "" : tag,
                    headers.cseq().number(),
                    request.method());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<Key, TransactionId.Server> first = new HashMap<>();
    private final Map<TransactionId.Server, Key> keys = new HashMap<>();
    private final int most;

    /// @param most how many requests are remembered at once: past it none is taken for a copy
    public MergedRequests(int most) {
        this.most = most;
    }

    /// Takes note of a request that a UAS of ours is to answer. False where the same came by
    /// another way and its transaction is still open: that is a 482. Inside a dialog there are no
    /// copies.
    public boolean isFirst(TransactionId.Server id, Request request) {
        if (request.headers().toTag() != null) {
            return true;
        }
        Key key = Key.of(request);
        TransactionId.Server known = first.get(key);
        if (known != null) {
            return known.equals(id);
        }
        if (first.size() < most) {
            first.put(key, id);
            keys.put(id, key);
        }
        return true;
    }

    /// The transaction is over: what comes now is another request. It is fine if it was none of
    /// these.
    public void ended(TransactionId id) {
        if (id instanceof TransactionId.Server server) {
            Key key = keys.remove(server);
            if (key != null) {
                first.remove(key);
            }
        }
    }

    /// How many requests are remembered.
    public int size() {
        return first.size();
    }
}
