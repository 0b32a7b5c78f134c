package jackfield.media.prompt;

/// Sound to be read from the start or any other place: 16-bit PCM, one channel.
public interface AudioSource {
    /// The length of a source without an end.
    long ENDLESS = Long.MAX_VALUE;

    /// Samples in a second.
    int sampleRate();

    /// Puts up to `count` samples at `offset` and moves on.
    ///
    /// @return how many; fewer than asked only at the end
    int read(short[] to, int offset, int count);

    /// Goes to a sample from 0 to [#length()].
    void seek(long sample);

    /// The sample that is read next.
    long position();

    /// How many samples there are, or [#ENDLESS].
    long length();
}
