package jackfield.net.http;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import jackfield.base.Endpoint;
import jackfield.base.StreamSink;
import jackfield.net.Listener;
import jackfield.net.TlsIdentities;
import jackfield.net.TlsIdentity;
import jackfield.net.flow.Addresses;
import jackfield.net.flow.Connections;
import jackfield.net.flow.VertxListener;
import jackfield.net.flow.Waiting;
import jackfield.net.stream.Streams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One set of routes, files and WebSocket paths, on any number of listeners. Say what is served
/// first, then listen.
public final class HttpServer {
    private static final String NOBODY = "frame-ancestors 'none'";

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /// A file whose name carries a hash of its content never changes.
    private static final Pattern HASHED = Pattern.compile(".*[-.][0-9A-Za-z_]{8,}\\.[a-z0-9]+");

    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    private final Connections connections;
    private final HttpOptions options;
    private volatile String framers = "";
    private final Router router;
    private final RouteCalls calls;
    private final Set<String> subprotocols = new TreeSet<>();
    private final List<String> routes = new CopyOnWriteArrayList<>();
    private final Map<String, List<WebSocketPath>> webSockets = new ConcurrentHashMap<>();
    private final Map<HttpConnection, HeadWatch> watches = new ConcurrentHashMap<>();
    private int longestMessage = 65_536;
    private Forwarding forwarding = Forwarding.NONE;

    /// A server whose connections belong to `streams` and end with it.
    public HttpServer(Streams streams, HttpOptions options) {
        connections = streams.connections();
        this.options = options;
        router = Router.router(connections.vertx());
        calls = new RouteCalls(options.handlersAtOnce());
        router.route()
                .order(-1)
                .handler(context -> {
                    protect(String.valueOf(context.request().path()), context.response());
                    context.next();
                });
        for (int status : new int[] {400, 404, 405, 413, 500, 503}) {
            router.errorHandler(status, HttpServer::refuse);
        }
    }

    /// The library would log each of these as an error; strangers may cause them as they like.
    private static void refuse(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof HttpClosedException) {
            LOG.debug("{}: gone before its request was whole", context.request().remoteAddress());
            return;
        }
        if (failure instanceof IOException && context.response().closed()) {
            LOG.debug("{}: gone before its answer was whole", context.request().remoteAddress());
            return;
        }
        int status = context.statusCode() < 400 ? 500 : context.statusCode();
        if (status == 500) {
            LOG.warn("{} {}", context.request().method(), context.request().path(), failure);
        }
        HttpServerResponse response = context.response();
        if (!response.ended() && !response.headWritten()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(response.getStatusMessage() + "\n");
        }
    }

    /// WebSockets do not pass through the router: it wraps them, and a wrapped one can't be cut
    /// off.
    private void handle(HttpServerRequest request) {
        HeadWatch watch = watches.get(request.connection());
        if (watch != null) {
            watch.request(request);
        }
        List<WebSocketPath> paths = webSockets.get(String.valueOf(request.path()));
        if (paths == null || !request.method().equals(HttpMethod.GET)) {
            router.handle(request); // a handshake is a GET (RFC 6455 section 4.1)
        } else {
            protect(String.valueOf(request.path()), request.response());
            WebSocketPath spoken = paths.getFirst();
            for (WebSocketPath each : paths) {
                spoken = !spoken.isOffered(request) && each.isOffered(request) ? each : spoken;
            }
            spoken.handle(request);
        }
    }

    /// Lets pages of other origins show the page at `/` in a frame, and no other page of ours.
    ///
    /// @param origins such as `https://shop.example`; none for nobody
    public HttpServer framedBy(Collection<String> origins) {
        framers = String.join(" ", origins);
        return this;
    }

    private void protect(String path, HttpServerResponse response) {
        String policy = options.contentSecurityPolicy();
        if (!framers.isEmpty() && (path.equals("/") || path.equals("/index.html"))) {
            policy = policy.replace(NOBODY, "frame-ancestors 'self' " + framers);
        } else {
            response.putHeader("X-Frame-Options", "DENY");
        }
        response.putHeader("Content-Security-Policy", policy)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin");
    }

    /// Answers `method` on `path`, whose `:name` parts match one segment each.
    public HttpServer route(String method, String path, HttpHandler handler) {
        routes.add(method + " " + path);
        router.route(HttpMethod.valueOf(method), path)
                .handler(
                        BodyHandler.create(false)
                                .setBodyLimit(options.maxBodyBytes())
                                .setHandleFileUploads(false))
                .handler(context -> calls.call(context, handler))
                .failureHandler(HttpServer::refuse);
        return this;
    }

    /// Answers GET by server-sent events.
    public HttpServer events(String path, EventHandler handler) {
        routes.add("GET " + path);
        router.route(HttpMethod.GET, path)
                .handler(context -> calls.stream(context, handler, connections.vertx()))
                .failureHandler(HttpServer::refuse);
        return this;
    }

    /// Answers GET and HEAD.
    public HttpServer get(String path, HttpHandler handler) {
        route("HEAD", path, handler);
        return route("GET", path, handler);
    }

    /// Answers POST.
    public HttpServer post(String path, HttpHandler handler) {
        return route("POST", path, handler);
    }

    /// Serves files for paths that no route answers; `index.html` for a folder. A file whose name
    /// carries a hash (`app-1F3A9C07.js`) may be cached for a year, the others are asked for again.
    public HttpServer files(HttpFiles files) {
        StaticHandler handler =
                switch (files) {
                    case HttpFiles.Directory(var path) ->
                            StaticHandler.create(
                                    FileSystemAccess.ROOT, path.toAbsolutePath().toString());
                    case HttpFiles.ClassPath(String folder) ->
                            StaticHandler.create(FileSystemAccess.RELATIVE, folder);
                };
        handler.setIncludeHidden(false)
                .setDirectoryListing(false)
                .setFilesReadOnly(files instanceof HttpFiles.ClassPath);
        router.route()
                .order(Integer.MAX_VALUE)
                .handler(context -> {
                    context.addHeadersEndHandler(_ -> cache(context));
                    handler.handle(context);
                });
        return this;
    }

    private static void cache(RoutingContext context) {
        boolean found = context.response().getStatusCode() < 400;
        boolean hashed = HASHED.matcher(context.normalizedPath()).matches();
        context.response().putHeader("Cache-Control", found && hashed ? FOREVER : ASK_AGAIN);
    }

    /// What is answered, files left out: `GET /healthz`, and for a WebSocket `WS /ws`.
    public List<String> routes() {
        List<String> all = new ArrayList<>(routes);
        all.removeIf(route -> route.startsWith("HEAD "));
        webSockets.keySet().forEach(path -> all.add("WS " + path));
        return all;
    }

    /// Believes reverse proxies in front of plain HTTP, for the WebSocket paths that follow.
    public HttpServer behind(Forwarding proxies) {
        forwarding = proxies;
        return this;
    }

    /// Takes WebSockets at `path`: several times for one path, to take several subprotocols there.
    /// Messages come to `sink` whole, text and binary alike; answer by [Streams#send].
    public HttpServer webSocket(String path, WebSocketOptions webSocket, StreamSink sink) {
        if (!webSocket.subprotocol().isEmpty()) {
            subprotocols.add(webSocket.subprotocol());
        }
        longestMessage = Math.max(longestMessage, webSocket.maxMessageBytes());
        webSockets
                .computeIfAbsent(path, _ -> new CopyOnWriteArrayList<>())
                .add(new WebSocketPath(connections, webSocket, sink, forwarding, this::upgraded));
        return this;
    }

    /// Listens for HTTPS (HTTP/1.1 and HTTP/2); flows are [jackfield.base.Transport#WSS].
    public Listener listenTls(Endpoint local, TlsIdentity identity) throws IOException {
        return listenTls(local, new TlsIdentities(identity));
    }

    /// The same, showing what `identities` are at each handshake.
    public Listener listenTls(Endpoint local, TlsIdentities identities) throws IOException {
        return listen(
                local,
                serverOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(KeyCertOptions.wrap(identities.keyManager())));
    }

    /// Listens for plain HTTP, for a reverse proxy on the same host; flows are
    /// [jackfield.base.Transport#WS].
    public Listener listenPlain(Endpoint local) throws IOException {
        return listen(local, serverOptions());
    }

    private HttpServerOptions serverOptions() {
        HttpServerOptions server = new HttpServerOptions();
        subprotocols.forEach(server::addWebSocketSubProtocol);
        server.setIdleTimeoutUnit(TimeUnit.SECONDS);
        return server.setIdleTimeout(options.idleTimeoutSeconds())
                .setMaxWebSocketFrameSize(longestMessage)
                .setMaxWebSocketMessageSize(longestMessage)
                .setWebSocketClosingTimeout(2)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(true);
    }

    private Listener listen(Endpoint local, HttpServerOptions server) throws IOException {
        io.vertx.core.http.HttpServer http = connections.vertx().createHttpServer(server);
        http.connectionHandler(this::admit);
        http.requestHandler(this::handle);
        http.exceptionHandler(failed -> LOG.debug("http {}: {}", local, failed + ""));
        Waiting.await(http.listen(Addresses.address(local)));
        return new VertxListener(local.withPort(http.actualPort()), http::close);
    }

    private void admit(HttpConnection connection) {
        Endpoint remote = Addresses.endpoint(connection.remoteAddress());
        if (connections.enter(remote)) {
            connections.http(connection.isSsl(), 1);
            watches.put(connection, new HeadWatch(connections, connection, options));
            connection.closeHandler(_ -> {
                forget(connection);
                connections.leave(remote);
            });
        } else {
            connection.close();
        }
    }

    /// A connection is no longer HTTP.
    private void forget(HttpConnection connection) {
        HeadWatch watch = watches.remove(connection);
        if (watch != null) {
            watch.end();
            connections.http(connection.isSsl(), -1);
        }
    }

    /// From here on the WebSocket's end is heard, not the connection's.
    private void upgraded(HttpConnection connection) {
        forget(connection);
        connection.closeHandler(null);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "HttpServer[%d routes]", router.getRoutes().size());
    }
}
