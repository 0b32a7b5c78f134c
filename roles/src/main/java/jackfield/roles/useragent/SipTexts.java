package jackfield.roles.useragent;

/// Texts between users who are not connected by SIP and those who are, named and told as in
/// [SipCalls] (RFC 3428). A text of ours goes the way of every SIP text: it is kept where the node
/// keeps texts, and reaches all devices of the recipient, ours among them.
public interface SipTexts {
    /// A text that came.
    ///
    /// @param from who wrote it: what [#text] takes as `to`, to write back
    /// @param text what it says
    /// @param number what the node keeps it as: the same on all devices; 0 where it keeps none
    /// @param date when it was written, as a Date header field says it; empty for now
    record Text(String from, String text, long number, String date) {}

    /// Sends a text. What became of it is told by [Events#sent].
    ///
    /// @param ref a new name
    /// @param from one of our users, already authenticated
    /// @param to a user, `user@domain` or a SIP URI
    void text(TextRef ref, String from, String to, String text, long now);

    /// Says what became of a text that came. A text that no device took waits for the next one.
    ///
    /// @param isThere true where a device has it
    void taken(TextRef ref, boolean isThere, long now);

    /// What comes of texts.
    interface Events {
        /// A text for a user whom [SipCalls#reachable] told of: answered by [SipTexts#taken], soon.
        ///
        /// @param ref a new name
        void text(TextRef ref, String to, Text text, long now);

        /// What became of a text that we sent.
        ///
        /// @param status the SIP status: 202 kept, 200 a device took it, 404 no such user, 413 too
        ///   long, 480 nobody there or too much waits
        /// @param reason words for people
        void sent(TextRef ref, int status, String reason, long now);
    }
}
