package jackfield.media.dtmf;

/// What a receiver of digits says, once for each press.
public sealed interface DtmfOutput {
    /// A key went down.
    ///
    /// @param event see [DtmfCode]
    /// @param volume the tone's power below 0 dBm0, 0 to 63
    record Pressed(int event, int volume) implements DtmfOutput {}

    /// The key went up, or nothing more was heard of it.
    ///
    /// @param durationMs how long it was down, as far as we know
    record Released(int event, int volume, int durationMs) implements DtmfOutput {}
}
