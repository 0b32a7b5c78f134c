package jackfield.server.api;

import jackfield.roles.records.SavedCallRecord;
import jackfield.store.CallRecordTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a user's call history is made of.
public interface HistoryView {
    /// Records of the database, the last first.
    List<SavedCallRecord> records(CallRecordTable.Question question);

    /// The user of ours whom a URI names, as `alice@example.org`, whichever of our names its host
    /// is; null for everybody else.
    @Nullable String address(String uri);
}
