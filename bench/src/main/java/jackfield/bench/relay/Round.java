package jackfield.bench.relay;

import jackfield.bench.BenchFailure;
import jackfield.bench.Latencies;
import jackfield.bench.Machine;
import jackfield.bench.Proc;
import jackfield.rtc.dtls.Dtls;
import java.util.Map;
import java.util.Random;

/// One round: calls opened, load on them, the middle part measured, calls deleted.
///
/// @param cpuUs the relay's CPU time for a packet it forwarded (us)
/// @param lossPercent of the packets that were sent
/// @param p50Ms the time a packet took from phone to phone, half of them less
/// @param behindMs so late the load was at worst
/// @param othersPercent of the relay's core that others used
/// @param loadPercent of the other core that the load used
/// @param bad packets that came otherwise than they were sent, by what was wrong; they count as
///   lost
record Round(
        double cpuUs,
        double lossPercent,
        double p50Ms,
        double p99Ms,
        double maxMs,
        double rssMb,
        double behindMs,
        double othersPercent,
        double loadPercent,
        Map<String, Long> bad) {
    private static final long SECOND = 1_000_000_000L;

    /// @param settle seconds of load before the part that is measured
    /// @param tick the load's moments are multiples of this (ns); 0 for any moment
    record Plan(Mode mode, int calls, double settle, double seconds, long tick) {
        /// To make the relay warm.
        Plan warmUp(double warm) {
            return new Plan(mode, calls, 0.5, warm, tick);
        }
    }

    /// Told when the part that is measured begins and ends.
    interface Watch {
        /// Nobody.
        Watch NONE =
                new Watch() {
                    @Override
                    public void begins() {}

                    @Override
                    public void ends() {}
                };

        void begins();

        void ends();
    }

    static Round run(Contender relay, Plan plan, Dtls dtls, long seed) {
        return run(relay, plan, dtls, seed, Watch.NONE);
    }

    static Round run(Contender relay, Plan plan, Dtls dtls, long seed, Watch watch) {
        Window window = new Window();
        Random random = new Random(seed);
        LoadLoop loop = new LoadLoop();
        try (loop;
                Calls calls = new Calls(relay.ng(), loop, plan.mode, dtls, window, random)) {
            loop.start();
            calls.open(plan.calls);
            Load load = new Load(calls.legs(), plan.tick, random, window);
            loop.execute(() -> {
                load.begin(loop.now());
                loop.load(load);
            });
            pause(plan.settle);
            watch.begins();
            Round round = measure(relay, loop, window, plan.seconds);
            watch.ends();
            loop.execute(() -> loop.load(null));
            return round;
        }
    }

    /// Counts for so many seconds of a load that runs.
    static Round measure(Contender relay, LoadLoop loop, Window window, double seconds) {
        Costs before = Costs.now(relay);
        loop.execute(() -> window.open(loop.now()));
        pause(seconds);
        loop.execute(() -> window.close(loop.now()));
        Costs spent = Costs.now(relay).since(before);
        double rss = relay.proc().rssMb();
        pause(0.3); // packets on their way
        loop.settle();
        return of(window, spent, rss);
    }

    static void pause(double seconds) {
        Machine.waitUntil(System.nanoTime() + (long) (seconds * SECOND));
    }

    private static Round of(Window window, Costs spent, double rss) {
        if (window.received() == 0) {
            throw new BenchFailure("no packet came through");
        }
        Latencies latencies = window.latencies();
        return new Round(
                spent.relay / 1000.0 / window.received(),
                100.0 * (window.sent() - window.received()) / window.sent(),
                latencies.percentileMs(0.5),
                latencies.percentileMs(0.99),
                latencies.longestMs(),
                rss,
                window.behindMs(),
                100.0 * Math.max(0, spent.core - spent.relay) / spent.wall,
                100.0 * spent.load / spent.wall,
                Map.copyOf(window.bad()));
    }

    private record Costs(long relay, long core, long load, long wall) {
        static Costs now(Contender relay) {
            return new Costs(
                    relay.proc().cpuNs(),
                    Machine.busyNs(Contender.CORE),
                    Proc.self().cpuNs(LoadLoop.NAME),
                    System.nanoTime());
        }

        Costs since(Costs before) {
            return new Costs(
                    relay - before.relay,
                    core - before.core,
                    load - before.load,
                    wall - before.wall);
        }
    }
}
