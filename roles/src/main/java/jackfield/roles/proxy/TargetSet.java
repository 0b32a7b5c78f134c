package jackfield.roles.proxy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Where a request may go (RFC 3261 section 16.5): attempts in their order, each of which forks to
/// all of its targets at once. The next attempt is made when the one before has ended in a way that
/// it asks for; the caller gets the best of all responses.
///
/// @param attempts at least one
public record TargetSet(List<Attempt> attempts) {
    public TargetSet {
        attempts = List.copyOf(attempts);
        if (attempts.isEmpty()) {
            throw new IllegalArgumentException("a target set without targets");
        }
    }

    /// One attempt.
    ///
    /// @param targets at least one
    /// @param ringTime how long it may ring (ns); 0 for as long as any call may
    /// @param after the outcomes of the attempt before that lead here; not asked for the first
    /// @param retargeted true where it is for somebody else than the one who was called: a
    ///   forwarded call
    public record Attempt(
            List<Target> targets, long ringTime, Set<Outcome> after, boolean retargeted) {
        public Attempt {
            targets = List.copyOf(targets);
            after = Set.copyOf(after);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("an attempt without targets");
            }
        }

        /// All of `targets`, whatever came before, as long as it was no refusal for all (6xx).
        public static Attempt of(List<Target> targets) {
            return new Attempt(
                    targets, 0, EnumSet.complementOf(EnumSet.of(Outcome.REFUSED)), false);
        }
    }

    /// All of `targets` at once.
    public static TargetSet parallel(List<Target> targets) {
        return new TargetSet(List.of(Attempt.of(targets)));
    }
}
