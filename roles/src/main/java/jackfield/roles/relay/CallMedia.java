package jackfield.roles.relay;

import jackfield.media.prompt.PcmClip;
import jackfield.media.prompt.PromptPlayer.Extent;
import jackfield.media.prompt.ToneCadence;
import jackfield.roles.relay.media.Gate;
import jackfield.roles.relay.media.KeyBlocking;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What can be done to the media of a running call. Made on the signalling shard, as [Relay]; the
/// answer may come on the media shard's thread.
public interface CallMedia {
    /// Does it.
    ///
    /// @param reply what came of it, told once; must not block
    void command(String callId, Who who, MediaCommand command, Consumer<Answer> reply, long now);

    /// Which parties of a call.
    sealed interface Who {
        /// All of them.
        record All() implements Who {}

        /// The one with this tag.
        record Tagged(String tag) implements Who {}

        /// Those whose SDP has this address.
        ///
        /// @param host as in `c=`
        record At(String host) implements Who {}
    }

    /// What is to be done.
    sealed interface MediaCommand {
        /// Plays a clip to the party.
        ///
        /// @param mixed whether together with who speaks to it; else in its place
        record Play(PcmClip clip, Extent extent, boolean mixed) implements MediaCommand {
            /// In the place of who speaks to the party.
            public Play(PcmClip clip, Extent extent) {
                this(clip, extent, false);
            }
        }

        /// Plays a tone to the party, likewise.
        record PlayTone(ToneCadence tone, Extent extent, boolean mixed) implements MediaCommand {
            /// In the place of who speaks to the party.
            public PlayTone(ToneCadence tone, Extent extent) {
                this(tone, extent, false);
            }
        }

        /// Stops what is played to the party.
        record StopPlaying() implements MediaCommand {}

        /// Presses keys as if the party did.
        ///
        /// @param events as [jackfield.media.dtmf.DtmfCode] has them
        /// @param volume below 0 dBm0, 0 to 63
        record PlayDtmf(List<Integer> events, int durationMs, int pauseMs, int volume)
                implements MediaCommand {
            public PlayDtmf {
                events = List.copyOf(events);
            }
        }

        /// Keeps back the keys that the party presses, as events and as tones, or lets them pass
        /// again.
        ///
        /// @param instead what the other party gets
        record BlockDtmf(KeyBlocking instead) implements MediaCommand {}

        /// Opens or shuts the way of the party's audio.
        record Shut(Gate gate) implements MediaCommand {}

        /// Records the call; goes on with a recording that is paused.
        ///
        /// @param place where; what it leaves open the settings say
        /// @param metadata kept beside it
        record StartRecording(Recordings.Place place, Map<String, String> metadata)
                implements MediaCommand {
            /// As the settings say.
            public static final StartRecording USUAL =
                    new StartRecording(Recordings.Place.USUAL, Map.of());

            public StartRecording {
                metadata = Map.copyOf(metadata);
            }

            /// @param name of the file, under the folder; null for what the settings say
            public StartRecording(@Nullable String name, Map<String, String> metadata) {
                this(new Recordings.Place(name, null, null), metadata);
            }
        }

        /// Leaves out what comes until [StartRecording].
        record PauseRecording() implements MediaCommand {}

        /// Ends the recording.
        record StopRecording() implements MediaCommand {}
    }

    /// What came of it.
    sealed interface Answer {
        /// It was done.
        record Done() implements Answer {}

        /// It is played.
        ///
        /// @param durationMs how long one round of it is; 0 where it has no end
        record Playing(long durationMs) implements Answer {}

        /// What was played is stopped.
        ///
        /// @param positionMs where in it
        record Stopped(long positionMs) implements Answer {}

        /// It was not done.
        ///
        /// @param why in the words of the NG protocol where it has any
        record Refused(String why) implements Answer {}
    }
}
