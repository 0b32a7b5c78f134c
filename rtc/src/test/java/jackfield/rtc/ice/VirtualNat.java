package jackfield.rtc.ice;

import jackfield.base.Endpoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A NAT that lets in only who was written to (RFC 4787: address and port dependent filtering),
/// with one port for each inner socket, or one for each destination ("symmetric").
final class VirtualNat {
    private record Path(Endpoint inside, @Nullable Endpoint destination) {}

    private record Permission(Endpoint outside, Endpoint peer) {}

    private final Endpoint address;
    private final boolean symmetric;
    private final Map<Path, Endpoint> outsides = new HashMap<>();
    private final Map<Endpoint, Endpoint> insides = new HashMap<>();
    private final Set<Permission> permissions = new HashSet<>();
    private int nextPort = 20_000;

    VirtualNat(Endpoint address, boolean symmetric) {
        this.address = address;
        this.symmetric = symmetric;
    }

    /// As if it were switched off and on: all bindings are new.
    void reboot() {
        outsides.clear();
        insides.clear();
        permissions.clear();
    }

    Endpoint outbound(Endpoint inside, Endpoint destination) {
        Path path = new Path(inside, symmetric ? destination : null);
        Endpoint outside = outsides.computeIfAbsent(path, _ -> address.withPort(nextPort++));
        insides.put(outside, inside);
        permissions.add(new Permission(outside, destination));
        return outside;
    }

    @Nullable Endpoint inbound(Endpoint outside, Endpoint from) {
        return permissions.contains(new Permission(outside, from)) ? insides.get(outside) : null;
    }
}
