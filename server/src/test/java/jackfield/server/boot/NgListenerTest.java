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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
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

    private Node node() throws IOException {
        Config.Sources sources = new Config.Sources();
        for (String set :
                List.of(
                        "listen.address=127.0.0.1",
                        "edge.https.port=0",
                        "edge.ws.listen=127.0.0.1:0",
                        "sip.udp.port=0",
                        "sip.tcp.port=0",
                        "sip.tls.port=0",
                        "media.browser.port=0",
                        "media.rtp.range=41000-41999",
                        "relay.ng.listen=127.0.0.1:0")) {
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
