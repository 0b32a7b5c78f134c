package jackfield.roles.relay;

import jackfield.roles.relay.media.Tap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where recordings are made: what the relay needs of the node for them.
public interface Recordings {
    /// A node that records nothing.
    Recordings NONE =
            (_, _) -> new Begun.Refused("Recording is off: the node has no recording.folder");

    /// Begins one. Does not block.
    ///
    /// @param now nanoseconds since the node started
    Begun begin(Request request, long now);

    /// Whether every call is recorded.
    default boolean recordsAll() {
        return false;
    }

    /// What is to be recorded.
    ///
    /// @param place where it is to be; what that leaves open the settings say
    /// @param sides the caller, then the callee
    /// @param metadata kept beside it
    record Request(String callId, Place place, List<Side> sides, Map<String, String> metadata) {
        public Request {
            sides = List.copyOf(sides);
            metadata = Map.copyOf(metadata);
        }

        /// @param name of the file under the folder; null for what the settings say
        public Request(
                String callId,
                @Nullable String name,
                List<Side> sides,
                Map<String, String> metadata) {
            this(callId, new Place(name, null, null), sides, metadata);
        }
    }

    /// Where a controller wants a recording. All of it is a stranger's text: nothing leads out of
    /// the node's folder of recordings.
    ///
    /// @param name of the file, as it is; null for one by the pattern
    /// @param folder under the node's own, or the whole path of one there; null for the node's own
    /// @param pattern of the name; null for what the settings say
    record Place(@Nullable String name, @Nullable String folder, @Nullable String pattern) {
        /// All as the settings say.
        public static final Place USUAL = new Place(null, null, null);
    }

    /// One party.
    ///
    /// @param encodings what it may send: names as SDP has them, by payload type
    record Side(String tag, Map<Integer, String> encodings) {
        public Side {
            encodings = Map.copyOf(encodings);
        }
    }

    /// What came of it.
    sealed interface Begun {
        /// It runs.
        record Running(Recording recording) implements Begun {}

        /// It does not.
        record Refused(String why) implements Begun {}
    }

    /// One that runs. None of this blocks.
    interface Recording {
        /// What has to listen to the side's stream.
        ///
        /// @param side 0 for the caller, 1 for the callee
        Tap tap(int side);

        /// Leaves out what comes until [#resume].
        void pause(long now);

        /// Goes on.
        void resume(long now);

        /// The sides speak otherwise from now on.
        default void sides(List<Side> sides, long now) {}

        /// How it is, for people: `running`, `paused`, `ended: why`. For any thread.
        default String state() {
            return "running";
        }

        /// True once it has ended by itself, at a limit. For any thread.
        default boolean isOver() {
            return false;
        }

        /// Ends it.
        void stop(long now);
    }
}
