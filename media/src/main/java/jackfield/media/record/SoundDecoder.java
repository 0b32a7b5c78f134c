package jackfield.media.record;

/// The decoder of one payload type of one direction, as a recording needs it.
public interface SoundDecoder {
    /// Of the RTP timestamps (Hz).
    int clockRate();

    /// Of what it gives (Hz).
    int sampleRate();

    /// The sound in a payload, one channel.
    ///
    /// @param to at least 120 ms at [#sampleRate()]
    /// @return samples written; 0 where the payload cannot be decoded
    int decode(byte[] payload, int length, short[] to);
}
