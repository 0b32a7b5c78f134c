package jackfield.net.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import jackfield.net.flow.Connections;
import jackfield.net.flow.TurnedAway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes an HTTP connection that keeps us waiting for a request: one that sends the first head a
/// byte at a time, and one that trickles between requests or in a body, which the library takes for
/// busy. On the connection's event loop.
final class HeadWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HeadWatch.class);

    private final Connections connections;
    private final HttpConnection connection;
    private final long idleMs;
    private long timer;
    private @Nullable HttpServerRequest last;
    private boolean over;

    HeadWatch(Connections connections, HttpConnection connection, HttpOptions options) {
        this.connections = connections;
        this.connection = connection;
        idleMs = options.idleTimeoutSeconds() * 1000L;
        timer = vertx().setTimer(options.headTimeoutMs(), _ -> tooLate());
    }

    private Vertx vertx() {
        return connections.vertx();
    }

    /// A whole head has come.
    void request(HttpServerRequest request) {
        if (!over) {
            last = request;
            patient(idleMs);
        }
    }

    private void patient(long ms) {
        vertx().cancelTimer(timer);
        timer = vertx().setTimer(ms, _ -> tooLate());
    }

    private void tooLate() {
        if (over) {
            return;
        }
        if (last != null && last.isEnded() && !last.response().ended()) {
            patient(idleMs); // we are at work
            return;
        }
        if (last == null || !last.isEnded()) {
            connections.count(TurnedAway.SLOW_REQUEST);
        }
        LOG.debug("{}: closed, no request came in time", connection.remoteAddress());
        end();
        connection.close();
    }

    /// The connection is gone, or a WebSocket from now on, which has a pulse of its own.
    void end() {
        over = true;
        last = null;
        vertx().cancelTimer(timer);
    }
}
