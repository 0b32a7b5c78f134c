package jackfield.store;

import jackfield.roles.forwarding.Forwarding;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The forwardings of a running node: read from memory by any thread, written behind by the store's
/// own.
final class ForwardingMemory {
    private final ForwardingTable table;
    private final Map<String, Forwarding> now = new ConcurrentHashMap<>();

    /// What is not written yet; guarded by itself.
    private final Map<String, Forwarding> pending = new LinkedHashMap<>();

    private volatile Consumer<String> quietChanged = _ -> {};

    ForwardingMemory(ForwardingTable table) {
        this.table = table;
        read();
    }

    /// Tells `listener` of every user who does not want to be disturbed from now on, or does again,
    /// whoever changed that.
    void quietChanged(Consumer<String> listener) {
        quietChanged = listener;
    }

    Forwarding of(String user) {
        return now.getOrDefault(user, Forwarding.NONE);
    }

    void put(String user, Forwarding forwarding) {
        boolean before;
        synchronized (pending) {
            before = of(user).quiet();
            pending.put(user, forwarding);
            keep(user, forwarding);
        }
        if (before != forwarding.quiet()) {
            quietChanged.accept(user);
        }
    }

    private void keep(String user, Forwarding forwarding) {
        if (forwarding.isNone()) {
            now.remove(user);
        } else {
            now.put(user, forwarding);
        }
    }

    /// Writes what is pending. What fails stays so.
    void write() {
        Map<String, Forwarding> batch;
        synchronized (pending) {
            batch = new LinkedHashMap<>(pending);
        }
        batch.forEach(table::put);
        synchronized (pending) {
            batch.forEach(pending::remove);
        }
    }

    /// Takes what other processes have written.
    void read() {
        Map<String, Forwarding> all = table.all();
        Set<String> changed;
        synchronized (pending) {
            Set<String> before = quiet();
            now.keySet().retainAll(all.keySet());
            now.putAll(all);
            pending.forEach(this::keep);
            changed = quiet();
            Set<String> both = new HashSet<>(changed);
            both.retainAll(before);
            changed.addAll(before);
            changed.removeAll(both);
        }
        changed.forEach(quietChanged);
    }

    private Set<String> quiet() {
        Set<String> users = new HashSet<>();
        now.forEach((user, forwarding) -> {
            if (forwarding.quiet()) {
                users.add(user);
            }
        });
        return users;
    }
}
