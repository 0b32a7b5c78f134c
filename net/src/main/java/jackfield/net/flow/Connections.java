package jackfield.net.flow;

import io.vertx.core.Vertx;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.StreamSink;
import jackfield.base.Transport;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong unwelcome = new AtomicLong();
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
            unwelcome.incrementAndGet();
            return false;
        }
        Endpoint address = remote.withPort(0);
        if (accepted.incrementAndGet() > most) {
            accepted.decrementAndGet();
            refused.incrementAndGet();
            return false;
        }
        int allowed = isThisHost(address) ? most : mostPerAddress;
        if (acceptedOf.merge(address, 1, Integer::sum) > allowed) {
            leave(remote);
            refused.incrementAndGet();
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

    /// Accepted connections turned away by the guard.
    public long unwelcome() {
        return unwelcome.get();
    }

    private static boolean isThisHost(Endpoint address) {
        return address.equals(LOCALHOST) || address.isLoopback() && !address.isIpv4();
    }

    /// Whether a client behind a reverse proxy may have one more connection; give it back by
    /// [#leaveBehind].
    public boolean enterBehind(Endpoint client) {
        if (!guard.test(client)) {
            unwelcome.incrementAndGet();
            return false;
        }
        Endpoint address = client.withPort(0);
        if (acceptedOf.merge(address, 1, Integer::sum) > mostPerAddress) {
            leaveBehind(client);
            refused.incrementAndGet();
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

    /// Closes the flow's connection after what is queued.
    public void close(Flow flow) {
        Connection connection = of(flow);
        if (connection != null) {
            connection.shut();
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

    /// Accepted connections turned away by a limit.
    public long refused() {
        return refused.get();
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
