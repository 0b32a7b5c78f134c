package jackfield.roles.relay;

import jackfield.base.Endpoint;
import jackfield.media.transcode.TranscodePlan;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.relay.media.PayloadMap;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.Connection;
import jackfield.rtc.sdp.Direction;
import jackfield.rtc.sdp.Group;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.Origin;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One step of offer and answer in a dialog (RFC 3264).
final class OfferAnswer {
    private final RelayedCall call;
    private final MediaDialog dialog;
    private final LegTable legs;

    /// Whether directions pass as they are written.
    private boolean keepsDirection;

    OfferAnswer(RelayedCall call, MediaDialog dialog, LegTable legs) {
        this.call = call;
        this.dialog = dialog;
        this.legs = legs;
    }

    /// An offer that came.
    ///
    /// @param spoken what its writer speaks
    @SuppressWarnings("ArrayRecordComponent") // a body on its way through, never compared
    record Offered(SessionDescription sdp, byte[] bytes, LegProfile spoken) {}

    /// Passes an offer to the other party.
    ///
    /// @param wanted the shape that is wanted of it
    Passed offer(Offered came, LegProfile wanted, Exchange exchange, long now) {
        SessionDescription offer = came.sdp();
        keepsDirection = exchange.options().keepsDirection();
        Party by = offerer(exchange);
        Party to = dialog.peerOf(by);
        dialog.asks();
        legs.unmute(call, by);
        legs.unmute(call, to);
        boolean pauses = pauses(offer, by);
        LegProfile spoken = pauses ? by.profile() : came.spoken();
        by.called(exchange.offererTag());
        if (exchange.answererTag() != null) {
            to.called(exchange.answererTag());
        }
        Party next = pauses ? null : Reshaping.writer(by, spoken, offer);
        by.next(next);
        Party writer = next == null ? by : next;
        LegProfile shape = pauses ? to.profile() : wanted;
        Party reader = Reshaping.reader(to, shape, exchange.options().shape());
        String impossible = KeysInSdp.impossible(reader.profile());
        if (impossible != null) {
            return new Passed.Refused(488, impossible);
        }
        boolean ports = !writer.profile().ice() || !reader.profile().ice();
        List<Boolean> carried = carried(came, writer, reader, ports);
        if (!carried.contains(true) && !pauses) {
            return new Passed.Refused(488, "no m=audio with a codec we can relay");
        }
        by.shows(offer);
        writer.shows(offer);
        for (int i = 0; i < carried.size(); i++) {
            if (carried.get(i) && !ensure(writer, reader, offer.sections().get(i), i, now)) {
                return new Passed.Refused(503, "Ran out of ports");
            }
        }
        by.said(offer, came.bytes());
        List<@Nullable CodecOffer> codecs = codecs(offer, carried, writer, reader, exchange);
        List<@Nullable CodecAgreement> told = told(writer, reader, codecs);
        dialog.offered(new MediaDialog.Offer(by, offer, spoken, told, codecs));
        return told(to, offerFor(to, reader, writer, offer, told));
    }

    /// The offer of a party was refused: what was agreed before holds.
    void refused(Exchange exchange, long now) {
        Standing standing = dialog.refused(offerer(exchange));
        if (standing != null) {
            standing.restore(call, dialog, legs, now);
        }
    }

    /// Which media pass; a fax only where neither side has ICE.
    private static List<Boolean> carried(Offered came, Party writer, Party to, boolean ports) {
        SessionDescription offer = came.sdp();
        List<Boolean> carried = Carriage.carried(offer, came.spoken().security(), ports);
        boolean fax = !writer.profile().ice() && !to.profile().ice();
        for (int i = 0; !fax && i < carried.size(); i++) {
            carried.set(i, carried.get(i) && !Carriage.isFax(offer.sections().get(i)));
        }
        return carried;
    }

    /// True where all that was agreed is taken away for now, with port zero: some hold so (RFC 3264
    /// section 8.2).
    private static boolean pauses(SessionDescription offer, Party by) {
        boolean any = false;
        for (int i = 0; i < offer.media().size(); i++) {
            if (!offer.sections().get(i).isRejected()) {
                return false;
            }
            any |= by.line(i) != null;
        }
        return any;
    }

    /// Lines for a medium on both sides. What we offer has a transport of its own until the answer
    /// agrees to share one (RFC 9143 section 7.2).
    private boolean ensure(Party by, Party to, MediaSection section, int i, long now) {
        String kind = section.media().kind();
        boolean shared = by.profile().ice() && Carriage.inBundle(section);
        boolean sharing = to.profile().bundle() && to.bundle() != null;
        return legs.ensure(call, by, i, new LegTable.Wanted(kind, shared, false), now)
                && legs.ensure(call, to, i, new LegTable.Wanted(kind, sharing, true), now);
    }

    /// The codecs that are passed on, null for media that are not.
    private static List<@Nullable CodecAgreement> told(
            Party by, Party to, List<@Nullable CodecOffer> codecs) {
        Set<Integer> taken = to.profile().bundle() ? new HashSet<>() : null;
        List<@Nullable CodecAgreement> told = new ArrayList<>();
        for (CodecOffer each : codecs) {
            told.add(each == null ? null : Carriage.told(each.told(), areAlike(by, to), taken));
        }
        return told;
    }

    /// What becomes of codecs, null for media that are not passed on.
    private List<@Nullable CodecOffer> codecs(
            SessionDescription offer,
            List<Boolean> carried,
            Party by,
            Party to,
            Exchange exchange) {
        SessionDescription before = to.in();
        List<@Nullable CodecOffer> codecs = new ArrayList<>();
        for (int i = 0; i < carried.size(); i++) {
            MediaSection section = offer.sections().get(i);
            if (!carried.get(i)) {
                codecs.add(null);
                continue;
            }
            MediaSection said =
                    before != null && i < before.sections().size()
                            ? before.sections().get(i)
                            : null;
            List<Codec> relayed = Carriage.codecs(section, areAlike(by, to));
            codecs.add(
                    section.media().kind().equals("audio")
                            ? CodecOffer.of(
                                    relayed, said, exchange.options(), legs.transcoding().on())
                            : CodecOffer.of(relayed));
        }
        return codecs;
    }

    /// True where what one says of its sources and streams means something to the other.
    private static boolean areAlike(Party one, Party other) {
        return one.isBrowser() == other.isBrowser();
    }

    /// Who of the two this is: by tag, else the one who began.
    private Party offerer(Exchange exchange) {
        boolean other =
                dialog.other().isCalled(exchange.offererTag())
                        && !dialog.one().isCalled(exchange.offererTag());
        return other ? dialog.other() : dialog.one();
    }

    private SessionDescription offerFor(
            Party party,
            Party to,
            Party by,
            SessionDescription offer,
            List<@Nullable CodecAgreement> told) {
        boolean named = to.profile().bundle();
        boolean several = told.stream().filter(Objects::nonNull).count() > 1;
        int mids = named && several ? HeaderIds.toOffer(offer, areAlike(by, to), to.in()) : 0;
        List<SdpRewrite.Medium> media = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            MediaSection section = offer.sections().get(i);
            CodecAgreement codecs = told.get(i);
            Leg leg = to.leg(i);
            String mid = Carriage.mid(offer, i, named);
            if (codecs == null || leg == null) {
                media.add(refused(section, section.media().isRtp() ? to.protocol(i) : null, mid));
                continue;
            }
            media.add(
                    new SdpRewrite.Medium(
                            PacketTime.with(section, ptime(to.profile())),
                            codecs,
                            direction(section, by),
                            mid,
                            named,
                            transport(section, leg, to, i, mids)));
        }
        return rewrite(by, to).session(offer, origin(party, media), media);
    }

    private static SdpRewrite.Transport transport(
            MediaSection section, Leg leg, Party to, int i, int mids) {
        return leg instanceof PortsLeg own && Carriage.isFax(section)
                ? own.bare(section.media().protocol())
                : HeaderIds.telling(leg.offer(to.in(), to.protocol(i)), mids);
    }

    /// Passes `answer` to the one who offered, and connects the lines.
    Passed answer(SessionDescription answer, byte[] bytes, Exchange exchange, long now) {
        MediaDialog.Offer offer = Objects.requireNonNull(dialog.offer());
        keepsDirection = exchange.options().keepsDirection();
        Party by = offer.by();
        Party from = dialog.peerOf(by);
        List<@Nullable CodecAgreement> agreed = agreements(offer, answer);
        int tagged = tagged(answer, agreed);
        Party other = from.next();
        Passed.Refused refused =
                refusal(answer, offer.told(), other == null ? from : other, agreed, tagged);
        if (refused != null) {
            return refused;
        }
        if (other != null) {
            from.become(other);
        }
        if (exchange.answererTag() != null) {
            from.called(exchange.answererTag());
        }
        from.said(answer, bytes);
        if (by.next() != null) {
            by.become(by.next());
        }
        share(legs, from, answer, agreed, tagged);
        takeTransports(offer, answer, agreed, tagged);
        List<SdpRewrite.Medium> media = new ArrayList<>();
        boolean several = inBundle(offer.sdp(), agreed) > 1;
        for (int i = 0; i < agreed.size(); i++) {
            MediaSection asked = offer.sdp().sections().get(i);
            CodecAgreement codecs = agreed.get(i);
            Line line = by.line(i);
            Line far = from.line(i);
            if (codecs == null || line == null || far == null) {
                media.add(refused(asked, null, asked.mid()));
                continue;
            }
            MediaSection said = answer.sections().get(i);
            // An answer may only take away from what was offered (RFC 3264 section 6.1).
            Direction direction =
                    keepsDirection
                            ? said.direction()
                            : direction(said, from).and(direction(asked, by).reversed());
            agree(line, far, codecs, asked, said, direction != Direction.SENDRECV);
            line.speaks(keepsDirection || direction.receives());
            far.speaks(keepsDirection || direction.sends());
            boolean shares = line.leg() == by.bundle() && Carriage.inBundle(asked);
            line.writesMid(shares && several && !passesMid(said) ? HeaderIds.mid(asked) : 0);
            far.writesMid(passesMid(asked) ? 0 : HeaderIds.mid(said));
            media.add(
                    new SdpRewrite.Medium(
                            PacketTime.with(said, ptime(codecs.translation().toOfferer())),
                            codecs,
                            direction,
                            asked.mid(),
                            shares,
                            HeaderIds.telling(line.leg().answer(asked), line.writtenMid())));
        }
        SessionDescription out = rewrite(from, by).session(answer, origin(by, media), media);
        connect(by, from, agreed);
        dialog.settled();
        legs.sweep(call, now);
        return told(by, out);
    }

    /// How many media of an offer are in its bundle and agreed.
    private static long inBundle(SessionDescription offer, List<@Nullable CodecAgreement> agreed) {
        return IntStream.range(0, agreed.size())
                .filter(i -> agreed.get(i) != null)
                .filter(i -> Carriage.inBundle(offer.sections().get(i)))
                .count();
    }

    /// True where the writer's packets have its mid, and keep it on their way.
    private boolean passesMid(MediaSection section) {
        return areAlike(dialog.one(), dialog.other()) && HeaderIds.mid(section) > 0;
    }

    private void agree(
            Line line,
            Line far,
            CodecAgreement codecs,
            MediaSection asked,
            MediaSection said,
            boolean held) {
        boolean alike = areAlike(dialog.one(), dialog.other());
        HeaderIds there = alike ? HeaderIds.between(asked, said) : HeaderIds.none();
        HeaderIds back = alike ? HeaderIds.between(said, asked) : HeaderIds.none();
        line.agree(asked, codecs.fromOfferer(PayloadMap.NONE), there, held);
        far.agree(said, codecs.fromAnswerer(PayloadMap.NONE), back, held);
        boolean carries = !codecs.translation().keys().equals(Translation.Keys.PASS);
        line.carriesKeys(carries);
        far.carriesKeys(carries);
    }

    /// Which medium's transport the answer's bundle uses: the first of its group that is taken (RFC
    /// 9143 section 7.3.1); -1 where there is no bundle.
    static int tagged(SessionDescription answer, List<@Nullable CodecAgreement> agreed) {
        Group bundle = answer.bundle();
        for (String mid : bundle == null ? List.<String>of() : bundle.mids()) {
            for (int i = 0; i < agreed.size(); i++) {
                if (agreed.get(i) != null && mid.equals(answer.sections().get(i).mid())) {
                    return i;
                }
            }
        }
        return -1;
    }

    /// Brings the lines of the answer's bundle onto one leg.
    static void share(
            LegTable legs,
            Party from,
            SessionDescription answer,
            List<@Nullable CodecAgreement> agreed,
            int tagged) {
        Leg leg = tagged < 0 || !from.profile().bundle() ? null : from.leg(tagged);
        if (leg == null) {
            return;
        }
        from.bundle(leg);
        for (int i = 0; i < agreed.size(); i++) {
            Line line = from.line(i);
            if (line != null
                    && line.leg() != leg
                    && agreed.get(i) != null
                    && Carriage.inBundle(answer.sections().get(i))) {
                legs.move(line, leg);
            }
        }
    }

    /// Tells the shard of the legs as they are now, and connects the lines that were agreed; one
    /// that was refused leads nowhere.
    private void connect(Party by, Party from, List<@Nullable CodecAgreement> agreed) {
        for (Party party : List.of(by, from)) {
            party.lines()
                    .forEach((i, line) -> {
                        line.feedback(party.profile().feedback());
                        if (i >= agreed.size() || agreed.get(i) == null) {
                            legs.unpatch(line);
                            line.refuse();
                        }
                    });
            party.legs().forEach(leg -> legs.update(call, leg));
        }
        for (int i = 0; i < agreed.size(); i++) {
            Line line = by.line(i);
            Line far = from.line(i);
            CodecAgreement codecs = agreed.get(i);
            if (codecs != null && line != null && far != null) {
                legs.patch(line, far);
                Translation translation = codecs.translation();
                legs.translate(line, far, translation.toAnswerer());
                legs.translate(far, line, translation.toOfferer());
            }
        }
    }

    /// For each medium of the offer what the answer agrees to; null where it is refused.
    private List<@Nullable CodecAgreement> agreements(
            MediaDialog.Offer offer, SessionDescription answer) {
        int toOfferer = ptime(offer.spoken());
        int toAnswerer = ptime(dialog.peerOf(offer.by()).profile());
        List<@Nullable CodecAgreement> agreed = new ArrayList<>();
        for (int i = 0; i < offer.told().size(); i++) {
            CodecAgreement told = offer.told().get(i);
            CodecOffer passed = i < offer.codecs().size() ? offer.codecs().get(i) : null;
            boolean taken = i < answer.media().size() && !answer.sections().get(i).isRejected();
            if (told != null && Carriage.isFax(offer.sdp().sections().get(i))) {
                agreed.add(taken && Carriage.isFax(answer.sections().get(i)) ? told : null);
                continue;
            }
            CodecAgreement codecs =
                    told != null && passed != null && taken
                            ? Translation.agreement(
                                    new Translation.Terms(
                                            passed,
                                            told,
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

    /// Of what we make; 0 where packets pass.
    private static int ptime(@Nullable TranscodePlan plan) {
        return plan == null ? 0 : plan.ptimeMs();
    }

    private static int ptime(LegProfile profile) {
        return profile.options().lines().ptime();
    }

    /// Why the answer cannot be passed on; null when it can. One that refuses all media can.
    static Passed.@Nullable Refused refusal(
            SessionDescription answer,
            List<@Nullable CodecAgreement> told,
            Party from,
            List<@Nullable CodecAgreement> agreed,
            int tagged) {
        boolean any = false;
        boolean live = false;
        for (int i = 0; i < agreed.size() && i < answer.media().size(); i++) {
            MediaSection section = answer.sections().get(i);
            live |= told.get(i) != null && !section.isRejected();
            Leg leg = from.leg(i);
            if (agreed.get(i) != null && leg != null) {
                any = true;
                boolean shared = tagged >= 0 && Carriage.inBundle(section);
                String why = leg.refusal(shared ? answer.sections().get(tagged) : section);
                if (why != null) {
                    return new Passed.Refused(488, why);
                }
            }
        }
        return live && !any
                ? new Passed.Refused(488, "the answer has no codec of the offer")
                : null;
    }

    /// The legs learn of their peers' transports: only now, so that an offer that is refused
    /// changes nothing. In a bundle one medium speaks for all.
    private void takeTransports(
            MediaDialog.Offer offer,
            SessionDescription answer,
            List<@Nullable CodecAgreement> agreed,
            int tagged) {
        offer.by().speaks(offer.spoken());
        Party from = dialog.peerOf(offer.by());
        List<Leg> seen = new ArrayList<>();
        for (int i = 0; i < agreed.size(); i++) {
            Leg leg = offer.by().leg(i);
            Leg far = from.leg(i);
            if (agreed.get(i) == null || leg == null || far == null) {
                continue;
            }
            if (!seen.contains(leg)) {
                seen.add(leg);
                if (leg instanceof PortsLeg own) {
                    own.farMux(answer.sections().get(i).rtcpMux());
                }
                leg.takeOffer(offer.sdp().sections().get(i));
            }
            if (!seen.contains(far)) {
                seen.add(far);
                boolean shared = tagged >= 0 && far == from.leg(tagged);
                far.takeAnswer(answer.sections().get(shared ? tagged : i));
            }
        }
    }

    /// Answers the offer with the party's own media.
    Passed echo(SessionDescription offer, byte[] bytes, LegProfile spoken, long now) {
        Party by = dialog.one();
        Party next = Reshaping.writer(by, spoken, offer);
        int voice = voice(offer, spoken);
        if (voice < 0) {
            return new Passed.Refused(488, "no m=audio with a codec we can relay");
        }
        if (next == null) {
            by.speaks(spoken);
        } else {
            by.become(next);
        }
        MediaSection asked = offer.sections().get(voice);
        boolean shared = spoken.ice() && Carriage.inBundle(asked);
        by.shows(offer);
        if (!legs.ensure(call, by, voice, new LegTable.Wanted("audio", shared, false), now)) {
            return new Passed.Refused(503, "Ran out of ports");
        }
        Line line = Objects.requireNonNull(by.line(voice));
        Leg leg = line.leg();
        by.said(offer, bytes);
        dialog.offered(new MediaDialog.Offer(by, offer, spoken, List.of(), List.of()));
        leg.takeOffer(asked);
        CodecAgreement codecs = CodecAgreement.all(Carriage.codecs(asked, false));
        Direction direction = direction(asked, by).reversed();
        List<SdpRewrite.Medium> media = new ArrayList<>();
        for (int i = 0; i < offer.media().size(); i++) {
            MediaSection section = offer.sections().get(i);
            media.add(
                    i == voice
                            ? new SdpRewrite.Medium(
                                    section,
                                    codecs,
                                    direction,
                                    section.mid(),
                                    shared,
                                    leg.answer(asked))
                            : refused(section, null, section.mid()));
        }
        boolean held = direction != Direction.SENDRECV;
        line.agree(asked, codecs.fromOfferer(PayloadMap.NONE), HeaderIds.none(), held);
        legs.update(call, leg);
        legs.patch(line, line);
        legs.sweep(call, now);
        return told(by, new SdpRewrite(false, false).session(offer, origin(by, media), media));
    }

    /// The first voice of an offer; -1 for none.
    private static int voice(SessionDescription offer, LegProfile spoken) {
        List<Boolean> carried = Carriage.carried(offer, spoken.security(), true);
        for (int i = 0; i < carried.size(); i++) {
            if (carried.get(i) && offer.media().get(i).kind().equals("audio")) {
                return i;
            }
        }
        return -1;
    }

    private Passed told(Party party, SessionDescription out) {
        byte[] bytes = dialog.to(party).next(out);
        party.told(bytes);
        return new Passed.Rewritten(bytes);
    }

    private static SdpRewrite rewrite(Party from, Party to) {
        return new SdpRewrite(
                areAlike(from, to), from.profile().feedback() && to.profile().feedback());
    }

    static SdpRewrite.Medium refused(
            MediaSection section, @Nullable String protocol, @Nullable String mid) {
        MediaSection shown =
                protocol == null
                        ? section
                        : new MediaSection(section.session(), section.media().over(protocol));
        return new SdpRewrite.Medium(
                shown, CodecAgreement.all(List.of()), Direction.INACTIVE, mid, false, null);
    }

    /// Which way the writer wants media, or says it in so many words.
    private Direction direction(MediaSection section, Party by) {
        return keepsDirection ? section.direction() : wanted(section, by);
    }

    /// Which way the writer wants media. `c=0.0.0.0` is the old way to say "do not send to me" (RFC
    /// 3264 section 8.4); a browser's means nothing.
    static Direction wanted(MediaSection section, Party by) {
        Connection connection = section.connection();
        boolean deaf = !by.profile().ice() && connection != null && connection.isUnspecified();
        return deaf ? section.direction().and(Direction.SENDONLY) : section.direction();
    }

    private Origin origin(Party party, List<SdpRewrite.Medium> media) {
        return origin(dialog.to(party), media);
    }

    /// The `o=` line at the address of the first medium we carry.
    static Origin origin(Told told, List<SdpRewrite.Medium> media) {
        for (SdpRewrite.Medium each : media) {
            SdpRewrite.Transport transport = each.transport();
            Endpoint at = transport == null ? null : transport.connection().endpoint(0);
            if (at != null) {
                return told.origin(at);
            }
        }
        return told.origin(Endpoint.ipv4(0, 0));
    }
}
