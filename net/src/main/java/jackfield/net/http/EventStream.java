package jackfield.net.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A response that goes on: server-sent events (HTML Living Standard, section 9.2). For any thread;
/// a reader that does not read loses its stream.
public final class EventStream {
    private static final int MOST_WAITING = 512;

    /// Reverse proxies close what says nothing for a minute.
    private static final long COMMENT_EVERY_MS = 20_000;

    private final HttpServerResponse response;
    private final Context loop;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Vertx vertx;
    private volatile @Nullable Runnable closed;
    private volatile boolean isOver;
    private long pulse = -1;

    EventStream(HttpServerResponse response, Context loop, Vertx vertx) {
        this.response = response;
        this.loop = loop;
        this.vertx = vertx;
    }

    /// Begins the response; before anything is sent.
    public void begin() {
        loop.runOnContext(_ -> head());
    }

    private void head() {
        if (response.closed() || response.ended()) {
            over();
            return;
        }
        response.setStatusCode(200)
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Content-Encoding", "identity") // a compressor would hold events back
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        response.closeHandler(_ -> over());
        response.exceptionHandler(_ -> over());
        response.write(": here\n\n");
        pulse = vertx.setPeriodic(COMMENT_EVERY_MS, _ -> write(": still here\n\n"));
    }

    private void over() {
        vertx.cancelTimer(pulse);
        isOver = true;
        Runnable told = closed;
        closed = null;
        if (told != null) {
            told.run();
        }
    }

    /// Whom to tell, once, that the stream is over; on its event loop.
    public void onClose(Runnable then) {
        closed = then;
        if (isOver) {
            loop.runOnContext(_ -> over());
        }
    }

    /// Sends one event.
    ///
    /// @param id what the reader says to go on behind it (`Last-Event-ID`)
    /// @param data one line
    public void send(String id, String event, String data) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            close();
            return;
        }
        loop.runOnContext(_ -> {
            waiting.decrementAndGet();
            write("id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n");
        });
    }

    private void write(String text) {
        if (isOver || response.ended() || response.closed()) {
            return;
        }
        if (response.writeQueueFull()) {
            response.reset();
            over();
        } else {
            response.write(text);
        }
    }

    /// Ends the stream behind what was sent.
    public void close() {
        loop.runOnContext(_ -> {
            if (!response.ended() && !response.closed()) {
                response.end();
            }
            over();
        });
    }
}
