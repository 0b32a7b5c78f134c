package jackfield.sip.dialog;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.Timers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The reliable provisional responses of a UAS to one INVITE (RFC 3262 section 3): each is repeated
/// until its PRACK, and the next waits for it.
public final class ReliableProvisionals {
    /// What it wants done.
    public sealed interface Output {
        /// Send this provisional response, again or for the first time.
        record Respond(Response response) implements Output {}

        /// No PRACK came: reject the INVITE with a 5xx (section 3).
        record Unacknowledged(Response response) implements Output {}
    }

    /// What becomes of a PRACK.
    public sealed interface Judgement {
        /// It acknowledges `response`: answer it with 2xx.
        record Acknowledged(Response response) implements Judgement {}

        /// It acknowledges nothing that waits: answer it with 481 (section 3), or with 400 where
        /// its RAck can't be read.
        record Rejected(int status) implements Judgement {}
    }

    private enum Timer {
        REPEAT,
        GIVE_UP
    }

    private static final String RELIABLE = "100rel";
    private static final int MOST_WAITING = 16;
    private static final int FIRST_RSEQ_BOUND = 1 << 30;

    private final Timers timing;
    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);
    private final Deque<Response> waiting = new ArrayDeque<>();
    private @Nullable Response sent;
    private long rseq;
    private long repeatAfter;

    /// @param random chooses the first RSeq (section 3)
    public ReliableProvisionals(Timers timing, RandomGenerator random) {
        this.timing = timing;
        rseq = random.nextInt(1, FIRST_RSEQ_BOUND);
    }

    /// True where a UAC can be answered reliably: it supports or requires it.
    public static boolean supportedBy(Request invite) {
        return invite.headers().lists(HeaderName.SUPPORTED, RELIABLE) || requiredBy(invite);
    }

    /// True where a UAC wants every provisional response but 100 to be reliable.
    public static boolean requiredBy(Request invite) {
        return invite.headers().lists(HeaderName.REQUIRE, RELIABLE);
    }

    /// Sends a provisional response reliably, now or when those before it are acknowledged.
    ///
    /// @param response 101 to 199, with our tag
    /// @return false where too many wait: it is not sent
    public boolean send(Response response, long now, Outbox<Output> out) {
        if (!response.isProvisional() || response.status() == 100) {
            throw new IllegalArgumentException(response.status() + " can't be reliable");
        }
        if (sent != null) {
            return waiting.size() < MOST_WAITING && waiting.add(response);
        }
        begin(response, now, out);
        return true;
    }

    private void begin(Response response, long now, Outbox<Output> out) {
        Response numbered =
                response.with(HeaderName.REQUIRE, RELIABLE)
                        .with(HeaderName.RSEQ, Long.toString(rseq));
        rseq++;
        sent = numbered;
        repeatAfter = timing.t1();
        timers.set(Timer.REPEAT, now + repeatAfter);
        timers.set(Timer.GIVE_UP, now + timing.timeout());
        out.put(new Output.Respond(numbered));
    }

    /// A PRACK of this dialog.
    public Judgement receive(Request prack, long now, Outbox<Output> out) {
        String text = prack.headers().first(HeaderName.RACK);
        if (text == null || !(RAck.parse(text) instanceof Parsed.Ok<RAck>(RAck rack))) {
            return new Judgement.Rejected(400);
        }
        Response known = sent;
        if (known == null
                || rack.rseq() != rseq - 1
                || !rack.cseq().equals(known.headers().cseq())) {
            return new Judgement.Rejected(481);
        }
        sent = null;
        timers.stopAll();
        Response next = waiting.poll();
        if (next != null) {
            begin(next, now, out);
        }
        return new Judgement.Acknowledged(known);
    }

    /// True where nothing waits for a PRACK. A 2xx whose offer or answer is in a reliable response
    /// must wait for that (section 5).
    public boolean isSettled() {
        return sent == null;
    }

    /// Stops repeating: the INVITE has its final response. A PRACK that is still on its way is
    /// taken.
    public void stop() {
        timers.stopAll();
        waiting.clear();
    }

    /// Fires what is due.
    public void wake(long now, Outbox<Output> out) {
        for (Timer timer = timers.take(now); timer != null; timer = timers.take(now)) {
            Response response = sent;
            if (response == null) {
                continue;
            }
            switch (timer) {
                case REPEAT -> {
                    repeatAfter *= 2;
                    timers.set(Timer.REPEAT, now + repeatAfter);
                    out.put(new Output.Respond(response));
                }
                case GIVE_UP -> {
                    stop();
                    out.put(new Output.Unacknowledged(response));
                }
            }
        }
    }

    /// When to wake next (ns), or [Deadlines#NEVER].
    public long deadline() {
        return timers.earliest();
    }
}
