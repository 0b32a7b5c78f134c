package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.server.config.Addresses;
import jackfield.server.config.Setting;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;

/// Why a port cannot be opened, and what to do: what the operating system says in three words is
/// all that somebody sees whose node does not start.
final class PortRefusal {
    private PortRefusal() {}

    /// @param what is to be opened: `SIP over TCP`
    /// @param reason the operating system's word
    /// @param setting what moves it: a port, or an address with a port
    static IOException of(String what, Endpoint at, String reason, Setting<?> setting) {
        // Before it may stand which call of which library failed, and by what number.
        String word = reason.substring(reason.lastIndexOf(": ") + 1).strip();
        String said = word.toLowerCase(Locale.ROOT);
        if (said.contains("in use")) {
            return new IOException(
                    what
                            + " "
                            + at
                            + " is in use by another program: stop that one, or choose another with "
                            + another(setting));
        }
        String cure = "";
        if (said.contains("assign requested address")) {
            cure =
                    ". This machine has "
                            + addresses()
                            + ": name one of these with "
                            + (isPort(setting) ? home(setting) : another(setting));
        } else if (said.contains("permission denied")) {
            cure =
                    ". Ports below 1024 are for root and programs with CAP_NET_BIND_SERVICE (in a"
                            + " unit of systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE): start"
                            + " it so, or choose another with "
                            + another(setting);
        }
        return new IOException(
                what
                        + " "
                        + at
                        + " cannot be opened: "
                        + word
                        + (cure.isEmpty() ? " (setting " + setting.key() + ")" : cure));
    }

    private static String another(Setting<?> setting) {
        return "--set " + setting.key() + (isPort(setting) ? "=PORT" : "=ADDRESS:PORT");
    }

    /// The setting of the address that a port is opened on.
    private static String home(Setting<?> setting) {
        return setting.key().startsWith("turn.")
                ? "listen.address or turn.addresses"
                : "--set listen.address=ADDRESS";
    }

    private static boolean isPort(Setting<?> setting) {
        return setting.kind().name().equals("port");
    }

    private static String addresses() {
        return Addresses.ofThisMachine().stream()
                .map(address -> Endpoint.of(address, 0).host())
                .collect(Collectors.joining(", "));
    }
}
