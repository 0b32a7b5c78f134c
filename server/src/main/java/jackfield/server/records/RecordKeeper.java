package jackfield.server.records;

import jackfield.roles.records.SavedCallRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps the records of calls that are over. For any thread; nobody waits for a disk.
public final class RecordKeeper {
    private static final int MOST_RECENT = 1000;

    /// The last records by Call-ID; guarded by itself.
    private final Map<String, SavedCallRecord> recent =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, SavedCallRecord> eldest) {
                    return size() > MOST_RECENT;
                }
            };

    public RecordKeeper() {}

    /// Takes one record.
    public void add(SavedCallRecord record) {
        synchronized (recent) {
            recent.remove(record.callId());
            recent.put(record.callId(), record);
        }
    }

    /// The record of a call that was over not long ago.
    public Optional<SavedCallRecord> recent(String callId) {
        synchronized (recent) {
            return Optional.ofNullable(recent.get(callId));
        }
    }

    /// The last records, the last one first.
    public List<SavedCallRecord> recent(int most) {
        List<SavedCallRecord> all;
        synchronized (recent) {
            all = new ArrayList<>(recent.values());
        }
        return all.reversed().stream().limit(most).toList();
    }
}
