package jackfield.roles.relay.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Something for each source of a stream: one voice has one, a picture with retransmission and
/// simulcast several at once. Finding the one of the packet before costs one comparison.
final class PerSource<T> {
    /// Sources kept apart; those beyond take turns with the last place.
    private static final int MOST = 16;

    private final int[] ssrcs = new int[MOST];
    private final List<T> each = new ArrayList<>(1);
    private final Supplier<T> fresh;
    private T latest;
    private int latestSsrc;
    private int known;

    PerSource(Supplier<T> fresh) {
        this.fresh = fresh;
        latest = fresh.get();
        each.add(latest);
    }

    /// What there is for a source; made for it where it is new.
    T of(int ssrc) {
        if (known == 0 || latestSsrc != ssrc) {
            latest = each.get(place(ssrc));
            latestSsrc = ssrc;
        }
        return latest;
    }

    private int place(int ssrc) {
        for (int i = 0; i < known; i++) {
            if (ssrcs[i] == ssrc) {
                return i;
            }
        }
        if (known < MOST) {
            if (known > 0) {
                each.add(fresh.get());
            }
            known++;
        }
        ssrcs[known - 1] = ssrc;
        return known - 1;
    }

    /// True if it was asked for.
    boolean knows(int ssrc) {
        for (int i = 0; i < known; i++) {
            if (ssrcs[i] == ssrc) {
                return true;
            }
        }
        return false;
    }

    /// Those that were asked for; of those that took turns with the last place the last.
    List<Integer> names() {
        return Arrays.stream(ssrcs, 0, known).boxed().toList();
    }

    /// That of the source asked for last; one that belongs to none before there is any.
    T latest() {
        return latest;
    }

    /// All there are, at least one.
    List<T> all() {
        return each;
    }
}
