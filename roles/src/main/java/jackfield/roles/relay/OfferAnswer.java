package jackfield.roles.relay;

import jackfield.base.Endpoint;
import jackfield.roles.relay.Relay.Passed;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.Connection;
import jackfield.rtc.sdp.Direction;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.Origin;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One step of offer and answer in a dialog (RFC 3264).
final class OfferAnswer {
    private final RelayedCall call;
    private final MediaDialog dialog;
    private final LegTable legs;

    OfferAnswer(RelayedCall call, MediaDialog dialog, LegTable legs) {
        this.call = call;
        this.dialog = dialog;
        this.legs = legs;
    }

    /// Passes `offer` to the other party.
    Passed offer(
            SessionDescription offer,
            byte[] bytes,
            LegProfile spoken,
            Exchange exchange,
            long now) {
        Party by = offerer(exchange);
        Party to = dialog.peerOf(by);
        by.called(exchange.offererTag());
        if (exchange.answererTag() != null) {
            to.called(exchange.answererTag());
        }
        String changed = speaks(by, spoken);
        if (changed != null) {
            return new Passed.Refused(488, changed);
        }
        List<Boolean> carried = Carriage.carried(offer, spoken.security(), to.isBrowser());
        if (!carried.contains(true)) {
            return new Passed.Refused(488, "no m=audio with a codec we can relay");
        }
        for (int i = 0; i < carried.size(); i++) {
            boolean ready =
                    !carried.get(i)
                            || legs.ensure(call, by, i, false, now)
                                    && legs.ensure(call, to, i, true, now);
            if (!ready) {
                return new Passed.Refused(503, "Ran out of ports");
            }
        }
        by.said(offer, bytes);
        List<@Nullable CodecOffer> codecs = codecs(offer, carried, by, to, exchange);
        dialog.offered(new MediaDialog.Offer(by, offer, spoken, carried, codecs));
        return told(to, offerFor(to, by, offer, codecs));
    }

    /// Takes what a new party speaks; later on that is for the answer to do. Why it cannot be; null
    /// when it can.
    private static @Nullable String speaks(Party by, LegProfile spoken) {
        if (by.legs().isEmpty()) {
            by.speaks(spoken);
        }
        boolean browser = spoken.security() == LegProfile.Security.DTLS;
        return browser == by.isBrowser() ? null : "a call cannot change to DTLS-SRTP, or from it";
    }

    /// Who of the two this is: by tag, else the one who began.
    private Party offerer(Exchange exchange) {
        boolean other =
                dialog.other().isCalled(exchange.offererTag())
                        && !dialog.one().isCalled(exchange.offererTag());
        return other ? dialog.other() : dialog.one();
    }

    private SessionDescription offerFor(
            Party to, Party by, SessionDescription offer, List<@Nullable CodecOffer> codecs) {
        List<SdpRewrite.Medium> media = new ArrayList<>();
        for (int i = 0; i < codecs.size(); i++) {
            MediaSection section = offer.sections().get(i);
            Leg leg = to.leg(i);
            CodecOffer passed = codecs.get(i);
            String mid = Carriage.mid(offer, i, to.profile().bundle());
            if (passed == null || leg == null) {
                media.add(refused(section, section.media().isRtp() ? to.protocol(i) : null, mid));
                continue;
            }
            media.add(
                    new SdpRewrite.Medium(
                            section,
                            CodecAgreement.all(passed.told()),
                            direction(section, by),
                            mid,
                            leg.offer(to.in(), to.protocol(i))));
        }
        return rewrite(by, to).session(offer, origin(to, media), media, to.profile().bundle());
    }

    /// For each medium that passes, what becomes of its codecs; null for the others.
    private List<@Nullable CodecOffer> codecs(
            SessionDescription offer,
            List<Boolean> carried,
            Party by,
            Party to,
            Exchange exchange) {
        boolean browsers = by.isBrowser() && to.isBrowser();
        SessionDescription before = to.in();
        List<@Nullable CodecOffer> codecs = new ArrayList<>();
        for (int i = 0; i < carried.size(); i++) {
            MediaSection section = offer.sections().get(i);
            if (!carried.get(i)) {
                codecs.add(null);
                continue;
            }
            List<Codec> relayed = Carriage.codecs(section, browsers);
            MediaSection said =
                    before != null && i < before.sections().size()
                            ? before.sections().get(i)
                            : null;
            codecs.add(
                    section.media().kind().equals("audio")
                            ? CodecOffer.of(
                                    relayed,
                                    said,
                                    exchange.options().codecs(),
                                    legs.transcoding().on())
                            : CodecOffer.of(relayed));
        }
        return codecs;
    }

    /// Passes `answer` to the one who offered, and connects the legs.
    Passed answer(SessionDescription answer, byte[] bytes, Exchange exchange) {
        MediaDialog.Offer offer = Objects.requireNonNull(dialog.offer());
        Party by = offer.by();
        Party from = dialog.peerOf(by);
        List<@Nullable CodecAgreement> agreed = agreements(offer, answer);
        Passed.Refused refused = refusal(offer, answer, from, agreed);
        if (refused != null) {
            return refused;
        }
        if (exchange.answererTag() != null) {
            from.called(exchange.answererTag());
        }
        from.said(answer, bytes);
        takeTransports(offer, answer, agreed);
        Map<Leg, Agreed> ofOfferer = new LinkedHashMap<>();
        Map<Leg, Agreed> ofAnswerer = new LinkedHashMap<>();
        List<SdpRewrite.Medium> media = new ArrayList<>();
        for (int i = 0; i < agreed.size(); i++) {
            MediaSection asked = offer.sdp().sections().get(i);
            CodecAgreement codecs = agreed.get(i);
            Leg leg = by.leg(i);
            Leg far = from.leg(i);
            if (codecs == null || leg == null || far == null) {
                media.add(refused(asked, null, asked.mid()));
                continue;
            }
            MediaSection said = answer.sections().get(i);
            // An answer may only take away from what was offered (RFC 3264 section 6.1).
            Direction direction = direction(said, from).and(direction(asked, by).reversed());
            boolean held = direction != Direction.SENDRECV;
            ofOfferer.computeIfAbsent(leg, _ -> new Agreed(far)).add(codecs, held);
            ofAnswerer.computeIfAbsent(far, _ -> new Agreed(leg)).add(codecs, held);
            media.add(
                    new SdpRewrite.Medium(said, codecs, direction, asked.mid(), leg.answer(asked)));
        }
        boolean bundle = by.isBrowser() && offer.sdp().bundle() != null;
        SessionDescription out =
                rewrite(from, by).session(answer, origin(by, media), media, bundle);
        connect(ofOfferer, by, true);
        connect(ofAnswerer, from, false);
        return told(by, out);
    }

    /// What was agreed for one leg.
    private static final class Agreed {
        private final Leg far;
        private final List<CodecAgreement> codecs = new ArrayList<>();
        private boolean held;

        Agreed(Leg far) {
            this.far = far;
        }

        void add(CodecAgreement more, boolean isHeld) {
            held = codecs.isEmpty() ? isHeld : held && isHeld;
            codecs.add(more);
        }
    }

    /// Gives each leg its plan and its peer; a leg whose media were refused has none.
    private void connect(Map<Leg, Agreed> agreed, Party party, boolean offerer) {
        boolean feedback = party.profile().feedback();
        agreed.forEach((leg, terms) -> {
            leg.agree(terms.codecs, offerer, feedback, terms.held);
            legs.update(call, leg);
            if (!offerer) {
                legs.patch(terms.far, leg);
                Translation translation = terms.codecs.getFirst().translation();
                legs.translate(terms.far, leg, translation.toAnswerer());
                legs.translate(leg, terms.far, translation.toOfferer());
            }
        });
        for (Leg leg : party.legs().values()) {
            if (!agreed.containsKey(leg)) {
                legs.unpatch(leg);
            }
        }
    }

    /// For each medium of the offer what the answer agrees to; null where it is refused.
    private List<@Nullable CodecAgreement> agreements(
            MediaDialog.Offer offer, SessionDescription answer) {
        int toOfferer = ptime(offer.spoken());
        int toAnswerer = ptime(dialog.peerOf(offer.by()).profile());
        List<@Nullable CodecAgreement> agreed = new ArrayList<>();
        for (int i = 0; i < offer.carried().size(); i++) {
            CodecOffer passed = i < offer.codecs().size() ? offer.codecs().get(i) : null;
            boolean taken =
                    i < answer.media().size() && !answer.sections().get(i).isRejected();
            CodecAgreement codecs =
                    taken && passed != null
                            ? Translation.agreement(
                                    new Translation.Terms(
                                            passed,
                                            offer.sdp().sections().get(i),
                                            answer.sections().get(i),
                                            toOfferer,
                                            toAnswerer),
                                    legs.transcoding())
                            : null;
            agreed.add(codecs != null && codecs.isUseful() ? codecs : null);
        }
        return agreed;
    }

    private static int ptime(LegProfile profile) {
        return profile.options().lines().ptime();
    }

    /// Why the answer cannot be passed on; null when it can. One that refuses all media can.
    private static Passed.@Nullable Refused refusal(
            MediaDialog.Offer offer,
            SessionDescription answer,
            Party from,
            List<@Nullable CodecAgreement> agreed) {
        boolean any = false;
        boolean live = false;
        for (int i = 0; i < agreed.size() && i < answer.media().size(); i++) {
            MediaSection section = answer.sections().get(i);
            live |= offer.carried().get(i) && !section.isRejected();
            Leg leg = from.leg(i);
            if (agreed.get(i) != null && leg != null) {
                any = true;
                String why = leg.refusal(section);
                if (why != null) {
                    return new Passed.Refused(488, why);
                }
            }
        }
        return live && !any
                ? new Passed.Refused(488, "the answer has no codec of the offer")
                : null;
    }

    /// Both legs learn of their peers' transports: only now, so that an offer that is refused
    /// changes nothing.
    private void takeTransports(
            MediaDialog.Offer offer,
            SessionDescription answer,
            List<@Nullable CodecAgreement> agreed) {
        offer.by().speaks(offer.spoken());
        List<Leg> seen = new ArrayList<>();
        for (int i = 0; i < agreed.size(); i++) {
            Leg leg = offer.by().leg(i);
            Leg far = dialog.peerOf(offer.by()).leg(i);
            if (agreed.get(i) == null || leg == null || far == null || seen.contains(leg)) {
                continue;
            }
            seen.add(leg);
            leg.takeOffer(offer.sdp().sections().get(i));
            far.takeAnswer(answer.sections().get(i));
        }
    }

    /// Answers the offer with the party's own media.
    Passed echo(SessionDescription offer, byte[] bytes, LegProfile spoken, long now) {
        Party by = dialog.one();
        String changed = speaks(by, spoken);
        if (changed != null) {
            return new Passed.Refused(488, changed);
        }
        by.speaks(spoken);
        List<Boolean> carried = Carriage.carried(offer, spoken.security(), !by.isBrowser());
        int voice = carried.indexOf(true);
        if (voice < 0) {
            return new Passed.Refused(488, "no m=audio with a codec we can relay");
        }
        if (!legs.ensure(call, by, voice, false, now)) {
            return new Passed.Refused(503, "Ran out of ports");
        }
        Leg leg = Objects.requireNonNull(by.leg(voice));
        by.said(offer, bytes);
        dialog.offered(new MediaDialog.Offer(by, offer, spoken, carried, List.of()));
        MediaSection asked = offer.sections().get(voice);
        leg.takeOffer(asked);
        CodecAgreement codecs = CodecAgreement.all(Carriage.codecs(asked, false));
        Direction direction = direction(asked, by).reversed();
        List<SdpRewrite.Medium> media = new ArrayList<>();
        for (int i = 0; i < carried.size(); i++) {
            MediaSection section = offer.sections().get(i);
            media.add(
                    i == voice
                            ? new SdpRewrite.Medium(
                                    section, codecs, direction, section.mid(), leg.answer(asked))
                            : refused(section, null, section.mid()));
        }
        leg.agree(List.of(codecs), true, false, direction != Direction.SENDRECV);
        legs.update(call, leg);
        legs.patch(leg, leg);
        boolean bundle = by.isBrowser() && offer.bundle() != null;
        return told(
                by, new SdpRewrite(false, false).session(offer, origin(by, media), media, bundle));
    }

    private Passed told(Party party, SessionDescription out) {
        byte[] bytes = dialog.to(party).next(out);
        party.told(bytes);
        return new Passed.Rewritten(bytes);
    }

    private static SdpRewrite rewrite(Party from, Party to) {
        return new SdpRewrite(
                from.isBrowser() && to.isBrowser(),
                from.profile().feedback() && to.profile().feedback());
    }

    private static SdpRewrite.Medium refused(
            MediaSection section, @Nullable String protocol, @Nullable String mid) {
        MediaSection shown =
                protocol == null
                        ? section
                        : new MediaSection(section.session(), section.media().over(protocol));
        return new SdpRewrite.Medium(
                shown, CodecAgreement.all(List.of()), Direction.INACTIVE, mid, null);
    }

    /// Which way the writer wants media. `c=0.0.0.0` is the old way to say "do not send to me" (RFC
    /// 3264 section 8.4); a browser's means nothing.
    private static Direction direction(MediaSection section, Party by) {
        Connection connection = section.connection();
        boolean deaf = !by.isBrowser() && connection != null && connection.isUnspecified();
        return deaf ? section.direction().and(Direction.SENDONLY) : section.direction();
    }

    /// The `o=` line at the address of the first medium we carry.
    private Origin origin(Party party, List<SdpRewrite.Medium> media) {
        for (SdpRewrite.Medium each : media) {
            SdpRewrite.Transport transport = each.transport();
            Endpoint at = transport == null ? null : transport.connection().endpoint(0);
            if (at != null) {
                return dialog.to(party).origin(at);
            }
        }
        return dialog.to(party).origin(Endpoint.ipv4(0, 0));
    }
}
