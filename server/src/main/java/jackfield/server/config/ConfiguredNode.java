package jackfield.server.config;

/// A relay node in another program, as the settings name it.
///
/// @param host a name or an address
/// @param port where it takes NG commands over UDP
/// @param weight its share of new calls; 0 for none
/// @param set the set it belongs to
public record ConfiguredNode(String host, int port, int weight, String set) {
    /// Its name for people: `udp:192.0.2.7:2223`.
    public String uri() {
        return "udp:" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
