package jackfield.server.config;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// An interface of the relay, as the settings name it:
/// `external/10.0.0.5!203.0.113.10/30000-39999`.
///
/// @param name what `direction` and its like call it; several may share one
/// @param listen an address of this machine
/// @param advertised what peers are told instead; the same without
/// @param ports its ports of plain RTP; null for `media.rtp.range`
public record MediaInterface(
        String name, InetAddress listen, InetAddress advertised, @Nullable PortRange ports) {
    /// Reads one; null for what is none.
    static @Nullable MediaInterface parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3 || !parts[0].matches("[A-Za-z0-9._-]{1,64}")) {
            return null;
        }
        String[] addresses = parts[1].split("!", -1);
        InetAddress listen = literal(addresses[0]);
        InetAddress advertised = addresses.length == 2 ? literal(addresses[1]) : listen;
        PortRange ports = parts.length == 3 ? Kinds.portRange(parts[2]) : null;
        if (listen == null || advertised == null) {
            return null;
        }
        boolean whole =
                addresses.length <= 2
                        && !listen.isAnyLocalAddress()
                        && !advertised.isAnyLocalAddress()
                        && listen.getClass() == advertised.getClass()
                        && (parts.length == 2 || ports != null);
        return whole ? new MediaInterface(parts[0], listen, advertised, ports) : null;
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    @Override
    public String toString() {
        String hidden = advertised.equals(listen) ? "" : "!" + advertised.getHostAddress();
        String range = ports == null ? "" : "/" + ports;
        return name + "/" + listen.getHostAddress() + hidden + range;
    }
}
