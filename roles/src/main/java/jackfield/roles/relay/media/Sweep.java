package jackfield.roles.relay.media;

import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/// A walk past many legs, a few at a time, with room for packets between: in one go the statistics
/// of a thousand calls would take as long as a hundred packets.
final class Sweep extends DueQueue.Item {
    /// What passes between two steps (ns): at least the packets that have come.
    private static final long STEP = 100_000;

    private final Iterator<MediaLeg> left;
    private final int most;
    private final Consumer<MediaLeg> look;
    private final Runnable end;
    private final DueQueue due;

    /// @param legs that live now; one that ends meanwhile is passed as it was at its end
    /// @param most of them in one step
    Sweep(List<MediaLeg> legs, int most, Consumer<MediaLeg> look, Runnable end, DueQueue due) {
        left = legs.iterator();
        this.most = most;
        this.look = look;
        this.end = end;
        this.due = due;
    }

    /// The next step; the first one is the caller's.
    @Override
    void wake(long now) {
        for (int i = 0; i < most && left.hasNext(); i++) {
            look.accept(left.next());
        }
        if (left.hasNext()) {
            due.set(this, now + STEP);
        } else {
            end.run();
        }
    }
}
