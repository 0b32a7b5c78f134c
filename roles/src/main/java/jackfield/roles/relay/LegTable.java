package jackfield.roles.relay;

import jackfield.roles.relay.media.MediaPlane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes legs and ends them, and keeps the media shard in step.
final class LegTable {
    private final RelaySettings settings;
    private final MediaPlane media;
    private final RtpPorts ports;
    private final RandomGenerator random;
    private final Map<Long, List<Leg>> ofCall = new HashMap<>();
    private final Map<Long, RelayedCall> callOf = new HashMap<>();
    private long lastLeg;

    LegTable(RelaySettings settings, MediaPlane media, RtpPorts ports, RandomGenerator random) {
        this.settings = settings;
        this.media = media;
        this.ports = ports;
        this.random = random;
    }

    /// Sees to it that `party` has a line for the medium at `index`; false when ports ran out.
    boolean ensure(RelayedCall call, Party party, int index, Wanted wanted, long now) {
        if (party.line(index) != null) {
            return true;
        }
        Leg shared = wanted.bundled() ? party.bundle() : null;
        if (shared != null) {
            party.lines().put(index, new Line(++lastLeg, shared, wanted.kind()));
            return true;
        }
        Leg leg = party.isBrowser() ? browser(wanted.weOffer()) : ports(party, now);
        if (leg == null) {
            return false;
        }
        party.lines().put(index, new Line(leg.id(), leg, wanted.kind()));
        if (wanted.bundled()) {
            party.bundle(leg);
        }
        ofCall.computeIfAbsent(call.number(), _ -> new ArrayList<>()).add(leg);
        callOf.put(leg.id(), call);
        media.install(leg.plan(call.number()));
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
        line.moveTo(leg, ++lastLeg);
    }

    /// The call that a leg belongs to; null once it is gone.
    @Nullable RelayedCall call(long leg) {
        return callOf.get(leg);
    }

    private Leg browser(boolean controlling) {
        return new BrowserLeg(++lastLeg, settings, controlling, random);
    }

    private @Nullable Leg ports(Party party, long now) {
        RtpPorts.Pair pair = ports.take(now);
        if (pair == null) {
            return null;
        }
        PortsLeg leg = new PortsLeg(++lastLeg, pair, random);
        leg.speak(party.profile());
        return leg;
    }

    /// Tells the shard what was agreed for the leg. It is told when nothing changed as well: the
    /// party may be somewhere else, and its address is learnt again.
    void update(RelayedCall call, Leg leg) {
        media.update(leg.plan(call.number()));
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
        call.parties().forEach(party -> needed.addAll(party.legs()));
        for (Leg leg : List.copyOf(legs)) {
            if (!needed.contains(leg)) {
                media.remove(leg.id());
                legs.remove(leg);
                callOf.remove(leg.id());
                if (leg instanceof PortsLeg own) {
                    ports.give(own.pair(), now);
                }
            }
        }
        if (legs.isEmpty()) {
            ofCall.remove(call.number());
        }
    }
}
