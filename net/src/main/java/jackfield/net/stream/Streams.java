package jackfield.net.stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TrustOptions;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.StreamSink;
import jackfield.base.Transport;
import jackfield.net.Listener;
import jackfield.net.TlsClients;
import jackfield.net.TlsIdentities;
import jackfield.net.TlsIdentity;
import jackfield.net.flow.Addresses;
import jackfield.net.flow.Connection;
import jackfield.net.flow.Connections;
import jackfield.net.flow.Cutting;
import jackfield.net.flow.TurnedAway;
import jackfield.net.flow.VertxListener;
import jackfield.net.flow.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All connections of the node, TCP, TLS and WebSocket, each named by its [Flow]. Everything may be
/// called from any thread; a sink is called on its connection's event loop, in order.
public final class Streams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final StreamLimits limits;
    private final Vertx vertx;
    private final Connections connections;
    private final NetClient client;

    /// Starts the event loops.
    public Streams(StreamLimits limits) {
        this.limits = limits;
        vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setPreferNativeTransport(true)
                                .setEventLoopPoolSize(
                                        Math.max(2, Runtime.getRuntime().availableProcessors())));
        LOG.info(
                "TCP by {}",
                vertx.isNativeTransportEnabled() ? "the native transport" : "plain NIO");
        connections =
                new Connections(
                        vertx,
                        limits.connections(),
                        limits.connectionsPerAddress(),
                        limits.writeQueueBytes());
        client =
                vertx.createNetClient(
                        new NetClientOptions()
                                .setConnectTimeout(limits.connectTimeoutMs())
                                .setHostnameVerificationAlgorithm(""));
    }

    /// Listens for TCP; returns when the port is open.
    public Listener listenTcp(Endpoint local, StreamSink sink) throws IOException {
        return listen(Transport.TCP, new NetServerOptions(), local, TlsClients.NOT_ASKED, sink);
    }

    /// Listens for TLS (1.2 and 1.3); returns when the port is open.
    public Listener listenTls(Endpoint local, TlsIdentity identity, StreamSink sink)
            throws IOException {
        return listenTls(local, new TlsIdentities(identity), TlsClients.NOT_ASKED, sink);
    }

    /// Listens for TLS as `identities` then are, asking clients for a certificate as `clients`
    /// says; what they prove is [#peerCertificates].
    public Listener listenTls(
            Endpoint local, TlsIdentities identities, TlsClients clients, StreamSink sink)
            throws IOException {
        NetServerOptions options =
                new NetServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(KeyCertOptions.wrap(identities.keyManager()))
                        .setSslHandshakeTimeout(limits.handshakeTimeoutMs())
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (clients.asking() != TlsClients.Asking.OFF) {
            options.setTrustOptions(TrustOptions.wrap(clients.trustManager()))
                    .setClientAuth(
                            clients.asking() == TlsClients.Asking.REQUIRED
                                    ? ClientAuth.REQUIRED
                                    : ClientAuth.REQUEST);
        }
        return listen(Transport.TLS, options, local, clients, sink);
    }

    private Listener listen(
            Transport transport,
            NetServerOptions options,
            Endpoint local,
            TlsClients clients,
            StreamSink sink)
            throws IOException {
        options.setReadIdleTimeout(Math.toIntExact(limits.idleTimeoutMs()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpKeepAlive(true);
        NetServer server = vertx.createNetServer(options);
        server.connectHandler(socket -> accept(transport, socket, clients, sink));
        server.exceptionHandler(failed -> LOG.debug("{} {}: {}", transport, local, failed + ""));
        Waiting.await(server.listen(Addresses.address(local)));
        return new VertxListener(local.withPort(server.actualPort()), server::close);
    }

    private void accept(
            Transport transport, NetSocket socket, TlsClients clients, StreamSink sink) {
        Endpoint remote = Addresses.endpoint(socket.remoteAddress());
        List<X509Certificate> proven =
                clients.asking() == TlsClients.Asking.OFF
                        ? List.of()
                        : clients.proven(shownBy(socket));
        // A session that is taken up again brings the certificate it began with: the authorities
        // may have changed since.
        if (proven.isEmpty() && clients.asking() == TlsClients.Asking.REQUIRED) {
            socket.close();
            return;
        }
        if (!connections.enter(remote)) {
            socket.close();
            return;
        }
        Endpoint local = Addresses.endpoint(socket.localAddress());
        Connection connection = connections.add(transport, local, remote, sink);
        // Sockets that strangers open and leave open cost them nothing and us a place.
        long silence =
                vertx.setTimer(
                        limits.silenceMs(),
                        _ -> {
                            if (!connection.hasSpoken()) {
                                connections.count(TurnedAway.SILENT);
                                connection.cut();
                            }
                        });
        connection.proven(proven);
        socket.closeHandler(_ -> {
            vertx.cancelTimer(silence);
            connections.leave(remote);
            connection.closed();
        });
        carry(connection, socket);
    }

    private static List<X509Certificate> shownBy(NetSocket socket) {
        try {
            return socket.peerCertificates().stream().map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException showedNone) {
            return List.of();
        }
    }

    private static void carry(Connection connection, NetSocket socket) {
        socket.exceptionHandler(broken -> LOG.debug("{}: {}", connection.flow(), broken + ""));
        socket.handler(buffer -> connection.received(buffer.getBytes()));
        connection.opened(new SocketWire(socket));
    }

    /// Dials `remote` by TCP. The flow is there at once and takes bytes; they leave when the
    /// connection opens. When it can't, `sink` gets [StreamSink#closed]. The flow's local endpoint
    /// is unspecified, for it is not known yet.
    public Flow connectTcp(Endpoint remote, StreamSink sink) {
        return connect(
                Transport.TCP,
                new ConnectOptions().setRemoteAddress(Addresses.address(remote)),
                remote,
                false,
                sink);
    }

    /// Dials `remote` by TLS, showing the usual one of `identities` if the server asks for one;
    /// else as [#connectTcp].
    public Flow connectTls(
            Endpoint remote, TlsTrust trust, @Nullable TlsIdentities identities, StreamSink sink) {
        ClientSSLOptions ssl =
                TlsTrusting.options(trust)
                        .setSslHandshakeTimeout(limits.connectTimeoutMs())
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (identities != null) {
            ssl.setKeyCertOptions(KeyCertOptions.wrap(identities.keyManager()));
        }
        ConnectOptions options =
                new ConnectOptions()
                        .setRemoteAddress(Addresses.address(remote))
                        .setSsl(true)
                        .setSslOptions(ssl);
        String host = TlsTrusting.host(trust);
        if (host != null) {
            options.setHost(host).setPort(remote.port());
            if (Endpoint.literal(host, 0) == null) {
                options.setSniServerName(host);
            }
        }
        return connect(Transport.TLS, options, remote, !(trust instanceof TlsTrust.Anyone), sink);
    }

    private Flow connect(
            Transport transport,
            ConnectOptions options,
            Endpoint remote,
            boolean proves,
            StreamSink sink) {
        Endpoint unknown = remote.isIpv4() ? Endpoint.ipv4(0, 0) : new Endpoint(0, 0, 0);
        Connection connection = connections.add(transport, unknown, remote, sink);
        client.connect(options)
                .onComplete(
                        socket -> {
                            connection.proven(proves ? shownBy(socket) : List.of());
                            socket.closeHandler(_ -> connection.closed());
                            carry(connection, socket);
                        },
                        refused -> {
                            LOG.debug("{}: {}", connection.flow(), refused + "");
                            connection.closed();
                        });
        return connection.flow();
    }

    /// Queues `bytes`; on a WebSocket they are one message. The array is ours from now on. False
    /// when the connection is gone, closing, or closed now because too much waits already (the sink
    /// hears or heard of it).
    public boolean send(Flow flow, byte[] bytes) {
        return connections.send(flow, bytes);
    }

    /// Sends as [#send] does, and tells when the bytes have left us: for those who send without
    /// end.
    public CompletionStage<Void> deliver(Flow flow, byte[] bytes) {
        return connections.deliver(flow, bytes).toCompletionStage();
    }

    /// Reads nothing from a TCP or TLS connection until [#resume], so that its peer waits.
    public void pause(Flow flow) {
        connections.reading(flow, false);
    }

    /// Reads from a connection again.
    public void resume(Flow flow) {
        connections.reading(flow, true);
    }

    /// Bytes that wait to be written on a connection; 0 where it is gone.
    public long waiting(Flow flow) {
        return connections.waiting(flow);
    }

    /// Closes the connection after what is queued; the sink gets [StreamSink#closed].
    public void close(Flow flow) {
        connections.close(flow);
    }

    /// The same, telling a WebSocket's peer why.
    ///
    /// @param code 1000, or 4000 to 4999 for what is our own (RFC 6455 section 7.4)
    public void close(Flow flow, int code, String reason) {
        connections.close(flow, code, reason);
    }

    /// True while `flow` is open or opening.
    public boolean isOpen(Flow flow) {
        return connections.isOpen(flow);
    }

    /// The certificates by which the peer of `flow` has proven who it is, its own first; empty
    /// where it has proven nothing, and for a flow that is gone.
    public List<X509Certificate> peerCertificates(Flow flow) {
        return connections.proven(flow);
    }

    /// Connections open or opening.
    public int count() {
        return connections.count();
    }

    /// Asks `admits` before a connection is accepted, from now on; on any thread.
    public void guard(Predicate<Endpoint> admits) {
        connections.guard(admits);
    }

    /// Closes every connection that `which` names, whatever waits on it.
    public void cut(Predicate<Flow> which) {
        connections.cut(which);
    }

    /// Accepted connections that the guard turned away so far.
    public long unwelcome() {
        return connections.turnedAway(TurnedAway.BANNED);
    }

    /// Accepted connections that a limit turned away so far.
    public long refused() {
        return connections.turnedAway(TurnedAway.FULL) + connections.turnedAway(TurnedAway.ADDRESS);
    }

    /// How many connections were turned away so far, or cut before they were of any use, by reason:
    /// banned, full, address, origin, silent, slow_request.
    public Map<String, Long> turnedAway() {
        return connections.turnedAway();
    }

    /// How many connections there are now by kind: tcp, tls, ws, wss, http, https.
    public Map<String, Integer> byKind() {
        return connections.byKind();
    }

    /// The table of connections, for the servers of this module.
    @SuppressWarnings("exports") // the type is not exported: only this module can use it
    public Connections connections() {
        return connections;
    }

    /// Closes every listener and connection and ends the event loops.
    @Override
    public void close() {
        try {
            Waiting.await(vertx.close());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A socket of the library as a wire.
    private record SocketWire(NetSocket socket) implements Connection.Wire {
        @Override
        public Future<Void> write(byte[] bytes) {
            return socket.write(Buffer.buffer(bytes));
        }

        @Override
        public void shut() {
            socket.end();
        }

        @Override
        public void pause() {
            socket.pause();
        }

        @Override
        public void resume() {
            socket.resume();
        }

        @Override
        public void cut() {
            Cutting.cut(((NetSocketInternal) socket).channelHandlerContext());
        }
    }
}
