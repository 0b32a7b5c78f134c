package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.NgClient;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two sockets that speak through a real node, told by NG where to: a fax in the place of a voice
/// and a voice again, and IPv4 on one side, IPv6 on the other, with two interfaces.
@Tag("interop")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class UdpPeersTest {
    private static final String FAX = "m=image %d udptl t38\r\na=T38FaxVersion:0\r\n";
    private static final String VOICE = "m=audio %d RTP/AVP 0\r\n";

    @TempDir static Path folder;
    private static Node node;
    private static String address;
    private static NgClient client;
    private static int serial;

    private final SplittableRandom random = new SplittableRandom(4);

    @BeforeAll
    static void start() {
        address = Addresses.next();
        node =
                Node.start(
                        folder,
                        address,
                        Map.of(
                                "relay.ng.listen",
                                address + ":2223",
                                "relay.interfaces",
                                "four/" + address + ", six/::1"));
        client = NgClient.udp(address, 2223);
    }

    @AfterAll
    static void stop() {
        client.close();
        node.close();
    }

    /// One party: where it is, and where it was told to send.
    private static final class Peer implements AutoCloseable {
        final DatagramSocket socket;
        InetSocketAddress to = new InetSocketAddress(0);

        Peer(String host) {
            try {
                socket = new DatagramSocket(0, InetAddress.ofLiteral(host));
                socket.setSoTimeout(2_000);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String sdp(String line) {
            String host = socket.getLocalAddress().getHostAddress().split("%", 2)[0];
            String at = (host.contains(":") ? "IP6 " : "IP4 ") + host;
            return "v=0\r\no=- 1 "
                    + ++serial
                    + " IN "
                    + at
                    + "\r\ns=-\r\nc=IN "
                    + at
                    + "\r\nt=0 0\r\n"
                    + line.formatted(socket.getLocalPort());
        }

        void told(JsonNode reply) {
            String sdp = reply.path("sdp").asString("");
            Matcher host = Pattern.compile("(?m)^c=IN IP[46] (\\S+)").matcher(sdp);
            Matcher port = Pattern.compile("(?m)^m=\\S+ (\\d+)").matcher(sdp);
            assertThat(host.find() && port.find()).as("%s", reply).isTrue();
            to =
                    new InetSocketAddress(
                            InetAddress.ofLiteral(host.group(1)), Integer.parseInt(port.group(1)));
        }

        void sends(byte[] bytes) {
            try {
                socket.send(new DatagramPacket(bytes, bytes.length, to));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        byte[] hears() {
            var packet = new DatagramPacket(new byte[2048], 2048);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException silent) {
                throw new AssertionError("nothing came", silent);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static JsonNode ask(String command, String call, String sdp) {
        return ask(command, call, sdp, Map.of());
    }

    private static JsonNode ask(String command, String call, String sdp, Map<String, String> more) {
        Map<String, Object> request = new LinkedHashMap<>(more);
        request.put("command", command);
        request.put("call-id", call);
        request.put("from-tag", "a");
        if (command.equals("answer")) {
            request.put("to-tag", "b");
        }
        request.put("sdp", sdp);
        JsonNode reply = client.ask(request);
        assertThat(reply.path("result").asString("")).as("%s", reply).isEqualTo("ok");
        return reply;
    }

    private static void agree(String call, Peer alice, Peer bob, String line) {
        bob.told(ask("offer", call, alice.sdp(line)));
        alice.told(ask("answer", call, bob.sdp(line)));
    }

    private byte[] datagram(int first) {
        byte[] bytes = new byte[40 + random.nextInt(200)];
        random.nextBytes(bytes);
        bytes[0] = (byte) first;
        return bytes;
    }

    /// RTP of PCMU.
    private byte[] voice(int sequence) {
        byte[] bytes = datagram(0x80);
        bytes[1] = 0;
        bytes[2] = 0;
        bytes[3] = (byte) sequence;
        return bytes;
    }

    private static void passes(Peer from, Peer to, byte[] bytes) {
        from.sends(bytes);
        assertThat(to.hears()).isEqualTo(bytes);
    }

    @Test
    void aVoiceTurnsIntoAFaxAndBack() {
        try (Peer alice = new Peer(Addresses.next());
                Peer bob = new Peer(Addresses.next())) {
            agree("fax", alice, bob, VOICE);
            InetSocketAddress first = alice.to;
            passes(alice, bob, voice(1));
            passes(bob, alice, voice(1));

            agree("fax", alice, bob, FAX);
            assertThat(alice.to).as("the port stays").isEqualTo(first);
            for (int i = 0; i < 256; i++) {
                passes(alice, bob, datagram(i));
                passes(bob, alice, datagram(i));
            }
            assertThat(CallReport.only(node).legs())
                    .allMatch(leg -> leg.toString().contains("\"kind\":\"image\""));

            agree("fax", alice, bob, VOICE);
            passes(alice, bob, voice(2));
            passes(bob, alice, voice(2));
            ask("delete", "fax", "");
        }
    }

    /// Each side is told the interface of its family, and media goes from one to the other.
    @Test
    void oneSideHasIpv4AndTheOtherIpv6() {
        try (Peer alice = new Peer(Addresses.next());
                Peer bob = new Peer("::1")) {
            JsonNode offered =
                    ask("offer", "six", alice.sdp(VOICE), Map.of("address-family", "inet6"));
            bob.told(offered);
            assertThat(offered.path("sdp").asString("")).contains("c=IN IP6 ");
            alice.told(ask("answer", "six", bob.sdp(VOICE)));
            assertThat(alice.to.getAddress().getHostAddress()).isEqualTo(address);
            assertThat(bob.to.getAddress()).isEqualTo(InetAddress.ofLiteral("::1"));

            passes(alice, bob, voice(1));
            passes(bob, alice, voice(1));
            passes(alice, bob, voice(2));
            ask("delete", "six", "");
        }
    }

    /// R30: two pairs of ports; after a call one peer is silent, and the other did not notice.
    @Test
    void aPortThatIsStillSentToIsGivenToNobody() {
        String here = Addresses.next();
        Map<String, String> settings =
                Map.of(
                        "relay.ng.listen", here + ":2223",
                        "media.rtp.range", "24000-24003",
                        "media.shards", "1");
        try (Peer alice = new Peer(Addresses.next());
                Peer bob = new Peer(Addresses.next());
                Node small = Node.start(folder.resolve("small"), here, settings);
                NgClient proxy = NgClient.udp(here, 2223)) {
            bob.told(proxy.ask("offer", "call-id", "1", "from-tag", "a", "sdp", alice.sdp(VOICE)));
            alice.told(
                    proxy.ask(
                            "answer",
                            "call-id",
                            "1",
                            "from-tag",
                            "a",
                            "to-tag",
                            "b",
                            "sdp",
                            bob.sdp(VOICE)));
            passes(alice, bob, voice(1));
            int sentTo = alice.to.getPort();
            int silent = bob.to.getPort();
            proxy.ask("delete", "call-id", "1");

            assertThat(published(proxy, alice, small)).isEqualTo(silent);
            assertThat(
                            proxy.ask("publish", "sdp", bob.sdp(VOICE))
                                    .path("error-reason")
                                    .asString(""))
                    .isEqualTo("Ran out of ports");
            alice.to = new InetSocketAddress(alice.socket.getLocalAddress(), 9);
            assertThat(published(proxy, alice, small)).isEqualTo(sentTo);
        }
    }

    /// The port that the next publisher gets, once there is one; `alice` speaks all the while.
    private int published(NgClient proxy, Peer alice, Node small) {
        Peer carol = new Peer(Addresses.next());
        int[] port = new int[1];
        Patience.until(
                "a port",
                Duration.ofSeconds(40),
                () -> {
                    alice.sends(voice(2));
                    JsonNode reply = proxy.ask("publish", "sdp", carol.sdp(VOICE));
                    boolean granted = reply.path("result").asString("").equals("ok");
                    if (granted) {
                        carol.told(reply);
                        port[0] = carol.to.getPort();
                    }
                    return granted;
                },
                () -> small.api("/api/calls"));
        carol.close();
        return port[0];
    }
}
