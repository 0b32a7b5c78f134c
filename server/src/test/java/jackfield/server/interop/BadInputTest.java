package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the clumsy and the hostile send is answered where it can be, and disturbs nobody.
@Tag("interop")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class BadInputTest {
    private static final String WRONG = "certainly-not-it";

    @TempDir static Path folder;
    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    // Messages that are none

    private static String options(String via) {
        return """
        OPTIONS sip:%1$s SIP/2.0
        Via: SIP/2.0/%2$s;branch=z9hG4bKoptions
        From: <sip:monitor@%1$s>;tag=1
        To: <sip:%1$s>
        Call-ID: options
        CSeq: 1 OPTIONS
        Max-Forwards: 70
        Content-Length: 0

        """
                .formatted(node.address(), via);
    }

    private static String options(RawPhone phone) {
        return options("UDP " + phone.host() + ":" + phone.port());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CSeq: 1 OPTIONS    | CSeq: one OPTIONS          | CSeq
                    CSeq: 1 OPTIONS    | CSeq: 1 INVITE             | CSeq
                    CSeq: 1 OPTIONS    | X-None: 1                  | CSeq
                    Call-ID: options   | X-None: 1                  | Call-ID
                    From: <sip:monitor | From: <sip:<monitor        | From
                    To: <sip:          | To: "nobody <sip:          | To
                    Max-Forwards: 70   | Max-Forwards: plenty       | Max-Forwards
                    Content-Length: 0  | Content-Length: -1         | Content-Length
                    """)
    void malformedRequestsAreToldWhichHeaderIsWrong(String right, String wrong, String header)
            throws IOException {
        try (RawPhone phone = new RawPhone(node, "monitor")) {
            assertThat(options(phone)).contains(right);
            assertThat(phone.exchange(options(phone).replace(right, wrong)))
                    .startsWith("SIP/2.0 400 ")
                    .containsPattern("^SIP/2.0 400 .*" + header + ".*\r\n");
        }
        try (Socket stream = stream()) {
            assertThat(say(stream, options("TCP x:1").replace(right, wrong)))
                    .startsWith("SIP/2.0 400 ")
                    .containsPattern("^SIP/2.0 400 .*" + header + ".*\r\n");
        }
    }

    @Test
    void anotherVersionIs505() {
        try (RawPhone phone = new RawPhone(node, "monitor")) {
            assertThat(phone.exchange(options(phone).replaceFirst("SIP/2.0\n", "SIP/3.0\n")))
                    .startsWith("SIP/2.0 505 ");
        }
    }

    @Test
    void tooLargeIs513() throws IOException {
        try (RawPhone phone = new RawPhone(node, "monitor")) {
            String many = "X-More: of it\n".repeat(300) + "Max-Forwards";
            assertThat(phone.exchange(options(phone).replace("Max-Forwards", many)))
                    .startsWith("SIP/2.0 513 ");
        }
        try (Socket stream = stream()) {
            String large = "X-More: " + "x".repeat(20_000) + "\nMax-Forwards";
            assertThat(say(stream, options("TCP x:1").replace("Max-Forwards", large)))
                    .startsWith("SIP/2.0 513 ");
            assertThat(stream.getInputStream().read()).as("the end of the stream").isEqualTo(-1);
        }
        try (Socket stream = stream()) {
            String body = options("TCP x:1").replace("Length: 0", "Length: 100000000");
            assertThat(say(stream, body)).startsWith("SIP/2.0 513 ");
            assertThat(stream.getInputStream().read()).as("the end of the stream").isEqualTo(-1);
        }
    }

    @Test
    void junkDisturbsNobody() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        try (RawPhone stranger = new RawPhone(node, "stranger");
                RawPhone monitor = new RawPhone(node, "monitor")) {
            for (int i = 0; i < 2_000; i++) {
                stranger.send(junk(random, 1_400));
            }
            assertThat(monitor.exchange(options(monitor))).startsWith("SIP/2.0 200");
        }
        for (int i = 0; i < 20; i++) {
            try (Socket stream = stream()) {
                stream.getOutputStream().write(junk(random, 40_000));
            } catch (IOException closed) {
                // the node may have ended it before all was written
            }
        }
        try (Socket stream = stream()) {
            // The very same request by another way would be a merged one (482).
            String other = options("TCP x:1").replace("Call-ID: options", "Call-ID: options-2");
            assertThat(say(stream, other)).startsWith("SIP/2.0 200");
        }
    }

    private static byte[] junk(SplittableRandom random, int most) {
        byte[] junk = new byte[random.nextInt(1, most)];
        random.nextBytes(junk);
        return junk;
    }

    private static Socket stream() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(node.address(), 5060), 10_000);
        socket.setSoTimeout(10_000);
        return socket;
    }

    /// Sends a message over a connection and gives the answer up to its empty line.
    private static String say(Socket stream, String message) throws IOException {
        stream.getOutputStream()
                .write(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = stream.getInputStream().read();
            if (next < 0) {
                return answer.toString();
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    // Requests that are not allowed

    @Test
    void guessingIsMadeSlowAndTheUserElsewhereIsNotDisturbed() {
        try (RawPhone guesser = new RawPhone(node, "alice");
                RawPhone alice = new RawPhone(node, "alice")) {
            Response refused = guesser.proving(guesser.request(Method.REGISTER, ""), WRONG);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.headers().has(HeaderName.RETRY_AFTER)).isFalse();
            for (int i = 0; i < 30 && !refused.headers().has(HeaderName.RETRY_AFTER); i++) {
                refused = guesser.proving(guesser.request(Method.REGISTER, ""), WRONG);
                assertThat(refused.status()).isEqualTo(403);
            }
            assertThat(refused.headers().has(HeaderName.RETRY_AFTER)).isTrue();
            assertThat(registers(alice)).isEqualTo(200);
            Patience.until(
                    "the end of the wait", Duration.ofSeconds(20), () -> registers(guesser) == 200);
        }
    }

    private static int registers(RawPhone phone) {
        Request request = phone.request(Method.REGISTER, "").with(HeaderName.EXPIRES, "60");
        return phone.proving(request, node.demoPassword("alice")).status();
    }

    @Test
    void nobodyThereIs480AndNobodyKnownIs404() {
        try (RawPhone alice = new RawPhone(node, "alice")) {
            assertThat(calls(alice, "nobody", SPEECH).status()).isEqualTo(404);
            assertThat(calls(alice, "bob", SPEECH).status()).isEqualTo(480);
        }
    }

    private static Response calls(RawPhone phone, String callee, String sdp) {
        return phone.proving(phone.invite(callee, sdp), node.demoPassword("alice"));
    }

    private static final String SESSION =
            """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            """;
    private static final String SPEECH = SESSION + "m=audio 4000 RTP/AVP 0\n";
    private static final String FAX = SESSION + "m=image 4000 udptl t38\na=T38FaxVersion:0\n";
    private static final String UNHEARD_OF =
            SESSION + "m=audio 4000 RTP/AVP 96\na=rtpmap:96 GRAMOPHONE/78000\n";
    private static final String KEYLESS = SESSION + "m=audio 4000 RTP/SAVP 0\n";

    @Test
    void descriptionsThatCannotBeAreToldWhy() {
        try (RawPhone alice = new RawPhone(node, "alice");
                Baresip bob =
                        Phones.registered(folder, node, "bob", "udp", 700, ";answermode=auto")) {
            for (String callee : new String[] {"bob", "9999"}) {
                assertThat(warning(calls(alice, callee, KEYLESS))).contains("a=crypto");
                assertThat(warning(calls(alice, callee, "it was nice\n"))).contains("SDP");
            }
            // The echo test repeats any codec but no fax; a phone has to know what it takes.
            assertThat(warning(calls(alice, "9999", FAX))).contains("m=audio");
            assertThat(warning(calls(alice, "bob", FAX))).contains("the callee");
            assertThat(warning(calls(alice, "bob", UNHEARD_OF))).contains("the callee");
            assertThat(bob.has("CALL_ESTABLISHED")).isFalse();
        }
    }

    private static String warning(Response response) {
        assertThat(response.status()).isEqualTo(488);
        String warning = response.headers().first(HeaderName.WARNING);
        assertThat(warning).as("the Warning of " + response).isNotNull();
        return String.valueOf(warning);
    }

    // Media of strangers

    @ParameterizedTest
    @ValueSource(strings = {"", ";mediaenc=srtp"})
    void mediaOfStrangersNeitherDisturbsNorTeaches(String security) {
        String answers = ";answermode=auto" + security;
        try (Baresip alice = Phones.registered(folder, node, "alice", "udp", 600, security);
                Baresip bob = Phones.registered(folder, node, "bob", "udp", 1100, answers);
                RawPhone stranger = new RawPhone(node, "stranger")) {
            alice.dial("sip:bob@" + node.address());
            alice.await("CALL_ESTABLISHED");
            alice.awaitTone(1100);
            bob.awaitTone(600);
            CallReport before = CallReport.only(node);
            SplittableRandom random = new SplittableRandom(11);
            for (int burst = 0; burst < 20; burst++) {
                for (InetSocketAddress port : before.ports()) {
                    flood(stranger, port, random, 100 * burst);
                }
                Patience.listen(Duration.ofMillis(50));
            }
            CallReport after = CallReport.only(node);
            assertThat(after.learnt()).isEqualTo(before.learnt());
            assertThat(after.drops("strict-source")).isGreaterThan(500);
            alice.awaitTone(1100);
            bob.awaitTone(600);
            assertThat(after.packetsIn())
                    .as("only the phones' packets count")
                    .isLessThan(before.packetsIn() + 1_000);
            alice.hangUp();
            bob.await("CALL_CLOSED");
        }
    }

    /// Fifty packets: junk, RTP with a loud noise in a codec of the call, and RTCP that ends it.
    private static void flood(
            RawPhone stranger, InetSocketAddress port, SplittableRandom random, int sequence) {
        for (int i = 0; i < 20; i++) {
            stranger.sendTo(port, junk(random, 300));
            byte[] rtp = new byte[172];
            random.nextBytes(rtp);
            rtp[0] = (byte) 0x80;
            rtp[1] = 0;
            rtp[2] = (byte) (sequence + i >> 8);
            rtp[3] = (byte) (sequence + i);
            stranger.sendTo(port, rtp);
        }
        for (int i = 0; i < 10; i++) {
            byte[] bye = new byte[8];
            random.nextBytes(bye);
            bye[0] = (byte) 0x81;
            bye[1] = (byte) 203;
            bye[2] = 0;
            bye[3] = 1;
            stranger.sendTo(new InetSocketAddress(port.getAddress(), port.getPort() + i % 2), bye);
        }
    }
}
