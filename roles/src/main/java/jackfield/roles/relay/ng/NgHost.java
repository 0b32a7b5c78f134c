package jackfield.roles.relay.ng;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the core needs of the node around it.
public interface NgHost {
    /// Does `step` on the core's thread, soon. May be called from any thread.
    void resume(Runnable step);

    /// Something an engineer should know of, one line; bounded in number.
    void told(String what);

    /// The node's time (ns since it started), to tell how long an answer took.
    long now();

    /// Gives what the node counts, at once or later, on any thread.
    void figures(Consumer<NgFigures> reply);

    /// A call has its first answer.
    default void answered(NgCallView call) {}

    /// A call is over. Its media can be asked about until this returns.
    ///
    /// @param byFirst whether the party that offered first ended it; null where no party did
    /// @param why in words
    default void ended(NgCallView call, @Nullable Boolean byFirst, String why, long now) {}
}
