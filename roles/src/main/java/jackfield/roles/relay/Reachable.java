package jackfield.roles.relay;

import jackfield.base.Endpoint;
import jackfield.rtc.ice.AddressScope;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Chooses which of our addresses a browser is told: those it can reach. An address it cannot reach
/// costs it checks that time out, and tells strangers about the network behind us.
final class Reachable {
    private Reachable() {}

    /// The addresses for the peer that wrote `theirs` (null before it wrote anything): public ones;
    /// private ones where we have no other, or the peer shows an address of the same network; the
    /// loopback where we have nothing else, or the peer shows an address of this machine.
    static List<Endpoint> of(List<Endpoint> ours, @Nullable SessionDescription theirs) {
        List<Endpoint> shown = theirs == null ? List.of() : shownIn(theirs);
        boolean anyPublic = ours.stream().anyMatch(e -> !isPrivate(e) && !e.isLoopback());
        boolean onlyLoopback = ours.stream().allMatch(Endpoint::isLoopback);
        List<Endpoint> chosen = new ArrayList<>();
        for (Endpoint each : ours) {
            boolean reached;
            if (each.isLoopback()) {
                reached = onlyLoopback || shown.stream().anyMatch(s -> isThisMachine(ours, s));
            } else {
                reached =
                        !isPrivate(each)
                                || !anyPublic
                                || shown.stream().anyMatch(s -> isNear(each, s));
            }
            if (reached) {
                chosen.add(each);
            }
        }
        return chosen;
    }

    /// True where none of our addresses can be reached from any that was shown: private ones by
    /// someone on the public network.
    static boolean isHidden(List<Endpoint> ours, List<Endpoint> shown) {
        boolean outside = shown.stream().noneMatch(s -> isPrivate(s) || s.isLoopback());
        return outside && ours.stream().allMatch(o -> isPrivate(o) || o.isLoopback());
    }

    /// True where one of ours is in the network of one that was shown.
    static boolean isNear(List<Endpoint> ours, List<Endpoint> shown) {
        return ours.stream().anyMatch(o -> shown.stream().anyMatch(s -> isNear(o, s)));
    }

    private static boolean isThisMachine(List<Endpoint> ours, Endpoint shown) {
        return shown.isLoopback()
                || ours.stream().anyMatch(o -> o.high() == shown.high() && o.low() == shown.low());
    }

    /// A private network, a carrier's, or this link only.
    private static boolean isPrivate(Endpoint endpoint) {
        return switch (AddressScope.of(endpoint)) {
            case PRIVATE, LINK_LOCAL -> true;
            case LOOPBACK, GLOBAL, NONE -> false;
        };
    }

    /// The same /16 of IPv4 or /64 of IPv6.
    private static boolean isNear(Endpoint one, Endpoint other) {
        if (one.isIpv4() != other.isIpv4()) {
            return false;
        }
        return one.isIpv4() ? one.ipv4() >>> 16 == other.ipv4() >>> 16 : one.high() == other.high();
    }

    /// The literal addresses in `c=` and in host candidates.
    static List<Endpoint> shownIn(SessionDescription sdp) {
        List<Endpoint> shown = new ArrayList<>();
        for (MediaSection section : sdp.sections()) {
            Endpoint rtp = section.rtp();
            if (rtp != null && !rtp.isUnspecified()) {
                shown.add(rtp);
            }
            for (String candidate : section.candidates()) {
                String[] words = candidate.strip().split(" +");
                Endpoint at = words.length > 4 ? Endpoint.literal(words[4], 0) : null;
                if (at != null) {
                    shown.add(at);
                }
            }
        }
        return shown;
    }
}
