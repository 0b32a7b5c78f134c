package jackfield.roles.upstream;

import jackfield.roles.location.AddressOfRecord;
import java.util.random.RandomGenerator;

/// The state of one user's registration at one registrar, and how long to wait after failures.
final class Progress {
    final AddressOfRecord aor;
    final Upstream upstream;
    private State state = State.UNREGISTERED;
    private String reason = "";
    private long since;
    private long expires;
    private long nextTry;
    private int failures;

    Progress(AddressOfRecord aor, Upstream upstream, long now) {
        this.aor = aor;
        this.upstream = upstream;
        since = now;
    }

    State state() {
        return state;
    }

    long nextTry() {
        return nextTry;
    }

    /// A REGISTER is on its way.
    void asking(long now) {
        to(expires > now ? State.REFRESHING : State.REGISTERING, "", 0, now);
    }

    void challenged(long until, long now) {
        to(State.CHALLENGED, "", until, now);
    }

    void registered(long until, long refresh, long now) {
        failures = 0;
        expires = until;
        to(State.REGISTERED, "", refresh, now);
    }

    void unregistered(long now) {
        failures = 0;
        expires = 0;
        to(State.UNREGISTERED, "", 0, now);
    }

    void failed(String why, long next, long now) {
        failures++;
        to(State.FAILED, why, next, now);
    }

    /// What nobody went on with is where it was before.
    void givenUp(long now) {
        to(expires > now ? State.REGISTERED : State.UNREGISTERED, "", 0, now);
    }

    boolean isGood(long now) {
        return expires > now;
    }

    /// How long to wait now (ns): twice as long with each failure, and never as long as others.
    long backoff(UpstreamSettings settings, RandomGenerator random) {
        long doubled = settings.firstRetry() << Math.min(failures, 20);
        long most = Math.min(settings.longestRetry(), doubled);
        return most / 2 + random.nextLong(most / 2 + 1);
    }

    UpstreamView view() {
        return new UpstreamView(
                aor,
                upstream.uri().toString(),
                upstream.mode(),
                state,
                reason,
                since,
                expires,
                nextTry);
    }

    private void to(State next, String why, long at, long now) {
        if (next != state) {
            since = now;
        }
        state = next;
        reason = why;
        nextTry = at;
    }
}
