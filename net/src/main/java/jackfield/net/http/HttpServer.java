package jackfield.net.http;

import jackfield.base.Endpoint;
import jackfield.base.StreamSink;
import jackfield.net.Listener;
import jackfield.net.TlsIdentity;
import jackfield.net.stream.Streams;
import java.io.IOException;

/// One set of routes, files and WebSocket paths, on any number of listeners. Say what is served
/// first, then listen.
public final class HttpServer {
    /// A server whose connections belong to `streams` and end with it.
    public HttpServer(Streams streams, HttpOptions options) {}

    /// Answers `method` on `path`, whose `:name` parts match one segment each.
    public HttpServer route(String method, String path, HttpHandler handler) {
        throw new UnsupportedOperationException();
    }

    /// Answers GET (and HEAD).
    public HttpServer get(String path, HttpHandler handler) {
        return route("GET", path, handler);
    }

    /// Answers POST.
    public HttpServer post(String path, HttpHandler handler) {
        return route("POST", path, handler);
    }

    /// Serves files for paths that no route answers; `index.html` for a folder.
    public HttpServer files(HttpFiles files) {
        throw new UnsupportedOperationException();
    }

    /// Takes WebSockets at `path`. Messages come to `sink` whole, text and binary alike; answer by
    /// [Streams#send].
    public HttpServer webSocket(String path, WebSocketOptions webSocket, StreamSink sink) {
        throw new UnsupportedOperationException();
    }

    /// Listens for HTTPS (HTTP/1.1 and HTTP/2); flows are [jackfield.base.Transport#WSS].
    public Listener listenTls(Endpoint local, TlsIdentity identity) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Listens for plain HTTP, for a reverse proxy on the same host; flows are
    /// [jackfield.base.Transport#WS].
    public Listener listenPlain(Endpoint local) throws IOException {
        throw new UnsupportedOperationException();
    }
}
