package jackfield.roles.relay;

import jackfield.media.transcode.TranscodePlan;
import jackfield.roles.relay.media.LegPlan;
import jackfield.roles.relay.media.PayloadMap;
import jackfield.roles.relay.media.Transcoding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes legs and ends them, and keeps the media shards in step.
final class LegTable {
    private final RelaySettings settings;
    private final MediaPlanes media;
    private final List<Interfaces> interfaces;
    private final RandomGenerator random;
    private final Map<Long, List<Leg>> ofCall = new HashMap<>();
    private final Map<Long, RelayedCall> callOf = new HashMap<>();

    /// @param interfaces those of each shard
    LegTable(
            RelaySettings settings,
            MediaPlanes media,
            List<Interfaces> interfaces,
            RandomGenerator random) {
        this.settings = settings;
        this.media = media;
        this.interfaces = List.copyOf(interfaces);
        this.random = random;
    }

    /// Sees to it that `party` has a line for the medium at `index`; false when ports ran out.
    boolean ensure(RelayedCall call, Party party, int index, Wanted wanted, long now) {
        if (party.line(index) != null) {
            return true;
        }
        Leg shared = wanted.bundled() ? party.bundle() : null;
        if (shared != null) {
            party.lines().put(index, new Line(media.number(call.shard()), shared, wanted.kind()));
            return true;
        }
        LogicalInterface on = on(call, party);
        Leg leg =
                party.profile().ice()
                        ? browser(call, party, on, wanted.weOffer())
                        : ports(call, on, now);
        if (leg == null) {
            return false;
        }
        leg.speak(party.profile());
        party.lines().put(index, new Line(leg.id(), leg, wanted.kind()));
        if (wanted.bundled()) {
            party.bundle(leg);
        }
        add(call, leg);
        return true;
    }

    /// What a line is wanted for.
    ///
    /// @param kind as the `m=` line has it
    /// @param bundled whether it shares the transport of its party's bundle
    /// @param weOffer whether our offer comes first
    record Wanted(String kind, boolean bundled, boolean weOffer) {}

    /// Brings a line to another leg of its party; the old one ends with the next [#sweep].
    void move(Line line, Leg leg) {
        line.moveTo(leg, media.number(media.shard(leg.id())));
    }

    /// The call that a leg belongs to; null once it is gone.
    @Nullable RelayedCall call(long leg) {
        return callOf.get(leg);
    }

    /// All legs of a party are on one interface, for as long as it is there.
    private LogicalInterface on(RelayedCall call, Party party) {
        LogicalInterface on = party.on();
        if (on == null) {
            on = of(call).of(party.profile().options().place(), party.shown());
            party.on(on);
        }
        return on;
    }

    private Interfaces of(RelayedCall call) {
        return interfaces.get(call.shard());
    }

    private Leg browser(RelayedCall call, Party party, LogicalInterface on, boolean weOffer) {
        boolean lite = party.profile().options().ice().lite();
        return new BrowserLeg(
                media.number(call.shard()),
                on,
                settings.fingerprint(),
                new BrowserLeg.Terms(weOffer, lite),
                random);
    }

    private @Nullable Leg ports(RelayedCall call, LogicalInterface on, long now) {
        RtpPorts.Pair pair = of(call).take(on, now);
        if (pair == null) {
            return null;
        }
        return new PortsLeg(media.number(call.shard()), pair, settings.fingerprint(), random);
    }

    /// Tells the shard what was agreed for the leg. It is told when nothing changed as well: the
    /// party may be somewhere else, and its address is learnt again.
    void update(RelayedCall call, Leg leg) {
        leg.mark(call.tos());
        media.update(leg.plan(call.number()));
    }

    /// Lets a party send on all its lines: an offer is under way that may allow it, and its packets
    /// may come before the answer.
    void unmute(RelayedCall call, Party party) {
        for (Line line : party.lines().values()) {
            if (line.isMute()) {
                line.speaks(true);
                update(call, line.leg());
            }
        }
    }

    /// Connects two lines; the same one twice is an echo.
    void patch(Line one, Line other) {
        if (one.peer() == other.id() && other.peer() == one.id()) {
            return;
        }
        if (one == other) {
            media.loop(one.id());
        } else {
            media.patch(one.id(), other.id());
        }
        one.patchedTo(other.id());
        other.patchedTo(one.id());
    }

    /// Makes a leg in each of two calls that leads to the other one, for a line at `index`.
    void bridge(int index, String kind, Pier one, Pier other) {
        long here = media.number(one.call().shard());
        long there = media.number(other.call().shard());
        bridge(index, kind, one, new BridgeEnd(here, far(there)));
        bridge(index, kind, other, new BridgeEnd(there, far(here)));
    }

    /// Where a bridge stands in a call.
    record Pier(RelayedCall call, Party party) {}

    private LegPlan.Far far(long leg) {
        return (packet, rtcp) -> media.crossed(leg, packet, rtcp);
    }

    private void bridge(int index, String kind, Pier pier, BridgeEnd leg) {
        pier.party().lines().put(index, new Line(leg.id(), leg, kind));
        add(pier.call(), leg);
    }

    private void add(RelayedCall call, Leg leg) {
        ofCall.computeIfAbsent(call.number(), _ -> new ArrayList<>()).add(leg);
        callOf.put(leg.id(), call);
        leg.mark(call.tos());
        media.install(leg.plan(call.number()));
    }

    /// Has what comes from the one line translated on its way to the other. A translation that is
    /// already at work goes on.
    void translate(Line from, Line to, @Nullable TranscodePlan plan) {
        if (Objects.equals(from.translated(), plan)) {
            return;
        }
        from.translatedBy(plan);
        if (plan == null) {
            media.treat(from.id(), to.id(), List.of());
            return;
        }
        media.treat(from.id(), to.id(), List.of(new Transcoding(plan, random)));
    }

    /// What the relay does about codecs.
    TranscodeSettings transcoding() {
        return settings.transcoding();
    }

    /// Leads what comes in on one stream out on another as well, one way.
    ///
    /// @param payloads the numbers for it; null for those that its line has
    void route(long from, long to, @Nullable PayloadMap payloads) {
        media.route(from, to, payloads);
    }

    /// Has what [#route] leads translated.
    void treat(long from, long to, @Nullable TranscodePlan plan) {
        if (plan != null) {
            media.treat(from, to, List.of(new Transcoding(plan, random)));
        }
    }

    /// Undoes [#route].
    void unroute(long from, long to) {
        media.unroute(from, to);
    }

    void unpatch(Line line) {
        if (line.peer() != 0) {
            media.unpatch(line.id());
            line.patchedTo(0);
        }
    }

    /// Ends the call's legs that no party of a dialog has any more.
    void sweep(RelayedCall call, long now) {
        List<Leg> legs = ofCall.getOrDefault(call.number(), List.of());
        List<Leg> needed = new ArrayList<>();
        for (Party party : call.parties()) {
            needed.addAll(party.legs());
            Party next = party.next();
            needed.addAll(next == null ? List.of() : next.legs());
        }
        for (Leg leg : List.copyOf(legs)) {
            if (!needed.contains(leg)) {
                media.remove(leg.id());
                legs.remove(leg);
                callOf.remove(leg.id());
                if (leg instanceof PortsLeg own) {
                    of(call).give(own.pair(), now);
                }
            }
        }
        if (legs.isEmpty()) {
            ofCall.remove(call.number());
        }
    }
}
