package jackfield.roles.relay;

import jackfield.roles.relay.Guest.Heard;
import jackfield.roles.relay.Guest.Offered;
import jackfield.roles.relay.Guest.Role;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.relay.media.PayloadMap;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.Direction;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Offers and answers with parties that talk to us alone (RFC 3264): listeners, publishers, and
/// those whom we offer to.
final class Guests {
    private static final int MOST_WITH_PORTS = 8;
    private static final int MOST_IN_BUNDLE = 32;
    private static final String IN_USE = "The tag is another party's";

    private final LegTable legs;
    private final Supplier<Told> told;

    Guests(LegTable legs, Supplier<Told> told) {
        this.legs = legs;
        this.told = told;
    }

    /// Offers to a listener what the sources send.
    Passed subscribe(
            RelayedCall call, Subscriptions.Listening wanted, Subscriptions.Shape shape, long now) {
        List<Party> sources = new ArrayList<>();
        for (String tag : wanted.sources()) {
            Party source = call.party(tag);
            if (source == null) {
                return new Passed.Refused(488, "Unknown party");
            }
            if (source.in() != null && !sources.contains(source)) {
                sources.add(source);
            }
        }
        Guest guest = call.guest(wanted.listener());
        if (guest == null ? call.party(wanted.listener()) != null : guest.role() != Role.LISTENER) {
            return new Passed.Refused(488, IN_USE);
        }
        if (sources.isEmpty()) {
            return new Passed.Refused(488, "The party sends nothing yet");
        }
        SessionDescription base = Objects.requireNonNull(sources.getFirst().in());
        if (guest == null) {
            guest = guest(call, Role.LISTENER, wanted.listener(), shape.towards(base));
        }
        Party listener = guest.party();
        boolean alike =
                sources.size() == 1 && sources.getFirst().isBrowser() == listener.isBrowser();
        List<Offered> media = sent(sources, listener, alike);
        if (media.isEmpty()) {
            return new Passed.Refused(488, "The party sends nothing yet");
        }
        // What an earlier offer had and this one has not is closed (RFC 3264 section 8.2).
        for (Offered each : guest.offered().stream().skip(media.size()).toList()) {
            media.add(new Offered(each.section(), null, null, 0));
        }
        boolean feedback = sources.stream().allMatch(each -> each.profile().feedback());
        Direction direction = wanted.inactive() ? Direction.INACTIVE : Direction.SENDONLY;
        Wording wording = new Wording(base, direction, alike, feedback);
        return offer(call, guest, media, wording, now);
    }

    private Guest guest(RelayedCall call, Role role, String tag, LegProfile profile) {
        Party party = new Party("", profile);
        party.called(tag);
        Guest guest = new Guest(role, party, told.get());
        call.guests().add(guest);
        return guest;
    }

    /// The media that parties send, with the codecs that were agreed for them.
    private static List<Offered> sent(List<Party> sources, Party listener, boolean alike) {
        Set<Integer> taken = listener.profile().bundle() ? new HashSet<>() : null;
        List<Offered> media = new ArrayList<>();
        for (Party source : sources) {
            SessionDescription said = Objects.requireNonNull(source.in());
            for (int i = 0; i < said.media().size(); i++) {
                Line line = source.line(i);
                if (line == null || !line.isAgreed()) {
                    continue;
                }
                MediaSection section = said.sections().get(i);
                List<Codec> codecs =
                        Carriage.codecs(section, alike).stream()
                                .filter(each -> line.sends(each.payloadType()))
                                .toList();
                if (codecs.stream().anyMatch(each -> !each.isAuxiliary())) {
                    CodecAgreement offered = Carriage.told(codecs, alike, taken);
                    media.add(new Offered(section, offered, source, i));
                }
            }
        }
        return media;
    }

    /// How an offer of ours is worded.
    ///
    /// @param base whose session lines it has
    /// @param alike whether sources and header extensions mean something to the receiver
    private record Wording(
            SessionDescription base, Direction direction, boolean alike, boolean feedback) {}

    private Passed offer(
            RelayedCall call, Guest guest, List<Offered> offered, Wording wording, long now) {
        Party party = guest.party();
        boolean named = party.profile().bundle();
        String impossible = KeysInSdp.impossible(party.profile());
        if (impossible != null) {
            return new Passed.Refused(488, impossible);
        }
        if (offered.size() > (party.profile().ice() ? MOST_IN_BUNDLE : MOST_WITH_PORTS)) {
            return new Passed.Refused(488, "too many media in one offer");
        }
        List<SdpRewrite.Medium> media = new ArrayList<>();
        for (int i = 0; i < offered.size(); i++) {
            Offered each = offered.get(i);
            MediaSection section = each.section();
            String own = wording.alike() ? section.mid() : null;
            String mid = !named ? null : own != null ? own : Integer.toString(i);
            CodecAgreement codecs = each.told();
            if (codecs == null) {
                media.add(OfferAnswer.refused(section, party.protocol(i), mid));
                continue;
            }
            boolean sharing = named && party.bundle() != null;
            var kind = new LegTable.Wanted(section.media().kind(), sharing, true);
            if (!legs.ensure(call, party, i, kind, now)) {
                return new Passed.Refused(503, "Ran out of ports");
            }
            media.add(
                    new SdpRewrite.Medium(
                            section,
                            codecs,
                            wording.direction(),
                            mid,
                            named,
                            Objects.requireNonNull(party.leg(i))
                                    .offer(party.in(), party.protocol(i))));
        }
        guest.offered(offered);
        boolean feedback = wording.feedback() && party.profile().feedback();
        return told(
                guest,
                new SdpRewrite(wording.alike(), feedback)
                        .session(wording.base(), OfferAnswer.origin(guest.told(), media), media));
    }

    private static Passed told(Guest guest, SessionDescription out) {
        byte[] bytes = guest.told().next(out);
        guest.party().told(bytes);
        return new Passed.Rewritten(bytes);
    }

    /// Takes the answer to an offer of ours, and leads what is sent to a listener. Why not; null
    /// when it was taken.
    @Nullable String answer(
            RelayedCall call, Guest guest, SessionDescription answer, byte[] bytes, long now) {
        Party party = guest.party();
        List<@Nullable CodecAgreement> offered = new ArrayList<>();
        List<@Nullable CodecAgreement> agreed = new ArrayList<>();
        for (int i = 0; i < guest.offered().size(); i++) {
            CodecAgreement codecs = guest.offered().get(i).told();
            offered.add(codecs);
            boolean taken = i < answer.media().size() && !answer.sections().get(i).isRejected();
            CodecAgreement common =
                    codecs == null || !taken
                            ? null
                            : CodecAgreement.of(codecs, answer.sections().get(i));
            agreed.add(common != null && common.isUseful() ? common : null);
        }
        int tagged = OfferAnswer.tagged(answer, agreed);
        var refused = OfferAnswer.refusal(answer, offered, party, agreed, tagged);
        if (refused != null) {
            return refused.why();
        }
        party.said(answer, bytes);
        OfferAnswer.share(legs, party, answer, agreed, tagged);
        List<Leg> seen = new ArrayList<>();
        for (int i = 0; i < agreed.size(); i++) {
            Line line = party.line(i);
            CodecAgreement codecs = agreed.get(i);
            if (line == null) {
                continue;
            }
            if (codecs == null) {
                legs.unpatch(line);
                line.refuse();
                continue;
            }
            boolean shared = tagged >= 0 && line.leg() == party.leg(tagged);
            if (!seen.contains(line.leg())) {
                seen.add(line.leg());
                line.leg().takeAnswer(answer.sections().get(shared ? tagged : i));
            }
            // Nothing is taken from a listener.
            boolean mute = guest.role() == Role.LISTENER;
            PayloadMap sends = mute ? PayloadMap.NONE : codecs.fromAnswerer(PayloadMap.NONE);
            line.agree(answer.sections().get(i), sends, HeaderIds.none(), false);
            line.feedback(party.profile().feedback());
        }
        party.legs().forEach(leg -> legs.update(call, leg));
        lead(guest, agreed);
        legs.sweep(call, now);
        return null;
    }

    private void lead(Guest guest, List<@Nullable CodecAgreement> agreed) {
        guest.heard().forEach(each -> legs.unroute(each.from(), each.to()));
        List<Heard> heard = new ArrayList<>();
        for (int i = 0; i < agreed.size(); i++) {
            Offered what = guest.offered().get(i);
            CodecAgreement codecs = agreed.get(i);
            Line to = guest.party().line(i);
            Line from = what.source() == null ? null : what.source().line(what.index());
            if (codecs != null && from != null && to != null) {
                PayloadMap payloads = payloads(from, codecs);
                legs.route(from.id(), to.id(), payloads);
                heard.add(new Heard(what, from.id(), to.id(), payloads));
            }
        }
        guest.heard(heard);
    }

    /// The listener's numbers for what the source may send. One who answered may send by the
    /// numbers of the offer it got: what means the same codec becomes the same number.
    private static PayloadMap payloads(Line from, CodecAgreement codecs) {
        PayloadMap map = codecs.fromOfferer(PayloadMap.NONE);
        PayloadMap sent = from.plan().payloads();
        for (int type = 0; type < 128; type++) {
            if (sent.to(type) < 0 || map.to(type) >= 0 || sent.encoding(type).isEmpty()) {
                continue;
            }
            for (CodecAgreement.Match each : codecs.matches()) {
                if (each.offered().encoding().equalsIgnoreCase(sent.encoding(type))) {
                    int clock = sent.clockRate(type);
                    map = map.with(type, each.answered().payloadType(), clock);
                    break;
                }
            }
        }
        return map;
    }

    /// Something was agreed with the parties of the call: listeners follow those who have other
    /// streams now.
    void follow(RelayedCall call) {
        for (Guest guest : call.guests()) {
            List<Heard> heard = new ArrayList<>();
            for (Heard each : guest.heard()) {
                Party source = Objects.requireNonNull(each.what().source());
                Line from = source.line(each.what().index());
                if (from == null || !from.isAgreed() || from.id() == each.from()) {
                    heard.add(each);
                    continue;
                }
                legs.unroute(each.from(), each.to());
                legs.route(from.id(), each.to(), each.payloads());
                heard.add(new Heard(each.what(), from.id(), each.to(), each.payloads()));
            }
            guest.heard(heard);
        }
    }

    /// Ends what a listener hears of a party; false when it hears nothing then.
    boolean deafen(Guest listener, String source) {
        List<Heard> left = new ArrayList<>();
        for (Heard each : listener.heard()) {
            if (Objects.requireNonNull(each.what().source()).isCalled(source)) {
                legs.unroute(each.from(), each.to());
            } else {
                left.add(each);
            }
        }
        listener.heard(left);
        return !left.isEmpty();
    }

    /// Listeners whose sources are all gone go too.
    static void prune(RelayedCall call) {
        List<Party> parties = call.parties();
        call.guests().removeIf(each -> each.isAlone(parties));
    }

    /// Makes an offer of our own.
    Passed create(
            RelayedCall call, String tag, SessionDescription wanted, LegProfile profile, long now) {
        Guest guest = call.guest(tag);
        if (guest == null ? call.party(tag) != null : guest.role() != Role.CREATED) {
            return new Passed.Refused(488, IN_USE);
        }
        if (guest == null) {
            guest = guest(call, Role.CREATED, tag, profile);
        }
        Set<Integer> taken = profile.bundle() ? new HashSet<>() : null;
        List<Offered> media = new ArrayList<>();
        for (MediaSection each : wanted.sections()) {
            CodecAgreement codecs = Carriage.told(each.codecs(), false, taken);
            media.add(new Offered(each, codecs, null, 0));
        }
        Wording wording = new Wording(wanted, Direction.SENDRECV, false, profile.feedback());
        return offer(call, guest, media, wording, now);
    }

    /// Takes the offer of one who sends for others.
    ///
    /// @param codecs those that we would rather have
    Passed publish(RelayedCall call, String tag, Publication offer, List<String> codecs, long now) {
        LegProfile spoken = offer.spoken();
        Guest guest = call.guest(tag);
        if (guest == null ? call.party(tag) != null : guest.role() != Role.PUBLISHER) {
            return new Passed.Refused(488, IN_USE);
        }
        List<Boolean> carried = Carriage.carried(offer.sdp(), spoken.security(), !spoken.ice());
        if (!carried.contains(true)) {
            return new Passed.Refused(488, "no m=audio with a codec we can relay");
        }
        if (guest != null && guest.party().needsOtherLegs(spoken)) {
            return new Passed.Refused(488, "who publishes cannot change its transport");
        }
        if (guest == null) {
            guest = guest(call, Role.PUBLISHER, tag, spoken);
        }
        Party party = guest.party();
        party.speaks(spoken);
        party.shows(offer.sdp());
        for (int i = 0; i < carried.size(); i++) {
            MediaSection section = offer.sdp().sections().get(i);
            boolean shared = spoken.ice() && Carriage.inBundle(section);
            var kind = new LegTable.Wanted(section.media().kind(), shared, false);
            if (carried.get(i) && !legs.ensure(call, party, i, kind, now)) {
                return new Passed.Refused(503, "Ran out of ports");
            }
        }
        party.said(offer.sdp(), offer.bytes());
        guest.offered(List.of());
        Passed passed = answer(guest, offer, carried, codecs);
        party.legs().forEach(leg -> legs.update(call, leg));
        follow(call);
        return passed;
    }

    /// An offer to us.
    ///
    /// @param both whether its writer may be sent to as well
    @SuppressWarnings("ArrayRecordComponent") // a body on its way through, never compared
    record Publication(SessionDescription sdp, byte[] bytes, LegProfile spoken, boolean both) {}

    private static Passed answer(
            Guest guest, Publication offer, List<Boolean> carried, List<String> wanted) {
        Party party = guest.party();
        List<Leg> seen = new ArrayList<>();
        List<SdpRewrite.Medium> media = new ArrayList<>();
        for (int i = 0; i < carried.size(); i++) {
            MediaSection asked = offer.sdp().sections().get(i);
            Line line = party.line(i);
            if (!carried.get(i) || line == null) {
                if (line != null) {
                    line.refuse();
                }
                media.add(OfferAnswer.refused(asked, null, asked.mid()));
                continue;
            }
            if (!seen.contains(line.leg())) {
                seen.add(line.leg());
                line.leg().takeOffer(asked);
            }
            CodecAgreement one = CodecAgreement.all(List.of(chosen(asked, wanted)));
            line.agree(asked, one.fromOfferer(PayloadMap.NONE), HeaderIds.none(), false);
            line.feedback(offer.spoken().feedback());
            Direction back = OfferAnswer.wanted(asked, party).reversed();
            media.add(
                    new SdpRewrite.Medium(
                            asked,
                            one,
                            offer.both() ? back : back.and(Direction.RECVONLY),
                            asked.mid(),
                            line.leg() == party.bundle() && Carriage.inBundle(asked),
                            line.leg().answer(asked)));
        }
        return told(
                guest,
                new SdpRewrite(false, offer.spoken().feedback())
                        .session(offer.sdp(), OfferAnswer.origin(guest.told(), media), media));
    }

    /// The first that is wanted; else the offer's first.
    private static Codec chosen(MediaSection asked, List<String> wanted) {
        List<Codec> codecs =
                Carriage.codecs(asked, false).stream().filter(c -> !c.isAuxiliary()).toList();
        for (String name : wanted) {
            for (Codec each : codecs) {
                if (CodecOffer.matches(each, List.of(name))) {
                    return each;
                }
            }
        }
        return codecs.getFirst();
    }
}
