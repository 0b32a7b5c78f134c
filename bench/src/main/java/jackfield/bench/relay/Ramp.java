package jackfield.bench.relay;

import jackfield.bench.BenchFailure;
import jackfield.rtc.dtls.Dtls;
import java.util.Random;

/// How many calls a relay carries on its core: more and more of them, until packets are lost or
/// late.
///
/// @param first so many at the beginning
/// @param step so many more at a time
/// @param most the end, if the relay does not come to its own before
/// @param settle seconds of load before each step counts
/// @param seconds that each step counts
record Ramp(int first, int step, int most, double settle, double seconds) {
    private static final double WORST_LOSS_PERCENT = 0.1;
    private static final double WORST_P99_MS = 20;
    private static final double LOAD_LIMIT_PERCENT = 92;
    private static final int TRIES = 3;

    /// @param calls the most that went well
    /// @param end why there were no more
    record Result(int calls, String end) {}

    /// Goes up until it ends, and tells each step.
    Result run(Contender relay, Mode mode, Dtls dtls) {
        Window window = new Window();
        Random random = new Random(first);
        LoadLoop loop = new LoadLoop();
        int good = 0;
        try (loop;
                Calls calls = new Calls(relay.ng(), loop, mode, dtls, window, random)) {
            loop.start();
            for (int count = first; count <= most; count += step) {
                calls.open(count - good(calls));
                Load load = new Load(calls.legs(), 0, random, window);
                loop.execute(() -> {
                    load.begin(loop.now());
                    loop.load(load);
                });
                String end = step(relay, loop, window, count);
                if (!end.isEmpty()) {
                    return new Result(good, end);
                }
                good = count;
            }
            return new Result(good, "the ramp ends here");
        } catch (BenchFailure refused) {
            return new Result(good, String.valueOf(refused.getMessage()));
        }
    }

    private static int good(Calls calls) {
        return calls.legs().size() / 2;
    }

    /// A short disturbance from outside is forgiven: the best of a few tries counts.
    private String step(Contender relay, LoadLoop loop, Window window, int count) {
        String end = "";
        for (int i = 0; i < TRIES; i++) {
            Round.pause(settle);
            Round round = Round.measure(relay, loop, window, seconds);
            System.out.println(Comparison.line("  " + relay.name() + " " + count, round));
            boolean late = round.p99Ms() > WORST_P99_MS;
            boolean lost = round.lossPercent() > WORST_LOSS_PERCENT;
            if (!late && !lost) {
                return "";
            }
            end = lost ? "packets are lost" : "packets are late";
            if (round.loadPercent() > LOAD_LIMIT_PERCENT) {
                end = "the load is at its own limit";
            }
        }
        return end;
    }
}
