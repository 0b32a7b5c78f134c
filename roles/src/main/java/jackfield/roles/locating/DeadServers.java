package jackfield.roles.locating;

import jackfield.base.Endpoint;
import jackfield.base.Transport;
import jackfield.roles.transactionuser.NextHop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The servers that lately did not work. They are tried after all others, not never: where all are
/// dead, one may have come back.
final class DeadServers {
    /// How long a server stays behind the others (ns).
    static final long TIME = 30_000_000_000L;

    private static final int MOST = 1000;

    private record Server(Transport transport, Endpoint remote) implements Comparable<Server> {
        @Override
        public int compareTo(Server other) {
            int order = remote.compareTo(other.remote);
            return order == 0 ? transport.compareTo(other.transport) : order;
        }
    }

    private final Map<Server, Long> until = new LinkedHashMap<>();

    void add(NextHop hop, long now) {
        Server server = new Server(hop.transport(), hop.remote());
        until.remove(server);
        until.put(server, now + TIME);
        // In the order of their times: the first is the first to be forgotten.
        while (until.size() > MOST || until.values().iterator().next() <= now) {
            until.remove(until.keySet().iterator().next());
        }
    }

    /// `hops` with the dead ones behind the others, otherwise in their order.
    List<NextHop> last(List<NextHop> hops, long now) {
        if (until.isEmpty()) {
            return hops;
        }
        List<NextHop> ordered = new ArrayList<>(hops.size());
        List<NextHop> dead = new ArrayList<>();
        for (NextHop hop : hops) {
            Long end = until.get(new Server(hop.transport(), hop.remote()));
            (end != null && end > now ? dead : ordered).add(hop);
        }
        ordered.addAll(dead);
        return ordered;
    }
}
