package jackfield.server.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.NgClient;
import jackfield.testkit.peers.Node;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What a broken or hostile controller sends to a whole node, by all ways into NG: it is answered
/// where it can be, blocks nobody, and leaves nothing behind.
@Tag("interop")
@Timeout(value = 110, unit = TimeUnit.SECONDS)
class NgBadInputTest {
    private static final int HTTP = 2280;
    private static final int BURST = 3_000;
    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                    + "m=audio 4000 RTP/AVP 0\r\n";

    @TempDir static Path folder;
    private static Node node;
    private static NgClient proxy;

    @BeforeAll
    static void start() {
        String address = Addresses.next();
        node =
                Node.start(
                        folder,
                        address,
                        Map.of(
                                "relay.ng.listen",
                                address + ":2223",
                                "relay.ng.http",
                                address + ":" + HTTP,
                                "media.rtp.range",
                                "20000-59999",
                                "turn.range",
                                "12000-12999"));
        proxy = NgClient.udp(address, 2223);
    }

    @AfterAll
    static void stop() {
        proxy.close();
        node.close();
    }

    /// Whatever was sent: a proxy is answered, and no call is there that it did not make.
    @AfterEach
    void aProxyIsServedAsBefore() {
        assertThat(proxy.ask("ping").path("result").asString("")).isEqualTo("pong");
        assertThat(calls()).isZero();
        JsonNode offered = proxy.ask("offer", "call-id", "after", "from-tag", "a", "sdp", SDP);
        assertThat(offered.path("result").asString("")).as("%s", offered).isEqualTo("ok");
        proxy.ask("delete", "call-id", "after");
        assertThat(calls()).isZero();
    }

    private static int calls() {
        return proxy.ask("list", "limit", 100_000).path("calls").size();
    }

    static List<String> dictionariesThatAreNone() {
        return List.of(
                "d",
                "d1:a",
                "d9999999999:",
                "d999999999:x",
                "d-1:ae",
                "d7:command4:pingee",
                "d7:command4:ping",
                "d1:ai99999999999999999999999999ee",
                "d1:ai-ee",
                "d1:a" + "l".repeat(20_000) + "e".repeat(20_000) + "e",
                "d1:a" + "d1:a".repeat(10_000) + "i1e" + "e".repeat(10_001),
                "d1:al" + "i1e".repeat(20_000),
                "i5e",
                "le",
                "x",
                "{",
                "{\"command\":\"ping\"",
                "{\"command\":\"ping\"}}",
                "{\"command\":NaN}",
                "{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}",
                "{\"a\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000) + "}",
                "{\"a\":\"\\ud800\"",
                "[]",
                "null");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("dictionariesThatAreNone")
    void whatIsNoDictionaryIsSaidSo(String body) {
        assertRefused(proxy, body.getBytes(UTF_8));
    }

    private static void assertRefused(NgClient way, byte[] body) {
        byte[] reply = way.send(body);
        assertThat(new String(Objects.requireNonNull(reply), UTF_8))
                .contains("error")
                .contains("Invalid NG data format");
    }

    /// By each way that JSON comes: too deep, too many values, in other encodings than UTF-8; and
    /// what is odd and has a meaning.
    @Test
    void jsonHasTheSameBoundsByEachWay() {
        String deep = "{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}";
        String many = "{\"a\":[" + "1,".repeat(50_000) + "1]}"; // no datagram is as long
        List<byte[]> bad =
                List.of(
                        deep.getBytes(UTF_8),
                        bytes("{\"command\":\"ping\",\"a\":\"\u00fc\"}"),
                        "{\"command\":\"ping\"}".getBytes(UTF_16LE),
                        bytes("{\"command\":\"ping\"}x"),
                        bytes("{\"command\":01}"),
                        bytes("{\"command\":\"ping}"));
        String odd =
                "{\"a\":1e999,\"b\":99999999999999999999,\"c\":-0,\"d\":\"\\ud800\","
                        + "\"command\":\"query\",\"e\":{\"\":null},\"command\":\"ping\"}";
        String address = node.address();
        try (NgClient udp = NgClient.udp(address, 2223);
                NgClient http = NgClient.http(address, HTTP);
                NgClient webSocket = NgClient.webSocket(address, HTTP)) {
            for (NgClient way : List.of(udp, http, webSocket)) {
                boolean isDatagram = way == udp;
                if (!isDatagram) {
                    assertRefused(way, many.getBytes(UTF_8));
                }
                // Frames of text are UTF-8, whatever is in them.
                bad.forEach(each -> {
                    if (way != webSocket || isUtf8(each)) {
                        assertRefused(way, each);
                    }
                });
                byte[] reply = way.send(odd.getBytes(UTF_8));
                assertThat(new String(Objects.requireNonNull(reply), UTF_8))
                        .isEqualTo("{\"result\":\"pong\"}");
            }
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        return Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);
    }

    static List<Map<String, Object>> requestsWithoutSense() {
        String many = "m=audio 4000 RTP/AVP 0\r\n".repeat(1_500);
        String codecs = "m=audio 4000 RTP/AVP" + " 96".repeat(8_000) + "\r\n";
        String attributes = "m=audio 4000 RTP/AVP 0\r\n" + "a=x:y\r\n".repeat(6_000);
        String candidates =
                "m=audio 4000 RTP/AVP 0\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\n"
                        + "a=candidate:1 1 UDP 1 192.0.2.1 4000 typ host\r\n".repeat(1_000);
        String head = SDP.substring(0, SDP.indexOf("m="));
        List<Map<String, Object>> all = new ArrayList<>();
        for (String media : List.of(many, codecs, attributes, candidates, "m=\r\n", "\u0000")) {
            all.add(
                    NgClient.request(
                            "offer", "call-id", "odd", "from-tag", "a", "sdp", head + media));
        }
        for (Map<String, Object> more :
                List.<Map<String, Object>>of(
                        Map.of("flags", Collections.nCopies(3_000, "generate-mid")),
                        Map.of("rtpp-flags", "a=[".repeat(10_000)),
                        Map.of("rtpp-flags", "codec-strip-x ".repeat(4_000)),
                        Map.of("codec", Map.of("transcode", Collections.nCopies(4_000, "opus"))),
                        Map.of("call-id", "x".repeat(60_000)),
                        Map.of("from-tag", "x".repeat(60_000)),
                        Map.of("metadata", "x".repeat(50_000)),
                        Map.of("ptime", Long.MAX_VALUE, "TOS", Long.MIN_VALUE),
                        Map.of("delete-delay", "-99999999999999999999"),
                        Map.of("direction", List.of(List.of(List.of("x")))),
                        Map.of("media-address", "999.1.1.1"),
                        Map.of("received-from", List.of("IP9", "nowhere", "at all")))) {
            Map<String, Object> request =
                    NgClient.request("offer", "call-id", "odd", "from-tag", "a", "sdp", SDP);
            request.putAll(more);
            all.add(request);
        }
        return all;
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("requestsWithoutSense")
    void whatMakesNoSenseIsAnswered(Map<String, Object> request) {
        JsonNode reply = proxy.ask(request);
        assertThat(reply.path("result").asString("")).isIn("ok", "error");
        JsonNode gone = proxy.ask("delete", "call-id", request.get("call-id"));
        assertThat(gone.path("result").asString("")).isIn("ok", "error"); // its name is too long
    }

    @Test
    void junkIsDropped() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        try (DatagramSocket stranger = new DatagramSocket()) {
            stranger.connect(new InetSocketAddress(InetAddress.ofLiteral(node.address()), 2223));
            for (int i = 0; i < 3_000; i++) {
                byte[] junk = new byte[random.nextInt(1, i % 50 == 0 ? 60_000 : 400)];
                random.nextBytes(junk);
                stranger.send(new DatagramPacket(junk, junk.length));
            }
        }
    }

    /// One cookie, many times over, from many ports of one host: the first request is done, once.
    @Test
    void aCookieThatIsRepeatedIsDoneOnce() throws IOException {
        byte[] offer = bytes("same d7:call-id4:same7:command4:liste");
        Set<String> replies = new HashSet<>();
        try (DatagramSocket proxy = connected()) {
            for (int i = 0; i < 2_000; i++) {
                proxy.send(new DatagramPacket(offer, offer.length));
                if (i % 20 == 19) {
                    replies.add(receive(proxy));
                }
            }
        }
        assertThat(replies).hasSize(1);
        assertThat(replies.iterator().next()).startsWith("same d");
    }

    private static DatagramSocket connected() throws IOException {
        DatagramSocket socket = new DatagramSocket();
        socket.setSoTimeout(3_000);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(node.address()), 2223));
        return socket;
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket reply = new DatagramPacket(new byte[65_507], 65_507);
        socket.receive(reply);
        return new String(reply.getData(), 0, reply.getLength(), ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /// A proxy comes back after a pause with all its calls at once, and sends again what is not
    /// answered, as proxies do.
    @Test
    void thousandsOfCallsComeInOneBurst() throws IOException {
        all(i -> text("offer", i) + "8:from-tag1:a3:sdp" + SDP.length() + ":" + SDP);
        assertThat(calls()).isEqualTo(BURST);
        all(i -> text("delete", i));
        assertThat(calls()).isZero();
    }

    private interface Asking {
        String body(int call);
    }

    private static String text(String command, int call) {
        String id = "burst" + call;
        return "7:command"
                + command.length()
                + ":"
                + command
                + "7:call-id"
                + id.length()
                + ":"
                + id;
    }

    private static void all(Asking asking) throws IOException {
        Set<Integer> open = new HashSet<>();
        for (int i = 0; i < BURST; i++) {
            open.add(i);
        }
        try (DatagramSocket socket = connected()) {
            socket.setSoTimeout(500);
            socket.setReceiveBufferSize(4 << 20);
            String series = asking.body(0).contains("offer") ? "o" : "d";
            for (int round = 0; round < 20 && !open.isEmpty(); round++) {
                for (int i : open) {
                    byte[] message = bytes(series + i + " d" + asking.body(i) + "e");
                    socket.send(new DatagramPacket(message, message.length));
                }
                try {
                    while (!open.isEmpty()) {
                        String reply = receive(socket);
                        assertThat(reply).contains("6:result2:ok");
                        open.remove(Integer.parseInt(reply.substring(1, reply.indexOf(' '))));
                    }
                } catch (SocketTimeoutException missing) {
                    // they are sent again
                }
            }
        }
        assertThat(open).isEmpty();
    }

    @Test
    void halfMessagesOverTcpHoldUpNobody() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (NgClient other = NgClient.tcp(node.address(), 2223)) {
            for (String half :
                    List.of(
                            "",
                            "1",
                            "1 ",
                            "1 d",
                            "1 d7:command",
                            "1 d3:sdp500000:xxx",
                            "1 d1:ai")) {
                Socket socket = new Socket(InetAddress.ofLiteral(node.address()), 2223);
                socket.getOutputStream().write(bytes(half));
                waiting.add(socket);
            }
            assertThat(other.ask("ping").path("result").asString("")).isEqualTo("pong");
            Socket slow = waiting.get(4);
            slow.setSoTimeout(3_000);
            for (byte each : bytes("4:pinge")) {
                slow.getOutputStream().write(each);
            }
            String pong = "1 d6:result4:ponge";
            assertThat(slow.getInputStream().readNBytes(pong.length())).isEqualTo(bytes(pong));
            for (String junk :
                    List.of("1 x", "1 d1:ax", "x".repeat(2_000), "1 " + "d1:a".repeat(40))) {
                try (Socket socket = new Socket(InetAddress.ofLiteral(node.address()), 2223)) {
                    socket.setSoTimeout(3_000);
                    socket.getOutputStream().write(bytes(junk));
                    assertThat(ended(socket)).as("closed after %s", junk).isTrue();
                }
            }
        } finally {
            for (Socket each : waiting) {
                each.close();
            }
        }
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void bodiesOverHttpAreBounded() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(post(client, "/ng-plain", "x".repeat((1 << 20) + 1))).startsWith("413 ");
            assertThat(post(client, "/ng", "x".repeat(1 << 20))).startsWith("400 ");
            assertThat(post(client, "/ng-plain", "")).contains("Invalid NG data format");
            assertThat(post(client, "/ng-plain", "d1:a" + "x".repeat(900_000) + "e"))
                    .contains("Invalid NG data format");
            assertThat(post(client, "/ng", "1 d7:command4:pinge"))
                    .isEqualTo("200 1 d6:result4:ponge");
        }
    }

    private static String post(HttpClient client, String path, String body) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://" + node.address() + ":" + HTTP + path))
                                .version(HttpClient.Version.HTTP_1_1)
                                .header("Content-Type", "application/x-rtpengine-ng")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    /// What a WebSocket said, and how it ended.
    private static final class Heard implements WebSocket.Listener {
        final CompletableFuture<String> text = new CompletableFuture<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                text.complete(parts.toString());
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(-1);
        }
    }

    @Test
    void aWebSocketMayComeInPiecesUpToABound() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            Heard heard = new Heard();
            WebSocket socket = open(client, heard);
            String offer =
                    "7 {\"command\":\"offer\",\"call-id\":\"w\",\"from-tag\":\"a\",\"sdp\":\""
                            + SDP.replace("\r\n", "\\r\\n")
                            + "\"}";
            for (int i = 0; i < offer.length(); i++) {
                socket.sendText(offer.substring(i, i + 1), i + 1 == offer.length()).join();
            }
            assertThat(heard.text.get(5, TimeUnit.SECONDS)).startsWith("7 {").contains("\"ok\"");
            proxy.ask("delete", "call-id", "w");
            socket.abort();

            Heard flood = new Heard();
            WebSocket endless = open(client, flood);
            char[] piece = new char[60_000];
            Arrays.fill(piece, 'x');
            for (int i = 0; i < 40 && !flood.closed.isDone(); i++) {
                try {
                    endless.sendText(new String(piece), false).get(5, TimeUnit.SECONDS);
                } catch (java.util.concurrent.ExecutionException ended) {
                    break;
                }
            }
            assertThat(flood.closed.get(5, TimeUnit.SECONDS)).isIn(1009, -1);
            endless.abort();
        }
    }

    private static WebSocket open(HttpClient client, Heard heard) {
        return client.newWebSocketBuilder()
                .subprotocols("ng.rtpengine.com")
                .buildAsync(URI.create("ws://" + node.address() + ":" + HTTP + "/"), heard)
                .join();
    }
}
