package jackfield.roles.relay.media;

/// What a receiver gets in the place of keys that are kept back from it, be they events (RFC 4733)
/// or tones in the voice.
public enum KeyBlocking {
    /// Keys pass.
    OFF,
    /// Nothing for an event, silence for a tone.
    DROP,
    /// Silence.
    SILENCE,
    /// One tone that is no key.
    TONE,
    /// The key 0.
    ZERO,
    /// Some key.
    RANDOM;

    /// True where there is something to keep back.
    public boolean isOn() {
        return this != OFF;
    }

    /// True where a key stays a key, though another.
    boolean isKey() {
        return this == ZERO || this == RANDOM;
    }
}
