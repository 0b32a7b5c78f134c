package jackfield.server.config;

import org.jspecify.annotations.Nullable;

/// Where traffic for a collector goes.
///
/// @param stream true for TCP, false for UDP
/// @param host a name or an address
/// @param port the port
public record Collector(boolean stream, String host, int port) {
    /// Reads `udp:host:port` or `tcp:[::1]:port`; null where it is neither.
    static @Nullable Collector parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean tcp = text.startsWith("tcp:");
        if (!tcp && !text.startsWith("udp:") || colon < 5) {
            return null;
        }
        String host = text.substring(4, colon);
        String port = text.substring(colon + 1);
        boolean good =
                port.matches("[1-9]\\d{0,4}")
                        && Integer.parseInt(port) <= 0xffff
                        && host.matches("[A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]");
        return good
                ? new Collector(tcp, host.replaceAll("[\\[\\]]", ""), Integer.parseInt(port))
                : null;
    }
}
