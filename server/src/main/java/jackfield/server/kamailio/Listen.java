package jackfield.server.kamailio;

import jackfield.base.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One socket of a `listen` parameter.
///
/// @param line where it is written
/// @param transport `udp`, `tcp` or `tls`; `any` where none is named (UDP, and TCP and TLS where
///   they are on)
/// @param address the address, or the name of an interface
/// @param port 0 where none is named
/// @param advertised the host that is advertised instead; null where none is
record Listen(int line, String transport, String address, int port, @Nullable String advertised) {
    private static final Pattern SOCKET =
            Pattern.compile(
                    "^(?:(?:(udp|tcp|tls|sctp)|\\(([a-z, ]+)\\)):)?(\\[[0-9a-fA-F:.]+\\]|[^\\s:\\[\\]]+)"
                            + "(?::(\\d{1,5}))?(?:\\s+advertise\\s+\"?(\\[[0-9a-fA-F:.]+\\]|[^\\s:\"]+)"
                            + "(?::\\d+)?\"?)?.*$",
                    Pattern.CASE_INSENSITIVE);

    /// The sockets that a `listen` value names; none where it can't be read.
    static List<Listen> of(KamailioFile.Global global) {
        List<Listen> sockets = new ArrayList<>();
        Matcher matcher = SOCKET.matcher(global.value());
        if (!matcher.matches()) {
            return sockets;
        }
        String one = matcher.group(1);
        String many = matcher.group(2);
        String all = one != null ? one : many != null ? many : "any";
        for (String transport : all.toLowerCase(Locale.ROOT).split("[, ]+")) {
            sockets.add(
                    new Listen(
                            global.line(),
                            transport,
                            matcher.group(3),
                            matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4)),
                            matcher.group(5)));
        }
        return sockets;
    }

    boolean is(String wanted) {
        return transport.equals(wanted) || transport.equals("any");
    }

    /// True for an address of this machine only.
    boolean isLoopback() {
        Endpoint literal = Endpoint.literal(address, 0);
        return address.equals("localhost")
                || literal != null && literal.address().isLoopbackAddress();
    }

    /// True for a literal address that is not `0.0.0.0` or `::`.
    boolean isLiteral() {
        Endpoint literal = Endpoint.literal(address, 0);
        return literal != null && !literal.address().isAnyLocalAddress();
    }
}
