package jackfield.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.net.Listener;
import jackfield.net.Listening;
import jackfield.net.TestIdentity;
import jackfield.net.TlsIdentity;
import jackfield.net.stream.StreamLimits;
import jackfield.net.stream.Streams;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebSocketTest {
    private static final Endpoint ANY_PORT = Endpoint.ipv4(0x7f000001, 0);
    private static final WebSocketOptions OPTIONS =
            new WebSocketOptions(
                    "sip",
                    (origin, _) -> origin == null || origin.equals("https://ours"),
                    20_000,
                    60_000);

    private final Streams streams = new Streams(StreamLimits.DEFAULT);
    private final Listening sink = new Listening();
    private final Browser browser = new Browser();
    private final HttpClient client = HttpClient.newHttpClient();
    private Listener listener;

    /// A client that keeps what it hears.
    private static final class Browser implements WebSocket.Listener {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            heard.add("text " + data);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            heard.add("binary " + data.remaining());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            heard.add("close " + status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add("error");
        }

        String next() throws InterruptedException {
            return heard.poll(20, TimeUnit.SECONDS);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        listener = serve(OPTIONS).listenPlain(ANY_PORT);
    }

    private HttpServer serve(WebSocketOptions options) {
        return new HttpServer(streams, HttpOptions.DEFAULT).webSocket("/ws", options, sink);
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        streams.close();
    }

    private WebSocket dial() throws Exception {
        return client.newWebSocketBuilder()
                .subprotocols("sip")
                .buildAsync(URI.create("ws://" + listener.local() + "/ws"), browser)
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void messagesComeWholeTextAndBinaryAndInPieces() throws Exception {
        WebSocket socket = dial();
        assertThat(socket.getSubprotocol()).isEqualTo("sip");
        socket.sendText("REGISTER", true).join();
        Listening.Heard heard = sink.next();
        assertThat(heard.text()).isEqualTo("REGISTER");
        assertThat(heard.flow().transport()).isEqualTo(Transport.WS);
        assertThat(heard.flow().local()).isEqualTo(listener.local());
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).join();
        assertThat(sink.next().text()).hasSize(3);
        socket.sendText("IN", false).join();
        socket.sendPing(ByteBuffer.allocate(0)).join();
        socket.sendText("VI", false).join();
        socket.sendText("TE", true).join();
        assertThat(sink.next().text()).isEqualTo("INVITE");
        socket.sendText("x".repeat(20_000), true).join();
        assertThat(sink.next().text()).hasSize(20_000);
    }

    @Test
    void aClosedWebSocketGivesItsPlaceBack() throws Exception {
        try (Streams two =
                        new Streams(new StreamLimits(2, 2, 60_000, 60_000, 1 << 20, 5000, 5000));
                Listener door =
                        new HttpServer(two, HttpOptions.DEFAULT)
                                .webSocket("/ws", OPTIONS, sink)
                                .listenPlain(ANY_PORT)) {
            for (int i = 0; i < 5; i++) {
                WebSocket socket =
                        client.newWebSocketBuilder()
                                .subprotocols("sip")
                                .buildAsync(URI.create("ws://" + door.local() + "/ws"), browser)
                                .get(20, TimeUnit.SECONDS);
                socket.abort();
                assertThat(sink.nextClosed()).isNotNull();
            }
            assertThat(two.refused()).isZero();
        }
    }

    @Test
    void whatWeSendIsTextWhereItIsUtf8() throws Exception {
        WebSocket socket = dial();
        socket.sendText("hi", true).join();
        Flow flow = sink.next().flow();
        streams.send(flow, "grüß".getBytes(StandardCharsets.UTF_8));
        assertThat(browser.next()).isEqualTo("text grüß");
        streams.send(flow, new byte[] {(byte) 0xff, 0, 1});
        assertThat(browser.next()).isEqualTo("binary 3");
        streams.close(flow);
        assertThat(browser.next()).startsWith("close");
        assertThat(sink.nextClosed()).isEqualTo(flow);
        assertThat(streams.send(flow, new byte[1])).isFalse();
    }

    @Test
    void aMessageThatIsTooLongEndsTheConnection() throws Exception {
        WebSocket whole = dial();
        whole.sendText("hi", true).join();
        Flow first = sink.next().flow();
        whole.sendText("x".repeat(70_000), true);
        assertThat(sink.nextClosed()).isEqualTo(first);
        browser.heard.clear();
        WebSocket pieces = dial();
        pieces.sendText("hi", true).join();
        Flow second = sink.next().flow();
        pieces.sendText("x".repeat(15_000), false).join();
        pieces.sendText("x".repeat(15_000), true).join();
        assertThat(browser.next()).isEqualTo("close 1009");
        pieces.sendClose(WebSocket.NORMAL_CLOSURE, "");
        assertThat(sink.nextClosed()).isEqualTo(second);
    }

    @Test
    void wssFlowsAreWss() throws Exception {
        TlsIdentity identity = TestIdentity.make();
        Listener tls = serve(OPTIONS).listenTls(ANY_PORT, identity);
        try (HttpClient secure =
                HttpClient.newBuilder().sslContext(TestIdentity.trusting(identity)).build()) {
            WebSocket socket =
                    secure.newWebSocketBuilder()
                            .subprotocols("sip")
                            .buildAsync(
                                    URI.create("wss://127.0.0.1:" + tls.local().port() + "/ws"),
                                    browser)
                            .get(20, TimeUnit.SECONDS);
            socket.sendText("hi", true).join();
            assertThat(sink.next().flow().transport()).isEqualTo(Transport.WSS);
            socket.abort();
            sink.nextClosed();
        }
    }

    private Socket raw() throws IOException {
        return new Socket(listener.local().address(), listener.local().port());
    }

    private static String ask(Socket socket, String... headers) throws IOException {
        String request =
                "GET /ws HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static final String[] UPGRADE = {
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };

    private static String[] upgrade(String... more) {
        String[] all = java.util.Arrays.copyOf(UPGRADE, UPGRADE.length + more.length);
        System.arraycopy(more, 0, all, UPGRADE.length, more.length);
        return all;
    }

    @Test
    void theDoorIsForTheSubprotocolAndTheOrigin() throws Exception {
        try (Socket plain = raw();
                Socket none = raw();
                Socket wrong = raw();
                Socket foreign = raw();
                Socket right = raw()) {
            assertThat(ask(plain, "Accept: */*"))
                    .startsWith("HTTP/1.1 426")
                    .containsIgnoringCase("Upgrade: websocket");
            assertThat(ask(none, upgrade())).startsWith("HTTP/1.1 400");
            assertThat(ask(wrong, upgrade("Sec-WebSocket-Protocol: mqtt")))
                    .startsWith("HTTP/1.1 400");
            assertThat(
                            ask(
                                    foreign,
                                    upgrade(
                                            "Sec-WebSocket-Protocol: sip",
                                            "Origin: https://theirs")))
                    .startsWith("HTTP/1.1 403");
            assertThat(
                            ask(
                                    right,
                                    upgrade(
                                            "Sec-WebSocket-Protocol: mqtt, sip",
                                            "Origin: https://ours")))
                    .startsWith("HTTP/1.1 101")
                    .containsIgnoringCase("Sec-WebSocket-Protocol: sip");
        }
    }

    @Test
    void aTrustedReverseProxySaysWhoTheClientIs() throws Exception {
        listener =
                new HttpServer(streams, HttpOptions.DEFAULT)
                        .behind(new Forwarding(Endpoint::isLoopback))
                        .webSocket("/ws", OPTIONS, sink)
                        .listenPlain(ANY_PORT);
        streams.guard(client -> !client.host().equals("203.0.113.66"));
        try (Socket client = raw();
                Socket banned = raw()) {
            assertThat(
                            ask(
                                    banned,
                                    upgrade(
                                            "Sec-WebSocket-Protocol: sip",
                                            "X-Forwarded-For: 203.0.113.66")))
                    .startsWith("HTTP/1.1 403");
            assertThat(
                            ask(
                                    client,
                                    upgrade(
                                            "Sec-WebSocket-Protocol: sip",
                                            "X-Forwarded-For: 10.6.6.6, 192.0.2.7")))
                    .startsWith("HTTP/1.1 101");
        }
        Flow flow = sink.nextClosed();
        assertThat(flow.client().host()).isEqualTo("192.0.2.7");
        assertThat(flow.remote().isLoopback()).isTrue();
    }

    @Test
    void aWebSocketIsNotHeldToTheTimeOfRequests() throws Exception {
        HttpServer impatient =
                new HttpServer(streams, new HttpOptions("default-src 'self'", 1000, 2, 300, 1))
                        .webSocket(
                                "/ws",
                                new WebSocketOptions("sip", OriginCheck.any(), 20_000, 100),
                                sink);
        listener = impatient.listenPlain(ANY_PORT);
        WebSocket socket = dial();
        // The client knows that it is open before the server has counted it.
        socket.sendText("OPTIONS", true).join();
        assertThat(sink.next().text()).isEqualTo("OPTIONS");
        assertThat(streams.byKind()).containsEntry("ws", 1).containsEntry("http", 0);
        for (int i = 0; i < 5; i++) {
            // Each of these takes as long as a request may.
            try (Socket silent = raw()) {
                assertThat(silent.getInputStream().read()).isEqualTo(-1);
            }
        }
        socket.sendText("REGISTER", true).join();
        assertThat(sink.next().text()).isEqualTo("REGISTER");
        assertThat(streams.turnedAway()).containsEntry("slow_request", 5L);
    }

    @Test
    void aPeerThatDoesNotAnswerPingsIsCutOff() throws Exception {
        listener =
                serve(new WebSocketOptions("sip", OriginCheck.any(), 20_000, 50))
                        .listenPlain(ANY_PORT);
        try (Socket dead = raw()) {
            assertThat(ask(dead, upgrade("Sec-WebSocket-Protocol: sip"))).contains(" 101 ");
            DataInputStream in = new DataInputStream(dead.getInputStream());
            assertThat(in.readUnsignedByte()).isEqualTo(0x89);
            in.readAllBytes();
            assertThat(sink.nextClosed().remote().port()).isEqualTo(dead.getLocalPort());
        }
    }

    @Test
    void aPeerThatAnswersPingsStays() throws Exception {
        listener =
                serve(new WebSocketOptions("sip", OriginCheck.any(), 20_000, 50))
                        .listenPlain(ANY_PORT);
        try (Socket quiet = raw()) {
            assertThat(ask(quiet, upgrade("Sec-WebSocket-Protocol: sip"))).contains(" 101 ");
            DataInputStream in = new DataInputStream(quiet.getInputStream());
            for (int i = 0; i < 8; i++) {
                assertThat(in.readUnsignedByte()).isEqualTo(0x89);
                assertThat(in.readUnsignedByte()).isZero();
                quiet.getOutputStream().write(new byte[] {(byte) 0x8a, (byte) 0x80, 1, 2, 3, 4});
            }
            assertThat(sink.closedWaiting()).isZero();
            assertThat(streams.count()).isEqualTo(1);
        }
    }

    @Test
    void aPeerThatDoesNotReadIsCutOff() throws Exception {
        try (Socket deaf = raw()) {
            assertThat(ask(deaf, upgrade("Sec-WebSocket-Protocol: sip"))).contains(" 101 ");
            deaf.getOutputStream().write(new byte[] {(byte) 0x82, (byte) 0x81, 0, 0, 0, 0, 'x'});
            Flow flow = sink.next().flow();
            boolean open = true;
            for (int i = 0; i < 100_000 && open; i++) {
                open = streams.send(flow, new byte[8192]);
            }
            assertThat(open).isFalse();
            assertThat(sink.nextClosed()).isEqualTo(flow);
        }
    }
}
