package jackfield.net.flow;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.StreamSink;
import jackfield.base.Transport;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All connections by the id of their flow, and what strangers have taken of the limits.
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private static final Endpoint LOCALHOST = Endpoint.ipv4(0x7f000001, 0);

    private final Vertx vertx;
    private final int most;
    private final int mostPerAddress;
    private final int writeQueueBytes;
    private final AtomicLong nextId = new AtomicLong(1);
    private final Map<Long, Connection> open = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Map<Endpoint, Integer> acceptedOf = new ConcurrentHashMap<>();
    private final AtomicLongArray turnedAway = new AtomicLongArray(TurnedAway.values().length);
    private final AtomicInteger http = new AtomicInteger();
    private final AtomicInteger https = new AtomicInteger();
    private volatile Predicate<Endpoint> guard = _ -> true;
    private final AtomicLong failures = new AtomicLong();

    /// A table with these limits: accepted connections, those of one address, bytes that wait for
    /// one peer.
    public Connections(Vertx vertx, int most, int mostPerAddress, int writeQueueBytes) {
        this.vertx = vertx;
        this.most = most;
        this.mostPerAddress = mostPerAddress;
        this.writeQueueBytes = writeQueueBytes;
    }

    /// The event loops.
    @SuppressWarnings("exports") // for the packages of this module
    public Vertx vertx() {
        return vertx;
    }

    /// A new connection, opening; its id was never used before.
    public Connection add(Transport transport, Endpoint local, Endpoint remote, StreamSink sink) {
        return add(transport, local, remote, remote, sink);
    }

    /// [#add] of a connection that a reverse proxy brings for `client`.
    public Connection add(
            Transport transport,
            Endpoint local,
            Endpoint remote,
            Endpoint client,
            StreamSink sink) {
        Flow flow = new Flow(nextId.getAndIncrement(), transport, local, remote, client);
        Connection connection = new Connection(this, flow, sink);
        open.put(flow.id(), connection);
        return connection;
    }

    /// Whether a stranger at `remote` may have one more connection; give it back by [#leave]. A
    /// reverse proxy on this host brings everybody's connections, so loopback may have all of them.
    public boolean enter(Endpoint remote) {
        if (!guard.test(remote)) {
            count(TurnedAway.BANNED);
            return false;
        }
        Endpoint address = remote.withPort(0);
        if (accepted.incrementAndGet() > most) {
            accepted.decrementAndGet();
            count(TurnedAway.FULL);
            return false;
        }
        int allowed = isThisHost(address) ? most : mostPerAddress;
        if (acceptedOf.merge(address, 1, Integer::sum) > allowed) {
            leave(remote);
            count(TurnedAway.ADDRESS);
            return false;
        }
        return true;
    }

    /// Asks `admits` before a stranger's connection is taken, from now on.
    public void guard(Predicate<Endpoint> admits) {
        guard = admits;
    }

    /// Closes every connection that `which` names, now.
    public void cut(Predicate<Flow> which) {
        open.values().stream().filter(each -> which.test(each.flow())).forEach(Connection::cut);
    }

    /// A connection was turned away, or cut before it was of any use.
    public void count(TurnedAway why) {
        turnedAway.incrementAndGet(why.ordinal());
    }

    /// How many connections were turned away for that reason.
    public long turnedAway(TurnedAway why) {
        return turnedAway.get(why.ordinal());
    }

    /// How many connections were turned away, by the reason's word; every reason is there.
    public Map<String, Long> turnedAway() {
        Map<String, Long> counts = new TreeMap<>();
        for (TurnedAway why : TurnedAway.values()) {
            counts.put(why.word(), turnedAway(why));
        }
        return counts;
    }

    /// An HTTP connection was accepted (1), or is gone or a WebSocket now (-1).
    public void http(boolean secure, int change) {
        (secure ? https : http).addAndGet(change);
    }

    /// How many connections are open or opening, ours and others', by kind: tcp, tls, ws, wss,
    /// http, https. One that became a WebSocket is no longer HTTP.
    public Map<String, Integer> byKind() {
        Map<Transport, Integer> flows = new EnumMap<>(Transport.class);
        open.values().forEach(each -> flows.merge(each.flow().transport(), 1, Integer::sum));
        return Map.of(
                "tcp",
                flows.getOrDefault(Transport.TCP, 0),
                "tls",
                flows.getOrDefault(Transport.TLS, 0),
                "ws",
                flows.getOrDefault(Transport.WS, 0),
                "wss",
                flows.getOrDefault(Transport.WSS, 0),
                "http",
                http.get(),
                "https",
                https.get());
    }

    private static boolean isThisHost(Endpoint address) {
        return address.equals(LOCALHOST) || address.isLoopback() && !address.isIpv4();
    }

    /// Whether a client behind a reverse proxy may have one more connection; give it back by
    /// [#leaveBehind].
    public boolean enterBehind(Endpoint client) {
        if (!guard.test(client)) {
            count(TurnedAway.BANNED);
            return false;
        }
        Endpoint address = client.withPort(0);
        if (acceptedOf.merge(address, 1, Integer::sum) > mostPerAddress) {
            leaveBehind(client);
            count(TurnedAway.ADDRESS);
            return false;
        }
        return true;
    }

    /// A connection that [#enterBehind] allowed is gone.
    public void leaveBehind(Endpoint client) {
        acceptedOf.computeIfPresent(client.withPort(0), (_, n) -> n == 1 ? null : n - 1);
    }

    /// A connection that [#enter] allowed is gone.
    public void leave(Endpoint remote) {
        accepted.decrementAndGet();
        acceptedOf.computeIfPresent(remote.withPort(0), (_, n) -> n == 1 ? null : n - 1);
    }

    /// Sends on the flow's connection; false when it is gone.
    public boolean send(Flow flow, byte[] bytes) {
        Connection connection = of(flow);
        return connection != null && connection.send(bytes);
    }

    /// Sends on the flow's connection and tells when the bytes have left us; fails where it is
    /// gone.
    @SuppressWarnings("exports") // for the packages of this module
    public Future<Void> deliver(Flow flow, byte[] bytes) {
        Connection connection = of(flow);
        Future<Void> sent = connection == null ? null : connection.deliver(bytes);
        return sent == null ? Future.failedFuture("closed") : sent;
    }

    /// Stops or goes on reading from the flow's connection.
    public void reading(Flow flow, boolean on) {
        Connection connection = of(flow);
        if (connection != null) {
            connection.reading(on);
        }
    }

    /// Bytes that wait to be written on the flow's connection; 0 where it is gone.
    public long waiting(Flow flow) {
        Connection connection = of(flow);
        return connection == null ? 0 : connection.waiting();
    }

    /// Closes the flow's connection after what is queued.
    public void close(Flow flow) {
        Connection connection = of(flow);
        if (connection != null) {
            connection.shut();
        }
    }

    /// The same, telling a WebSocket's peer why.
    public void close(Flow flow, int code, String reason) {
        Connection connection = of(flow);
        if (connection != null) {
            connection.shut(code, reason);
        }
    }

    /// True while the flow's connection is open or opening.
    public boolean isOpen(Flow flow) {
        return of(flow) != null;
    }

    /// The chain by which the peer has proven who it is; empty where it has not.
    public List<X509Certificate> proven(Flow flow) {
        Connection connection = of(flow);
        return connection == null ? List.of() : connection.proven();
    }

    /// Connections open or opening.
    public int count() {
        return open.size();
    }

    /// Exceptions of sinks.
    public long failures() {
        return failures.get();
    }

    private @Nullable Connection of(Flow flow) {
        return flow.transport() == Transport.UDP ? null : open.get(flow.id());
    }

    int writeQueueBytes() {
        return writeQueueBytes;
    }

    void remove(Connection connection) {
        open.remove(connection.flow().id());
    }

    void failed(Flow flow, Throwable thrown) {
        failures.incrementAndGet();
        LOG.error("{}: its sink failed", flow, thrown);
    }

    void tooSlow(Flow flow) {
        LOG.warn("{}: closed, for it does not read what we write", flow);
    }
}
