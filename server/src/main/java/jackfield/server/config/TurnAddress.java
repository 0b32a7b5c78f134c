package jackfield.server.config;

import jackfield.base.Endpoint;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// An address that TURN relays by.
///
/// @param local of this machine; the unspecified one for any
/// @param told what peers are told: the same, or a NAT's
public record TurnAddress(InetAddress local, InetAddress told) {
    /// Reads `10.0.0.5!203.0.113.10` or `2001:db8::5`; null for anything else.
    static @Nullable TurnAddress parse(String text) {
        int mark = text.indexOf('!');
        Endpoint local = Endpoint.literal(mark < 0 ? text : text.substring(0, mark), 0);
        Endpoint told = mark < 0 ? local : Endpoint.literal(text.substring(mark + 1), 0);
        return local == null || told == null || local.isIpv4() != told.isIpv4()
                ? null
                : new TurnAddress(local.address(), told.address());
    }
}
