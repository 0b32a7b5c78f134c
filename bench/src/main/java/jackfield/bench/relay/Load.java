package jackfield.bench.relay;

import jackfield.base.Deadlines;
import jackfield.net.udp.Duty;
import java.util.List;

/// Lets each leg send every 20 ms, the legs spread evenly over that time.
final class Load implements Duty {
    private static final long INTERVAL = 20_000_000;

    private final List<LegEnd> legs;
    private final Window window;
    private long start = Deadlines.NEVER;
    private long count;

    /// @param legs in the order in which they send
    Load(List<LegEnd> legs, Window window) {
        this.legs = List.copyOf(legs);
        this.window = window;
    }

    void begin(long now) {
        start = now;
        count = 0;
    }

    void end() {
        start = Deadlines.NEVER;
    }

    @Override
    public void wake(long now) {
        while (due() <= now) {
            window.behind(now - due(), now);
            legs.get((int) (count % legs.size())).send(now);
            count++;
        }
    }

    @Override
    public long deadline() {
        return start == Deadlines.NEVER ? Deadlines.NEVER : due();
    }

    private long due() {
        return start == Deadlines.NEVER
                ? Deadlines.NEVER
                : start + count * INTERVAL / legs.size();
    }
}
