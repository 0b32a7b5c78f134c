package jackfield.server.config;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/// The address a node binds and the one it advertises.
///
/// @param listen what sockets bind; the unspecified address for all
/// @param advertised what SIP and SDP name
public record Addresses(InetAddress listen, InetAddress advertised) {
    /// What the settings say, and where they say `auto`: all addresses, and the one that this
    /// machine reaches other networks from; loopback when it has no other.
    public static Addresses of(Config config) {
        return of(config, Addresses::primary);
    }

    static Addresses of(Config config, Supplier<InetAddress> primary) {
        InetAddress listen =
                config.get(Settings.LISTEN_ADDRESS).orElse(InetAddress.ofLiteral("0.0.0.0"));
        InetAddress advertised =
                config.get(Settings.PUBLIC_ADDRESS)
                        .orElseGet(() -> listen.isAnyLocalAddress() ? primary.get() : listen);
        return new Addresses(listen, advertised);
    }

    /// Every address of this machine that is up, loopback first.
    public static List<InetAddress> ofThisMachine() {
        List<InetAddress> addresses = new ArrayList<>();
        addresses.add(InetAddress.ofLiteral("127.0.0.1"));
        addresses.add(InetAddress.ofLiteral("::1"));
        try {
            for (NetworkInterface card :
                    Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (card.isUp() && !card.isLoopback()) {
                    Collections.list(card.getInetAddresses()).stream()
                            .filter(address -> !address.isLinkLocalAddress())
                            .forEach(addresses::add);
                }
            }
        } catch (SocketException e) {
            return addresses; // a machine that hides its cards still has loopback
        }
        return addresses;
    }

    /// The address that packets to other networks leave from. Connecting a UDP socket asks the
    /// routing table and sends nothing; 192.0.2.1 is nobody's (RFC 5737).
    private static InetAddress primary() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 9));
            InetAddress local = socket.getLocalAddress();
            if (!local.isAnyLocalAddress()) {
                return local;
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            // no route to other networks: any card will do
        }
        return ofThisMachine().stream()
                .filter(address -> !address.isLoopbackAddress() && address instanceof Inet4Address)
                .findFirst()
                .orElse(InetAddress.ofLiteral("127.0.0.1"));
    }
}
