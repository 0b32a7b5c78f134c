package jackfield.roles.proxy;

import jackfield.roles.location.Binding;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Where a request may go (RFC 3261 section 16.5): attempts in their order, each of which forks to
/// all of its targets at once. When an attempt has ended, the next one that asks for such an end is
/// made, and those between are passed over; a 6xx ends all of them but those for somebody else. The
/// caller gets the best of all responses.
///
/// @param attempts at least one
public record TargetSet(List<Attempt> attempts) {
    /// How long a preferred contact rings before a less preferred one does (ns).
    public static final long PREFERRED_RING_TIME = 20_000_000_000L;

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
    /// @param further true where it belongs to the attempt before it in the list, and is passed
    ///   over with that: the second device of one whom a call is forwarded to
    public record Attempt(
            List<Target> targets,
            long ringTime,
            Set<Outcome> after,
            boolean retargeted,
            boolean further) {
        public Attempt {
            targets = List.copyOf(targets);
            after = Set.copyOf(after);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("an attempt without targets");
            }
        }

        /// An attempt of its own.
        public Attempt(
                List<Target> targets, long ringTime, Set<Outcome> after, boolean retargeted) {
            this(targets, ringTime, after, retargeted, false);
        }

        /// All of `targets`, whatever came before, as long as it was no refusal for all (6xx).
        public static Attempt of(List<Target> targets) {
            return new Attempt(targets, 0, EnumSet.allOf(Outcome.class), false);
        }
    }

    /// All of `targets` at once.
    public static TargetSet parallel(List<Target> targets) {
        return new TargetSet(List.of(Attempt.of(targets)));
    }

    /// A user's contacts: those of the highest q at once, those of a lower one when the higher have
    /// failed or have rung long enough (RFC 3261 section 16.6). A device with several flows is one
    /// target (RFC 5626 section 5.3): its preferred flow first.
    ///
    /// @param bindings at least one, the preferred first where it matters
    public static TargetSet byPreference(List<Binding> bindings) {
        Map<String, List<Binding>> devices = new LinkedHashMap<>();
        for (Binding binding : bindings) {
            devices.computeIfAbsent(device(binding), _ -> new ArrayList<>(2)).add(binding);
        }
        TreeMap<Integer, List<Target>> byQ = new TreeMap<>();
        for (List<Binding> flows : devices.values()) {
            List<Target> ways = flows.stream().map(Target::of).toList();
            byQ.computeIfAbsent(-flows.getFirst().q(), _ -> new ArrayList<>())
                    .add(ways.getFirst().or(ways.subList(1, ways.size())));
        }
        List<Attempt> attempts = new ArrayList<>();
        for (List<Target> targets : byQ.values()) {
            boolean last = attempts.size() == byQ.size() - 1;
            attempts.add(
                    new Attempt(
                            targets,
                            last ? 0 : PREFERRED_RING_TIME,
                            EnumSet.allOf(Outcome.class),
                            false));
        }
        return new TargetSet(attempts);
    }

    private static String device(Binding binding) {
        return binding.instance() != null && binding.regId() > 0
                ? binding.instance()
                : binding.key();
    }
}
