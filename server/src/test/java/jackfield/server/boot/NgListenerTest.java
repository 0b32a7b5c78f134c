package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.roles.relay.ng.NgValue;
import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NgListenerTest {
    @TempDir Path folder;

    private final NgJackson json = new NgJackson();

    @Test
    void aProxyOpensACallOverUdpInBothEncodings() throws Exception {
        try (DatagramSocket proxy = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Node node = node()) {
            proxy.setSoTimeout(5_000);
            Endpoint control = node.reach().ng().orElseThrow();
            assertThat(ask(proxy, control, "1 d7:command4:pinge")).isEqualTo("1 d6:result4:ponge");
            assertThat(ask(proxy, control, "2 {\"command\":\"ping\"}"))
                    .isEqualTo("2 {\"result\":\"pong\"}");
            assertThat(ask(proxy, control, "3 " + offer())).contains("\"ok\"").contains("m=audio");
            assertThat(ask(proxy, control, "4 {\"command\":\"list\"}")).contains("\"c1\"");
            assertThat(ask(proxy, control, "5 {\"command\":\"delete\",\"call-id\":\"c1\"}"))
                    .contains("\"ok\"");
        }
    }

    @Test
    void aProxyAsksOverTcp() throws Exception {
        try (Node node = node();
                Socket proxy =
                        new Socket(
                                InetAddress.getLoopbackAddress(),
                                node.reach().ng().orElseThrow().port())) {
            proxy.setSoTimeout(5_000);
            proxy.getOutputStream().write(ascii("1 d7:command4:pinge2 d7:command4:listeX"));
            String replies = "1 d6:result4:ponge2 d5:callsle6:result2:oke";
            byte[] got = proxy.getInputStream().readNBytes(replies.length());
            // Keys may be in any order.
            assertThat(new String(got, StandardCharsets.US_ASCII))
                    .startsWith("1 d6:result4:ponge2 d")
                    .contains("5:callsle")
                    .contains("6:result2:ok");
            proxy.getOutputStream().write(ascii(" garbage"));
            assertThat(proxy.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aControllerAsksOverHttpAndWebSocket() throws Exception {
        int port = freePort();
        try (Node _ = node("relay.ng.http=127.0.0.1:" + port);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(
                            post(
                                    client,
                                    port,
                                    "/ng",
                                    "application/x-rtpengine-ng",
                                    "7 d7:command4:pinge"))
                    .isEqualTo("200 7 d6:result4:ponge");
            assertThat(
                            post(
                                    client,
                                    port,
                                    "/ng-plain",
                                    "application/json",
                                    "{\"command\":\"ping\"}"))
                    .isEqualTo("200 {\"result\":\"pong\"}");
            assertThat(post(client, port, "/ng", "application/x-rtpengine-ng", "d7:command4:pinge"))
                    .startsWith("400 ");
            assertThat(post(client, port, "/ng-plain", "text/plain", "{}")).startsWith("415 ");
            assertThat(
                            client.send(
                                            HttpRequest.newBuilder(at(port, "/ping")).build(),
                                            HttpResponse.BodyHandlers.ofString())
                                    .body())
                    .isEqualTo("pong\n");
            assertThat(webSocket(client, port, "ng.rtpengine.com", "9 {\"command\":\"ping\"}"))
                    .isEqualTo("9 {\"result\":\"pong\"}");
            assertThat(webSocket(client, port, "ng-plain.rtpengine.com", "d7:command4:pinge"))
                    .isEqualTo("d6:result4:ponge");
        }
    }

    private static URI at(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static String post(HttpClient client, int port, String path, String type, String body)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(at(port, path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private static String webSocket(HttpClient client, int port, String subprotocol, String text)
            throws Exception {
        CompletableFuture<String> got = new CompletableFuture<>();
        WebSocket socket =
                client.newWebSocketBuilder()
                        .subprotocols(subprotocol)
                        .buildAsync(
                                URI.create("ws://127.0.0.1:" + port + "/"),
                                new WebSocket.Listener() {
                                    @Override
                                    public @Nullable CompletionStage<?> onText(
                                            WebSocket from, CharSequence data, boolean last) {
                                        got.complete(data.toString());
                                        return null;
                                    }

                                    @Override
                                    public @Nullable CompletionStage<?> onBinary(
                                            WebSocket from, ByteBuffer data, boolean last) {
                                        got.complete(
                                                StandardCharsets.UTF_8.decode(data).toString());
                                        return null;
                                    }
                                })
                        .get(5, TimeUnit.SECONDS);
        assertThat(socket.getSubprotocol()).isEqualTo(subprotocol);
        socket.sendText(text, true).get(5, TimeUnit.SECONDS);
        String reply = got.get(5, TimeUnit.SECONDS);
        socket.abort();
        return reply;
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private Node node(String... more) throws IOException {
        Config.Sources sources = new Config.Sources();
        for (String set :
                List.of(
                        "listen.address=127.0.0.1",
                        "edge.https.port=0",
                        "edge.ws.listen=127.0.0.1:0",
                        "sip.udp.port=0",
                        "sip.tcp.port=0",
                        "sip.tls.port=0",
                        "turn.port=0",
                        "turn.tls.port=0",
                        "media.browser.port=0",
                        "media.rtp.range=41000-41999",
                        "relay.ng.listen=127.0.0.1:0")) {
            sources.set(set);
        }
        for (String set : more) {
            sources.set(set);
        }
        return Node.start(sources.read(), new DataFolder(folder));
    }

    private static String offer() {
        return "{\"command\":\"offer\",\"call-id\":\"c1\",\"from-tag\":\"a\",\"sdp\":\""
                + "v=0\\r\\no=- 1 1 IN IP4 127.0.0.1\\r\\ns=-\\r\\nc=IN IP4 127.0.0.1\\r\\n"
                + "t=0 0\\r\\nm=audio 4000 RTP/AVP 0\\r\\n\"}";
    }

    private static String ask(DatagramSocket proxy, Endpoint control, String text)
            throws IOException {
        byte[] request = text.getBytes(StandardCharsets.UTF_8);
        InetAddress to = InetAddress.getLoopbackAddress();
        proxy.send(new DatagramPacket(request, request.length, to, control.port()));
        DatagramPacket reply = new DatagramPacket(new byte[4096], 4096);
        proxy.receive(reply);
        return new String(reply.getData(), 0, reply.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void jsonKeepsWhatItIsGiven() {
        String text =
                "{\"command\":\"offer\",\"flags\":[\"a\",\"ü\"],\"n\":7,\"in\":{\"x\":\"y\"}}";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(new String(json.write(json.read(bytes).orThrow()), StandardCharsets.UTF_8))
                .isEqualTo(text);
        NgValue.Dictionary yes =
                json.read("{\"a\":true,\"b\":null}".getBytes(StandardCharsets.UTF_8)).orThrow();
        assertThat(yes.entries())
                .containsExactly(java.util.Map.entry("a", new NgValue.Text("yes")));
    }

    @Test
    void whatIsNotJsonIsABadValue() {
        RandomGenerator random = new SplittableRandom(7);
        byte[] good = offer().getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = good.clone();
            for (int change = 0; change <= random.nextInt(4); change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(json.read(bytes)).isNotNull();
        }
        assertThat(json.read("[".repeat(10_000).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Parsed.Bad.class);
        assertThat(json.read("[]".getBytes(StandardCharsets.UTF_8))).isInstanceOf(Parsed.Bad.class);
    }
}
