package jackfield.media.record;

import jackfield.rtc.rtp.RtpPacket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Writes down the packets of a call. One thread calls it, which need not be the one that relays
/// them; `now` is when a packet arrived, in the same nanoseconds as everywhere in the node.
///
/// All that is written can be read at any time: after [#advance] the file is whole up to there.
public interface Recorder {
    /// A good packet of one side, its protection taken off: `packet` is laid over `slot`.
    ///
    /// @param side 0 for the caller, 1 for the callee
    void packet(int side, MemorySegment slot, RtpPacket packet, long now) throws IOException;

    /// Writes what no late packet can change any more.
    void advance(long now) throws IOException;

    /// Leaves out what comes until [#resume]: that time is not in the recording.
    void pause(long now) throws IOException;

    /// Goes on after [#pause].
    void resume(long now);

    /// Writes what is left. Nothing may be called afterwards.
    void finish(long now) throws IOException;

    /// How long the recording is (ms), without its pauses.
    long durationMs(long now);

    /// What was left out: packets too late, of an unknown payload type, or broken.
    long skipped();
}
