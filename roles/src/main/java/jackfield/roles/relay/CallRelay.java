package jackfield.roles.relay;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.media.dtmf.DtmfCode;
import jackfield.media.dtmf.DtmfInfo;
import jackfield.roles.relay.media.MediaEvent;
import jackfield.roles.relay.media.MediaPlane;
import jackfield.rtc.sdp.SdpFragment;
import jackfield.rtc.sdp.SessionDescription;
import jackfield.rtc.srtp.SrtpProfile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// [Relay] over media shards: calls and their dialogs live here, on the signalling shard; the legs
/// of a call live on one media shard and follow the plans they are given.
///
/// Nothing an offer asks for changes a running leg before its answer: a refused re-INVITE leaves
/// the call as it was.
public final class CallRelay implements Relay, CallMedia, Subscriptions {
    private static final String UNKNOWN_CALL = "Unknown call-id";

    private final RelaySettings settings;
    private final MediaPlanes media;
    private final RandomGenerator random;
    private final Events events;
    private final Map<String, RelayedCall> calls = new LinkedHashMap<>();
    private final Map<Long, RelayedCall> byNumber = new HashMap<>();
    private final LegTable legs;
    private final CallRecordings recordings;
    private final CallKeys keys;
    private final CallMediaControl control;
    private final Guests guests;
    private final Connections connections;
    private final EarlyFragments early = new EarlyFragments();
    private Load load = Load.NONE;
    private long lastCall;

    /// @param media the shard that all legs are on
    /// @param ports for legs with ports of their own, on interfaces that bring none
    /// @param random a strong source: keys and ICE passwords come from it
    public CallRelay(
            RelaySettings settings,
            MediaPlane media,
            RtpPorts ports,
            RandomGenerator random,
            Events events) {
        this(settings, media, ports, random, events, Recordings.NONE);
    }

    /// On one media shard, with the interfaces of the settings.
    ///
    /// @param recorded where recordings are made
    public CallRelay(
            RelaySettings settings,
            MediaPlane media,
            RtpPorts ports,
            RandomGenerator random,
            Events events,
            Recordings recorded) {
        this(
                settings,
                List.of(new RelayShard(media, settings.interfaces(), ports)),
                random,
                events,
                recorded);
    }

    /// @param shards the media shards, at least one; they have the interfaces, not the settings
    public CallRelay(
            RelaySettings settings,
            List<RelayShard> shards,
            RandomGenerator random,
            Events events,
            Recordings recorded) {
        this.settings = settings;
        media = new MediaPlanes(shards.stream().map(RelayShard::media).toList());
        this.random = random;
        this.events = events;
        List<Interfaces> interfaces =
                shards.stream()
                        .map(shard -> new Interfaces(shard.interfaces(), shard.ports()))
                        .toList();
        legs = new LegTable(settings, media, interfaces, random);
        recordings = new CallRecordings(media, recorded);
        keys = new CallKeys(media, events);
        control = new CallMediaControl(media, recordings, keys, settings.longestPromptMs());
        guests = new Guests(legs, this::told);
        connections = new Connections(legs, this::told);
    }

    /// Calls that hold legs.
    public int calls() {
        return calls.size();
    }

    @Override
    public Trickled trickle(String callId, String tag, byte[] fragment, long now) {
        return switch (SdpFragment.parse(fragment)) {
            case Parsed.Bad<SdpFragment> _ -> Trickled.UNREADABLE;
            case Parsed.Ok<SdpFragment>(SdpFragment read) -> trickle(callId, tag, read, now);
        };
    }

    private Trickled trickle(String callId, String tag, SdpFragment fragment, long now) {
        RelayedCall call = calls.get(callId);
        Party party = call == null ? null : call.party(tag);
        if (call == null || party == null) {
            early.add(callId, tag, fragment, now);
            return Trickled.EARLY;
        }
        boolean taken = false;
        for (SdpFragment.Medium medium : fragment.media()) {
            if (party.legFor(medium.mid()) instanceof BrowserLeg leg
                    && leg.trickle(medium.ufrag(), medium.candidates())) {
                legs.update(call, leg);
                taken = true;
            }
        }
        return taken ? Trickled.TAKEN : Trickled.STALE;
    }

    /// Candidates that overtook the description of one who is known now.
    private void late(String callId, @Nullable String tag, long now) {
        if (tag != null) {
            early.take(callId, tag, now).forEach(fragment -> trickle(callId, tag, fragment, now));
        }
    }

    /// Parties whose candidates came before they did.
    int early() {
        return early.size();
    }

    /// How busy the node is now; above its limit new calls are refused, those that are there go on.
    public void load(Load measured) {
        load = measured;
    }

    /// The Call-IDs of the calls that hold legs.
    public Set<String> callIds() {
        return Set.copyOf(calls.keySet());
    }

    @Override
    public Passed offer(
            Exchange exchange, byte[] sdp, LegProfile offerer, LegProfile answerer, long now) {
        return switch (SessionDescription.parse(sdp)) {
            case Parsed.Bad<SessionDescription>(String what, String got) -> unreadable(what, got);
            case Parsed.Ok<SessionDescription>(SessionDescription offer) ->
                    switch (Carriage.spoken(offer, offerer)) {
                        case Carriage.Spoken.Not(String why) -> new Passed.Refused(488, why);
                        case Carriage.Spoken.As(LegProfile spoken) ->
                                inCall(
                                        exchange,
                                        now,
                                        call ->
                                                dialog(call, exchange, spoken, answerer)
                                                        .offer(
                                                                new OfferAnswer.Offered(
                                                                        offer, sdp, spoken),
                                                                answerer,
                                                                exchange,
                                                                now));
                    };
        };
    }

    @Override
    public void refused(Exchange exchange, long now) {
        RelayedCall call = calls.get(exchange.callId());
        MediaDialog dialog = call == null ? null : call.dialog(exchange);
        if (call != null && dialog != null) {
            new OfferAnswer(call, dialog, legs).refused(exchange, now);
        }
    }

    @Override
    public Passed answer(Exchange exchange, byte[] sdp, long now) {
        RelayedCall call = calls.get(exchange.callId());
        MediaDialog dialog = call == null ? null : call.dialog(exchange);
        if (call == null || dialog == null || dialog.offer() == null) {
            return new Passed.Refused(488, "an answer without an offer");
        }
        return switch (SessionDescription.parse(sdp)) {
            case Parsed.Bad<SessionDescription>(String what, String got) -> unreadable(what, got);
            case Parsed.Ok<SessionDescription>(SessionDescription answer) -> {
                int mark = call.tos();
                call.tos(exchange.options().tos());
                Passed passed =
                        new OfferAnswer(call, dialog, legs).answer(answer, sdp, exchange, now);
                guests.follow(call);
                if (passed instanceof Passed.Rewritten) {
                    call.asks(exchange.options());
                    connections.agreed(call, dialog, now);
                    control.agreed(call);
                } else {
                    call.tos(mark);
                }
                String why = recordings.follow(call, now);
                if (why != null) {
                    events.told(call.id(), "it is not recorded: " + why);
                }
                late(exchange.callId(), exchange.answererTag(), now);
                yield passed;
            }
        };
    }

    @Override
    public void command(
            String callId, Who who, MediaCommand command, Consumer<Answer> reply, long now) {
        control.command(calls.get(callId), who, command, reply, now);
    }

    @Override
    public boolean press(String callId, String tag, DtmfInfo key, long now) {
        RelayedCall call = calls.get(callId);
        return call != null && keys.press(call, tag, key);
    }

    @Override
    public Passed echo(Exchange exchange, byte[] sdp, LegProfile offerer, long now) {
        return switch (SessionDescription.parse(sdp)) {
            case Parsed.Bad<SessionDescription>(String what, String got) -> unreadable(what, got);
            case Parsed.Ok<SessionDescription>(SessionDescription offer) ->
                    switch (Carriage.spoken(offer, offerer)) {
                        case Carriage.Spoken.Not(String why) -> new Passed.Refused(488, why);
                        case Carriage.Spoken.As(LegProfile spoken) ->
                                inCall(
                                        exchange,
                                        now,
                                        call ->
                                                echoDialog(call, exchange, spoken)
                                                        .echo(offer, sdp, spoken, now));
                    };
        };
    }

    @Override
    public Passed subscribe(Listening wanted, Shape shape, long now) {
        RelayedCall known = calls.get(wanted.callId());
        if (known == null) {
            return new Passed.Refused(488, UNKNOWN_CALL);
        }
        Exchange exchange = new Exchange(wanted.callId(), wanted.listener(), null, "");
        return inCall(exchange, now, call -> guests.subscribe(call, wanted, shape, now));
    }

    @Override
    public List<Source> sources(String callId, String listener) {
        RelayedCall call = calls.get(callId);
        Guest guest = call == null ? null : call.guest(listener);
        return guest == null ? List.of() : guest.sources();
    }

    @Override
    public @Nullable String subscribed(String callId, String listener, byte[] sdp, long now) {
        return answered(callId, listener, Guest.Role.LISTENER, sdp, now);
    }

    @Override
    public @Nullable String created(String callId, String tag, byte[] sdp, long now) {
        return answered(callId, tag, Guest.Role.CREATED, sdp, now);
    }

    private @Nullable String answered(
            String callId, String tag, Guest.Role role, byte[] sdp, long now) {
        RelayedCall call = calls.get(callId);
        Guest guest = call == null ? null : call.guest(tag);
        if (call == null || guest == null || guest.role() != role) {
            return call == null ? UNKNOWN_CALL : "Unknown party";
        }
        return switch (SessionDescription.parse(sdp)) {
            case Parsed.Bad<SessionDescription>(String what, String got) ->
                    "unreadable SDP, " + what + ": " + got;
            case Parsed.Ok<SessionDescription>(SessionDescription answer) -> {
                String why = guests.answer(call, guest, answer, sdp, now);
                late(callId, tag, now);
                yield why;
            }
        };
    }

    @Override
    public boolean unsubscribe(String callId, String listener, @Nullable String source, long now) {
        RelayedCall call = calls.get(callId);
        Guest guest = call == null ? null : call.guest(listener);
        if (guest == null || guest.role() != Guest.Role.LISTENER) {
            return false;
        }
        return source != null && guests.deafen(guest, source) || leave(callId, listener, now);
    }

    @Override
    public boolean leave(String callId, String tag, long now) {
        RelayedCall call = calls.get(callId);
        Guest guest = call == null ? null : call.guest(tag);
        Party party = call == null ? null : call.party(tag);
        if (call == null || party == null) {
            return false;
        }
        if (guest == null) {
            connections.leave(new LegTable.Pier(call, party), now);
            return true;
        }
        call.guests().remove(guest);
        Guests.prune(call);
        connections.follow(call, now);
        legs.sweep(call, now);
        forgetIfEmpty(call, now);
        return true;
    }

    @Override
    public Passed publish(Publishing by, byte[] sdp, List<String> codecs, boolean both, long now) {
        if (!(SessionDescription.parse(sdp)
                instanceof Parsed.Ok<SessionDescription>(SessionDescription offer))) {
            return new Passed.Refused(488, "unreadable SDP");
        }
        return switch (Carriage.spoken(offer, by.offerer())) {
            case Carriage.Spoken.Not(String why) -> new Passed.Refused(488, why);
            case Carriage.Spoken.As(LegProfile spoken) -> {
                var publication = new Guests.Publication(offer, sdp, spoken, both);
                yield inCall(
                        new Exchange(by.callId(), by.tag(), null, ""),
                        now,
                        call -> guests.publish(call, by.tag(), publication, codecs, now));
            }
        };
    }

    @Override
    public Passed create(
            String callId, String tag, SessionDescription wanted, LegProfile profile, long now) {
        return inCall(
                new Exchange(callId, tag, null, ""),
                now,
                call -> guests.create(call, tag, wanted, profile, now));
    }

    @Override
    public @Nullable String connect(Named one, Named other, boolean oneWay, long now) {
        RelayedCall call = calls.get(one.callId());
        RelayedCall far = calls.get(other.callId());
        Party from = call == null ? null : call.party(one.tag());
        Party to = far == null ? null : far.party(other.tag());
        if (call == null || far == null || from == null || to == null || from == to) {
            return call == null || far == null ? UNKNOWN_CALL : "Unknown party";
        }
        String why =
                connections.connect(
                        new LegTable.Pier(call, from), new LegTable.Pier(far, to), oneWay, now);
        if (why == null) {
            control.agreed(call);
            if (far != call) {
                control.agreed(far);
            }
        }
        return why;
    }

    @Override
    public boolean isConnected(String callId, String tag) {
        RelayedCall call = calls.get(callId);
        Party party = call == null ? null : call.party(tag);
        return call != null && party != null && Connections.isConnected(call, party);
    }

    private static Passed unreadable(String what, String got) {
        return new Passed.Refused(488, "unreadable SDP, " + what + ": " + got);
    }

    /// Runs a step in the call, which is made for it and, when refused, not kept for nothing.
    private Passed inCall(Exchange exchange, long now, Function<RelayedCall, Passed> step) {
        String callId = exchange.callId();
        RelayedCall call = calls.get(callId);
        if (call == null) {
            if (calls.size() >= settings.mostCalls()) {
                return new Passed.Refused(503, "Parallel session limit reached");
            }
            if (load.isAbove(settings.mostLoad())) {
                return new Passed.Refused(503, "Load limit reached");
            }
            call = new RelayedCall(callId, ++lastCall, media.begin());
            calls.put(callId, call);
            byNumber.put(call.number(), call);
        }
        if (call.isFull()) {
            return new Passed.Refused(503, "too many forks");
        }
        int mark = call.tos();
        call.tos(exchange.options().tos());
        Passed passed = step.apply(call);
        if (passed instanceof Passed.Rewritten) {
            call.asks(exchange.options());
        }
        if (passed instanceof Passed.Refused) {
            call.tos(mark);
            refused(exchange, now);
            call.dialogs().removeIf(dialog -> dialog.offer() == null);
            call.guests().removeIf(guest -> !guest.isKnown());
            legs.sweep(call, now);
            forgetIfEmpty(call, now);
        } else {
            late(callId, exchange.offererTag(), now);
        }
        return passed;
    }

    private OfferAnswer dialog(
            RelayedCall call, Exchange exchange, LegProfile spoken, LegProfile answerer) {
        MediaDialog dialog = call.dialog(exchange);
        if (dialog == null) {
            Party one = call.party(exchange.offererTag());
            Party other = call.party(exchange.answererTag());
            dialog =
                    new MediaDialog(
                            exchange.branch(),
                            one != null ? one : new Party("", spoken),
                            other != null ? other : new Party(exchange.branch(), answerer),
                            told(),
                            told());
            call.dialogs().add(dialog);
        }
        return new OfferAnswer(call, dialog, legs);
    }

    private OfferAnswer echoDialog(RelayedCall call, Exchange exchange, LegProfile spoken) {
        MediaDialog dialog = call.dialog(exchange);
        if (dialog == null) {
            Party only = new Party("", spoken);
            only.called(exchange.offererTag());
            dialog = new MediaDialog(exchange.branch(), only, only, told(), told());
            call.dialogs().add(dialog);
        }
        return new OfferAnswer(call, dialog, legs);
    }

    private Told told() {
        return new Told(Long.toString(random.nextLong(1L << 32, 1L << 62)));
    }

    @Override
    public void release(String callId, String branch, long now) {
        RelayedCall call = calls.get(callId);
        if (call != null) {
            call.dialogs().removeIf(dialog -> dialog.branch().equals(branch));
            Guests.prune(call);
            connections.follow(call, now);
            legs.sweep(call, now);
            forgetIfEmpty(call, now);
        }
    }

    @Override
    public void release(String callId, long now) {
        RelayedCall call = calls.get(callId);
        if (call != null) {
            call.dialogs().clear();
            call.guests().clear();
            connections.follow(call, now);
            legs.sweep(call, now);
            forgetIfEmpty(call, now);
        }
    }

    private void forgetIfEmpty(RelayedCall call, long now) {
        boolean empty = call.dialogs().isEmpty() && call.guests().isEmpty();
        if (empty && calls.remove(call.id(), call)) {
            recordings.ended(call, now);
            media.ended(call.shard());
            byNumber.remove(call.number());
        }
    }

    /// What a media shard says, brought over to this thread.
    public void receive(MediaEvent event, long now) {
        switch (event) {
            case MediaEvent.MediaSilent(long number, List<Long> _, String why) -> {
                RelayedCall call = byNumber.get(number);
                if (call != null) {
                    events.mediaLost(call.id(), why, now);
                }
            }
            // What these mean for the call, MediaSilent says in time.
            case MediaEvent.Learnt(long leg, Endpoint remote) ->
                    tell(leg, "media comes from " + remote);
            case MediaEvent.KeyPressed(long leg, long stream, int key, int durationMs) ->
                    pressed(legs.call(leg), stream, key, durationMs, now);
            case MediaEvent.Selected(long number, long leg, Endpoint remote) -> {
                tell(leg, "ICE chose the path to " + remote);
                consent(number, leg, true, now);
            }
            case MediaEvent.ConsentLost(long number, long leg) -> {
                tell(leg, "the browser no longer answers on its media path");
                consent(number, leg, false, now);
            }
            case MediaEvent.DtlsEstablished(long leg, SrtpProfile profile) ->
                    tell(leg, "DTLS gave keys for " + profile);
            case MediaEvent.DtlsFailed(long leg, String why) -> tell(leg, "DTLS failed: " + why);
        }
    }

    private void pressed(
            @Nullable RelayedCall call, long stream, int event, int durationMs, long now) {
        Line line = call == null ? null : call.line(stream);
        Party party = call == null || line == null ? null : call.owner(line);
        if (call != null && line != null && party != null && DtmfCode.symbol(event) != '?') {
            keys.heard(call, line, party, new DtmfInfo(event, Math.max(1, durationMs)), now);
        }
    }

    private void tell(long leg, String what) {
        RelayedCall call = legs.call(leg);
        if (call != null) {
            events.told(call.id(), what);
        }
    }

    private void consent(long number, long leg, boolean given, long now) {
        RelayedCall call = byNumber.get(number);
        if (call != null && call.consent(leg, given)) {
            events.consent(call.id(), given, now);
        }
    }

    @Override
    public void report(String callId, Consumer<List<LegReport>> reply) {
        RelayedCall call = calls.get(callId);
        if (call == null) {
            reply.accept(List.of());
            return;
        }
        // All that belongs to this thread is read here; the reply may come on another.
        LegReports reports = LegReports.of(call, recordings.state(call));
        media.snapshot(reports.legs(), snapshots -> reply.accept(reports.with(snapshots)));
    }
}
