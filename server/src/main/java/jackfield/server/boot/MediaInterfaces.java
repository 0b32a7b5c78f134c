package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.net.udp.Opened;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpSocket;
import jackfield.roles.relay.LogicalInterface;
import jackfield.roles.relay.media.MediaShardHandle;
import jackfield.server.config.Addresses;
import jackfield.server.config.Config;
import jackfield.server.config.MediaInterface;
import jackfield.server.config.RelaySection;
import jackfield.server.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The addresses that media of a shard is reached at, each with the socket that its browsers share
/// and ports of its own.
final class MediaInterfaces {
    private final List<Open> all;

    private MediaInterfaces(List<Open> all) {
        this.all = List.copyOf(all);
    }

    /// One that is open.
    private record Open(MediaInterface on, UdpSocket browsers, Ports ports) {}

    /// Opens those of `relay.interfaces`.
    ///
    /// @param first the browsers' socket of the first
    static MediaInterfaces open(
            Config config, UdpLoop loop, MediaShardHandle handle, UdpSocket first)
            throws IOException {
        // Interfaces may share an address of this machine that is reached from two sides.
        Map<InetAddress, UdpSocket> sockets = new HashMap<>();
        List<Open> all = new ArrayList<>();
        int port = first.local().port();
        for (MediaInterface each : config.get(RelaySection.INTERFACES)) {
            UdpSocket browsers = all.isEmpty() ? first : sockets.get(each.listen());
            if (browsers == null) {
                browsers = bound(each, loop, port);
                Endpoint told = Endpoint.of(each.advertised(), port);
                browsers.attach(handle.open(browsers.id(), told, browsers));
            }
            sockets.put(each.listen(), browsers);
            Ports ports = new Ports(loop, handle, each.listen(), each.advertised());
            all.add(new Open(each, browsers, ports));
        }
        return new MediaInterfaces(all);
    }

    /// The browsers' socket of an interface.
    static UdpSocket bound(MediaInterface on, UdpLoop loop, int port) throws IOException {
        return switch (loop.open(Endpoint.of(on.listen(), port))) {
            case Opened.Ok(UdpSocket socket) -> socket;
            case Opened.Refused(Endpoint local, boolean inUse, String reason) ->
                    throw new IOException(
                            RelaySection.INTERFACES.key()
                                    + ": "
                                    + on
                                    + " cannot be opened: "
                                    + (inUse ? why(local) : why(on, reason)));
        };
    }

    private static String why(Endpoint local) {
        return "UDP "
                + local
                + " is in use by another program: stop that one, or choose another port with --set "
                + Settings.BROWSER_MEDIA_PORT.key()
                + "=PORT";
    }

    private static String why(MediaInterface on, String reason) {
        String here =
                Addresses.ofThisMachine().stream()
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", "));
        return reason
                + ". This machine has "
                + here
                + ": name one of these, and where peers shall be told another, write "
                + on.name()
                + "/HERE!"
                + on.advertised().getHostAddress();
    }

    /// They, in the order of the settings; none where there are none.
    List<LogicalInterface> all(PortRanges ranges) {
        List<LogicalInterface> named = new ArrayList<>();
        for (Open each : all) {
            int port = each.browsers.local().port();
            named.add(
                    new LogicalInterface(
                            each.on.name(),
                            each.browsers.id(),
                            List.of(Endpoint.of(each.on.advertised(), port)),
                            ranges.of(each.on, each.ports)));
        }
        return named;
    }
}
