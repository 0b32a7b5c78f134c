package jackfield.bench.sip;

import jackfield.bench.BenchFailure;
import jackfield.bench.Machine;
import jackfield.bench.Proc;
import jackfield.net.NodeClock;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The phones of one server, and the load that they make.
final class Session implements AutoCloseable {
    private static final long SECOND = 1_000_000_000L;

    private final Server server;
    private final UdpLoop loop;
    private final String loopName;
    private final Window window = new Window();
    private final Phones phones;
    private final Pace pace;
    private final Registering registering;
    private final Calling calling;
    private final Calling media;
    private volatile @Nullable Work work;

    Session(Server server, int net, int phoneCount, int users) {
        this.server = server;
        loopName = "load-" + net;
        loop = UdpLoop.start(loopName, NodeClock.start(), UdpOptions.media().withBatchWindow(0));
        phones =
                new Phones(
                        loop,
                        net,
                        phoneCount,
                        server.udp(),
                        window,
                        (phone, request, now) -> {
                            Work current = work;
                            if (current != null) {
                                current.ask(phone, request, now);
                            }
                        });
        pace = new Pace(phones, window);
        registering = new Registering(phones, window, server.address(), users);
        calling = new Calling(phones, window, server.address(), false);
        media = new Calling(phones, window, server.address(), true);
        loop.add(pace);
    }

    Server server() {
        return server;
    }

    /// Registers each user once.
    void registerAll(int users) {
        begin(registering, 2000, users);
        long end = System.nanoTime() + 60 * SECOND;
        while (ask(registering::registered) < users) {
            if (System.nanoTime() > end) {
                throw new BenchFailure(
                        server.name() + " does not take registrations: " + ask(window::bad));
            }
            pause(0.05);
        }
        quiet();
    }

    /// Load without counting, to make the server warm.
    void warm(Kind kind, double rate, double seconds) {
        begin(work(kind), rate, Long.MAX_VALUE);
        pause(seconds);
        quiet();
    }

    /// One round: load, its middle part measured.
    Round run(Kind kind, double rate, double settle, double seconds) {
        begin(work(kind), rate, Long.MAX_VALUE);
        pause(settle);
        Costs before = costs();
        tell(() -> window.open(loop.now()));
        pause(seconds);
        tell(() -> window.close(loop.now()));
        Costs spent = costs().since(before);
        double memory = server.memoryKb() / 1024.0;
        quiet();
        if (loop.failures() > 0) {
            throw new BenchFailure("the load failed; its log says why");
        }
        return ask(() -> of(spent, memory, rate * spent.wall / SECOND));
    }

    /// What a unit makes the JVM allocate (bytes).
    double allocation(Kind kind, double rate, double seconds) {
        begin(work(kind), rate, Long.MAX_VALUE);
        pause(0.5);
        long before = server.allocatedBytes();
        long began = System.nanoTime();
        pause(seconds);
        long bytes = server.allocatedBytes() - before;
        double units = rate * (System.nanoTime() - began) / SECOND;
        quiet();
        return bytes / units;
    }

    private Work work(Kind kind) {
        return switch (kind) {
            case REGISTER -> registering;
            case CALL -> calling;
            case MEDIA -> media;
            case WS, WSS -> throw new IllegalArgumentException("no phones with WebSockets here");
        };
    }

    private void begin(Work kind, double rate, long units) {
        work = kind;
        tell(() -> pace.begin(kind, rate, units, loop.now()));
    }

    /// Ends the load and waits for what is on its way.
    private void quiet() {
        tell(pace::end);
        long end = System.nanoTime() + 4 * SECOND;
        while (ask(phones::open) > 0 && System.nanoTime() < end) {
            pause(0.02);
        }
        pause(0.05);
    }

    private Round of(Costs spent, double memory, double wanted) {
        if (window.units() == 0) {
            throw new BenchFailure("nothing was done: " + window.bad());
        }
        return new Round(
                spent.server / 1000.0 / window.units(),
                100.0 * window.units() / wanted,
                window.repeats(),
                window.latencies().percentileMs(0.5),
                window.latencies().percentileMs(0.99),
                window.latencies().longestMs(),
                memory,
                window.behindMs(),
                100.0 * Math.max(0, spent.core - spent.server) / spent.wall,
                100.0 * spent.load / spent.wall,
                java.util.Map.copyOf(window.bad()));
    }

    private record Costs(long server, long core, long load, long wall) {
        Costs since(Costs before) {
            return new Costs(
                    server - before.server,
                    core - before.core,
                    load - before.load,
                    wall - before.wall);
        }
    }

    private Costs costs() {
        return new Costs(
                server.cpuNs(),
                Machine.busyNs(Server.CORE),
                Proc.self().cpuNs(loopName),
                System.nanoTime());
    }

    private void tell(Runnable what) {
        loop.execute(what);
    }

    private <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(question.get()));
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchFailure("the load", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted");
        }
    }

    static void pause(double seconds) {
        Machine.waitUntil(System.nanoTime() + (long) (seconds * SECOND));
    }

    @Override
    public void close() {
        loop.close();
    }
}
