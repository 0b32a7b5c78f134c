package jackfield.store;

import jackfield.roles.forwarding.Forwarding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The forwardings of a running node: read from memory by any thread, written behind by the store's
/// own.
final class ForwardingMemory {
    private final ForwardingTable table;
    private final Map<String, Forwarding> now = new ConcurrentHashMap<>();

    /// What is not written yet; guarded by itself.
    private final Map<String, Forwarding> pending = new LinkedHashMap<>();

    ForwardingMemory(ForwardingTable table) {
        this.table = table;
        read();
    }

    Forwarding of(String user) {
        return now.getOrDefault(user, Forwarding.NONE);
    }

    void put(String user, Forwarding forwarding) {
        synchronized (pending) {
            pending.put(user, forwarding);
            keep(user, forwarding);
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
        synchronized (pending) {
            now.keySet().retainAll(all.keySet());
            now.putAll(all);
            pending.forEach(this::keep);
        }
    }
}
