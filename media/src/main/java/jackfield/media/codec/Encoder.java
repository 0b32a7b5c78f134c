package jackfield.media.codec;

import java.lang.foreign.MemorySegment;

/// Turns the samples of one stream into payloads, in order. Makes no garbage. Used, and closed, by
/// the thread that made it.
public interface Encoder extends AutoCloseable {
    /// Samples per second of what goes in; one channel.
    int sampleRate();

    /// Encodes `samples` samples into `packet` at `offset`.
    ///
    /// @param samples as many as the codec can put in one payload
    /// @return the bytes written; 0 where nothing need be sent, because of silence
    int encode(short[] pcm, int at, int samples, MemorySegment packet, long offset);

    /// From the next frame on it takes as much CPU as `complexity` says, 0 to 10; codecs that have
    /// no choice don't care.
    default void complexity(int complexity) {}

    @Override
    default void close() {}
}
