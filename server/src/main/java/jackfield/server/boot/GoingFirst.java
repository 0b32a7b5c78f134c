package jackfield.server.boot;

import java.util.function.DoubleConsumer;

/// Lets a media thread go before the process's others as long as it has time to spare. One that is
/// busy all the time does not wait for them but they for it: for the compilers, without which it
/// would stay slow for ever.
final class GoingFirst implements DoubleConsumer {
    /// Busier than this it goes as the others do.
    private static final double MOST = 0.9;

    /// And goes first again below this.
    private static final double AGAIN = 0.7;

    private final Runnable raise;
    private final Runnable lower;
    private boolean first = true;

    /// @param raise done when it begins; has been done already at first
    /// @param lower done when it ends
    GoingFirst(Runnable raise, Runnable lower) {
        this.raise = raise;
        this.lower = lower;
    }

    /// How much of its time the thread ran, 0 to 1; asked once a second.
    @Override
    public void accept(double busy) {
        if (first && busy > MOST) {
            first = false;
            lower.run();
        } else if (!first && busy < AGAIN) {
            first = true;
            raise.run();
        }
    }
}
