package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Kamailio;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.Tone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whatever Debian's Kamailio can ask of a relay beside offers and answers, in a call between two
/// phones: its statistics and their variables, recordings, prompts, keys, gates, and its commands
/// about relays.
@Tag("interop")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KamailioCommandsTest {
    private static final int ALICE_HZ = 500;
    private static final int BOB_HZ = 900;
    private static final int PROMPT_HZ = 1700;

    @TempDir static Path folder;
    private static Node node;
    private static Kamailio kamailio;
    private static Baresip alice;
    private static Baresip bob;

    /// The call that runs: its Call-ID and tags.
    private record Talk(String callId, String from, String to) {}

    @BeforeAll
    static void start() throws IOException {
        String address = Addresses.next();
        Path prompts = Files.createDirectories(folder.resolve("prompts"));
        Tone.write(prompts.resolve("prompt.wav"), PROMPT_HZ, 30);
        node =
                Node.start(
                        folder.resolve("node"),
                        address,
                        Map.of(
                                "relay.ng.listen", address + ":2223",
                                "recording.folder", folder.resolve("calls").toString(),
                                "media.prompts", prompts.toString()));
        kamailio =
                Kamailio.startCommanded(
                        folder.resolve("kamailio"), Addresses.next(), "udp:" + address + ":2223");
        alice = phone("alice", ALICE_HZ, "");
        bob = phone("bob", BOB_HZ, ";answermode=auto");
    }

    private static Baresip phone(String name, int hz, String more) {
        Baresip phone =
                Baresip.start(
                        folder.resolve(name),
                        new Baresip.Setup(
                                ("<sip:%s@%s;transport=udp>;auth_pass=none;regint=300"
                                                + ";audio_codecs=PCMU/8000/1%s")
                                        .formatted(name, kamailio.address(), more),
                                Addresses.next(),
                                hz,
                                Map.of()));
        phone.awaitRegistered();
        return phone;
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {alice, bob, kamailio, node}) {
            if (each != null) {
                each.close(); // what did not start is null
            }
        }
    }

    private static Talk talk() {
        List<String> before = CallReport.ids(node);
        alice.dial("sip:bob@" + kamailio.address());
        alice.await("CALL_ESTABLISHED");
        bob.await("CALL_ESTABLISHED");
        bob.awaitTone(ALICE_HZ);
        alice.awaitTone(BOB_HZ);
        CallReport call = CallReport.since(before, node);
        List<JsonNode> legs = call.legs();
        return new Talk(
                call.json().path("callId").asString(""),
                legs.getFirst().path("tag").asString(""),
                legs.getLast().path("tag").asString(""));
    }

    private static void hangUp() {
        alice.hangUp();
        bob.await("CALL_CLOSED");
        Patience.until(
                "no call at the relay",
                Duration.ofSeconds(20),
                () -> CallReport.ids(node).isEmpty(),
                kamailio::output);
    }

    /// What the operator is told: the headers by name, the body under `body`.
    private static Map<String, String> does(Talk talk, String command, String flags) {
        try (DatagramSocket socket =
                new DatagramSocket(0, InetAddress.ofLiteral(Addresses.next()))) {
            socket.setSoTimeout(10_000);
            String own = socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
            String request =
                    """
                    INFO sip:operator@%1$s SIP/2.0
                    Via: SIP/2.0/UDP %2$s;branch=z9hG4bK%3$d
                    From: <sip:alice@%1$s>;tag=%4$s
                    To: <sip:bob@%1$s>;tag=%5$s
                    Call-ID: %6$s
                    CSeq: 7 INFO
                    Max-Forwards: 70
                    X-Do: %7$s
                    X-Flags: %8$s
                    Content-Length: 0

                    """
                            .formatted(
                                    kamailio.address(),
                                    own,
                                    System.nanoTime(),
                                    talk.from(),
                                    talk.to(),
                                    talk.callId(),
                                    command,
                                    flags);
            byte[] bytes = request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            InetAddress to = InetAddress.ofLiteral(kamailio.address());
            socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(to, 5060)));
            DatagramPacket reply = new DatagramPacket(new byte[65_507], 65_507);
            socket.receive(reply);
            return read(new String(reply.getData(), 0, reply.getLength(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new AssertionError(kamailio.output(), broken);
        }
    }

    private static Map<String, String> read(String reply) {
        String[] parts = reply.split("\r\n\r\n", 2);
        Map<String, String> said = new LinkedHashMap<>();
        for (String line : parts[0].split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                said.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        said.put("body", parts.length > 1 ? parts[1] : "");
        return said;
    }

    private static Map<String, String> done(Talk talk, String command, String flags) {
        Map<String, String> said = does(talk, command, flags);
        assertThat(said.getOrDefault("X-Result", ""))
                .as("%s %s: %s", command, flags, kamailio.output())
                .isEqualTo("1");
        return said;
    }

    @Test
    void statisticsReachTheScript() {
        Talk talk = talk();
        Patience.until(
                "a rating of the voices",
                Duration.ofSeconds(30),
                () -> !done(talk, "query", "").getOrDefault("X-Mos", "<null>").contains("<null>"),
                () -> done(talk, "query", "").toString());
        Map<String, String> said = done(talk, "query", "");
        String[] mos = said.getOrDefault("X-Mos", "").split(" ");
        assertThat(mos)
                .as(
                        "average, least, most, when, ratings, loss, jitter: %s %s",
                        said, done(talk, "json", ""))
                .hasSize(7)
                .doesNotContain("<null>");
        assertThat(mos[1]).startsWith("4.");
        assertThat(mos[2]).startsWith("4.");
        assertThat(mos[5]).isEqualTo("0");
        assertThat(said.getOrDefault("X-Mos-Sides", "")).matches("4\\.\\d 4\\.\\d");
        assertThat(done(talk, "stat", "").getOrDefault("X-Stat", ""))
                .contains("RTP: ")
                .contains("RTCP: ")
                .contains("packets");
        JsonNode all =
                JsonMapper.shared().readTree(done(talk, "json", "").getOrDefault("body", ""));
        assertThat(all.path("tags").size()).isEqualTo(2);
        assertThat(all.path("totals").path("RTP").path("packets").asInt(0)).isPositive();
        hangUp();
    }

    @Test
    void mediaIsCommanded() throws IOException {
        Talk talk = talk();
        done(talk, "block_media", "from-tag=" + talk.from());
        Patience.listen(Duration.ofSeconds(1));
        done(talk, "unblock_media", "from-tag=" + talk.from());
        bob.awaitTone(ALICE_HZ);
        done(talk, "silence_media", "");
        done(talk, "unsilence_media", "");
        done(talk, "block_dtmf", "");
        done(talk, "unblock_dtmf", "");

        Map<String, String> played =
                done(talk, "play_media", "file=prompt.wav from-tag=" + talk.from());
        assertThat(Integer.parseInt(played.getOrDefault("X-Duration", "")))
                .isBetween(25_000, 31_000);
        alice.awaitTone(PROMPT_HZ);
        done(talk, "stop_media", "from-tag=" + talk.from());
        alice.awaitTone(BOB_HZ);

        done(talk, "start_recording", "");
        Patience.listen(Duration.ofSeconds(2));
        done(talk, "stop_recording", "");
        Patience.until("a recording", Duration.ofSeconds(10), () -> recordings() == 1);

        done(talk, "play_dtmf", "code=5 from-tag=" + talk.from());
        assertThat(bob.await("CALL_DTMF_START")).as("as if alice had pressed it").contains("5");
        hangUp();
    }

    private static long recordings() {
        try (Stream<Path> files = Files.walk(folder.resolve("calls"))) {
            return files.filter(each -> each.toString().endsWith(".wav")).count();
        } catch (IOException notYet) {
            return 0;
        }
    }

    @Test
    void whatIsRefusedIsToldAndNothingElse() {
        Talk nobody = new Talk("no-such-call", "a", "b");
        for (String each : List.of("query", "start_recording", "block_media", "play_media")) {
            assertThat(does(nobody, each, "file=x").getOrDefault("X-Result", ""))
                    .as(each)
                    .isEqualTo("-1");
        }
        assertThat(kamailio.output()).contains("Unknown call-id");
        assertThat(show()).contains("disabled: 0");
    }

    @Test
    void aCallThatFailsLeavesNothing() {
        alice.dial("sip:nobody@" + kamailio.address());
        alice.await("CALL_CLOSED");
        Talk talk = talk();
        done(talk, "delete", "");
        assertThat(CallReport.ids(node)).isEmpty();
        alice.hangUp();
        bob.await("CALL_CLOSED");
    }

    private static String show() {
        return kamailio.command("rtpengine.show", "all");
    }

    @Test
    void relaysArePingedShownSwitchedAndReadAgain() {
        String relay = "udp:" + node.address() + ":2223";
        assertThat(kamailio.command("rtpengine.ping", "all")).contains("success");
        assertThat(kamailio.command("rtpengine.ping", relay)).contains(relay).contains("success");
        assertThat(show()).contains(relay).contains("disabled: 0");
        kamailio.command("rtpengine.enable", relay, "0");
        assertThat(show()).containsPattern("disabled: 1");
        kamailio.command("rtpengine.enable", relay, "1");
        assertThat(show()).contains("disabled: 0");
        Patience.until(
                "a reload: one too soon after another is refused",
                Duration.ofSeconds(30),
                () -> !kamailio.command("rtpengine.reload").contains("error"));
        assertThat(show()).contains(relay).contains("disabled: 0");
    }
}
