package jackfield.net.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/// Pings a WebSocket and cuts it off when nothing comes back: browsers do not ping by themselves,
/// and a phone that left the network says no goodbye.
final class WebSocketPulse {
    private final Vertx vertx;
    private final long timer;
    private boolean heard = true;
    private int silent;

    WebSocketPulse(Vertx vertx, ServerWebSocket webSocket, WebSocketWire wire, long intervalMs) {
        this.vertx = vertx;
        timer = vertx.setPeriodic(intervalMs, _ -> beat(webSocket, wire));
    }

    private void beat(ServerWebSocket webSocket, WebSocketWire wire) {
        silent = heard ? 0 : silent + 1;
        heard = false;
        if (silent == 2) {
            wire.cut();
        } else {
            webSocket.writePing(Buffer.buffer());
        }
    }

    /// A frame came; on the connection's event loop.
    void heard() {
        heard = true;
    }

    void stop() {
        vertx.cancelTimer(timer);
    }
}
