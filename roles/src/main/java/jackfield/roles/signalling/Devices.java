package jackfield.roles.signalling;

import jackfield.roles.location.Binding;
import jackfield.roles.proxy.Outcome;
import jackfield.roles.proxy.Target;
import jackfield.roles.proxy.TargetSet;
import jackfield.roles.proxy.TargetSet.Attempt;
import jackfield.roles.transactionuser.Flows;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The devices of a user as a target set: one branch for each device, however many flows it has
/// (RFC 5626 section 7).
final class Devices {
    private static final Set<Outcome> NOT_THERE = EnumSet.of(Outcome.UNREACHABLE, Outcome.FAILED);

    private Devices() {}

    /// All devices at once; where none could be reached, their other flows. Null where there is
    /// nobody to ask.
    ///
    /// @param bindings those that can be reached, the preferred first
    static @Nullable TargetSet of(List<Binding> bindings, Flows flows) {
        Map<String, Binding> newest = new LinkedHashMap<>();
        List<Target> others = new ArrayList<>();
        for (Binding binding : bindings) {
            if (!flows.alive(binding.flow())) {
                continue;
            }
            String instance = binding.instance();
            Binding other = newest.put(instance == null ? binding.key() : instance, binding);
            if (other != null) {
                others.addFirst(Target.of(other));
            }
        }
        if (newest.isEmpty()) {
            return null;
        }
        List<Attempt> attempts = new ArrayList<>();
        attempts.add(Attempt.of(newest.values().stream().map(Target::of).toList()));
        if (!others.isEmpty()) {
            attempts.add(new Attempt(others, 0, NOT_THERE, false));
        }
        return new TargetSet(attempts);
    }
}
