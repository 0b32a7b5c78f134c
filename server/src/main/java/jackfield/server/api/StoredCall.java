package jackfield.server.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One call of [StoredCalls]: what its two sides have written, in order. For any thread.
final class StoredCall {
    /// Candidates of one side.
    static final int MOST_CANDIDATES = 128;

    private static final int MOST_READERS = 8;

    /// What was written.
    ///
    /// @param number 1 for the first, then one more each
    /// @param kind `offer`, `answer`, `candidate` or `end`
    /// @param side `caller` or `callee`
    record Entry(int number, String kind, String side, @Nullable JsonNode value) {}

    /// Who wants to know.
    ///
    /// @param reader gets each entry once
    record Reader(Consumer<Entry> reader) {}

    private final String user;
    private final String key;
    private final long until;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private boolean over;

    /// @param user whose it is
    /// @param key what the caller shows
    /// @param until when it is forgotten (ns)
    StoredCall(String user, String key, long until, JsonNode offer) {
        this.user = user;
        this.key = key;
        this.until = until;
        entries.add(new Entry(1, "offer", "caller", offer));
    }

    String user() {
        return user;
    }

    String key() {
        return key;
    }

    long until() {
        return until;
    }

    synchronized boolean isOver() {
        return over;
    }

    /// The first answer counts; false where there is one.
    synchronized boolean answer(JsonNode answer) {
        if (over || entries.stream().anyMatch(each -> each.kind.equals("answer"))) {
            return false;
        }
        add("answer", "callee", answer);
        return true;
    }

    /// False where the side has too many.
    synchronized boolean candidates(String side, List<JsonNode> candidates) {
        long there = entries.stream().filter(each -> isCandidate(each, side)).count();
        if (over || there + candidates.size() > MOST_CANDIDATES) {
            return false;
        }
        candidates.forEach(each -> add("candidate", side, each));
        return true;
    }

    private static boolean isCandidate(Entry entry, String side) {
        return entry.kind.equals("candidate") && entry.side.equals(side);
    }

    /// Nothing more is written.
    synchronized void end() {
        if (!over) {
            over = true;
            add("end", "caller", null);
            readers.clear();
        }
    }

    private void add(String kind, String side, @Nullable JsonNode value) {
        Entry entry = new Entry(entries.size() + 1, kind, side, value);
        entries.add(entry);
        List.copyOf(readers).forEach(each -> each.reader.accept(entry));
        notifyAll();
    }

    /// Waits, to `until` (ms as [System#currentTimeMillis] counts), for an entry behind `after`.
    synchronized void await(int after, long until) throws InterruptedException {
        while (!over && entries.size() <= after) {
            long left = until - System.currentTimeMillis();
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    /// Gives a reader all entries behind `after`, and those that come; false where there are too
    /// many readers.
    synchronized boolean read(int after, Reader reader) {
        if (readers.size() >= MOST_READERS) {
            return false;
        }
        entries.stream().filter(each -> each.number > after).forEach(reader.reader);
        if (!over) {
            readers.add(reader);
        }
        return true;
    }

    synchronized void leave(Reader reader) {
        readers.remove(reader);
    }

    /// The whole, as JSON.
    synchronized Map<String, Object> view(String id) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", id);
        for (Entry entry : entries) {
            if (entry.value != null && !entry.kind.equals("candidate")) {
                map.put(entry.kind, entry.value);
            }
        }
        Map<String, Object> candidates = new LinkedHashMap<>();
        for (String side : new String[] {"caller", "callee"}) {
            candidates.put(
                    side,
                    entries.stream()
                            .filter(each -> isCandidate(each, side))
                            .map(Entry::value)
                            .toList());
        }
        map.put("candidates", candidates);
        map.put("ended", over);
        map.put("version", entries.size());
        return map;
    }
}
