package jackfield.net.udp;

import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.net.NodeClock;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Prints what relaying a packet costs the relay's thread, for each backend and way of use. Not a
/// test: run it on a quiet machine.
///
/// A generator loop with 200 sockets sends 172-byte packets over loopback and counts what comes
/// back; a relay loop sends each on to the neighbour of its sender. "ports": a relay socket for
/// each; "shared": one for all.
///
/// ```
/// mvn -q -o -Dquick -pl net -am test-compile
/// java -cp net/target/test-classes:net/target/classes:base/target/classes:$SLF4J \
///     --enable-native-access=ALL-UNNAMED jackfield.net.udp.RelayCost
/// ```
public final class RelayCost {
    private static final Endpoint ANY_PORT = Endpoint.ipv4(0x7f000001, 0);
    private static final int SOCKETS = 200;
    private static final int WINDOWS = 5;
    private static final long MS = 1_000_000;

    private RelayCost() {}

    public static void main(String[] args) throws Exception {
        System.out.println("backend way    window     kpps   us/packet (min median)  lost");
        for (int kpps : args.length == 0 ? new int[] {5, 25, 80} : parse(args)) {
            for (UdpBackend backend : UdpBackend.values()) {
                for (boolean shared : new boolean[] {false, true}) {
                    measure(backend, shared, 0, kpps);
                    measure(backend, shared, 1_000_000, kpps);
                }
            }
        }
    }

    private static int[] parse(String[] args) {
        return Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
    }

    private static void measure(UdpBackend backend, boolean shared, long window, int kpps)
            throws Exception {
        NodeClock clock = NodeClock.start();
        UdpOptions options = UdpOptions.media().withBackend(backend).withBatchWindow(window);
        try (UdpLoop relay = UdpLoop.start("relay", clock, options);
                UdpLoop generator =
                        UdpLoop.start(
                                "generator", clock, UdpOptions.media().withBatchWindow(500_000))) {
            List<UdpSocket> phones = new ArrayList<>();
            PacketSink count = (_, _, _, _, _, _) -> {};
            for (int i = 0; i < SOCKETS; i++) {
                phones.add(generator.bind(ANY_PORT, count).orThrow());
            }
            List<UdpSocket> doors = shared ? shared(relay, phones) : ports(relay, phones);
            CountDownLatch[] marks = new CountDownLatch[WINDOWS + 2];
            Arrays.setAll(marks, _ -> new CountDownLatch(1));
            generator.add(new Pulse(generator.now(), kpps, phones, doors, marks));
            report(relay, generator, backend, shared, window, kpps, marks);
        }
    }

    private static void report(
            UdpLoop relay,
            UdpLoop generator,
            UdpBackend backend,
            boolean shared,
            long window,
            int kpps,
            CountDownLatch[] marks)
            throws Exception {
        marks[0].await(60, TimeUnit.SECONDS);
        double[] cost = new double[WINDOWS];
        for (int i = 0; i < WINDOWS; i++) {
            long cpu = cpu(relay);
            long packets = relay.counters().packetsOut();
            marks[i + 1].await(60, TimeUnit.SECONDS);
            cost[i] = (cpu(relay) - cpu) / 1000.0 / (relay.counters().packetsOut() - packets);
        }
        Arrays.sort(cost);
        long lost = generator.counters().packetsOut() - relay.counters().packetsOut();
        System.out.printf(
                Locale.ROOT,
                "%-7s %-6s %-9s %5d   %5.2f %5.2f   %d%n",
                backend,
                shared ? "shared" : "ports",
                window == 0 ? "none" : "1 ms",
                kpps,
                cost[0],
                cost[WINDOWS / 2],
                lost);
    }

    private static long cpu(UdpLoop loop) throws Exception {
        CompletableFuture<Long> time = new CompletableFuture<>();
        loop.execute(
                () -> time.complete(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()));
        return time.get(20, TimeUnit.SECONDS);
    }

    private static List<UdpSocket> ports(UdpLoop relay, List<UdpSocket> phones) {
        UdpSocket[] doors = new UdpSocket[SOCKETS];
        for (int i = 0; i < SOCKETS; i++) {
            int other = i ^ 1;
            Endpoint to = phones.get(other).local();
            doors[i] =
                    relay.bind(
                                    ANY_PORT,
                                    (slot, length, _, _, _, _) ->
                                            doors[other].send(
                                                    slot, length, to.high(), to.low(), to.port()))
                            .orThrow();
        }
        return List.of(doors);
    }

    private static List<UdpSocket> shared(UdpLoop relay, List<UdpSocket> phones) {
        int[] neighbour = new int[65_536];
        for (int i = 0; i < SOCKETS; i++) {
            neighbour[phones.get(i).local().port()] = phones.get(i ^ 1).local().port();
        }
        UdpSocket[] door = new UdpSocket[1];
        door[0] =
                relay.bind(
                                ANY_PORT,
                                (MemorySegment slot,
                                        int length,
                                        long high,
                                        long low,
                                        int port,
                                        long _) ->
                                        door[0].send(slot, length, high, low, neighbour[port]))
                        .orThrow();
        return java.util.Collections.nCopies(SOCKETS, door[0]);
    }

    /// Sends so many packets a millisecond, spread over the sockets.
    private static final class Pulse implements Duty {
        private final int perMs;
        private final List<UdpSocket> phones;
        private final List<UdpSocket> doors;
        private final CountDownLatch[] marks;
        private final byte[] packet = new byte[172];
        private final long start;
        private long due;
        private int next;

        Pulse(
                long start,
                int kpps,
                List<UdpSocket> phones,
                List<UdpSocket> doors,
                CountDownLatch[] marks) {
            this.start = start;
            due = start;
            perMs = kpps;
            this.phones = phones;
            this.doors = doors;
            this.marks = marks;
        }

        @Override
        public void wake(long now) {
            for (; due <= now; due += MS) {
                for (int i = 0; i < perMs; i++) {
                    phones.get(next).send(packet, doors.get(next).local());
                    next = (next + 1) % SOCKETS;
                }
            }
            // The first mark ends the warm-up.
            for (int i = 0; i < marks.length; i++) {
                if (now - start > (1500 + 1000L * i) * MS) {
                    marks[i].countDown();
                }
            }
        }

        @Override
        public long deadline() {
            return due;
        }
    }
}
