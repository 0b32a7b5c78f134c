package jackfield.roles.records;

import org.jspecify.annotations.Nullable;

/// A [CallRecord] as it is kept for good: times of the calendar, and what became of media.
///
/// @param id names the record for ever: no other has it, on this node or another
/// @param callId the Call-ID
/// @param from the caller's URI
/// @param to the URI that was called
/// @param user the user of ours who proved to be the caller; null for one from outside
/// @param source where the caller was
/// @param destination where the one was who answered; null where nobody did
/// @param beganMs when its INVITE came (ms since 1970)
/// @param rangMs when somebody rang; 0 for never
/// @param answeredMs when somebody answered; 0 for never
/// @param endedMs when it was over
/// @param status the final response; 200 for a call that was answered
/// @param endedBy `caller`, `callee`, `node`
/// @param reason why it ended, in words
/// @param outcome [Outcome#word()]
/// @param codecs the first codec that each leg was told to send, `opus/PCMU`; empty without media
/// @param packets good RTP packets from each leg, `1500/1498`
/// @param quality how each leg's media came to us
/// @param verdict in words, what was wrong with the media; empty for nothing
/// @param route the route or trunk it took; null where none had a name
public record SavedCallRecord(
        String id,
        String callId,
        String from,
        String to,
        @Nullable String user,
        String source,
        @Nullable String destination,
        long beganMs,
        long rangMs,
        long answeredMs,
        long endedMs,
        int status,
        String endedBy,
        String reason,
        String outcome,
        String codecs,
        String packets,
        Quality quality,
        String verdict,
        @Nullable String route) {
    /// Numbers of each leg, in the order of the packets' ones; empty without media.
    ///
    /// @param lost packets that never came, in per cent: `0.0/1.2`
    /// @param jitter in milliseconds: `1/4`
    /// @param mos mean opinion scores over the call: `4.4/4.1`; `-` where the call was too short
    /// @param sides the same and more as numbers, for each leg: a JSON array; `[]` without media
    public record Quality(String lost, String jitter, String mos, String sides) {
        /// There was no media.
        public static final Quality NONE = new Quality("", "", "", "[]");
    }

    /// How long the two talked, in ms; 0 where nobody answered.
    public long talkedMs() {
        return answeredMs == 0 ? 0 : Math.max(0, endedMs - answeredMs);
    }

    /// How it went, as a sentence without its full stop: `486 Busy Here: the called party is busy`.
    public String inWords() {
        return answeredMs != 0
                ? "answered, ended by the " + endedBy + ": " + reason
                : reason + ": " + Outcome.of(status).words();
    }
}
