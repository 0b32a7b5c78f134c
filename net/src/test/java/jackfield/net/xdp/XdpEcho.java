package jackfield.net.xdp;

import jackfield.base.Endpoint;
import jackfield.net.NodeClock;
import jackfield.net.udp.UdpBackend;
import jackfield.net.udp.UdpCounters;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpOptions;
import jackfield.net.udp.UdpSocket;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// A program for a network namespace: sends back what comes to the ports that it is told, by XDP,
/// until its input ends; then prints what its sockets counted.
final class XdpEcho {
    private XdpEcho() {}

    /// What a second lane by the same interface meets, and how many descriptors it leaves open.
    private static String second(Endpoint local) throws IOException {
        if (local.isUnspecified()) {
            return "on all addresses";
        }
        NetworkInterface by = NetworkInterface.getByInetAddress(local.address());
        long before = descriptors();
        try (XdpLane lane = new XdpLane(by, 256, NodeClock.start())) {
            return "a second lane: " + lane;
        } catch (UnsupportedOperationException refused) {
            return "second: " + refused.getMessage() + "; left " + (descriptors() - before);
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    public static void main(String[] arguments) throws Exception {
        UdpOptions options = UdpOptions.media().withBackend(UdpBackend.XDP);
        List<UdpSocket> sockets = new ArrayList<>();
        try (UdpLoop loop = UdpLoop.start("echo", NodeClock.start(), options)) {
            for (String each : arguments) {
                CompletableFuture<UdpSocket> socket = new CompletableFuture<>();
                socket.complete(
                        loop.bind(
                                        Endpoint.parse(each),
                                        (slot, length, high, low, port, _) ->
                                                socket.join().send(slot, length, high, low, port))
                                .orThrow());
                sockets.add(socket.join());
            }
            CompletableFuture<Boolean> settled = new CompletableFuture<>();
            loop.execute(() -> settled.complete(true));
            settled.join();
            System.out.println("ready");
            System.out.println(second(sockets.getFirst().local()));
            while (System.in.read() >= 0) {
                // until the other side has ended
            }
            for (UdpSocket socket : sockets) {
                UdpCounters c = socket.counters();
                System.out.printf(
                        "%s in %d out %d byXdp %d%n",
                        socket.local(), c.packetsIn(), c.packetsOut(), c.byXdp());
            }
            System.out.println("dropped " + loop.counters().kernelDrops());
        }
    }
}
