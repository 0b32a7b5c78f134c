package jackfield.net.http;

import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jackfield.net.flow.Addresses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls handlers on virtual threads, so many at once and no more.
final class RouteCalls {
    private static final Logger LOG = LoggerFactory.getLogger(RouteCalls.class);

    private final Semaphore room;

    RouteCalls(int atOnce) {
        room = new Semaphore(atOnce);
    }

    void call(RoutingContext context, HttpHandler handler) {
        Context loop = Vertx.currentContext();
        start(
                context,
                request -> {
                    HttpResponse response = answer(request, handler);
                    loop.runOnContext(_ -> write(context, response));
                });
    }

    /// The same for a response that goes on; only its beginning takes room.
    void stream(RoutingContext context, EventHandler handler, Vertx vertx) {
        Context loop = Vertx.currentContext();
        EventStream stream = new EventStream(context.response(), loop, vertx);
        start(
                context,
                request -> {
                    AtomicBoolean taken = new AtomicBoolean();
                    HttpResponse response =
                            answer(
                                    request,
                                    asked -> {
                                        HttpResponse refused = handler.open(asked, stream);
                                        taken.set(refused == null);
                                        return refused == null ? HttpResponse.empty(200) : refused;
                                    });
                    if (!taken.get()) {
                        loop.runOnContext(_ -> write(context, response));
                    }
                });
    }

    private void start(RoutingContext context, Consumer<HttpRequest> does) {
        // Before there is room taken: a query that cannot be read throws.
        HttpRequest request = request(context);
        if (!room.tryAcquire()) {
            context.fail(503);
            return;
        }
        Thread.ofVirtual()
                .name("http " + request.method() + " " + request.path())
                .start(() -> does.accept(request));
    }

    private HttpResponse answer(HttpRequest request, HttpHandler handler) {
        try {
            return handler.handle(request);
        } catch (Throwable thrown) {
            LOG.error("{} failed", request, thrown);
            return HttpResponse.text(500, "Internal Server Error\n");
        } finally {
            room.release();
        }
    }

    private static void write(RoutingContext context, HttpResponse response) {
        HttpServerResponse out = context.response();
        if (out.ended() || out.closed() || out.headWritten()) {
            return;
        }
        out.setStatusCode(response.status());
        response.headers().forEach(out::putHeader);
        FileSlice file = response.file();
        if (file == null) {
            out.end(Buffer.buffer(response.body()));
        } else {
            write(context, file);
        }
    }

    /// In pieces, as fast as the peer reads.
    private static void write(RoutingContext context, FileSlice slice) {
        HttpServerResponse out = context.response();
        out.putHeader("Content-Encoding", "identity"); // a compressor would break the ranges
        if (context.request().method().equals(HttpMethod.HEAD)) {
            out.putHeader("Content-Length", Long.toString(slice.length())).end();
            return;
        }
        var _ =
                out.sendFile(slice.file().toString(), slice.from(), slice.length())
                        .onFailure(failed -> {
                            LOG.debug("{} was not sent whole: {}", slice.file(), failed + "");
                            if (!out.headWritten()) {
                                context.fail(404);
                            } else if (!out.ended()) {
                                out.reset();
                            }
                        });
    }

    private static HttpRequest request(RoutingContext context) {
        HttpServerRequest request = context.request();
        Buffer body = context.body().buffer();
        return new HttpRequest(
                request.method().name(),
                request.path(),
                Map.copyOf(context.pathParams()),
                lists(context.queryParams(), false),
                lists(request.headers(), true),
                body == null ? new byte[0] : body.getBytes(),
                Addresses.endpoint(request.remoteAddress()),
                request.isSSL());
    }

    private static Map<String, List<String>> lists(MultiMap from, boolean lowerCase) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : from) {
            String name = lowerCase ? entry.getKey().toLowerCase(Locale.ROOT) : entry.getKey();
            lists.computeIfAbsent(name, _ -> new ArrayList<>()).add(entry.getValue());
        }
        return lists;
    }
}
