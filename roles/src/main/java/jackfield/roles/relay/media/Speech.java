package jackfield.roles.relay.media;

import jackfield.media.prompt.AudioSource;
import jackfield.media.prompt.PromptPlayer.Extent;
import java.util.List;

/// What we say ourselves on a route, in the place of the peer it comes from.
public sealed interface Speech {
    /// The answer where there is no such route.
    long NOWHERE = -2;

    /// The answer where there was nothing to do, or no room for more.
    long NOTHING = -1;

    /// Plays, in the place of what is played. Answered with 0.
    ///
    /// @param source at the rate of [Coding#sampleRate()]
    record Play(AudioSource source, Extent extent) implements Speech {}

    /// Stops what is played. Answered with where in it (ms), or [#NOTHING].
    record Stop() implements Speech {}

    /// Presses keys, after those that were pressed before: as events. Answered with 0, or
    /// [#NOTHING] where too many wait.
    ///
    /// @param events as [jackfield.media.dtmf.DtmfCode] has them
    /// @param volume below 0 dBm0, 0 to 63
    record Press(List<Integer> events, int durationMs, int pauseMs, int volume) implements Speech {
        public Press {
            events = List.copyOf(events);
        }
    }

    /// Keeps back the keys that the peer presses, or lets them pass again. Answered with 0.
    record KeepKeys(boolean keep) implements Speech {}
}
