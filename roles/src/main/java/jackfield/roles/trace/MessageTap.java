package jackfield.roles.trace;

import jackfield.base.Flow;

/// Sees every SIP message that a signalling shard receives or sends, on the shard's thread. It must
/// return at once, and must not change the bytes.
@FunctionalInterface
public interface MessageTap {
    /// Sees nothing.
    MessageTap NONE = (direction, flow, bytes, callId, now) -> {};

    /// Which way a message went.
    enum Direction {
        /// To us.
        IN,
        /// From us.
        OUT
    }

    /// One message.
    ///
    /// @param bytes as they were on the wire; they stay as they are
    /// @param callId its Call-ID; empty where it can't be read
    void message(Direction direction, Flow flow, byte[] bytes, String callId, long now);
}
