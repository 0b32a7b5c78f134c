package jackfield.net.xdp;

import jackfield.base.Endpoint;
import jackfield.net.NodeClock;
import jackfield.net.udp.UdpBackend;
import jackfield.net.udp.UdpCounters;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpOptions;
import jackfield.net.udp.UdpSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A program for a network namespace: sends back what comes to the ports that it is told, by XDP,
/// until its input ends; then prints what its sockets counted.
final class XdpEcho {
    private XdpEcho() {}

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
