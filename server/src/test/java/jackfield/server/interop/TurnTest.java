package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Program;
import jackfield.testkit.peers.RelayedPages;
import jackfield.testkit.peers.TurnUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The TURN server before its judges: coturn's own client in its modes, and Chromium.
@Tag("interop")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class TurnTest {
    private static final String NAME = "turn.example.test";
    private static final String PEER = Addresses.next();

    @TempDir static Path folder;
    private static Node node;
    private static Program peer;
    private static Program peer6;
    private static int runs;

    @BeforeAll
    static void start() {
        String address = Addresses.next();
        node =
                Node.start(
                        folder,
                        address,
                        Map.of(
                                "turn.addresses",
                                address + ",::1",
                                "turn.peers.allow",
                                "127.0.0.0/8,::1",
                                "turn.tcp-relay",
                                "on",
                                "turn.host",
                                NAME));
        peer = TurnUtils.peer(folder, PEER);
        peer6 = TurnUtils.peer(folder, "::1");
    }

    @AfterAll
    static void stop() {
        peer6.close();
        peer.close();
        node.close();
    }

    private static TurnUtils.Run run(String modes, String user, String flag, String password) {
        List<String> arguments =
                new ArrayList<>(List.of("-u", user, flag, password, "-n", "20", "-m", "2"));
        if (!modes.isEmpty()) {
            arguments.addAll(Arrays.asList(modes.split(" ")));
        }
        if (!modes.contains("-e ")) {
            arguments.addAll(List.of("-e", PEER));
        }
        arguments.add(modes.contains("-L ::1") ? "::1" : node.address());
        return TurnUtils.client(folder, Integer.toString(++runs), arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // channels, over UDP, with an even port and the one above it reserved
                "-s", // Send and Data indications
                "-c", // without the second port
                "-X", // IPv4 asked for by its family
                "-g", // DONT-FRAGMENT
                "-D", // ChannelData padded over UDP too
                "-G", // with more requests than are needed
                "-M", // with mobility
                "-y", // to each other
                "-y -s",
                "-t", // TCP
                "-t -s",
                "-t -y",
                "-t -S", // TLS
                "-t -S -s",
                "-S", // DTLS
                "-S -s",
                "-S -y",
                "-T", // TCP to peers
                "-x -e ::1", // IPv6 relayed addresses
                "-x -s -e ::1",
                "-x -t -S -e ::1",
                "-x -e ::1 -L ::1", // and IPv6 to us
                "-Z" // both families at once
            })
    void coturnsClientLosesNothing(String modes) {
        long before = relayed();
        TurnUtils.Run run = run(modes, "alice", "-w", node.demoPassword("alice"));
        assertThat(run.sent()).as(run.output()).isPositive();
        if (modes.contains("-t -S")) {
            // What waits together goes in one TLS record, and this client takes one message of
            // each: on a busy machine it counts fewer than it was sent.
            assertThat(run.received()).as(run.output()).isBetween(1, run.sent());
            assertThat(relayed() - before).isGreaterThanOrEqualTo(2L * run.sent());
        } else {
            assertThat(run.received()).as(run.output()).isEqualTo(run.sent());
        }
    }

    /// Packets that the node has relayed, both ways.
    private static long relayed() {
        String name = "jackfield_turn_packets_total ";
        return node.get("/metrics", "")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    @Test
    void aTimeLimitedCredentialIsTakenWhoeverMadeIt() throws IOException {
        String secret = Files.readString(node.data().resolve("turn.secret")).strip();
        assertThat(run("", "carol", "-W", secret).received()).isPositive();
        for (String hash : List.of("sha1", "sha256")) {
            JsonNode made =
                    JsonMapper.shared().readTree(node.api("/api/turn?user=carol&hash=" + hash));
            TurnUtils.Run run =
                    run(
                            "",
                            made.path("username").asString(""),
                            "-w",
                            made.path("password").asString(""));
            assertThat(run.received()).isEqualTo(run.sent());
        }
    }

    @Test
    void aWrongPasswordGetsNothingAndTheLogSaysWhy() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> run("", "alice", "-w", "not the password"))
                .isInstanceOf(AssertionError.class);
        assertThat(node.program().output())
                .contains("Allocate of \"alice\"")
                .contains("was answered 401 Unauthenticated: a wrong password");
    }

    @Test
    void aUserIsGivenACredentialForItsPassword() {
        String basic = basic("alice", node.demoPassword("alice"));
        JsonNode answer = JsonMapper.shared().readTree(node.get("/api/turn", basic).body());
        assertThat(answer.path("username").asString("")).endsWith(":alice");
        assertThat(answer.path("ttl").asInt()).isEqualTo(12 * 3600);
        assertThat(answer.path("uris").get(0).asString(""))
                .isEqualTo("turn:" + NAME + ":3478?transport=udp");
        assertThat(answer.path("iceServers").size()).isEqualTo(2);
        assertThat(node.get("/api/turn", basic("alice", "guess")).statusCode()).isEqualTo(401);
        assertThat(node.get("/api/turn", "").statusCode()).isEqualTo(401);
    }

    private static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"0,udp", "1,tcp", "2,tls"})
    void chromiumMeetsByTheRelayAlone(int uri, String protocol) {
        try (RelayedPages pages = RelayedPages.open(node.page() + "healthz")) {
            assertThat(pages.meet(iceServer(uri, node.address())))
                    .isEqualTo("heard hello; relay " + protocol);
        }
    }

    /// Over TLS it takes the server's certificate for what the imported authority makes of it.
    @ParameterizedTest
    @CsvSource({"0,udp", "1,tcp", "2,tls"})
    void firefoxMeetsByTheRelayAlone(int uri, String protocol) {
        try (RelayedPages pages =
                RelayedPages.inFirefox(
                        folder, node.page() + "healthz", node.authority(), node.address())) {
            assertThat(pages.meet(iceServer(uri, NAME)))
                    .isEqualTo("heard hello; relay " + protocol);
        }
    }

    /// What `RTCPeerConnection` takes, with one of the URIs that the node tells.
    ///
    /// @param host in the place of the name, which no DNS server knows
    private static String iceServer(int uri, String host) {
        JsonNode made = JsonMapper.shared().readTree(node.api("/api/turn?user=carol"));
        ObjectNode server = JsonMapper.shared().createObjectNode();
        server.put("urls", made.path("uris").get(uri).asString("").replace(NAME, host));
        server.put("username", made.path("username").asString(""));
        server.put("credential", made.path("password").asString(""));
        return server.toString();
    }

    @Test
    void itsNumbersAreShown() {
        run("", "alice", "-w", node.demoPassword("alice"));
        assertThat(node.get("/metrics", "").body())
                .containsPattern("jackfield_turn_granted_total [1-9]")
                .containsPattern("jackfield_turn_packets_total [1-9]");
        assertThat(node.api("/api/turn/allocations")).contains("\"allocations\"");
        assertThat(node.tool("turn")).isNotBlank();
    }
}
