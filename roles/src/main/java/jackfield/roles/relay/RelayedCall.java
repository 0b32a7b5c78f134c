package jackfield.roles.relay;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A call's parties and the dialogs between them: one party and a fork for each phone that rings.
final class RelayedCall {
    /// More forks than this are refused.
    private static final int MOST_DIALOGS = 64;

    private final String id;
    private final long number;
    private final int shard;
    private final List<MediaDialog> dialogs = new ArrayList<>();
    private final List<Guest> guests = new ArrayList<>();
    private final List<Connections.Connection> connections = new ArrayList<>();
    private final Set<Long> withoutConsent = new HashSet<>();

    private ExchangeOptions.Reports reports = ExchangeOptions.Reports.AS_BEFORE;
    private ExchangeOptions.KeyTerms keys = ExchangeOptions.KeyTerms.NONE;

    private int tos = ExchangeOptions.USUAL_TOS;

    /// @param number names it to the media shard
    /// @param shard the media shard that all its legs are on
    RelayedCall(String id, long number, int shard) {
        this.id = id;
        this.number = number;
        this.shard = shard;
    }

    /// What becomes of keys, as the offers and answers said so far.
    ExchangeOptions.KeyTerms keys() {
        return keys;
    }

    /// Whose RTCP the parties get.
    ExchangeOptions.Reports reports() {
        return reports;
    }

    void asks(ExchangeOptions more) {
        keys = keys.and(more.keys());
        if (more.reports() != ExchangeOptions.Reports.AS_BEFORE) {
            reports = more.reports();
        }
    }

    /// How what is sent to its parties is marked.
    int tos() {
        return tos;
    }

    /// Marks it otherwise, from the next plan of each leg on.
    void tos(int wanted) {
        if (wanted != ExchangeOptions.SAME_TOS) {
            tos = wanted;
        }
    }

    String id() {
        return id;
    }

    long number() {
        return number;
    }

    int shard() {
        return shard;
    }

    List<MediaDialog> dialogs() {
        return dialogs;
    }

    boolean isFull() {
        return Math.max(dialogs.size(), guests.size()) >= MOST_DIALOGS;
    }

    /// Those who talk to us alone.
    List<Guest> guests() {
        return guests;
    }

    /// Who was connected to whom, here or in another call, since they last agreed on anything.
    List<Connections.Connection> connections() {
        return connections;
    }

    /// The one of them with this tag; null without.
    @Nullable Guest guest(String tag) {
        for (Guest each : guests) {
            if (each.party().isCalled(tag)) {
                return each;
            }
        }
        return null;
    }

    /// The parties, each once, in the order they came; those who talk to us alone last.
    List<Party> parties() {
        List<Party> parties = new ArrayList<>();
        for (MediaDialog dialog : dialogs) {
            for (Party party : List.of(dialog.one(), dialog.other())) {
                if (!parties.contains(party)) {
                    parties.add(party);
                }
            }
        }
        guests.forEach(each -> parties.add(each.party()));
        return parties;
    }

    /// The line whose stream has this number; null without.
    @Nullable Line line(long stream) {
        for (Party party : parties()) {
            for (Line each : party.lines().values()) {
                if (each.id() == stream) {
                    return each;
                }
            }
        }
        return null;
    }

    /// Whose line it is.
    @Nullable Party owner(Line line) {
        for (Party party : parties()) {
            if (party.lines().containsValue(line)) {
                return party;
            }
        }
        return null;
    }

    /// Takes note of whether a leg's browser consents to be sent to.
    ///
    /// @return true when with it all consent again, or the first does not
    boolean consent(long leg, boolean given) {
        return given
                ? withoutConsent.remove(leg) && withoutConsent.isEmpty()
                : withoutConsent.add(leg) && withoutConsent.size() == 1;
    }

    /// The party that goes by `tag`; null without.
    @Nullable Party party(@Nullable String tag) {
        for (Party party : parties()) {
            if (tag != null && party.isCalled(tag)) {
                return party;
            }
        }
        return null;
    }

    /// The dialog an exchange belongs to: by both tags; before the far side has one (or with one
    /// not seen yet: another phone behind the same fork), by the offerer and the branch. Null when
    /// there is none.
    @Nullable MediaDialog dialog(Exchange exchange) {
        String answerer = exchange.answererTag();
        if (answerer != null) {
            for (MediaDialog each : dialogs) {
                if (each.isBetween(exchange.offererTag(), answerer)) {
                    return each;
                }
            }
        }
        for (MediaDialog each : dialogs) {
            if (each.branch().equals(exchange.branch())
                    && each.one().isCalled(exchange.offererTag())) {
                return each;
            }
        }
        return null;
    }
}
