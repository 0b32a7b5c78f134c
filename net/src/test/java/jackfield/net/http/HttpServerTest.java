package jackfield.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.net.Listener;
import jackfield.net.Listening;
import jackfield.net.TestIdentity;
import jackfield.net.TlsIdentity;
import jackfield.net.stream.StreamLimits;
import jackfield.net.stream.Streams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpServerTest {
    private static final Endpoint ANY_PORT = Endpoint.ipv4(0x7f000001, 0);

    private final Streams streams =
            new Streams(new StreamLimits(50, 3, 60_000, 60_000, 1 << 20, 5000, 5000));
    private final HttpServer server =
            new HttpServer(
                    streams,
                    new HttpOptions(
                            HttpOptions.DEFAULT.contentSecurityPolicy(), 1000, 2, 10_000, 90));
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Listener listener;

    @TempDir Path folder;
    private Path big;

    @BeforeEach
    void listen() throws IOException {
        big = Files.write(folder.resolve("big"), bytes(3 << 20));
        server.get(
                        "/api/calls/:id",
                        request ->
                                HttpResponse.json(
                                                200,
                                                request.path("id")
                                                        + " "
                                                        + request.query("verbose")
                                                        + " "
                                                        + request.header("X-Thing"))
                                        .with("X-Answer", "yes"))
                .post("/api/echo", request -> HttpResponse.of(201, "a/b", request.body()))
                .get(
                        "/api/remote",
                        request ->
                                HttpResponse.text(
                                        200,
                                        request.remote().host()
                                                + " "
                                                + request.secure()
                                                + " "
                                                + Thread.currentThread().isVirtual()))
                .get(
                        "/api/bug",
                        _ -> {
                            throw new IllegalStateException("a secret detail");
                        })
                .get(
                        "/api/file",
                        request ->
                                FileSlice.response(
                                        big, Files.size(big), "audio/wav", request.header("range")))
                .get("/api/gone", _ -> FileSlice.response(folder.resolve("gone"), 5, "a/b", null))
                .files(new HttpFiles.ClassPath("webtest"));
        listener = server.listenPlain(ANY_PORT);
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        streams.close();
    }

    private java.net.http.HttpRequest.Builder to(String path) {
        return java.net.http.HttpRequest.newBuilder(
                URI.create("http://" + listener.local() + path));
    }

    private java.net.http.HttpResponse<String> get(String path) throws Exception {
        return client.send(to(path).build(), BodyHandlers.ofString());
    }

    @Test
    void aHandlerSeesParametersQueryAndHeaders() throws Exception {
        var response =
                client.send(
                        to("/api/calls/a%20b?verbose=1&verbose=2").header("x-thing", "T").build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("a b 1 T");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.headers().firstValue("x-answer")).hasValue("yes");
        assertThat(get("/api/remote").body()).isEqualTo("127.0.0.1 false true");
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        return bytes;
    }

    private java.net.http.HttpResponse<byte[]> range(String wanted) throws Exception {
        return client.send(
                to("/api/file").header("range", wanted).build(), BodyHandlers.ofByteArray());
    }

    @Test
    void aFileGoesOutWholeOrInTheRangeThatIsAskedFor() throws Exception {
        byte[] all = bytes(3 << 20);
        var whole = client.send(to("/api/file").build(), BodyHandlers.ofByteArray());
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(all);
        assertThat(whole.headers().firstValue("accept-ranges")).hasValue("bytes");

        var part = range("bytes=1000-2000999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(all, 1000, 2_001_000));
        assertThat(part.headers().firstValue("content-range"))
                .hasValue("bytes 1000-2000999/3145728");
        assertThat(range("bytes=3145720-").body()).hasSize(8);
        assertThat(range("bytes=3145720-99999999").body()).hasSize(8);
        assertThat(range("bytes=-8").body())
                .isEqualTo(java.util.Arrays.copyOfRange(all, all.length - 8, all.length));
    }

    @Test
    void aRangeThatIsNotThereIsRefusedAndOneThatCannotBeReadIsIgnored() throws Exception {
        var beyond = range("bytes=3145728-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("content-range")).hasValue("bytes */3145728");
        assertThat(range("bytes=-0").statusCode()).isEqualTo(416);
        for (String odd :
                new String[] {
                    "bytes=5-2",
                    "bytes=-",
                    "bytes=0-1,4-5",
                    "lines=1-2",
                    "bytes=x-y",
                    "bytes=1-99999999999999999999999"
                }) {
            assertThat(range(odd).statusCode()).as(odd).isEqualTo(200);
        }
        assertThat(get("/api/gone").statusCode()).isEqualTo(404);
    }

    @Test
    void aHeadRequestHasNoBody() throws Exception {
        var response =
                client.send(
                        to("/api/remote")
                                .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aBodyComesWholeAndHasALimit() throws Exception {
        var echo =
                client.send(
                        to("/api/echo")
                                .POST(
                                        java.net.http.HttpRequest.BodyPublishers.ofString(
                                                "x".repeat(1000)))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(echo.statusCode()).isEqualTo(201);
        assertThat(echo.body()).hasSize(1000);
        var tooLong =
                client.send(
                        to("/api/echo")
                                .POST(
                                        java.net.http.HttpRequest.BodyPublishers.ofString(
                                                "x".repeat(1001)))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(tooLong.statusCode()).isEqualTo(413);
    }

    @Test
    void anExceptionTellsNothing() throws Exception {
        var response = get("/api/bug");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret");
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
        var wrongMethod = client.send(to("/api/bug").DELETE().build(), BodyHandlers.ofString());
        assertThat(wrongMethod.statusCode()).isBetween(404, 405);
    }

    @Test
    void everyResponseCarriesTheSecurityHeaders() throws Exception {
        for (String path : new String[] {"/", "/api/remote", "/nowhere", "/api/bug"}) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("content-security-policy"))
                    .hasValue(HttpOptions.DEFAULT.contentSecurityPolicy());
            assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(headers.firstValue("referrer-policy")).hasValue("no-referrer");
        }
    }

    @Test
    void filesHaveTheirTypesAndCacheRules() throws Exception {
        var index = get("/");
        assertThat(index.body()).startsWith("<!doctype html>");
        assertThat(index.headers().firstValue("content-type").orElseThrow())
                .startsWith("text/html");
        assertThat(index.headers().firstValue("cache-control")).hasValue("no-cache");
        var script = get("/js/app-1F3A9C07.js");
        assertThat(script.headers().firstValue("content-type").orElseThrow())
                .contains("javascript");
        assertThat(script.headers().firstValue("cache-control").orElseThrow())
                .contains("immutable");
        var plain = get("/js/plain.js");
        assertThat(plain.headers().firstValue("cache-control")).hasValue("no-cache");
        String modified = plain.headers().firstValue("last-modified").orElseThrow();
        var again =
                client.send(
                        to("/js/plain.js").header("If-Modified-Since", modified).build(),
                        BodyHandlers.ofString());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(get("/js/app-9F3A9C07.js").headers().firstValue("cache-control"))
                .hasValue("no-cache");
    }

    @Test
    void aDirectoryIsServedAndNothingBesideIt(@TempDir Path folder) throws Exception {
        Path web = Files.createDirectory(folder.resolve("web"));
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.writeString(web.resolve("page.html"), "page");
        Files.writeString(web.resolve(".hidden"), "secret");
        HttpServer other =
                new HttpServer(streams, HttpOptions.DEFAULT).files(new HttpFiles.Directory(web));
        Listener at = other.listenPlain(ANY_PORT);
        assertThat(raw(at, "/page.html")).startsWith("HTTP/1.1 200").endsWith("page");
        for (String path :
                new String[] {
                    "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/.hidden"
                }) {
            assertThat(raw(at, path)).doesNotStartWith("HTTP/1.1 200").doesNotContain("secret\n");
        }
    }

    private static String raw(Listener at, String path) throws IOException {
        try (Socket socket = new Socket(at.local().address(), at.local().port())) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void moreHandlersThanAllowedGet503() throws Exception {
        CountDownLatch busy = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        HttpServer slow =
                new HttpServer(streams, new HttpOptions("default-src 'self'", 1000, 2, 10_000, 90))
                        .get(
                                "/slow",
                                _ -> {
                                    busy.countDown();
                                    release.await();
                                    return HttpResponse.empty(204);
                                });
        listener = slow.listenPlain(ANY_PORT);
        var first = client.sendAsync(to("/slow").build(), BodyHandlers.ofString());
        var second = client.sendAsync(to("/slow").build(), BodyHandlers.ofString());
        assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(get("/slow").statusCode()).isEqualTo(503);
        release.countDown();
        assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
        assertThat(second.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
    }

    @Test
    void aQueryThatCannotBeReadTakesNoRoomFromOthers() throws Exception {
        HttpServer narrow =
                new HttpServer(streams, new HttpOptions("default-src 'self'", 1000, 2, 10_000, 90))
                        .get("/room", _ -> HttpResponse.empty(204));
        listener = narrow.listenPlain(ANY_PORT);
        for (int i = 0; i < 3; i++) {
            assertThat(raw(listener, "/room?a=%zz")).startsWith("HTTP/1.1 400");
        }
        assertThat(get("/room").statusCode()).isEqualTo(204);
    }

    private HttpServer impatient(long headMs, int idleSeconds) {
        return new HttpServer(
                        streams,
                        new HttpOptions("default-src 'self'", 1000, 2, headMs, idleSeconds))
                .post("/echo", request -> HttpResponse.of(200, "a/b", request.body()));
    }

    private static Socket dial(Listener to) throws IOException {
        return new Socket(to.local().address(), to.local().port());
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aRequestHeadThatDoesNotComeWholeEndsItsConnection() throws Exception {
        Listener impatient = impatient(100, 90).listenPlain(ANY_PORT);
        try (Socket half = dial(impatient);
                Socket silent = dial(impatient)) {
            say(half, "GET /echo HTTP/1.1\r\nHost: a\r\nX-Slow: ");
            assertThat(half.getInputStream().read()).isEqualTo(-1);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(streams.turnedAway()).containsEntry("slow_request", 2L);
    }

    @Test
    void aBodyThatDoesNotComeEndsItsConnectionAndOneThatComesDoesNot() throws Exception {
        Listener impatient = impatient(60_000, 1).listenPlain(ANY_PORT);
        try (Socket trickling = dial(impatient);
                ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor()) {
            say(trickling, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");
            assertThat(trickling.getInputStream().read()).isEqualTo('H');
            say(trickling, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\n");
            drops.scheduleAtFixedRate(
                    () -> {
                        try {
                            say(trickling, "x");
                        } catch (IOException closed) {
                            throw new UncheckedIOException(closed); // it says no more
                        }
                    },
                    0,
                    100,
                    TimeUnit.MILLISECONDS);
            trickling.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        assertThat(streams.turnedAway()).containsEntry("slow_request", 1L);
    }

    @Test
    void connectionsAreCountedByKindWhileTheyLast() throws Exception {
        Listener tls = server.listenTls(ANY_PORT, TestIdentity.make());
        assertThat(get("/api/remote").statusCode()).isEqualTo(200);
        assertThat(streams.byKind()).containsEntry("http", 1).containsEntry("https", 0);
        try (Socket second = dial(tls)) {
            assertThat(second.isConnected()).isTrue();
            assertThat(streams.byKind()).containsEntry("https", 0); // no handshake, no HTTP
        }
        assertThat(streams.turnedAway()).containsKeys("banned", "full", "address", "origin");
    }

    @Test
    void httpsSpeaksHttp2() throws Exception {
        TlsIdentity identity = TestIdentity.make();
        Listener tls = server.listenTls(ANY_PORT, identity);
        HttpClient secure =
                HttpClient.newBuilder().sslContext(TestIdentity.trusting(identity)).build();
        try {
            URI uri = URI.create("https://127.0.0.1:" + tls.local().port() + "/api/remote");
            var response =
                    secure.send(
                            java.net.http.HttpRequest.newBuilder(uri).build(),
                            BodyHandlers.ofString());
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(response.body()).isEqualTo("127.0.0.1 true true");
            assertThat(streams.byKind()).containsEntry("https", 1).containsEntry("http", 0);
        } finally {
            secure.shutdownNow();
        }
    }

    @Test
    void oneAddressGetsItsShareOfConnections() throws Exception {
        InetAddress stranger = InetAddress.ofLiteral("127.0.0.9");
        Endpoint at = listener.local();
        CompletableFuture<Integer> end = new CompletableFuture<>();
        try (Socket a = new Socket(at.address(), at.port(), stranger, 0);
                Socket b = new Socket(at.address(), at.port(), stranger, 0);
                Socket c = new Socket(at.address(), at.port(), stranger, 0);
                Socket d = new Socket(at.address(), at.port(), stranger, 0)) {
            for (Socket each : new Socket[] {a, b, c, d}) {
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                end.complete(each.getInputStream().read());
                            } catch (IOException closed) {
                                // the test's own end
                            }
                        });
            }
            assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(-1);
            assertThat(streams.refused()).isEqualTo(1);
            assertThat(streams.turnedAway()).containsEntry("address", 1L);
        }
    }

    @Test
    void theRoutesOfTheListenerEndWithIt() throws Exception {
        Listening nobody = new Listening();
        server.webSocket("/late", WebSocketOptions.of("sip"), nobody);
        Listener second = server.listenPlain(ANY_PORT);
        assertThat(raw(second, "/late")).startsWith("HTTP/1.1 426");
        second.close();
        try (var free =
                new java.net.ServerSocket(second.local().port(), 1, second.local().address())) {
            assertThat(free.isBound()).isTrue();
        }
        assertThat(get("/api/remote").statusCode()).isEqualTo(200);
    }
}
