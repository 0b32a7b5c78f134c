package jackfield.roles.relay.nodes;

/// One relay node and what is known of it now.
final class RelayNode {
    /// How long a node that said it is full gets no new calls while another one can (ns).
    private static final long FULL_TIME = 5_000_000_000L;

    final NodeSettings settings;
    private boolean down;
    private boolean disabled;
    private long fullUntil;
    private String why = "";
    private long roundTrip;
    int calls;
    long requests;
    long errors;
    long timeouts;
    long failovers;

    RelayNode(NodeSettings settings) {
        this.settings = settings;
    }

    String uri() {
        return settings.uri();
    }

    boolean isDown() {
        return down;
    }

    /// True where it may get new calls.
    boolean isOpen() {
        return !down && !disabled && settings.weight() > 0;
    }

    boolean isFull(long now) {
        return now < fullUntil;
    }

    /// It gets no new calls, by hand; or it does again.
    void disable(boolean disable) {
        disabled = disable;
    }

    /// It answered.
    ///
    /// @param took ns; 0 where that is not known
    /// @return true where it did not before
    boolean answered(long took) {
        boolean news = down;
        down = false;
        roundTrip = took == 0 ? roundTrip : took;
        return news;
    }

    /// It did not answer.
    ///
    /// @return true where it did before
    boolean silent() {
        timeouts++;
        boolean news = !down;
        down = true;
        why = "no reply";
        return news;
    }

    /// It answered with an error.
    void refused(String text) {
        errors++;
        why = text;
    }

    /// It takes no more calls for now, and said so.
    void full(String text, long now) {
        why = text;
        fullUntil = now + FULL_TIME;
    }

    NodeView view(int number, long now) {
        String state = down ? "down" : disabled ? "disabled" : isFull(now) ? "full" : "up";
        return new NodeView(
                number,
                uri(),
                settings.set(),
                settings.weight(),
                state,
                calls,
                new NodeView.Tally(requests, errors, timeouts, failovers),
                roundTrip,
                why);
    }
}
