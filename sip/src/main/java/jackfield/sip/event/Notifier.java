package jackfield.sip.event;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// One subscription at the side that notifies (RFC 6665 section 4.2): a NOTIFY at once for each
/// SUBSCRIBE and for each change, one at a time, and a last one when it ends.
public final class Notifier {
    /// What it wants done.
    public sealed interface Output {
        /// Send NOTIFY inside the dialog.
        ///
        /// @param body what to tell; the newest there is
        record Notify(SubscriptionState state, Body body) implements Output {}

        /// The last NOTIFY is answered, or is not to be: forget the subscription.
        record Ended(String reason) implements Output {}
    }

    /// How long a subscription may last (s).
    ///
    /// @param usual what one gets that asks for nothing
    public record Limits(long shortest, long usual, long longest) {
        public Limits {
            if (shortest < 0 || usual < shortest || longest < usual) {
                throw new IllegalArgumentException(shortest + ", " + usual + ", " + longest);
            }
        }
    }

    /// What becomes of a SUBSCRIBE.
    public sealed interface Judgement {
        /// Answer 200 with this Expires (s).
        record Accepted(long expires) implements Judgement {}

        /// Answer 423 with this Min-Expires (s).
        record TooBrief(long minExpires) implements Judgement {}
    }

    private enum Timer {
        EXPIRE
    }

    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3600;

    private final Limits limits;
    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);
    private Body newest;
    private long ends;
    private boolean pending;
    private boolean inFlight;
    private boolean changed;
    private boolean over;
    private @Nullable String ending;

    /// @param body what there is to tell now
    /// @param pending true to wait for somebody's consent
    public Notifier(Limits limits, Body body, boolean pending) {
        this.limits = limits;
        this.newest = body;
        this.pending = pending;
    }

    /// A SUBSCRIBE: the one that began it, or a refresh. Where it is accepted, a NOTIFY follows.
    public Judgement receive(Request subscribe, long now, Outbox<Output> out) {
        int asked = subscribe.headers().expires();
        if (asked > 0 && asked < limits.shortest() && asked < HOUR) {
            return new Judgement.TooBrief(limits.shortest());
        }
        long granted = asked < 0 ? limits.usual() : Math.min(asked, limits.longest());
        ends = now + granted * SECOND;
        if (granted == 0) {
            end("timeout", now, out);
        } else {
            timers.set(Timer.EXPIRE, ends);
            tell(now, out);
        }
        return new Judgement.Accepted(granted);
    }

    /// What is watched has changed.
    public void change(Body body, long now, Outbox<Output> out) {
        newest = body;
        tell(now, out);
    }

    /// The one who was asked has consented.
    public void consent(long now, Outbox<Output> out) {
        pending = false;
        tell(now, out);
    }

    /// Ends it with a last NOTIFY: `noresource`, `rejected`, `deactivated`, `giveup`, `timeout`.
    public void end(String reason, long now, Outbox<Output> out) {
        if (ending == null && !over) {
            ending = reason;
            timers.stopAll();
            tell(now, out);
        }
    }

    private void tell(long now, Outbox<Output> out) {
        if (over) {
            return;
        }
        if (inFlight) {
            changed = true;
            return;
        }
        inFlight = true;
        changed = false;
        long left = Math.max(0, (ends - now + SECOND - 1) / SECOND);
        SubscriptionState state =
                ending != null
                        ? SubscriptionState.terminated(ending)
                        : pending
                                ? SubscriptionState.pending(left)
                                : SubscriptionState.active(left);
        out.put(new Output.Notify(state, pending ? Body.NONE : newest));
    }

    /// The final response to the NOTIFY that is open.
    public void receive(Response response, long now, Outbox<Output> out) {
        inFlight = false;
        boolean mayLive = response.isSuccess() || response.headers().has(HeaderName.RETRY_AFTER);
        if (!mayLive) {
            over("NOTIFY refused with " + response.status(), out);
        } else if (changed) {
            tell(now, out);
        } else if (ending != null) {
            over(ending, out);
        }
    }

    /// No response to the NOTIFY that is open: the subscriber is gone (section 4.2.2).
    public void unanswered(Outbox<Output> out) {
        inFlight = false;
        over("no response to NOTIFY", out);
    }

    private void over(String reason, Outbox<Output> out) {
        if (!over) {
            over = true;
            timers.stopAll();
            out.put(new Output.Ended(reason));
        }
    }

    /// Fires what is due.
    public void wake(long now, Outbox<Output> out) {
        if (timers.take(now) != null) {
            end("timeout", now, out);
        }
    }

    /// When to wake next (ns), or [Deadlines#NEVER].
    public long deadline() {
        return timers.earliest();
    }
}
