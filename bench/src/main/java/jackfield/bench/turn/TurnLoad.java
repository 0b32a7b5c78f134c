package jackfield.bench.turn;

import jackfield.base.Endpoint;
import jackfield.bench.BenchFailure;
import jackfield.bench.Machine;
import jackfield.bench.relay.FlowEnd;
import jackfield.bench.relay.Load;
import jackfield.bench.relay.LoadLoop;
import jackfield.bench.relay.LoadSocket;
import jackfield.bench.relay.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/// Clients of a TURN server and their peers, which send each other 50 packets a second, each at a
/// moment of its own.
final class TurnLoad {
    private static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE = 120 * SECOND;
    private static final int GATEWAYS = 8;
    private static final int DEPTH = 64;
    private static final int AT_ONCE = 64;

    private final LoadLoop loop;
    private final Window window;
    private final List<LoadSocket> gateways = new ArrayList<>();
    private final List<TurnClient> clients = new ArrayList<>();
    private final Load load;

    /// What flows.
    ///
    /// @param count of clients
    /// @param tick moments of sending are multiples of this (ns); 0 for any moment
    record Plan(Kind kind, int count, long tick) {
        static Plan channels(int count) {
            return new Plan(Kind.CHANNELS, count, 0);
        }
    }

    /// Has all that clients need; nothing flows yet.
    TurnLoad(LoadLoop loop, Window window, Endpoint server, String host, Plan plan) {
        int count = plan.count;
        this.loop = loop;
        this.window = window;
        for (int i = 0; i < GATEWAYS; i++) {
            gateways.add(loop.open(host, DEPTH));
        }
        for (int i = 0; i < count; i++) {
            clients.add(
                    new TurnClient(
                            i,
                            loop.open(host, 1),
                            server,
                            gateways.get(i % GATEWAYS).local(),
                            plan.kind == Kind.CHANNELS,
                            window));
        }
        ready();
        List<FlowEnd> ends = new ArrayList<>(clients);
        for (int i = 0; i < count; i++) {
            ends.add(new TurnPeer(gateways.get(i % GATEWAYS), i, window, clients.get(i).relayed()));
        }
        Random random = new Random(count);
        java.util.Collections.shuffle(ends, random);
        load = new Load(ends, plan.tick, random, window);
    }

    /// Waits until every client has what it needs.
    private void ready() {
        long end = System.nanoTime() + PATIENCE;
        while (!on(() -> asked())) {
            if (System.nanoTime() > end) {
                throw new BenchFailure("some clients have no allocation");
            }
            Machine.waitUntil(System.nanoTime() + 2_000_000);
        }
    }

    private boolean asked() {
        int waiting = 0;
        for (TurnClient each : clients) {
            if (!each.isReady() && waiting++ < AT_ONCE) {
                each.ask(loop.now());
            }
        }
        return waiting == 0;
    }

    private <T> T on(java.util.function.Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(question.get()));
        loop.settle();
        return answer.join();
    }

    /// Packets flow from now on.
    void begin() {
        loop.execute(() -> clients.forEach(TurnClient::renew));
        ready();
        loop.execute(() -> {
            load.begin(loop.now());
            loop.load(load);
        });
    }

    /// Packets that are sent from now on count.
    void count() {
        loop.execute(() -> window.open(loop.now()));
    }

    /// Packets that are sent from now on don't.
    void counted() {
        loop.execute(() -> window.close(loop.now()));
    }

    /// No more packets.
    void end() {
        loop.execute(() -> loop.load(null));
        loop.settle();
    }
}
