package jackfield.roles.proxy;

import jackfield.base.Flow;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.SipUri;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One of the places a request is sent to (RFC 3261 section 16.5).
///
/// @param uri the Request-URI it gets
/// @param way how it gets there
/// @param path proxies on the way, nearest first (RFC 3327)
/// @param user the user of ours whose contact it is; null for a place outside
/// @param others further flows of the same device (RFC 5626 section 5.3), in the order they are to
///   be tried should this one have failed
public record Target(
        SipUri uri,
        Way way,
        List<NameAddr> path,
        @Nullable AddressOfRecord user,
        List<Target> others) {
    public Target {
        path = List.copyOf(path);
        others = List.copyOf(others);
    }

    /// A target with one way only.
    public Target(SipUri uri, Way way, List<NameAddr> path, @Nullable AddressOfRecord user) {
        this(uri, way, path, user, List.of());
    }

    /// The contact of a registered user.
    public static Target of(Binding binding) {
        return over(binding.flow(), binding.target(), binding.path(), binding.aor());
    }

    /// A place at the other end of a flow.
    public static Target over(
            Flow flow, SipUri uri, List<NameAddr> path, @Nullable AddressOfRecord user) {
        return new Target(uri, new Way.Over(flow), path, user);
    }

    /// A place outside, by the servers of its URI.
    public static Target outside(SipUri uri) {
        return new Target(uri, new Way.To(uri), List.of(), null);
    }

    /// The devices of a user who is not there and is woken.
    ///
    /// @param patience how long to wait for the first (ns)
    /// @param inside true where devices on paths inside the node are meant too
    public static Target awaited(AddressOfRecord user, long patience, boolean inside) {
        Way way = new Way.Awaited(user, patience, inside);
        return new Target(user.uri(), way, List.of(), user);
    }

    /// A number that the node answers itself.
    public static Target here(SipUri uri) {
        return new Target(uri, new Way.Here(), List.of(), null);
    }

    /// The same target with further flows of its device.
    Target or(List<Target> further) {
        return new Target(uri, way, path, user, further);
    }

    /// The same target over a flow that leads there.
    Target on(Flow flow) {
        return over(flow, uri, path, user);
    }

    /// The flow there, once it is known.
    Flow flow() {
        return switch (way) {
            case Way.Over(Flow flow) -> flow;
            case Way.To(SipUri next) -> throw new IllegalStateException("not located: " + next);
            case Way.Awaited awaited -> throw new IllegalStateException("not there: " + awaited);
            case Way.Here _ -> throw new IllegalStateException("answered here: " + uri);
        };
    }
}
