package jackfield.roles.p2p;

import jackfield.base.Flow;
import org.jspecify.annotations.Nullable;

/// One connection: nameless at first, then a device's. Its deadline is by when it must have said
/// whose it is.
final class Socket extends Due {
    private static final long SECOND = 1_000_000_000L;

    /// Wrong credentials on one connection.
    private static final int MOST_TRIES = 5;

    private final Flow flow;
    private final int perSecond;
    private long filledAt;
    private double room;
    private int refused;
    private int tries;
    private @Nullable Device device;
    private boolean leaving;

    Socket(Flow flow, int perSecond, long now) {
        this.flow = flow;
        this.perSecond = perSecond;
        room = (double) perSecond * SignalSettings.BURST_SECONDS;
        filledAt = now;
    }

    Flow flow() {
        return flow;
    }

    @Nullable Device device() {
        return device;
    }

    void device(@Nullable Device of) {
        device = of;
    }

    /// Its client goes away for good, and says so.
    void leaves() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    /// Whether one more message may come now.
    boolean maySpeak(long now) {
        double most = (double) perSecond * SignalSettings.BURST_SECONDS;
        room = Math.min(most, room + (double) perSecond * (now - filledAt) / SECOND);
        filledAt = now;
        if (room < 1) {
            refused++;
            return false;
        }
        room--;
        refused = 0;
        return true;
    }

    /// Messages refused since the last that was not.
    int refused() {
        return refused;
    }

    /// True when it has tried too often to say whose it is.
    boolean triedTooOften() {
        return ++tries >= MOST_TRIES;
    }

    void send(Json.Members message, Step step) {
        step.out().put(new SignalOutput.Send(flow, step.json().write(message)));
    }

    void close(int code, String reason, Step step) {
        step.out().put(new SignalOutput.Close(flow, code, reason));
    }
}
