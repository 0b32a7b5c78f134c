package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.message.Response;
import jackfield.testkit.peers.ConsolePage;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Calls that went wrong, and an operator who has nothing but the console to find out why.
@Tag("interop")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class MidnightTest {
    private static final Duration LIMIT = Duration.ofSeconds(45);

    @TempDir static Path folder;
    private static Node node;
    private static DatagramSocket carrier;
    private static ConsolePage console;
    private static Path shots;

    @BeforeAll
    static void start() throws IOException {
        String place = Addresses.next();
        carrier = new DatagramSocket(5060, InetAddress.getByName(place));
        Thread.ofVirtual().name("carrier").start(MidnightTest::refuse);
        String settings =
                """
                trunks:
                  - name: carrier
                    uri: sip:%s:5060
                routes:
                  - name: outward
                    prefix: "+49"
                    forward: trunk:carrier
                """
                        .formatted(place);
        Files.writeString(
                Files.createDirectories(folder.resolve("data")).resolve("jackfield.yaml"),
                settings);
        node = Node.start(folder, Addresses.next(), Map.of());
        shots = Files.createDirectories(Path.of("target/console"));
        console = ConsolePage.signedIn(node, 1280, 800);
    }

    @AfterAll
    static void stop() {
        console.close();
        node.close();
        carrier.close();
    }

    /// A carrier that has no room.
    private static void refuse() {
        byte[] room = new byte[65_535];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(room, room.length);
                carrier.receive(packet);
                String text = new String(room, 0, packet.getLength(), StandardCharsets.UTF_8);
                if (text.startsWith("INVITE") || text.startsWith("OPTIONS")) {
                    StringBuilder answer = new StringBuilder("SIP/2.0 503 No circuits\r\n");
                    text.lines()
                            .filter(line -> line.matches("(?i)(via|from|to|call-id|cseq):.*"))
                            .forEach(line -> answer.append(line).append("\r\n"));
                    byte[] bytes =
                            answer.append("Content-Length: 0\r\n\r\n")
                                    .toString()
                                    .getBytes(StandardCharsets.UTF_8);
                    carrier.send(
                            new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            }
        } catch (SocketException closed) {
            // the test is over
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String sdp(String host, int port) {
        return """
        v=0
        o=- 1 1 IN IP4 %1$s
        s=-
        c=IN IP4 %1$s
        t=0 0
        m=audio %2$d RTP/AVP 0
        """
                .formatted(host, port);
    }

    private static Response call(RawPhone phone, String whom, String password) {
        return phone.proving(phone.invite(whom, sdp("10.1.2.3", 4000)), password);
    }

    /// Opens the page of a call as an operator does, from the list of those that ended.
    private static void open(Response answer) {
        String id = answer.headers().callId().toString();
        Patience.until(
                "the record of " + id,
                LIMIT,
                () -> node.api("/api/calls?state=ended").contains(id),
                () -> node.api("/api/calls?state=ended"));
        console.go("calls/" + id);
        console.awaitText(".facts", id);
    }

    private static void look(String name) {
        console.screenshot(shots.resolve("midnight-" + name + ".png"));
        assertThat(console.axe()).as(name).isEmpty();
        assertThat(console.overhang()).as(name + " fits").isZero();
    }

    @Test
    void theConsoleAloneSaysWhatWentWrongAndWhatHelps() {
        String password = node.demoPassword("alice");
        try (RawPhone alice = new RawPhone(node, "alice");
                RawPhone stranger = new RawPhone(node, "alice")) {
            Response nobody = call(alice, "nobody", password);
            assertThat(nobody.status()).isEqualTo(404);
            open(nobody);
            console.awaitText(".verdict", "The called party is not there.");
            console.awaitText(".verdict-box", "What helps");
            console.awaitText(".verdict-box", "Registrations");
            look("nobody");

            Response full = call(alice, "+4930123", password);
            assertThat(full.status()).isBetween(500, 599);
            open(full);
            console.awaitText(".verdict", "A server has trouble.");
            console.awaitText(".verdict-box", "The ladder shows who answered 5xx");
            console.awaitText(".verdict-box", "5060: 503 No circuits");
            look("carrier");

            Response wrong = call(stranger, "bob", "not the password");
            assertThat(wrong.status()).isBetween(400, 499);

            Response silent = call(alice, "9999", password);
            assertThat(silent.status()).isEqualTo(200);
            console.go("calls/" + silent.headers().callId());
            console.awaitText(".verdict", "Nothing has ever come from the phone");
            console.awaitText(".verdict-box", "Open the RTP ports");
            look("silent-live");
            console.press("Hang up");
            console.yes();
            open(silent);
            console.awaitText(".verdict", "Nothing has ever come from the phone");
            console.awaitText(".verdict-box", "this node ended it");
            console.awaitText("h2", "Caller's side");
            look("silent");

            console.go("ended");
            console.awaitText("tbody", "500 Server Internal Error");
            look("ended");
            console.go("overview");
            console.awaitText("h2", "Why calls failed");
            console.awaitText(".plain", "500 Server Internal Error");
            look("overview");
            console.page().click("text=Last day");
            console.awaitText("h2", "Why calls failed, last day");
            for (String language : List.of("de", "ar")) {
                console.looks(true, 360, 740);
                console.page()
                        .evaluate("to => localStorage.setItem('jackfield.language', to)", language);
                console.page().reload();
                console.awaitText("header", language.equals("de") ? "Jackfield" : "مباشر");
                console.go("overview");
                console.page().waitForSelector(".bars");
                look("overview-" + language);
                console.go("calls/" + silent.headers().callId());
                console.page().waitForSelector(".legs");
                look("silent-" + language);
                console.go("ended");
                console.page().waitForSelector("tbody tr");
                look("ended-" + language);
            }
            console.page().evaluate("() => localStorage.clear()");
            console.page().reload();
            console.looks(false, 1280, 800);
        }
    }
}
