package jackfield.server.api;

import jackfield.base.Endpoint;
import jackfield.roles.p2p.SignalTrace;
import jackfield.roles.records.SavedCallRecord;
import jackfield.roles.trace.CallTrace;
import jackfield.server.records.EndedMedia;
import jackfield.store.CallRecordTable;
import java.util.List;
import java.util.Optional;

/// What the API can ask a node about calls that are, and about calls that were. Called on virtual
/// threads.
public interface TraceView {
    /// The trace of this Call-ID.
    Optional<CallTrace> trace(String callId);

    /// What was said in a call from page to page.
    Optional<SignalTrace> direct(String callId);

    /// Every trace of `kind`, the one heard of last first.
    List<CallTrace> traces(CallTrace.Kind kind);

    /// The record of this Call-ID, where the call is over and not long ago.
    Optional<SavedCallRecord> ended(String callId);

    /// How the media of a call was that is over, and not long ago.
    Optional<EndedMedia.Kept> media(String callId);

    /// The records of calls that are over, the last one first; so many at most.
    List<SavedCallRecord> ended(int most);

    /// What the database has.
    List<SavedCallRecord> records(CallRecordTable.Question question);

    /// The address of this node where a socket's own says nothing.
    Endpoint node();

    /// When the node's clock was 0 (ms since 1970).
    long epochMs();
}
