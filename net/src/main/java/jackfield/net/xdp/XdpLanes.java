package jackfield.net.xdp;

import jackfield.base.Endpoint;
import jackfield.net.NodeClock;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lanes of one loop, one for each interface that has an address of its sockets: opened when
/// the first of them begins. An interface that refuses is told of once in the log, and its sockets
/// take the kernel's way. On the loop's thread.
public final class XdpLanes {
    private static final Logger LOG = LoggerFactory.getLogger(XdpLanes.class);

    /// Of a socket on all addresses; each lane has frames of its own.
    private static final int MOST_INTERFACES = 4;

    /// Of one interface: each is an entry in the kernel's map for each port.
    private static final int MOST_ADDRESSES = 8;

    private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4/conf");

    private final NodeClock clock;
    private final int frames;
    private final Consumer<XdpLane> opened;
    private final Map<String, @Nullable XdpLane> byInterface = new HashMap<>();
    private final Map<Endpoint, List<XdpPort.Place>> byAddress = new HashMap<>();
    private volatile XdpLane[] lanes = {};

    /// @param frames to receive into at each interface, a power of two
    /// @param opened told of each lane before it is used
    public XdpLanes(NodeClock clock, int frames, Consumer<XdpLane> opened) {
        this.clock = clock;
        this.frames = frames;
        this.opened = opened;
    }

    /// Why no lane can be opened on this host; empty when it can: a program and its maps are made
    /// and given back.
    public static String probe() {
        try {
            XdpLane.probe();
            return "";
        } catch (UnsupportedOperationException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /// Has datagrams to `local` come by the lane of its interface, or, where it is a socket on all
    /// addresses, by the lanes of all; null when there is none.
    public @Nullable XdpPort admit(Endpoint local, Arrivals arrivals) {
        // Which interfaces there are is dear to ask, and sockets are opened for each call.
        List<XdpPort.Place> places = byAddress.computeIfAbsent(local.withPort(0), this::places);
        return places.isEmpty() ? null : new XdpPort(local, places, arrivals);
    }

    private List<XdpPort.Place> places(Endpoint local) {
        try {
            if (local.isUnspecified()) {
                return everywhere(local.isIpv4());
            }
            NetworkInterface by = interfaceOf(local.address());
            XdpLane lane = by == null ? null : lane(by);
            return lane == null ? List.of() : List.of(new XdpPort.Place(lane, local));
        } catch (SocketException e) {
            LOG.warn("No XDP for {}: {}", local, e.toString());
            return List.of();
        }
    }

    /// Each address that this machine has now, by the lane of its interface. What it gets later
    /// takes the kernel's way until a restart.
    private List<XdpPort.Place> everywhere(boolean ipv4) throws SocketException {
        List<NetworkInterface> cards = new ArrayList<>();
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            boolean useful = !each.isLoopback() || takesLocal(each.getName());
            if (useful && each.isUp() && !addresses(each, ipv4).isEmpty()) {
                cards.add(each);
            }
        }
        // A bridge is mostly there for containers, which are few calls.
        cards.sort(Comparator.comparing(XdpLanes::isBridge));
        List<XdpPort.Place> places = new ArrayList<>();
        int count = 0;
        for (NetworkInterface each : cards) {
            if (++count > MOST_INTERFACES) {
                LOG.info("{} is left to epoll: XDP takes {} interfaces", each, MOST_INTERFACES);
                continue;
            }
            XdpLane lane = lane(each);
            if (lane != null) {
                addresses(each, ipv4).forEach(at -> places.add(new XdpPort.Place(lane, at)));
            }
        }
        return List.copyOf(places);
    }

    /// Those that packets of a socket on all addresses may be for.
    private static List<Endpoint> addresses(NetworkInterface card, boolean ipv4) {
        return card.inetAddresses()
                .filter(each -> each instanceof Inet4Address == ipv4 && !each.isLinkLocalAddress())
                .map(each -> Endpoint.of(each, 0))
                .limit(MOST_ADDRESSES)
                .toList();
    }

    private static boolean isBridge(NetworkInterface card) {
        return Files.exists(Path.of("/sys/class/net", card.getName(), "bridge"));
    }

    private @Nullable XdpLane lane(NetworkInterface by) throws SocketException {
        if (!byInterface.containsKey(by.getName())) {
            byInterface.put(by.getName(), open(by));
        }
        return byInterface.get(by.getName());
    }

    private static @Nullable NetworkInterface interfaceOf(InetAddress address)
            throws SocketException {
        if (!address.isLoopbackAddress()) {
            return NetworkInterface.getByInetAddress(address);
        }
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (each.isLoopback()) {
                return each; // it answers for all of 127.0.0.0/8
            }
        }
        return null;
    }

    private @Nullable XdpLane open(NetworkInterface by) throws SocketException {
        if (by.isLoopback() && !takesLocal(by.getName())) {
            LOG.warn(
                    "No XDP on {}: the kernel drops frames with loopback addresses there; set"
                            + " net.ipv4.conf.{}.route_localnet and accept_local to 1. Media goes"
                            + " by epoll.",
                    by.getName(),
                    by.getName());
            return null;
        }
        try {
            XdpLane lane = new XdpLane(by, frames, clock);
            opened.accept(lane);
            XdpLane[] more = Arrays.copyOf(lanes, lanes.length + 1);
            more[lanes.length] = lane;
            lanes = more;
            LOG.info("Media of {} goes by XDP, {}", by.getName(), lane);
            return lane;
        } catch (UnsupportedOperationException refused) {
            LOG.warn("No XDP on {}: {}. Media goes by epoll.", by.getName(), refused.getMessage());
            return null;
        }
    }

    private static boolean takesLocal(String name) {
        return isOn(name, "route_localnet") && isOn(name, "accept_local");
    }

    private static boolean isOn(String name, String setting) {
        try {
            for (String where : new String[] {name, "all"}) {
                if (Files.readString(
                                SETTINGS.resolve(where).resolve(setting), StandardCharsets.US_ASCII)
                        .startsWith("1")) {
                    return true;
                }
            }
        } catch (IOException e) {
            LOG.debug("{} of {} is not readable", setting, name, e);
        }
        return false;
    }

    /// True when frames wait somewhere.
    public boolean waits() {
        for (XdpLane lane : lanes) {
            if (lane.waits()) {
                return true;
            }
        }
        return false;
    }

    /// Delivers what waits, `most` datagrams at most; how many.
    public int receive(int most) {
        int received = 0;
        for (XdpLane lane : lanes) {
            received += lane.receive(most - received);
        }
        return received;
    }

    /// Sends what is queued.
    public void flush() {
        for (XdpLane lane : lanes) {
            lane.flush();
        }
    }

    /// What was delivered has left: its memory is for other frames.
    public void giveBack() {
        for (XdpLane lane : lanes) {
            lane.giveBack();
        }
    }

    /// Frames that came and found no room.
    public long dropped() {
        long sum = 0;
        for (XdpLane lane : lanes) {
            sum += lane.dropped();
        }
        return sum;
    }

    /// Closes them all.
    public void close() {
        for (XdpLane lane : lanes) {
            lane.close();
        }
    }
}
