package jackfield.sip.event;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.Timers;
import java.util.random.RandomGenerator;

/// One subscription at the side that asked for it (RFC 6665 section 4.1): it lives from the first
/// NOTIFY, is refreshed before it expires, and ends when the notifier says so or is silent.
public final class Subscriber {
    /// What it wants done.
    public sealed interface Output {
        /// Send SUBSCRIBE with this Expires (s): inside the dialog, where there is one; 0 to end.
        record Subscribe(long expires) implements Output {}

        /// The state of what is watched: the NOTIFY's body is good.
        record Notified(SubscriptionState state, Request request) implements Output {}

        /// It is over, and why. The answer of a notifier that says nothing about when to try again
        /// is 0 s for `deactivated` and `timeout`; -1: not to be tried again by itself.
        record Ended(String reason, long retryAfterSeconds) implements Output {}
    }

    private enum State {
        IDLE,
        WAITING,
        LIVE,
        ENDING,
        OVER
    }

    private enum Timer {
        N,
        REFRESH,
        EXPIRE
    }

    private static final long SECOND = 1_000_000_000L;
    private static final int BAD_EVENT = 489;
    private static final int GONE = 481;
    private static final int TOO_BRIEF = 423;

    private final Timers timing;
    private final RandomGenerator random;
    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);
    private long expires;
    private State state = State.IDLE;

    /// @param expires the seconds to ask for
    /// @param random spreads the refreshes of many subscribers
    public Subscriber(long expires, Timers timing, RandomGenerator random) {
        this.expires = expires;
        this.timing = timing;
        this.random = random;
    }

    /// Begins.
    public void start(long now, Outbox<Output> out) {
        state = State.WAITING;
        timers.set(Timer.N, now + timing.timeout());
        out.put(new Output.Subscribe(expires));
    }

    /// Ends it: a SUBSCRIBE with Expires 0, and one more NOTIFY to wait for.
    public void stop(long now, Outbox<Output> out) {
        if (state == State.WAITING || state == State.LIVE) {
            state = State.ENDING;
            timers.stopAll();
            timers.set(Timer.N, now + timing.timeout());
            out.put(new Output.Subscribe(0));
        }
    }

    /// The final response to a SUBSCRIBE.
    public void receive(Response response, long now, Outbox<Output> out) {
        if (state == State.OVER || state == State.IDLE) {
            return;
        }
        if (response.isSuccess()) {
            int granted = response.headers().expires();
            if (state == State.LIVE && granted > 0) {
                run(granted, now);
            }
            return;
        }
        int shortest = response.headers().number(HeaderName.MIN_EXPIRES);
        if (response.status() == TOO_BRIEF && shortest > expires && state == State.WAITING) {
            expires = shortest;
            out.put(new Output.Subscribe(expires));
        } else if (state == State.WAITING || response.status() == GONE) {
            end("refused " + response.status(), -1, out);
        }
        // Any other failure of a refresh leaves the subscription as long as it was (4.1.2.2).
    }

    /// No response to a SUBSCRIBE.
    public void unanswered(Outbox<Output> out) {
        if (state == State.WAITING || state == State.ENDING) {
            end("no response", 0, out);
        }
    }

    /// A NOTIFY of this subscription's dialog and event.
    ///
    /// @return the status to answer it with
    public int receive(Request notify, long now, Outbox<Output> out) {
        String text = notify.headers().first(HeaderName.SUBSCRIPTION_STATE);
        if (state == State.OVER || state == State.IDLE) {
            return GONE;
        }
        if (text == null
                || !(SubscriptionState.parse(text)
                        instanceof Parsed.Ok<SubscriptionState>(SubscriptionState told))) {
            return text == null ? BAD_EVENT : 400;
        }
        out.put(new Output.Notified(told, notify));
        timers.stop(Timer.N);
        if (told.isTerminated()) {
            String reason = told.reason() == null ? "" : told.reason();
            end(reason, retry(reason, told.retryAfter()), out);
        } else if (state != State.ENDING) {
            state = State.LIVE;
            run(told.expires() < 0 ? expires : told.expires(), now);
        } else {
            timers.set(Timer.N, now + timing.timeout());
        }
        return 200;
    }

    /// When to try again by what the notifier said (section 4.1.3).
    private static long retry(String reason, long said) {
        return switch (reason) {
            case "rejected", "noresource", "invariant" -> -1;
            case "deactivated", "timeout" -> 0;
            default -> Math.max(0, said);
        };
    }

    private void run(long seconds, long now) {
        // Between a half and nine tenths, so that not all refresh at once.
        long part = 500L + random.nextInt(400);
        timers.set(Timer.REFRESH, now + seconds * SECOND / 1000 * part);
        timers.set(Timer.EXPIRE, now + seconds * SECOND);
    }

    private void end(String reason, long retryAfter, Outbox<Output> out) {
        state = State.OVER;
        timers.stopAll();
        out.put(new Output.Ended(reason, retryAfter));
    }

    /// Fires what is due.
    public void wake(long now, Outbox<Output> out) {
        for (Timer timer = timers.take(now); timer != null; timer = timers.take(now)) {
            switch (timer) {
                case N -> end("no NOTIFY", 0, out);
                case REFRESH -> out.put(new Output.Subscribe(expires));
                case EXPIRE -> end("expired", 0, out);
            }
        }
    }

    /// When to wake next (ns), or [Deadlines#NEVER].
    public long deadline() {
        return timers.earliest();
    }

    /// True once it is over.
    public boolean isOver() {
        return state == State.OVER;
    }
}
