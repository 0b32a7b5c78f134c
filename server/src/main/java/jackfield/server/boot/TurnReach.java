package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.rtc.turn.PeerPolicy;
import jackfield.server.config.Addresses;
import jackfield.server.config.Config;
import jackfield.server.config.MediaSettings;
import jackfield.server.config.PortRange;
import jackfield.server.config.Settings;
import jackfield.server.config.TurnAddress;
import jackfield.server.config.TurnSection;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// By which addresses TURN relays, where clients come, and which peers they may reach.
///
/// @param ipv4 null where there is none
/// @param ipv6 null where there is none
record TurnReach(@Nullable TurnAddress ipv4, @Nullable TurnAddress ipv6, Parts parts) {
    static TurnReach of(Parts parts) {
        List<TurnAddress> said = parts.config().get(TurnSection.ADDRESSES);
        if (!said.isEmpty()) {
            return new TurnReach(
                    first(said, Inet4Address.class), first(said, Inet6Address.class), parts);
        }
        InetAddress listen = parts.addresses().listen();
        InetAddress advertised = parts.addresses().advertised();
        boolean v4 = listen instanceof Inet4Address;
        InetAddress told = advertised.getClass() == listen.getClass() ? advertised : listen;
        TurnAddress usual = new TurnAddress(bound(listen, told), told);
        if (!listen.isAnyLocalAddress()) {
            return new TurnReach(v4 ? usual : null, v4 ? null : usual, parts);
        }
        return new TurnReach(v4 ? usual : null, v4 ? ownIpv6() : usual, parts);
    }

    private static @Nullable TurnAddress first(
            List<TurnAddress> all, Class<? extends InetAddress> family) {
        return all.stream().filter(each -> family.isInstance(each.told())).findFirst().orElse(null);
    }

    /// The address that is told, where this machine has it: then peers see packets come from it.
    private static InetAddress bound(InetAddress listen, InetAddress told) {
        return listen.isAnyLocalAddress() && Addresses.ofThisMachine().contains(told)
                ? told
                : listen;
    }

    private static @Nullable TurnAddress ownIpv6() {
        return Addresses.ofThisMachine().stream()
                .filter(address ->
                        address instanceof Inet6Address
                                && !address.isLoopbackAddress()
                                && !address.isSiteLocalAddress())
                .findFirst()
                .map(address -> new TurnAddress(address, address))
                .orElse(null);
    }

    @Nullable Endpoint told4() {
        return ipv4 == null ? null : Endpoint.of(ipv4.told(), 0);
    }

    @Nullable Endpoint told6() {
        return ipv6 == null ? null : Endpoint.of(ipv6.told(), 0);
    }

    @Nullable InetAddress local4() {
        return ipv4 == null ? null : ipv4.local();
    }

    @Nullable InetAddress local6() {
        return ipv6 == null ? null : ipv6.local();
    }

    /// The addresses where clients come by UDP: where everything else does, and those of the other
    /// family. By XDP it is each address of this machine for itself, because a lane belongs to the
    /// interface of one.
    Set<InetAddress> listeners() {
        Set<InetAddress> all = new LinkedHashSet<>();
        InetAddress listen = parts.addresses().listen();
        boolean byXdp = parts.config().get(MediaSettings.SOCKETS).equals("xdp");
        if (listen.isAnyLocalAddress() && byXdp) {
            for (InetAddress each : Addresses.ofThisMachine()) {
                if (ipv6 != null || each instanceof Inet4Address) {
                    all.add(each);
                }
            }
            return all;
        }
        all.add(listen);
        if (listen.isAnyLocalAddress()) {
            if (ipv6 != null && listen instanceof Inet4Address) {
                all.add(InetAddress.ofLiteral("::"));
            }
            return all;
        }
        for (InetAddress each : new @Nullable InetAddress[] {local4(), local6()}) {
            if (each != null && !each.isAnyLocalAddress()) {
                all.add(each);
            }
        }
        return all;
    }

    /// The addresses where connections come: a wildcard socket of ours takes those of both
    /// families.
    Set<InetAddress> streamListeners() {
        InetAddress listen = parts.addresses().listen();
        return listen.isAnyLocalAddress() ? Set.of(listen) : listeners();
    }

    /// Of our own addresses, media ports are peers and nothing else is.
    PeerPolicy policy() {
        Config config = parts.config();
        Set<Endpoint> own = new LinkedHashSet<>();
        own.add(Endpoint.of(parts.addresses().advertised(), 0));
        own.add(Endpoint.of(parts.addresses().listen(), 0));
        for (TurnAddress each : new @Nullable TurnAddress[] {ipv4, ipv6}) {
            if (each != null) {
                own.add(Endpoint.of(each.told(), 0));
                own.add(Endpoint.of(each.local(), 0));
            }
        }
        if (parts.addresses().listen().isAnyLocalAddress()) {
            Addresses.ofThisMachine().stream()
                    .filter(address -> !address.isLoopbackAddress())
                    .forEach(address -> own.add(Endpoint.of(address, 0)));
        }
        List<PeerPolicy.Ports> ports = new ArrayList<>();
        int browsers = config.get(Settings.BROWSER_MEDIA_PORT).number();
        if (browsers > 0) {
            ports.add(new PeerPolicy.Ports(browsers, browsers + MediaSettings.shards(config) - 1));
        }
        for (PortRange each :
                List.of(config.get(Settings.RTP_RANGE), config.get(TurnSection.RANGE))) {
            ports.add(new PeerPolicy.Ports(each.first(), each.last()));
        }
        return new PeerPolicy(
                config.get(TurnSection.ALLOWED),
                config.get(TurnSection.DENIED),
                List.copyOf(own),
                ports);
    }
}
