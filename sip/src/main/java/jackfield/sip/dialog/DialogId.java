package jackfield.sip.dialog;

import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.Comparator;

/// Names a dialog at one of its ends (RFC 3261 section 12).
///
/// @param callId the Call-ID
/// @param localTag our tag; empty where the message has none
/// @param remoteTag the peer's tag; empty for a peer of RFC 2543
public record DialogId(String callId, String localTag, String remoteTag)
        implements Comparable<DialogId> {
    private static final Comparator<DialogId> ORDER =
            Comparator.comparing(DialogId::callId)
                    .thenComparing(DialogId::localTag)
                    .thenComparing(DialogId::remoteTag);

    /// An order to file by: it keeps a hash table fast when a stranger picks names of one hash
    /// code.
    @Override
    public int compareTo(DialogId other) {
        return ORDER.compare(this, other);
    }

    /// The dialog that a peer's request claims to belong to, seen from our end.
    public static DialogId ofReceived(Request request) {
        String to = request.headers().to().tag();
        String from = request.headers().from().tag();
        return new DialogId(
                request.headers().callId(), to == null ? "" : to, from == null ? "" : from);
    }

    /// The dialog of a response to a request of ours.
    public static DialogId ofReceived(Response response) {
        String to = response.headers().to().tag();
        String from = response.headers().from().tag();
        return new DialogId(
                response.headers().callId(), from == null ? "" : from, to == null ? "" : to);
    }

    /// The same dialog at its other end.
    public DialogId seenFromPeer() {
        return new DialogId(callId, /* localTag= */ remoteTag, /* remoteTag= */ localTag);
    }
}
