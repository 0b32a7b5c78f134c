package jackfield.media.codec;

import java.lang.foreign.MemorySegment;

/// Turns the payloads of one stream into samples, in the order they were sent. Makes no garbage.
/// Used, and closed, by the thread that made it.
public interface Decoder extends AutoCloseable {
    /// Samples per second of what comes out; one channel, 16 bits, whole range.
    int sampleRate();

    /// Decodes the `length` bytes of a payload at `offset`.
    ///
    /// @param pcm takes the samples from `at` on; what does not fit is cut off
    /// @return how many samples there are; -1 where the payload cannot be read
    int decode(MemorySegment packet, long offset, int length, short[] pcm, int at);

    /// Makes up `samples` samples in place of what was lost.
    void conceal(short[] pcm, int at, int samples);

    /// Decodes what was lost from the payload that came after it, where the codec puts a second
    /// copy there (RFC 6716 section 2.1.7); else conceals.
    default void recover(
            MemorySegment next, long offset, int length, short[] pcm, int at, int samples) {
        conceal(pcm, at, samples);
    }

    /// How many samples a payload holds; -1 where that cannot be read.
    int samples(MemorySegment packet, long offset, int length);

    /// Forgets the stream: another begins.
    void reset();

    @Override
    default void close() {}
}
