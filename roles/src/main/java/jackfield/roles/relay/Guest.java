package jackfield.roles.relay;

import jackfield.roles.relay.media.PayloadMap;
import jackfield.rtc.sdp.MediaSection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A party of a call that exchanges offers and answers with us alone.
final class Guest {
    /// What it is there for.
    enum Role {
        /// It hears others and is not heard.
        LISTENER,
        /// It offered; others hear it.
        PUBLISHER,
        /// We offered.
        CREATED,
        /// It stands for a party of another call.
        BRIDGE
    }

    /// A medium of an offer of ours.
    ///
    /// @param section what it is made from
    /// @param told the codecs that were offered, with the numbers the source has for them; null
    ///   where the medium is closed
    /// @param source who is heard on it; null for nobody
    /// @param index which of the source's media
    record Offered(
            MediaSection section,
            @Nullable CodecAgreement told,
            @Nullable Party source,
            int index) {}

    /// What leads to a listener.
    ///
    /// @param from the stream of the source
    /// @param to the listener's
    record Heard(Offered what, long from, long to, PayloadMap payloads) {}

    private final Role role;
    private final Party party;
    private final Told told;
    private List<Offered> offered = List.of();
    private List<Heard> heard = List.of();
    private boolean known;

    Guest(Role role, Party party, Told told) {
        this.role = role;
        this.party = party;
        this.told = told;
    }

    Role role() {
        return role;
    }

    Party party() {
        return party;
    }

    Told told() {
        return told;
    }

    /// The media of our last offer.
    List<Offered> offered() {
        return offered;
    }

    void offered(List<Offered> media) {
        offered = List.copyOf(media);
        known = true;
    }

    /// Whose media those are.
    List<Subscriptions.Source> sources() {
        List<Subscriptions.Source> sources = new ArrayList<>();
        for (Offered each : offered) {
            Party source = each.source();
            sources.add(
                    new Subscriptions.Source(
                            source == null ? "" : source.tag(),
                            each.index(),
                            each.section().media().kind(),
                            each.section().direction().attribute()));
        }
        return sources;
    }

    /// True once an offer from it or to it has passed.
    boolean isKnown() {
        return known;
    }

    List<Heard> heard() {
        return heard;
    }

    void heard(List<Heard> routes) {
        heard = List.copyOf(routes);
    }

    /// True for a listener to none of these.
    boolean isAlone(List<Party> parties) {
        List<Party> sources = new ArrayList<>();
        offered.forEach(each -> {
            if (each.source() != null) {
                sources.add(each.source());
            }
        });
        return role == Role.LISTENER && sources.stream().noneMatch(parties::contains);
    }
}
