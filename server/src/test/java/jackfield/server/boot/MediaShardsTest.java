package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.base.Endpoint;
import jackfield.rtc.sdp.SessionDescription;
import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node with two media shards: real packets of two calls, each on its own shard.
@Timeout(60)
class MediaShardsTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Pattern SDP = Pattern.compile("\"sdp\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern HOST = Pattern.compile("127\\.0\\.0\\.1 (\\d+) typ host");

    @TempDir Path folder;
    private int http;

    @Test
    void twoCallsAtOnceAreOnTwoShardsAndBothAreHeard() throws Exception {
        try (Node node = node("media.shards=2");
                DatagramSocket proxy = socket();
                Pair first = new Pair(node, proxy, "one");
                Pair second = new Pair(node, proxy, "two")) {
            for (int i = 0; i < 20; i++) {
                first.talk();
                second.talk();
            }

            Endpoint control = control(node);
            assertThat(ask(proxy, control, "query", "one", "a", "")).contains("\"ok\"");
            String metrics = metrics();
            for (int shard = 0; shard < 2; shard++) {
                assertThat(count(metrics, "jackfield_media_shard_datagrams", shard))
                        .isGreaterThanOrEqualTo(40);
            }
            assertThat(metrics).containsPattern("jackfield_media_legs\\{kind=\"rtp\"} 4\\b");

            ask(proxy, control, "delete", "one", "a", "");
            second.talk();
        }
    }

    @Test
    void browsersAreToldThePortOfTheirCallsShard() throws Exception {
        try (Node node = node("media.shards=2");
                DatagramSocket proxy = socket()) {
            Set<String> ports = new HashSet<>();
            for (String call : List.of("one", "two", "three", "four")) {
                ports.add(browserPort(node, proxy, call));
            }
            assertThat(ports).hasSize(2);
        }
    }

    @Test
    void withOneShardThereIsOnePort() throws Exception {
        try (Node node = node("media.shards=1");
                DatagramSocket proxy = socket()) {
            assertThat(browserPort(node, proxy, "one")).isEqualTo(browserPort(node, proxy, "two"));
        }
    }

    @Test
    void aPortOfAShardThatIsTakenIsNamedAndNothingStaysOpen() throws Exception {
        try (DatagramSocket other = aboveTurn()) {
            int first = other.getLocalPort() - 1;
            assertThatThrownBy(() -> node("media.shards=2", "media.browser.port=" + first))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(other.getLocalPort()))
                    .hasMessageContaining("media.browser.port");
            try (DatagramSocket again = new DatagramSocket(first, HERE)) {
                assertThat(again.isBound()).isTrue();
            }
        }
    }

    private static String browserPort(Node node, DatagramSocket proxy, String call)
            throws IOException {
        String offer =
                sdp(
                        ask(
                                proxy,
                                control(node),
                                "offer",
                                call,
                                "a",
                                ",\"ICE\":\"force\",\"transport-protocol\":\"UDP/TLS/RTP/SAVPF\""
                                        + ",\"sdp\":\""
                                        + offered(4000)
                                        + "\""));
        Matcher host = HOST.matcher(offer);
        assertThat(host.find()).as(offer).isTrue();
        return host.group(1);
    }

    /// Two phones in a call.
    private static final class Pair implements AutoCloseable {
        private final DatagramSocket alice = socket();
        private final DatagramSocket bob = socket();
        private final int toAlice;
        private final int toBob;
        private int sequence;

        Pair(Node node, DatagramSocket proxy, String call) throws IOException {
            String offer = ",\"sdp\":\"" + offered(alice.getLocalPort()) + "\"";
            String answer = ",\"to-tag\":\"b\",\"sdp\":\"" + offered(bob.getLocalPort()) + "\"";
            toBob = port(ask(proxy, control(node), "offer", call, "a", offer));
            toAlice = port(ask(proxy, control(node), "answer", call, "a", answer));
        }

        /// A packet each way, heard.
        void talk() throws IOException {
            sequence++;
            heard(alice, toAlice, bob, "from alice ");
            heard(bob, toBob, alice, "from bob ");
        }

        private void heard(DatagramSocket from, int by, DatagramSocket to, String text)
                throws IOException {
            byte[] sound = (text + sequence).getBytes(StandardCharsets.US_ASCII);
            ByteBuffer packet = ByteBuffer.allocate(12 + sound.length);
            packet.put((byte) 0x80).put((byte) 0).putShort((short) sequence);
            packet.putInt(160 * sequence).putInt(text.hashCode()).put(sound);
            from.send(new DatagramPacket(packet.array(), packet.capacity(), HERE, by));
            DatagramPacket got = new DatagramPacket(new byte[2048], 2048);
            while (true) {
                to.receive(got);
                String all =
                        new String(got.getData(), 0, got.getLength(), StandardCharsets.ISO_8859_1);
                if (all.endsWith(text + sequence)) {
                    return;
                }
            }
        }

        @Override
        public void close() {
            alice.close();
            bob.close();
        }
    }

    private Node node(String... more) throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, HERE)) {
            http = any.getLocalPort();
        }
        Config.Sources sources = new Config.Sources();
        for (String set :
                List.of(
                        "listen.address=127.0.0.1",
                        "edge.https.port=0",
                        "edge.ws.listen=127.0.0.1:" + http,
                        "sip.udp.port=0",
                        "sip.tcp.port=0",
                        "sip.tls.port=0",
                        "turn.port=0",
                        "turn.tls.port=0",
                        "media.browser.port=0",
                        "media.rtp.range=42000-42999",
                        "relay.ng.listen=127.0.0.1:0")) {
            sources.set(set);
        }
        for (String set : more) {
            sources.set(set);
        }
        return Node.start(sources.read(), new DataFolder(folder));
    }

    private static Endpoint control(Node node) {
        return node.reach().ng().orElseThrow();
    }

    /// Not among the ports that TURN relays by: those have an error of their own.
    private static DatagramSocket aboveTurn() throws IOException {
        for (int port = 41_001; ; port += 7) {
            try {
                return new DatagramSocket(port, HERE);
            } catch (BindException taken) {
                assertThat(port).isLessThan(60_000);
            }
        }
    }

    private static DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, HERE);
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static String offered(int port) {
        return "v=0\\r\\no=- 1 1 IN IP4 127.0.0.1\\r\\ns=-\\r\\nc=IN IP4 127.0.0.1\\r\\n"
                + "t=0 0\\r\\nm=audio "
                + port
                + " RTP/AVP 0\\r\\n";
    }

    private static String ask(
            DatagramSocket proxy,
            Endpoint control,
            String command,
            String call,
            String tag,
            String more)
            throws IOException {
        String text =
                command
                        + call
                        + " {\"command\":\""
                        + command
                        + "\",\"call-id\":\""
                        + call
                        + "\",\"from-tag\":\""
                        + tag
                        + "\""
                        + more
                        + "}";
        byte[] request = text.getBytes(StandardCharsets.UTF_8);
        proxy.send(new DatagramPacket(request, request.length, HERE, control.port()));
        DatagramPacket reply = new DatagramPacket(new byte[16_384], 16_384);
        proxy.receive(reply);
        return new String(reply.getData(), 0, reply.getLength(), StandardCharsets.UTF_8);
    }

    private static String sdp(String reply) {
        Matcher found = SDP.matcher(reply);
        assertThat(found.find()).as(reply).isTrue();
        return found.group(1).replace("\\r\\n", "\r\n").replace("\\/", "/");
    }

    private static int port(String reply) {
        return SessionDescription.parse(sdp(reply).getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .sections()
                .getFirst()
                .media()
                .port();
    }

    private String metrics() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI page = URI.create("http://127.0.0.1:" + http + "/metrics");
            return client.send(
                            HttpRequest.newBuilder(page).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static long count(String metrics, String name, int shard) {
        Matcher found =
                Pattern.compile(name + "(?:_total)?\\{shard=\"" + shard + "\"} (\\d+)")
                        .matcher(metrics);
        assertThat(found.find()).as(metrics).isTrue();
        return Long.parseLong(found.group(1));
    }
}
