package jackfield.base;

import java.util.Comparator;

/// A path that bytes came in on and can go back out on: a connection, or a UDP socket with the
/// address at its other end (RFC 5626 section 3.1 names it; here it is first-class for every
/// transport).
///
/// Bindings, transactions and dialog legs point at flows. Losing one is an event, not an error. A
/// flow is equal only to itself: `id` is never used twice for connections, so a new connection from
/// the same address is another flow.
///
/// @param id names the connection, or the local UDP socket
/// @param transport how bytes travel on it
/// @param local our side
/// @param remote the peer as we see it, after any NAT: where bytes go
/// @param client who is behind it: the same, or whom a reverse proxy that we trust names
public record Flow(long id, Transport transport, Endpoint local, Endpoint remote, Endpoint client)
        implements Comparable<Flow> {
    /// The id of paths that never leave this node. Sockets and connections have others: nobody
    /// outside can come in on such a path.
    private static final long INSIDE = -1;

    private static final Comparator<Flow> ORDER =
            Comparator.comparingLong(Flow::id)
                    .thenComparing(Flow::remote)
                    .thenComparing(Flow::client)
                    .thenComparing(Flow::transport)
                    .thenComparing(Flow::local);

    /// A path with nothing between us and the peer but NATs.
    public Flow(long id, Transport transport, Endpoint local, Endpoint remote) {
        this(id, transport, local, remote, remote);
    }

    /// A path to a part of this node that takes part in signalling as a browser does.
    ///
    /// @param local the port that browsers reach us on
    /// @param number tells such paths apart: 1 to 65535
    public static Flow inside(Endpoint local, int number) {
        return new Flow(INSIDE, Transport.WSS, local, Endpoint.ipv4(0, number));
    }

    /// True for a path that never leaves this node.
    public boolean isInside() {
        return id == INSIDE;
    }

    /// By id, then by what else makes flows different: an order to file by, which keeps a hash
    /// table fast when a stranger picks addresses of one hash code.
    @Override
    public int compareTo(Flow other) {
        return ORDER.compare(this, other);
    }

    /// Who is at the other end, for people: `udp 192.0.2.7:5060`, or `inside #3`.
    public String peer() {
        return isInside()
                ? "inside #" + remote.port()
                : transport.name().toLowerCase(java.util.Locale.ROOT) + " " + client;
    }

    /// The log's form: `wss 127.0.0.1:8443 <- 127.0.0.1:40112 #7`.
    @Override
    public String toString() {
        return transport.name().toLowerCase(java.util.Locale.ROOT)
                + " "
                + local
                + " <- "
                + remote
                + (client.equals(remote) ? "" : " for " + client)
                + " #"
                + id;
    }
}
