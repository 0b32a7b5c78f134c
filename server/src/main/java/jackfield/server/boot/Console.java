package jackfield.server.boot;

import static jackfield.server.boot.Edge.answer;
import static jackfield.server.boot.Edge.authorization;

import jackfield.net.http.HttpResponse;
import jackfield.net.http.HttpServer;
import jackfield.net.http.WebSocketOptions;
import jackfield.net.stream.Streams;
import jackfield.net.udp.UdpCounters;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.BindingWatch;
import jackfield.server.api.AdminAccess;
import jackfield.server.api.Api;
import jackfield.server.api.ConsoleApi;
import jackfield.server.api.Tickets;
import jackfield.server.api.UsersApi;
import jackfield.server.boot.EventFeed.Event;
import jackfield.server.config.SecuritySettings;
import jackfield.server.log.LogRing;
import jackfield.server.log.Logs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the operator's console stands on: the feed of events, an hour of numbers, alerts, and the
/// routes of all that.
final class Console {
    private static final Logger log = LoggerFactory.getLogger(Console.class);
    private static final int MOST_READERS = 64;
    private static final int LONGEST_MESSAGE = 4_096;
    private static final int ALERT_SECONDS = 5;

    private final EventFeed feed;

    private Console(EventFeed feed) {
        this.feed = feed;
    }

    /// The feed, before anybody has something to tell.
    static Console begin(Stopping stopping) {
        EventFeed feed = new EventFeed(MOST_READERS).start();
        stopping.first("end the events", feed::close);
        Consumer<Supplier<LogRing.Line>> lines =
                line -> {
                    if (feed.isHeard("log")) {
                        feed.publish(new Event("log", Map.of("line", line.get())));
                    }
                };
        Logs.ring().tell(lines);
        stopping.first("tell no more log lines", () -> Logs.ring().tellNoMore(lines));
        return new Console(feed);
    }

    EventFeed feed() {
        return feed;
    }

    /// Tells of contacts that come and go.
    BindingWatch bindings() {
        return new BindingWatch() {
            @Override
            public void came(Binding binding) {
                if (feed.isHeard("registered")) {
                    String transport = binding.flow().transport().name().toLowerCase(Locale.ROOT);
                    feed.publish(
                            new Event(
                                    "registered",
                                    Map.of(
                                            "user", binding.aor().toString(),
                                            "contact", binding.target().toString(),
                                            "transport", transport,
                                            "userAgent", binding.userAgent())));
                }
            }

            @Override
            public void went(AddressOfRecord aor, String contact) {
                if (feed.isHeard("unregistered")) {
                    feed.publish(
                            new Event(
                                    "unregistered",
                                    Map.of("user", aor.toString(), "contact", contact)));
                }
            }
        };
    }

    /// Adds the routes and begins to look at the node.
    void open(
            HttpServer http,
            Parts parts,
            Streams streams,
            NodeState state,
            Seeing seeing,
            Alerts alerts,
            ProcessorLoad cpu,
            Stopping stopping) {
        NodeNumbers numbers = new NodeNumbers(feed, state::look, cpu, System::currentTimeMillis);
        seeing.counted(numbers::ended);
        ScheduledExecutorService clock =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("numbers").daemon().factory());
        stopping.first("end counting", clock::shutdownNow);
        every(clock, 1, numbers::sample);
        every(clock, ALERT_SECONDS, () -> alerts.look(System.currentTimeMillis()));
        AdminAccess access = new AdminAccess(parts.secrets());
        Tickets tickets = Tickets.toSignIn(new SecureRandom(), System::currentTimeMillis);
        routes(
                http,
                new ConsoleApi(
                        access,
                        new ConsoleNode(parts, alerts, tickets, seeing),
                        numbers,
                        Logs.ring()),
                new Api(access, state));
        users(http, new UsersApi(access, new NodeUsers(parts, state)));
        http.webSocket(
                "/api/events",
                new WebSocketOptions(
                        "",
                        Edge.origins(parts.config().get(SecuritySettings.ORIGINS)),
                        LONGEST_MESSAGE,
                        parts.config().get(SecuritySettings.PING).toMillis()),
                new EventSockets(feed, parts.secrets(), streams));
        if (parts.config().has("web")) {
            http.get("/console", _ -> page());
        }
    }

    /// A look that fails, because a shard is too busy to answer, leaves a hole and is tried again.
    private static void every(ScheduledExecutorService clock, int seconds, Runnable look) {
        var _ =
                clock.scheduleAtFixedRate(
                        () -> {
                            try {
                                look.run();
                            } catch (IllegalStateException e) {
                                log.debug("the node could not be looked at: {}", e.getMessage());
                            } catch (RuntimeException e) {
                                log.error("looking at the node failed", e);
                            }
                        },
                        0,
                        seconds,
                        TimeUnit.SECONDS);
    }

    private static void routes(HttpServer http, ConsoleApi api, Api calls) {
        http.get(
                "/api/numbers",
                request -> answer(api.numbers(authorization(request), request.query("minutes"))));
        http.get(
                "/api/failures",
                request -> answer(api.failures(authorization(request), request.query("minutes"))));
        http.get("/api/logs", request -> answer(api.logs(authorization(request), request::query)));
        http.get("/api/alerts", request -> answer(api.alerts(authorization(request))));
        http.get("/api/settings", request -> answer(api.settings(authorization(request))));
        http.get("/api/check", request -> answer(api.check(authorization(request))));
        http.post("/api/console/ticket", request -> answer(api.ticket(authorization(request))));
        http.post(
                "/api/console/session",
                request -> answer(api.redeem(request.header("content-type"), request.body())));
        http.route(
                "DELETE",
                "/api/calls/:id",
                request -> answer(calls.hangUp(authorization(request), request.path("id"))));
    }

    private static void users(HttpServer http, UsersApi api) {
        http.get("/api/users", request -> answer(api.list(authorization(request), request::query)));
        http.post(
                "/api/users",
                request ->
                        answer(
                                api.add(
                                        authorization(request),
                                        request.header("content-type"),
                                        request.body())));
        http.route(
                "PUT",
                "/api/users/:name",
                request ->
                        answer(
                                api.change(
                                        authorization(request),
                                        request.header("content-type"),
                                        request.path("name"),
                                        request.body())));
        http.route(
                "DELETE",
                "/api/users/:name",
                request -> answer(api.remove(authorization(request), request.path("name"))));
    }

    /// The page; its files are those below `/console/`.
    private static HttpResponse page() {
        Path file = Path.of(System.getProperty("jackfield.web", ""), "console", "index.html");
        if (!Files.isReadable(file)) {
            return HttpResponse.text(404, "The console was not built.\n");
        }
        try {
            return HttpResponse.of(200, "text/html; charset=utf-8", Files.readAllBytes(file))
                    .with("cache-control", "no-cache");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is looked at once a second.
    record Look(int calls, int registrations, long drops, UdpCounters media)
            implements NodeNumbers.Look {}
}
