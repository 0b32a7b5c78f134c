package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.PacketSink;
import jackfield.base.StreamSink;
import jackfield.net.http.HttpOptions;
import jackfield.net.http.HttpRequest;
import jackfield.net.http.HttpResponse;
import jackfield.net.http.HttpServer;
import jackfield.net.http.WebSocketOptions;
import jackfield.net.stream.Streams;
import jackfield.net.udp.Duty;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpSocket;
import jackfield.roles.relay.CallRelay;
import jackfield.roles.relay.Prompts;
import jackfield.roles.relay.ng.NgCore;
import jackfield.roles.relay.ng.NgFraming;
import jackfield.roles.relay.ng.NgHost;
import jackfield.roles.relay.ng.NgRelay;
import jackfield.roles.relay.ng.NgReply;
import jackfield.server.config.Config;
import jackfield.server.config.Setting;
import jackfield.server.config.Settings;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ways in for the NG protocol: UDP and TCP on one port, HTTP and WebSocket on another. All of
/// them lead to the signalling shard's thread, where the relay runs too.
final class NgListener {
    private static final Logger log = LoggerFactory.getLogger(NgListener.class);

    /// What a UDP datagram over IPv4 carries at most.
    private static final int LONGEST_DATAGRAM = 65_507;

    private static final int LONGEST_MESSAGE = 1 << 20;
    private static final long MOST_WAITING_BYTES = 16 << 20;
    private static final long PATIENCE_MS = 5_000;
    private static final String NG = "application/x-rtpengine-ng";

    private final Config config;
    private final Streams streams;
    private final UdpLoop loop;
    private final NgCore core;
    private final AtomicLong waiting = new AtomicLong();

    NgListener(Parts parts, Streams streams, UdpLoop loop, NgCore core) {
        config = parts.config();
        this.streams = streams;
        this.loop = loop;
        this.core = core;
    }

    /// The protocol over `relay`.
    ///
    /// @param epochMs when the node's clock was 0, in milliseconds since 1970
    static NgCore core(CallRelay relay, Prompts prompts, long epochMs, NgHost host) {
        return new NgCore(NgRelay.of(relay), prompts, new NgJackson(), epochMs / 1000, host);
    }

    /// Opens what the settings want, and tells where UDP and TCP are.
    Optional<Endpoint> open() throws IOException {
        loop.add(
                new Duty() {
                    @Override
                    public void wake(long now) {
                        core.wake(now);
                    }

                    @Override
                    public long deadline() {
                        return core.deadline();
                    }
                });
        Optional<Endpoint> at = config.get(Settings.NG_LISTEN);
        if (at.isPresent()) {
            UdpSocket socket = Ports.bound(loop.open(at.get()), Settings.NG_LISTEN);
            socket.attach(datagrams(socket));
            at = Optional.of(socket.local());
            listen("NG over TCP", socket.local(), Settings.NG_LISTEN, this::tcp);
            warn(socket.local());
        }
        Optional<Endpoint> http = config.get(Settings.NG_HTTP);
        if (http.isPresent()) {
            warn(listen("NG over HTTP", http.get(), Settings.NG_HTTP, this::http));
        }
        return at;
    }

    private static Endpoint listen(
            String what, Endpoint at, Setting<?> setting, Edge.Opening opening) throws IOException {
        return Edge.listen(what, at, setting, opening);
    }

    private static void warn(Endpoint at) {
        log.warn("NG control on {} has no password: whoever reaches it commands the relay", at);
    }

    private PacketSink datagrams(UdpSocket socket) {
        return (slot, length, high, low, port, now) -> {
            Endpoint from = new Endpoint(high, low, port);
            byte[] message = slot.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            core.receive(
                    message,
                    from,
                    reply -> {
                        if (reply.length <= LONGEST_DATAGRAM) {
                            socket.send(reply, from);
                        } else {
                            log.warn("a reply of {} bytes does not fit UDP: use TCP", reply.length);
                        }
                    },
                    now);
        };
    }

    private jackfield.net.Listener tcp(Endpoint at) throws IOException {
        return streams.listenTcp(
                at,
                new StreamSink() {
                    private final Map<Flow, NgFraming> framings = new ConcurrentHashMap<>();

                    @Override
                    public void receive(Flow flow, byte[] bytes) {
                        boolean fine =
                                framings.computeIfAbsent(flow, _ -> new NgFraming())
                                        .receive(bytes, message -> take(flow, message, true));
                        if (!fine) {
                            streams.close(flow);
                        }
                    }

                    @Override
                    public void closed(Flow flow) {
                        framings.remove(flow);
                    }
                });
    }

    /// One message of a connection.
    private void take(Flow flow, byte[] message, boolean cookie) {
        boolean taken = post(message, flow.remote(), cookie, reply -> streams.send(flow, reply));
        if (!taken) {
            streams.close(flow);
        }
    }

    /// Does a message on the shard's thread; false where too much waits there.
    private boolean post(byte[] message, Endpoint from, boolean cookie, NgReply reply) {
        if (waiting.addAndGet(message.length) > MOST_WAITING_BYTES) {
            waiting.addAndGet(-message.length);
            return false;
        }
        loop.execute(() -> {
            waiting.addAndGet(-message.length);
            if (cookie) {
                core.receive(message, from, reply, loop.now());
            } else {
                core.plain(message, from, reply, loop.now());
            }
        });
        return true;
    }

    private jackfield.net.Listener http(Endpoint at) throws IOException {
        HttpServer server = new HttpServer(streams, HttpOptions.DEFAULT);
        server.get("/ping", _ -> HttpResponse.text(200, "pong\n"));
        server.post("/ng", request -> posted(request, true));
        server.post("/ng-plain", request -> posted(request, false));
        for (String path : new String[] {"/", "/ng", "/ng-plain", "/ws"}) {
            server.webSocket(path, speaking("ng.rtpengine.com"), messages(true));
            server.webSocket(path, speaking("ng-plain.rtpengine.com"), messages(false));
        }
        return server.listenPlain(at);
    }

    private static WebSocketOptions speaking(String subprotocol) {
        WebSocketOptions usual = WebSocketOptions.of(subprotocol);
        // A page in a browser on this machine must not command the relay.
        return new WebSocketOptions(
                subprotocol,
                (origin, _) -> origin == null,
                LONGEST_MESSAGE,
                usual.pingIntervalMs());
    }

    private StreamSink messages(boolean cookie) {
        return new StreamSink() {
            @Override
            public void receive(Flow flow, byte[] message) {
                take(flow, message, cookie);
            }

            @Override
            public void closed(Flow flow) {
                // nothing is kept of it
            }
        };
    }

    private HttpResponse posted(HttpRequest request, boolean cookie) throws InterruptedException {
        String given = request.header("content-type");
        String type = given == null ? NG : given.split(";")[0].strip();
        if (!type.equals(NG) && !(type.equals("application/json") && !cookie)) {
            return HttpResponse.text(415, "Content-Type must be " + NG + "\n");
        }
        if (request.header("origin") != null) {
            return HttpResponse.text(403, "Not from a page.\n");
        }
        if (cookie && !NgCore.hasCookie(request.body())) {
            return HttpResponse.text(400, "A cookie and a blank come before the message.\n");
        }
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        if (!post(request.body(), request.remote(), cookie, reply::complete)) {
            return HttpResponse.text(503, "busy\n");
        }
        try {
            return HttpResponse.of(200, type, reply.get(PATIENCE_MS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return HttpResponse.text(504, "no reply\n");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
