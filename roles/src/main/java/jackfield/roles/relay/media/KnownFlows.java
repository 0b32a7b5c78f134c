package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import java.util.ArrayDeque;
import java.util.Deque;

/// The addresses in a flow table that lead to one leg: a bounded number, the oldest goes first, and
/// all go with the leg.
final class KnownFlows {
    private final FlowTable<BrowserLeg> table;
    private final int most;
    private final BrowserLeg leg;
    private final Deque<Endpoint> known = new ArrayDeque<>();

    KnownFlows(FlowTable<BrowserLeg> table, int most, BrowserLeg leg) {
        this.table = table;
        this.most = most;
        this.leg = leg;
    }

    /// Lets `remote` lead to the leg, whoever had it before.
    void add(Endpoint remote) {
        if (table.find(remote.high(), remote.low(), remote.port()) == leg) {
            return;
        }
        known.remove(remote);
        if (known.size() == most) {
            forget(known.remove());
        }
        if (table.put(remote.high(), remote.low(), remote.port(), leg)) {
            known.add(remote);
        }
    }

    /// Forgets all.
    void clear() {
        while (!known.isEmpty()) {
            forget(known.remove());
        }
    }

    private void forget(Endpoint remote) {
        table.remove(remote.high(), remote.low(), remote.port(), leg);
    }
}
