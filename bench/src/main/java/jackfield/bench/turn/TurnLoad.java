package jackfield.bench.turn;

import jackfield.base.Endpoint;
import jackfield.bench.BenchFailure;
import jackfield.bench.Machine;
import jackfield.net.NodeClock;
import jackfield.net.udp.Duty;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpOptions;
import jackfield.net.udp.UdpSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Clients of a TURN server, and the peer that echoes what they send; all on one thread.
final class TurnLoad implements AutoCloseable {
    private static final long STEP = 1_000_000;
    private static final long SECOND = 1_000_000_000L;
    private static final int PEERS = 16;
    private static final int BURST = 64;

    private final UdpLoop loop;
    private final List<TurnClient> clients = new ArrayList<>();
    private final Pace pace;

    /// What has happened so far.
    record Counts(long sent, long received, long wrong, long notReady) {}

    TurnLoad(Endpoint server, String address, int clients, boolean channels, int payload) {
        NodeClock clock = NodeClock.start();
        loop = UdpLoop.start("load", clock, UdpOptions.media().withBatchWindow(0));
        List<Endpoint> peers = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            UdpSocket peer = open(address);
            peer.attach(
                    (slot, length, high, low, port, _) -> peer.send(slot, length, high, low, port));
            peers.add(peer.local());
        }
        for (int i = 0; i < clients; i++) {
            UdpSocket socket = open(address);
            TurnClient client =
                    new TurnClient(i, socket, server, peers.get(i % PEERS), channels, payload);
            socket.attach(client);
            this.clients.add(client);
        }
        pace = new Pace();
        loop.add(pace);
    }

    private UdpSocket open(String address) {
        Endpoint any = Endpoint.parse(address + ":0");
        if (any == null) {
            throw new BenchFailure(address);
        }
        return loop.open(any).orThrow();
    }

    /// Waits until every client has what it needs; how long that took, in ns.
    long ready() {
        long began = System.nanoTime();
        long end = began + 120 * SECOND;
        while (counts().notReady > 0) {
            if (System.nanoTime() > end || loop.failures() > 0) {
                throw new BenchFailure(counts().notReady + " clients have no allocation");
            }
            Machine.waitUntil(System.nanoTime() + 5_000_000);
        }
        return System.nanoTime() - began;
    }

    /// Sends so many packets a second from now on, all clients together.
    void rate(int perSecond) {
        loop.execute(() -> pace.rate(perSecond));
    }

    Counts counts() {
        CompletableFuture<Counts> answer = new CompletableFuture<>();
        loop.execute(() -> {
            long sent = 0;
            long received = 0;
            long wrong = 0;
            long notReady = 0;
            for (TurnClient each : clients) {
                sent += each.sent;
                received += each.received;
                wrong += each.wrong;
                notReady += each.isReady() ? 0 : 1;
            }
            answer.complete(new Counts(sent, received, wrong, notReady));
        });
        return answer.join();
    }

    @Override
    public void close() {
        loop.close();
    }

    /// Keeps the rate, client after client; allocates while nothing is to be sent.
    private final class Pace implements Duty {
        private int perSecond;
        private long since;
        private long done;
        private int next;
        private long due;

        void rate(int wanted) {
            perSecond = wanted;
            since = loop.now();
            done = 0;
        }

        @Override
        public void wake(long now) {
            due = now + STEP;
            if (perSecond == 0) {
                int asking = 0;
                for (TurnClient each : clients) {
                    if (!each.isReady() && asking++ < BURST) {
                        each.ask(now);
                    }
                }
                return;
            }
            long owed = (now - since) * perSecond / SECOND - done;
            if (owed > perSecond / 10) {
                done += owed - perSecond / 10; // we were held up: no flood afterwards
                owed = perSecond / 10;
            }
            for (long i = 0; i < owed; i++) {
                clients.get(next).send();
                next = (next + 1) % clients.size();
            }
            done += owed;
        }

        @Override
        public long deadline() {
            return due;
        }
    }
}
