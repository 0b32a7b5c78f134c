package jackfield.roles.relay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What two parties have agreed, kept while one of them offers something else: where that is
/// refused, it is what holds (RFC 3264 section 8).
final class Standing {
    private final MediaDialog.@Nullable Offer offer;
    private final Map<Party, Party.Said> said = new LinkedHashMap<>();
    private final Map<Party, Set<Integer>> lines = new LinkedHashMap<>();
    private final List<Line> mute = new ArrayList<>();

    private Standing(MediaDialog dialog) {
        offer = dialog.offer();
        for (Party each : List.of(dialog.one(), dialog.other())) {
            said.put(each, each.lastSaid());
            lines.put(each, Set.copyOf(each.lines().keySet()));
            each.lines().values().stream().filter(Line::isMute).forEach(mute::add);
        }
    }

    static Standing of(MediaDialog dialog) {
        return new Standing(dialog);
    }

    /// Brings it back: directions are enforced again, and what was made for the offer goes.
    void restore(RelayedCall call, MediaDialog dialog, LegTable legs, long now) {
        MediaDialog.Offer before = offer;
        if (before != null) {
            dialog.offered(before); // which is answered
        }
        said.forEach((party, last) -> {
            party.next(null);
            party.restore(last);
        });
        lines.forEach((party, known) -> {
            for (int index : List.copyOf(party.lines().keySet())) {
                Line line = party.lines().get(index);
                if (line != null && !known.contains(index) && !line.isAgreed()) {
                    party.lines().remove(index);
                    line.leave();
                }
            }
        });
        for (Line each : mute) {
            each.speaks(false);
            legs.update(call, each.leg());
        }
        legs.sweep(call, now);
    }
}
