package jackfield.base;

/// Where a core puts what it wants done.
///
/// An outbox may queue or send at once, but it never calls back into the core that fills it: the
/// core is in the middle of a step.
///
/// @param <T> the core's sealed output type
@FunctionalInterface
public interface Outbox<T> {
    /// Takes one output, in the order the core decided it.
    void put(T output);
}
