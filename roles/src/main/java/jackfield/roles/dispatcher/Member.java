package jackfield.roles.dispatcher;

import java.util.Locale;

/// One member of a group and what is known of it.
final class Member {
    /// Whether it can be used.
    enum State {
        /// It is there.
        UP,
        /// It is not there.
        DOWN,
        /// It was not there, and has begun to answer again.
        PROBING
    }

    /// How long one that failed is left out where nobody probes it (ns).
    static final long LEFT_OUT = 30_000_000_000L;

    private static final double SMOOTHING = 0.25;

    final String group;
    final int number;
    MemberSettings settings;
    private State state = State.UP;
    private int inARow;
    private long downUntil = Long.MAX_VALUE;
    private double latency = -1;
    private String why = "";
    private long failures;
    long chosen;
    int calls;
    boolean disabled;

    Member(String group, int number, MemberSettings settings) {
        this.group = group;
        this.number = number;
        this.settings = settings;
    }

    /// The same member after new settings: what is known of it stays.
    Member again(int itsNumber, MemberSettings next) {
        Member member = new Member(group, itsNumber, next);
        member.state = state;
        member.inARow = inARow;
        member.downUntil = downUntil;
        member.latency = latency;
        member.why = why;
        member.failures = failures;
        member.chosen = chosen;
        member.calls = calls;
        member.disabled = disabled;
        return member;
    }

    /// True where a call may be sent to it at `now`.
    boolean usable(long now) {
        if (state == State.DOWN && now >= downUntil) {
            state = State.UP;
            inARow = 0;
            downUntil = Long.MAX_VALUE;
            why = "";
        }
        boolean room = settings.capacity() == 0 || calls < settings.capacity();
        return state == State.UP && !disabled && room;
    }

    /// A probe was answered.
    ///
    /// @return true where that brought it up
    boolean answered(long took, Probing probing) {
        latency = latency < 0 ? took : latency + SMOOTHING * (took - latency);
        if (state == State.UP) {
            inARow = 0;
            return false;
        }
        inARow = state == State.DOWN ? 1 : inARow + 1;
        state = State.PROBING;
        if (inARow < probing.up()) {
            return false;
        }
        state = State.UP;
        inARow = 0;
        why = "";
        return true;
    }

    /// A probe or a call failed.
    ///
    /// @return true where that took it down
    boolean failed(String how, Probing probing, long now) {
        failures++;
        why = how;
        if (state == State.PROBING) {
            state = State.DOWN;
            inARow = 0;
            return false;
        }
        if (state == State.DOWN || ++inARow < probing.down()) {
            return false;
        }
        state = State.DOWN;
        inARow = 0;
        downUntil = probing.interval() == 0 ? now + LEFT_OUT : Long.MAX_VALUE;
        return true;
    }

    MemberView view() {
        return new MemberView(
                number,
                settings.uri().toString(),
                disabled ? "disabled" : state.name().toLowerCase(Locale.ROOT),
                calls,
                settings.weight(),
                settings.priority(),
                settings.capacity(),
                latency < 0 ? -1 : Math.round(latency / 10_000) / 100.0,
                chosen,
                failures,
                disabled ? "by hand" : state == State.UP ? "" : why);
    }
}
