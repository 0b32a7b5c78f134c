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

    /// Plays. Answered with 0.
    ///
    /// @param source at the rate of [Coding#sampleRate()]
    /// @param how beside or instead of what else is said
    record Play(AudioSource source, Extent extent, How how) implements Speech {
        /// In the place of what is played and of the peer.
        public Play(AudioSource source, Extent extent) {
            this(source, extent, How.ALONE);
        }
    }

    /// How something is played.
    enum How {
        /// In the place of what is played and of the peer.
        ALONE,
        /// In the place of what is played, together with the voice of the peer.
        MIXED,
        /// In the place of the peer, after what is played so: keys as tones.
        QUEUED
    }

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
    ///
    /// @param mode what the receiver gets instead
    /// @param type the payload type of events as they come to the end of the route; -1 for none
    /// @param tones whether keys in the voice are kept back as well
    record KeepKeys(KeyBlocking mode, int type, boolean tones) implements Speech {}
}
