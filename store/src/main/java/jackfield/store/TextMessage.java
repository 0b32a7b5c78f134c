package jackfield.store;

/// A text message between two users, or between one of ours and somebody elsewhere.
///
/// @param number counts messages up, over all users; 0 for one that is not stored yet
/// @param sender the address of who wrote it: `alice@example.org`
/// @param recipient the address of who is to read it
/// @param callId its Call-ID
/// @param text what it says
/// @param sentMs when (ms since 1970)
/// @param waiting true while no device of the recipient has it
/// @param read true once the recipient has read it
public record TextMessage(
        long number,
        String sender,
        String recipient,
        String callId,
        String text,
        long sentMs,
        boolean waiting,
        boolean read) {
    /// Without the text, which is private.
    @Override
    public String toString() {
        return "TextMessage[" + number + ", " + sender + " to " + recipient + "]";
    }
}
