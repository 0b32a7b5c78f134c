package jackfield.roles.relay.media;

import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;

/// Takes the packets of a route and gives others in their place, when it likes: a transcoder, a
/// player, what makes keys of tones. A core of its own: no clock, no thread, only these calls, all
/// on the shard's thread.
///
/// The route's [PayloadMap] comes first: packets of types that it does not name never get here, and
/// the others have the type it gives them.
public interface Treatment {
    /// A packet for the receiver. Passed on as it is: `out.send(packet.memory(), length)`. It may
    /// be changed in place; the window is gone after this call.
    ///
    /// @param length of the packet in bytes
    void receive(RtpPacket packet, int length, long now, Out out);

    /// Does what is due.
    void wake(long now, Out out);

    /// When [#wake] is next due (ns), or [jackfield.base.Deadlines#NEVER]. Asked after each call.
    long deadline();

    /// Whether the sender's RTCP still fits what comes out: the same source, numbers and times.
    /// Where it does not, it stays behind.
    default boolean passesRtcp() {
        return true;
    }

    /// Nothing comes or goes any more.
    default void close(long now) {}

    /// Where packets go.
    interface Out {
        /// Memory for one packet, good until it is sent; its content is undefined.
        MemorySegment slot();

        /// Sends a whole RTP packet that begins at 0 of `packet`: memory from [#slot], or what
        /// [#receive] was given.
        void send(MemorySegment packet, int length);
    }
}
