package jackfield.roles.relay;

import jackfield.roles.relay.LegTable.Pier;
import jackfield.roles.relay.media.PayloadMap;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Parties that hear each other because somebody said so, without an offer and an answer between
/// them: of one call, or of two by a bridge. It lasts until one of them is in an offer and answer
/// again, leaves, or is connected to another.
///
/// A bridge has a guest in each call that stands for the party of the other one: it speaks as that
/// party does, so that each call is whole, on its own shard, with its own watch and end.
final class Connections {
    private final LegTable legs;
    private final Supplier<Told> told;

    Connections(LegTable legs, Supplier<Told> told) {
        this.legs = legs;
        this.told = told;
    }

    /// Who hears whom.
    ///
    /// @param oneWay whether only `to` hears `from`
    /// @param there stands for `to` in the call of `from`; null within one call
    /// @param here stands for `from` in the call of `to`; null likewise
    record Connection(
            Pier from, Pier to, boolean oneWay, @Nullable Guest there, @Nullable Guest here) {
        boolean isOf(Party party) {
            return from.party() == party || to.party() == party;
        }
    }

    /// Two lines to be connected.
    private record Joint(
            Line one, Line other, MediaSection asked, MediaSection said, CodecAgreement codecs) {}

    /// Has two parties hear each other and nobody else; one way `to` hears `from` in the place of
    /// whom it heard, and all else stays. Why not; null when it is done.
    @Nullable String connect(Pier from, Pier to, boolean oneWay, long now) {
        boolean bridged = from.call() != to.call();
        if (bridged && (from.call().isFull() || to.call().isFull())) {
            return "too many parties";
        }
        if (joints(from.party(), to.party()).isEmpty()) {
            return "the two have no codec in common";
        }
        end(to, now);
        if (!oneWay) {
            end(from, now);
        }
        Guest there = null;
        Guest here = null;
        if (bridged) {
            there = stand(from.call(), to.party());
            here = stand(to.call(), to.party());
            span(new Pier(from.call(), there.party()), new Pier(to.call(), here.party()), to);
        }
        Party first = there == null ? to.party() : there.party();
        if (oneWay) {
            deafen(to);
            lead(from.party(), first);
            if (here != null) {
                lead(here.party(), to.party());
            }
        } else {
            patch(from.call(), from.party(), first);
            if (here != null) {
                patch(to.call(), here.party(), to.party());
            }
        }
        Connection made = new Connection(from, to, oneWay, there, here);
        from.call().connections().add(made);
        if (bridged) {
            to.call().connections().add(made);
        }
        return null;
    }

    /// A guest that stands in a call for a party of another one, and speaks as it does.
    private Guest stand(RelayedCall call, Party party) {
        Party same = new Party("", party.profile());
        SessionDescription said = party.in();
        if (said != null) {
            same.said(said, party.inBytes());
        }
        Guest guest = new Guest(Guest.Role.BRIDGE, same, told.get());
        guest.offered(List.of());
        call.guests().add(guest);
        return guest;
    }

    private void span(Pier one, Pier other, Pier model) {
        SessionDescription said = model.party().in();
        model.party()
                .lines()
                .forEach((i, line) -> {
                    if (said != null && line.isAgreed() && i < said.sections().size()) {
                        legs.bridge(i, line.kind(), one, other);
                        for (Pier each : List.of(one, other)) {
                            Line end = each.party().line(i);
                            if (end != null) {
                                PayloadMap sent = line.plan().payloads();
                                end.agree(said.sections().get(i), sent, HeaderIds.none(), false);
                                end.feedback(each.party().profile().feedback());
                            }
                        }
                    }
                });
    }

    private void patch(RelayedCall call, Party one, Party other) {
        boolean alike = one.isBrowser() && other.isBrowser();
        List<Joint> joints = joints(one, other);
        List.of(one, other).forEach(p -> p.lines().values().forEach(line -> release(call, line)));
        for (Joint each : joints) {
            HeaderIds there =
                    alike ? HeaderIds.between(each.asked(), each.said()) : HeaderIds.none();
            HeaderIds back =
                    alike ? HeaderIds.between(each.said(), each.asked()) : HeaderIds.none();
            CodecAgreement codecs = each.codecs();
            each.one().agree(each.asked(), codecs.fromOfferer(PayloadMap.NONE), there, false);
            each.other().agree(each.said(), codecs.fromAnswerer(PayloadMap.NONE), back, false);
        }
        List.of(one, other).forEach(p -> p.legs().forEach(leg -> legs.update(call, leg)));
        for (Joint each : joints) {
            legs.patch(each.one(), each.other());
            Translation translation = each.codecs().translation();
            legs.translate(each.one(), each.other(), translation.toAnswerer());
            legs.translate(each.other(), each.one(), translation.toOfferer());
        }
    }

    private void release(RelayedCall call, Line line) {
        Line peer = call.line(line.peer());
        legs.unpatch(line);
        if (peer != null && peer.peer() == line.id()) {
            peer.patchedTo(0);
        }
    }

    /// Has a party hear nobody; whoever heard it does so still.
    private void deafen(Pier pier) {
        for (Line line : pier.party().lines().values()) {
            Line peer = pier.call().line(line.peer());
            if (peer != null) {
                var plan = line.translated();
                release(pier.call(), line);
                if (peer != line) {
                    legs.route(line.id(), peer.id(), null);
                    legs.treat(line.id(), peer.id(), plan);
                }
            }
        }
    }

    private void lead(Party from, Party to) {
        for (Joint each : joints(from, to)) {
            PayloadMap payloads = each.codecs().fromOfferer(PayloadMap.NONE);
            legs.route(each.one().id(), each.other().id(), payloads);
            legs.treat(
                    each.one().id(), each.other().id(), each.codecs().translation().toAnswerer());
        }
    }

    /// True where a party was connected, and is still.
    static boolean isConnected(RelayedCall call, Party party) {
        return call.connections().stream().anyMatch(each -> each.isOf(party));
    }

    /// Offer and answer have brought the two together again.
    void agreed(RelayedCall call, MediaDialog dialog, long now) {
        end(new Pier(call, dialog.one()), now);
        end(new Pier(call, dialog.other()), now);
    }

    /// Ends what a party of a dialog has to do with its media; it is not heard any more.
    void leave(Pier pier, long now) {
        end(pier, now);
        pier.party().lines().values().forEach(line -> release(pier.call(), line));
        pier.party().lines().clear();
        legs.sweep(pier.call(), now);
    }

    /// The parties of the call that are not there any more are connected to nobody.
    void follow(RelayedCall call, long now) {
        List<Party> parties = call.parties();
        for (Connection each : List.copyOf(call.connections())) {
            Pier own = each.from().call() == call ? each.from() : each.to();
            boolean both = each.from().call() == each.to().call();
            if (!parties.contains(own.party()) || both && !parties.contains(each.to().party())) {
                end(each, now);
            }
        }
    }

    private void end(Pier pier, long now) {
        for (Connection each : List.copyOf(pier.call().connections())) {
            if (each.isOf(pier.party())) {
                end(each, now);
            }
        }
    }

    private void end(Connection connection, long now) {
        Pier from = connection.from();
        Pier to = connection.to();
        from.call().connections().remove(connection);
        to.call().connections().remove(connection);
        Guest there = connection.there();
        Guest here = connection.here();
        if (there != null && here != null) {
            there.party().lines().values().forEach(line -> release(from.call(), line));
            here.party().lines().values().forEach(line -> release(to.call(), line));
            from.call().guests().remove(there);
            to.call().guests().remove(here);
            legs.sweep(from.call(), now);
            legs.sweep(to.call(), now);
        } else if (connection.oneWay()) {
            for (Line one : from.party().lines().values()) {
                to.party().lines().values().forEach(each -> legs.unroute(one.id(), each.id()));
            }
        }
    }

    private List<Joint> joints(Party one, Party other) {
        List<Joint> joints = new ArrayList<>();
        List<Line> used = new ArrayList<>();
        for (Map.Entry<Integer, Line> mine : one.lines().entrySet()) {
            for (Map.Entry<Integer, Line> theirs : other.lines().entrySet()) {
                MediaSection asked = agreed(one, mine);
                MediaSection said = agreed(other, theirs);
                boolean fit = mine.getValue().kind().equals(theirs.getValue().kind());
                if (!fit || asked == null || said == null || used.contains(theirs.getValue())) {
                    continue;
                }
                CodecAgreement codecs =
                        Translation.agreement(
                                new Translation.Terms(
                                        CodecOffer.of(asked.codecs()),
                                        CodecAgreement.all(asked.codecs()),
                                        asked,
                                        said,
                                        one.profile().options().lines().ptime(),
                                        other.profile().options().lines().ptime()),
                                legs.transcoding());
                if (codecs.isUseful()) {
                    used.add(theirs.getValue());
                    Line line = mine.getValue();
                    joints.add(new Joint(line, theirs.getValue(), asked, said, codecs));
                    break;
                }
            }
        }
        return joints;
    }

    /// What a party said of one of its media, with the codecs that were agreed only; null where
    /// there are none.
    private static @Nullable MediaSection agreed(Party party, Map.Entry<Integer, Line> line) {
        SessionDescription in = party.in();
        if (in == null || line.getKey() >= in.media().size() || !line.getValue().isAgreed()) {
            return null;
        }
        MediaSection section = in.sections().get(line.getKey());
        List<Integer> left =
                section.codecs().stream()
                        .map(Codec::payloadType)
                        .filter(line.getValue()::sends)
                        .toList();
        return left.isEmpty()
                ? null
                : new MediaSection(
                        section.session(),
                        section.media().keeping(left.stream().map(String::valueOf).toList()));
    }
}
