package jackfield.roles.proxy;

import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The responses to one request while a relay thinks about the SDP of one of them: what comes after
/// it waits, so that a 200 can't overtake the 183 before it, and the first of two phones to answer
/// stays the first.
final class Relaying {
    /// What came of a branch.
    ///
    /// @param heard true where it is from the wire, false where it had to be made up
    record Came(Branch branch, Response response, boolean heard) {
        private boolean repeats(Came other) {
            return branch == other.branch
                    && heard
                    && other.heard
                    && response.status() == other.response.status()
                    && Forward.toTag(response).equals(Forward.toTag(other.response))
                    && Objects.equals(
                            response.headers().first(HeaderName.RSEQ),
                            other.response.headers().first(HeaderName.RSEQ))
                    && response.body().equals(other.response.body());
        }
    }

    /// Provisional responses and repeated answers beyond this are dropped, as a full network would:
    /// who needs them to arrive repeats them.
    private static final int MOST_WAITING = 32;

    private final Deque<Came> waiting = new ArrayDeque<>(0);
    private @Nullable Came current;

    /// True where nothing waits and nothing is looked at.
    boolean isIdle() {
        return current == null && waiting.isEmpty();
    }

    /// The relay looks at this one now.
    void begin(Came came) {
        current = came;
    }

    /// The relay has told what it makes of it.
    void end() {
        current = null;
    }

    /// What is next, unless the relay looks at something; null where there is none.
    @Nullable Came next() {
        return current == null ? waiting.poll() : null;
    }

    /// Lets `came` wait for its turn; what is only repeated need not.
    void hold(Came came) {
        Came looked = current;
        boolean known =
                looked != null && came.repeats(looked) || waiting.stream().anyMatch(came::repeats);
        boolean lossy = came.response.isProvisional() || came.response.isSuccess();
        if (!known && (!lossy || waiting.size() < MOST_WAITING)) {
            waiting.add(came);
        }
    }
}
