package jackfield.roles.relay;

import jackfield.base.Endpoint;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A side of the node that peers are reached from: `internal`, `external`. Several may have one
/// name, one for each family of addresses.
///
/// @param name empty for the only one
/// @param browserSocket the socket that all legs with ICE on this side share, as the media shard
///   knows it
/// @param addresses where peers reach that socket, best first; never unspecified
/// @param ports for legs with ports of their own; null for those that relay control was given
public record LogicalInterface(
        String name, long browserSocket, List<Endpoint> addresses, @Nullable RtpPorts ports) {
    public LogicalInterface {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() || addresses.stream().anyMatch(Endpoint::isUnspecified)) {
            throw new IllegalArgumentException("peers need addresses: " + addresses);
        }
    }

    boolean isIpv4() {
        return addresses.getFirst().isIpv4();
    }
}
