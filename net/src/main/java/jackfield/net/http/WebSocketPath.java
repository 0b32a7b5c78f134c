package jackfield.net.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import jackfield.base.Endpoint;
import jackfield.base.StreamSink;
import jackfield.base.Transport;
import jackfield.net.flow.Addresses;
import jackfield.net.flow.Connection;
import jackfield.net.flow.Connections;
import jackfield.net.flow.TurnedAway;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door of one WebSocket path: who may pass (RFC 6455 section 4.2, RFC 7118 section 4).
final class WebSocketPath {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketPath.class);

    /// RFC 6455 section 7.4.1: a page that is left, or loaded anew.
    private static final short GOING_AWAY = 1001;

    private final Connections connections;
    private final WebSocketOptions options;
    private final StreamSink sink;
    private final Forwarding forwarding;
    private final Consumer<HttpConnection> upgraded;

    /// @param upgraded is told of connections that are WebSockets from now on
    WebSocketPath(
            Connections connections,
            WebSocketOptions options,
            StreamSink sink,
            Forwarding forwarding,
            Consumer<HttpConnection> upgraded) {
        this.connections = connections;
        this.forwarding = forwarding;
        this.upgraded = upgraded;
        this.options = options;
        this.sink = sink;
    }

    /// True when the client offers this path's subprotocol.
    boolean isOffered(HttpServerRequest request) {
        return offers(request.getHeader("Sec-WebSocket-Protocol"));
    }

    void handle(HttpServerRequest request) {
        String upgrade = request.getHeader("Upgrade");
        if (upgrade == null || !upgrade.equalsIgnoreCase("websocket")) {
            refuse(request, 426, "A WebSocket lives here.");
        } else if (!offers(request.getHeader("Sec-WebSocket-Protocol"))) {
            refuse(request, 400, "The WebSocket must speak " + options.subprotocol() + ".");
        } else if (!options.origin()
                .admits(request.getHeader("Origin"), request.getHeader("Host"))) {
            connections.count(TurnedAway.ORIGIN);
            refuse(request, 403, "Not from this page.");
        } else {
            Endpoint remote = Addresses.endpoint(request.remoteAddress());
            Endpoint client = client(request, remote);
            if (!client.equals(remote) && !connections.enterBehind(client)) {
                refuse(request, 403, "Not now.");
                return;
            }
            Handshake handshake = handshake(request);
            request.toWebSocket()
                    .onComplete(
                            webSocket -> {
                                upgraded.accept(request.connection());
                                open(webSocket, handshake, remote, client);
                            },
                            broken -> {
                                leave(remote, client);
                                LOG.debug("no WebSocket: {}", broken + "");
                            });
        }
    }

    /// Only plain HTTP comes through a reverse proxy.
    private Endpoint client(HttpServerRequest request, Endpoint remote) {
        return request.isSSL()
                ? remote
                : forwarding.client(
                        remote,
                        request.headers().getAll("Forwarded"),
                        request.headers().getAll("X-Forwarded-For"));
    }

    private void leave(Endpoint remote, Endpoint client) {
        if (!client.equals(remote)) {
            connections.leaveBehind(client);
        }
    }

    private boolean offers(@Nullable String protocols) {
        return options.subprotocol().isEmpty()
                || protocols != null
                        && Arrays.stream(protocols.split(","))
                                .anyMatch(each -> each.strip().equals(options.subprotocol()));
    }

    private static void refuse(HttpServerRequest request, int status, String why) {
        request.response()
                .setStatusCode(status)
                .putHeader("Upgrade", "websocket")
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(why + "\n");
    }

    private static Handshake handshake(HttpServerRequest request) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        try {
            request.params()
                    .forEach(entry ->
                            query.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                                    .add(entry.getValue()));
        } catch (IllegalArgumentException unreadable) {
            query.clear(); // a query that is none says nothing
        }
        return new Handshake(request.getHeader("Authorization"), query);
    }

    private void open(
            ServerWebSocket webSocket, Handshake handshake, Endpoint remote, Endpoint client) {
        Connection connection =
                connections.add(
                        webSocket.isSsl() ? Transport.WSS : Transport.WS,
                        Addresses.endpoint(webSocket.localAddress()),
                        remote,
                        client,
                        sink);
        Vertx vertx = connections.vertx();
        WebSocketWire wire = new WebSocketWire(webSocket);
        WebSocketMessages messages =
                new WebSocketMessages(connection, webSocket, options.maxMessageBytes());
        WebSocketPulse pulse = new WebSocketPulse(vertx, webSocket, wire, options.pingIntervalMs());
        webSocket.frameHandler(frame -> {
            pulse.heard();
            messages.frame(frame);
        });
        webSocket.pongHandler(_ -> pulse.heard());
        webSocket.exceptionHandler(broken -> LOG.debug("{}: {}", connection.flow(), broken + ""));
        webSocket.closeHandler(_ -> {
            pulse.stop();
            connections.leave(remote);
            leave(remote, client);
            Short why = webSocket.closeStatusCode();
            if (why != null && why == GOING_AWAY) {
                connection.leaving();
            }
            connection.closed();
        });
        if (sink instanceof WebSocketSink listening) {
            listening.opened(connection.flow(), handshake);
        }
        connection.opened(wire);
    }
}
