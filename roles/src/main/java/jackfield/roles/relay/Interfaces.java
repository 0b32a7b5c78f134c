package jackfield.roles.relay;

import jackfield.base.Endpoint;
import jackfield.rtc.sdp.SessionDescription;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The node's interfaces, and which of them a party is reached from.
final class Interfaces {
    private final List<LogicalInterface> all;
    private final RtpPorts usual;
    private final Map<RtpPorts.Pair, RtpPorts> taken = new HashMap<>();

    /// @param all at least one; the first is the usual one
    /// @param usual the ports of those that bring none
    Interfaces(List<LogicalInterface> all, RtpPorts usual) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no interface");
        }
        this.all = List.copyOf(all);
        this.usual = usual;
    }

    /// The interface for a party: by name where one was given that we have, by family where one was
    /// asked for, then by what the party's SDP shows of where it is. Without any of that the first.
    ///
    /// @param theirs what the party said of itself; null before it said anything
    LogicalInterface of(LegOptions.Place place, @Nullable SessionDescription theirs) {
        List<LogicalInterface> left = all;
        if (!place.network().isEmpty()) {
            left = narrowed(left, each -> each.name().equals(place.network()));
        }
        if (place.family() != LegOptions.Family.ANY) {
            boolean four = place.family() == LegOptions.Family.IP4;
            left = narrowed(left, each -> each.isIpv4() == four);
        }
        if (theirs == null || left.size() == 1) {
            return left.getFirst();
        }
        List<Endpoint> shown = Reachable.shownIn(theirs);
        if (shown.isEmpty()) {
            return left.getFirst();
        }
        left = narrowed(left, each -> shown.stream().anyMatch(s -> isOfFamily(each, s)));
        left = narrowed(left, each -> !Reachable.isHidden(each.addresses(), shown));
        return narrowed(left, each -> Reachable.isNear(each.addresses(), shown)).getFirst();
    }

    private static boolean isOfFamily(LogicalInterface one, Endpoint shown) {
        return one.isIpv4() == shown.isIpv4();
    }

    /// Those that fit; all where none does.
    private static List<LogicalInterface> narrowed(
            List<LogicalInterface> from, Predicate<LogicalInterface> fits) {
        List<LogicalInterface> left = new ArrayList<>(from);
        left.removeIf(fits.negate());
        return left.isEmpty() ? from : left;
    }

    /// A pair of ports on an interface; null when it has none left.
    RtpPorts.@Nullable Pair take(LogicalInterface on, long now) {
        RtpPorts from = on.ports() == null ? usual : on.ports();
        RtpPorts.Pair pair = from.take(now);
        if (pair != null) {
            taken.put(pair, from);
        }
        return pair;
    }

    /// Gives a pair back to where it was taken.
    void give(RtpPorts.Pair pair, long now) {
        RtpPorts from = taken.remove(pair);
        if (from == null) {
            throw new IllegalArgumentException("not taken here: " + pair);
        }
        from.give(pair, now);
    }
}
