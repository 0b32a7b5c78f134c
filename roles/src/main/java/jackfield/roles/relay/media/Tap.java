package jackfield.roles.relay.media;

import jackfield.rtc.rtp.RtpPacket;

/// Listens to the good packets of a stream: a recorder, a detector of keys, a capture. On the
/// shard's thread, for every packet: it must not block, and should not allocate.
public interface Tap {
    /// A packet from the peer: authenticated, in the clear, with the number and the payload type it
    /// came with. Look, and change nothing; the window is gone after this call.
    ///
    /// @param length of the packet in bytes
    void packet(RtpPacket packet, int length, long now);

    /// Nothing comes any more: it was taken away, or its stream ended.
    default void close(long now) {}
}
