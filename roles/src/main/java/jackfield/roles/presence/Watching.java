package jackfield.roles.presence;

import jackfield.base.Flow;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.proxy.CallParty;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.event.Notifier;
import jackfield.sip.transaction.TransactionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One subscription: who watches whom, and by which dialog.
final class Watching {
    final Dialog dialog;
    final Notifier notifier;
    final EventPackage kind;

    /// The Event header field as it was asked for, its id included.
    final String event;

    final AddressOfRecord watcher;
    final AddressOfRecord watched;

    /// The way to the watcher: where it was last heard.
    Flow flow;

    /// What it was told last, the version aside; null for nothing.
    @Nullable String told;

    /// Calls of the watched user that it was told of and that are over since.
    List<CallParty> over = List.of();

    /// The calls that it was told of.
    List<CallParty> calls = List.of();

    /// The version of the next document (RFC 4235 section 4.1).
    long version;

    /// The NOTIFY that is open; null for none.
    TransactionId.@Nullable Client asked;

    /// True while a NOTIFY waits for the watcher to come back on another connection.
    boolean stalled;

    Watching(
            Dialog dialog,
            Notifier notifier,
            EventPackage kind,
            String event,
            AddressOfRecord watcher,
            AddressOfRecord watched,
            Flow flow) {
        this.dialog = dialog;
        this.notifier = notifier;
        this.kind = kind;
        this.event = event;
        this.watcher = watcher;
        this.watched = watched;
        this.flow = flow;
    }
}
