package jackfield.sip.dialog;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.sip.dialog.SessionExpires.Refresher;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// The session timer of one side of a call (RFC 4028): agrees on an interval, asks for refreshes
/// when they are ours to send, and tells when the other side has sent none.
public final class SessionTimer {
    /// What it wants done.
    public enum Output {
        /// Send a re-INVITE or an UPDATE, with the session as it is (section 7.4).
        REFRESH,
        /// Nobody refreshed: send BYE (section 10).
        EXPIRED
    }

    /// What we ask for.
    ///
    /// @param seconds the interval
    /// @param minSeconds the shortest we take: at least 90 (section 5)
    public record Policy(long seconds, long minSeconds) {
        /// Half an hour; 90 s.
        public static final Policy DEFAULT = new Policy(1800, 90);

        public Policy {
            if (minSeconds < 90 || seconds < minSeconds) {
                throw new IllegalArgumentException(seconds + " s, at least " + minSeconds + " s");
            }
        }
    }

    private enum Timer {
        REFRESH,
        EXPIRE
    }

    private static final String TIMER = "timer";
    private static final long SECOND = 1_000_000_000L;
    private static final long SHORTEST = 90;

    private final Deadlines<Timer> timers = new Deadlines<>(Timer.class);
    private final Policy policy;
    private long minSeconds;

    /// Nothing is agreed yet.
    public SessionTimer(Policy policy) {
        this.policy = policy;
        minSeconds = policy.minSeconds();
    }

    // The one who asks

    /// An INVITE or UPDATE of ours with what we ask for (section 7.1).
    public Request ask(Request request) {
        long seconds = Math.max(policy.seconds(), minSeconds);
        Headers headers = supported(request.headers());
        headers =
                headers.with(
                        HeaderName.SESSION_EXPIRES,
                        new SessionExpires(seconds, Refresher.EITHER).toString());
        if (minSeconds > SHORTEST) {
            headers = headers.with(HeaderName.MIN_SE, Long.toString(minSeconds));
        }
        return request.with(headers);
    }

    /// The peer answered 422: its Min-SE is ours from now on (section 7.3).
    ///
    /// @return true where it is worth to ask once more by [#ask]
    public boolean tooBrief(Response response) {
        long wanted = number(response.headers(), HeaderName.MIN_SE);
        boolean more = wanted > minSeconds || wanted > policy.seconds();
        minSeconds = Math.max(minSeconds, wanted);
        return more;
    }

    /// The peer answered 2xx: the interval runs (section 7.2). A peer without timers leaves the
    /// refreshing to us.
    public void answered(Response response, long now) {
        SessionExpires agreed = expires(response.headers());
        if (agreed == null) {
            run(policy.seconds(), true, now);
        } else {
            run(Math.max(SHORTEST, agreed.seconds()), agreed.refresher() != Refresher.UAS, now);
        }
    }

    // The one who answers

    /// The Min-SE to answer an INVITE or UPDATE with by 422, because it asks for too short an
    /// interval; 0 where it is fine, and for a peer without timers, who would not understand the
    /// answer (section 9).
    public long refuses(Request request) {
        SessionExpires asked = expires(request.headers());
        boolean understands = request.headers().lists(HeaderName.SUPPORTED, TIMER);
        return asked != null && understands && asked.seconds() < minSeconds ? minSeconds : 0;
    }

    /// Our 2xx to `request` with what is agreed, which runs from now (section 9, table 2).
    public Response answer(Request request, Response success, long now) {
        SessionExpires asked = expires(request.headers());
        boolean understands = request.headers().lists(HeaderName.SUPPORTED, TIMER);
        if (asked == null && !understands) {
            run(policy.seconds(), true, now);
            return success;
        }
        long floor = Math.max(minSeconds, number(request.headers(), HeaderName.MIN_SE));
        long seconds =
                asked == null
                        ? Math.max(policy.seconds(), floor)
                        : Math.max(SHORTEST, asked.seconds());
        Refresher refresher =
                !understands
                        ? Refresher.UAS
                        : asked == null || asked.refresher() == Refresher.EITHER
                                ? Refresher.UAC
                                : asked.refresher();
        run(seconds, refresher == Refresher.UAS, now);
        Headers headers =
                success.headers()
                        .with(
                                HeaderName.SESSION_EXPIRES,
                                new SessionExpires(seconds, refresher).toString());
        if (refresher == Refresher.UAC) {
            headers = headers.with(HeaderName.REQUIRE, TIMER);
        }
        return success.with(headers);
    }

    private void run(long seconds, boolean ours, long now) {
        timers.stopAll();
        long interval = seconds * SECOND;
        if (ours) {
            timers.set(Timer.REFRESH, now + interval / 2);
        }
        // The one who does not refresh hangs up a little before the end (section 10).
        long early = ours ? 0 : Math.min(32 * SECOND, interval / 3);
        timers.set(Timer.EXPIRE, now + interval - early);
    }

    private static Headers supported(Headers headers) {
        return headers.lists(HeaderName.SUPPORTED, TIMER)
                ? headers
                : headers.add(HeaderName.SUPPORTED, TIMER);
    }

    private static @Nullable SessionExpires expires(Headers headers) {
        String text = headers.first(HeaderName.SESSION_EXPIRES);
        return text != null
                        && SessionExpires.parse(text)
                                instanceof Parsed.Ok<SessionExpires>(SessionExpires read)
                ? read
                : null;
    }

    private static long number(Headers headers, HeaderName name) {
        String text = headers.first(name);
        String digits = text == null ? "" : text.split(";", -1)[0].strip();
        return digits.matches("\\d{1,9}") ? Long.parseLong(digits) : 0;
    }

    /// The call is over.
    public void stop() {
        timers.stopAll();
    }

    /// Fires what is due.
    public void wake(long now, Outbox<Output> out) {
        for (Timer timer = timers.take(now); timer != null; timer = timers.take(now)) {
            switch (timer) {
                case REFRESH -> out.put(Output.REFRESH);
                case EXPIRE -> {
                    timers.stopAll();
                    out.put(Output.EXPIRED);
                }
            }
        }
    }

    /// When to wake next (ns), or [Deadlines#NEVER].
    public long deadline() {
        return timers.earliest();
    }
}
