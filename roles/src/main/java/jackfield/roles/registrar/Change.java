package jackfield.roles.registrar;

import jackfield.base.Outbox;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.Bindings;
import jackfield.roles.registrar.RegistrationLimits.WhenFull;
import jackfield.sip.message.Headers;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one REGISTER would change; applied only when all of it is right.
final class Change {
    private final Bindings bindings;
    private final AddressOfRecord aor;
    private final Map<String, Binding> before = new LinkedHashMap<>();
    private final Set<String> parked = new HashSet<>(0);
    private final Map<String, Binding> stored = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();

    Change(Bindings bindings, AddressOfRecord aor) {
        this.bindings = bindings;
        this.aor = aor;
        for (Bindings.Seen seen : bindings.seen(aor)) {
            if (seen.binding().flow().isInside()) {
                continue; // nobody registered it, and no REGISTER takes it away
            }
            String key = seen.binding().key();
            before.put(key, seen.binding());
            if (seen.parked()) {
                parked.add(key);
            }
        }
    }

    /// The binding that has this key until now.
    @Nullable Binding old(String key) {
        return before.get(key);
    }

    /// True where the request is older than what any binding was made of.
    boolean anyNewer(Headers headers) {
        return before.values().stream().anyMatch(old -> isOutOfOrder(old, headers));
    }

    /// True where the request is older than what the binding was made of (RFC 3261 section 10.3
    /// step 7).
    static boolean isOutOfOrder(Binding old, Headers headers) {
        return old.callId().equals(headers.callId()) && headers.cseq().number() <= old.cseq();
    }

    void store(Binding binding) {
        stored.remove(binding.key());
        stored.put(binding.key(), binding);
        removed.remove(binding.key());
    }

    void remove(String key) {
        stored.remove(key);
        removed.add(key);
    }

    void removeAll() {
        removed.addAll(before.keySet());
    }

    /// Keeps the user within `limits`; false where there is no room for what is to be stored.
    boolean fits(RegistrationLimits limits) {
        if (before.keySet().containsAll(stored.keySet())) {
            return true;
        }
        for (Binding binding : List.copyOf(stored.values())) {
            String instance = binding.instance();
            while (instance != null && contactsOf(instance) > limits.contactsPerInstance()) {
                if (!makesRoom(limits, instance)) {
                    return false;
                }
            }
        }
        while (devices() > limits.contactsPerUser()) {
            if (!makesRoom(limits, null)) {
                return false;
            }
        }
        return true;
    }

    private int contactsOf(String instance) {
        int contacts = 0;
        for (Binding binding : after()) {
            contacts += instance.equals(binding.instance()) ? 1 : 0;
        }
        return contacts;
    }

    private int devices() {
        Set<String> devices = new HashSet<>();
        for (Binding binding : after()) {
            devices.add(device(binding));
        }
        return devices.size();
    }

    private static String device(Binding binding) {
        return binding.instance() != null ? binding.instance() : binding.key();
    }

    private List<Binding> after() {
        Map<String, Binding> after = new LinkedHashMap<>(before);
        after.keySet().removeAll(removed);
        after.putAll(stored);
        return List.copyOf(after.values());
    }

    /// Gives up the device, or the contact of `instance`, that was not heard of for longest: one
    /// whose connection is gone, and where limits say so any.
    private boolean makesRoom(RegistrationLimits limits, @Nullable String instance) {
        Binding victim = null;
        for (Binding old : before.values()) {
            if (removed.contains(old.key())
                    || stored.containsKey(old.key())
                    || instance != null && !instance.equals(old.instance())
                    || instance == null && isStored(device(old))) {
                continue;
            }
            if (parked.contains(old.key())) {
                victim = old;
                break;
            }
            if (victim == null && limits.whenFull() == WhenFull.REPLACE) {
                victim = old;
            }
        }
        if (victim == null) {
            return false;
        }
        String device = device(victim);
        if (instance != null) {
            removed.add(victim.key());
        } else {
            before.values().stream()
                    .filter(old -> device(old).equals(device))
                    .forEach(old -> removed.add(old.key()));
        }
        return true;
    }

    private boolean isStored(String device) {
        return stored.values().stream().anyMatch(binding -> device(binding).equals(device));
    }

    /// Does all of it.
    void apply(long now, Outbox<Moved> moves) {
        removed.forEach(key -> bindings.remove(aor, key));
        for (Binding binding : stored.values()) {
            bindings.put(binding, now);
            Binding old = before.get(binding.key());
            if (old != null && !old.flow().equals(binding.flow())) {
                moves.put(new Moved(old, binding));
            }
        }
    }
}
