package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Via;
import jackfield.sip.message.Writer;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SIPVicious as an attacker uses it: it learns nothing, is banned, and disturbs nobody.
@Tag("interop")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ScannersTest {
    @TempDir static Path folder;

    /// Knows scanners by what they do only; nobody is spared for being on this host.
    private static Node node;

    @BeforeAll
    static void start() {
        node =
                Node.start(
                        folder,
                        Addresses.next(),
                        Map.of("security.never-ban", "none", "security.scanners", "none"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /// The tools take no address to send from: they and sipsak come from this one.
    private static final String TOOLS = "127.0.0.1";

    private Node own(String name) {
        return Node.start(
                folder.resolve(name),
                Addresses.next(),
                Map.of("security.never-ban", "none", "security.scanners", "none"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"REGISTER", "INVITE", "OPTIONS"})
    void svwarEnumeratesNobody(String method) throws IOException {
        String names =
                "nobody\nalice\nbob\n"
                        + IntStream.range(1000, 1200)
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining("\n"));
        Path dictionary = Files.writeString(folder.resolve("names-" + method), names + "\n");
        String found =
                run(
                        "svwar-" + method,
                        List.of(
                                "svwar",
                                "-m",
                                method,
                                "--force",
                                "-d",
                                dictionary.toString(),
                                "--maximumtime=5",
                                node.address()));
        assertThat(found)
                .contains(method.equals("REGISTER") ? "SIP/2.0 401" : "SIP/2.0 407")
                .contains("found nothing")
                .doesNotContain("| alice")
                .doesNotContain("| bob");
    }

    @Test
    void svcrackIsBannedBeforeItGetsFar() throws IOException {
        try (Node cracked = own("cracked")) {
            String password = cracked.demoPassword("bob");
            List<String> guesses = new ArrayList<>();
            IntStream.range(0, 2_000).forEach(i -> guesses.add("guess" + i));
            guesses.add(password);
            Path dictionary = Files.write(folder.resolve("passwords"), guesses);
            String found =
                    run(
                            "svcrack",
                            List.of(
                                    "svcrack",
                                    "-u",
                                    "bob",
                                    "-d",
                                    dictionary.toString(),
                                    "--maximumtime=5",
                                    cracked.address()));
            assertThat(found).doesNotContain(password);
            awaitBan(cracked, TOOLS);
        }
    }

    /// Ten thousand and more a minute from one address (R27).
    @Test
    void aFloodOfScansDisturbsNobody() {
        try (RawPhone scanner = new RawPhone(node, "scanner");
                RawPhone alice = new RawPhone(node, "alice");
                RawPhone bob = new RawPhone(node, "bob")) {
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < 1_000; i++) {
                    scanner.send(scan(scanner, round * 1_000 + i));
                }
                RawPhone user = round % 2 == 0 ? alice : bob;
                String password = node.demoPassword(round % 2 == 0 ? "alice" : "bob");
                Request register = user.request(Method.REGISTER, "");
                assertThat(user.proving(register, password).status()).isEqualTo(200);
            }
            awaitBan(node, scanner.host());
            assertThat(node.api("/metrics")).contains("jackfield_banned_drops_total");
        }
    }

    private static byte[] scan(RawPhone scanner, int serial) {
        Method method = serial % 2 == 0 ? Method.REGISTER : Method.INVITE;
        Via via =
                Via.of(
                        jackfield.base.Transport.UDP,
                        scanner.host(),
                        scanner.port(),
                        Via.MAGIC_COOKIE + "scan" + serial);
        return Writer.write(
                scanner.request(method, "" + serial)
                        .with(HeaderName.FROM, "<sip:" + serial + "@" + node.address() + ">;tag=x")
                        .push(via));
    }

    @Test
    void aNormalProberGetsItsAnswer() {
        String probed =
                run("sipsak", List.of("sipsak", "-vv", "-s", "sip:" + node.address() + ":5060"));
        assertThat(probed).contains("200");
    }

    @Test
    void scannersThatSayWhoTheyAreGetNoAnswerAtAll() {
        try (Node usual =
                Node.start(
                        folder.resolve("usual"),
                        Addresses.next(),
                        Map.of("security.never-ban", "none"))) {
            String found = run("svmap", List.of("svmap", "-m", "OPTIONS", usual.address()));
            assertThat(found).doesNotContain("| " + usual.address());
            Patience.until(
                    "a ban of svmap",
                    Duration.ofSeconds(10),
                    () -> usual.api("/api/bans").contains("\"" + TOOLS + "/32\""),
                    () -> usual.api("/api/bans") + found);
        }
    }

    private static String run(String name, List<String> command) {
        try (Program program = Program.start(name, folder.resolve(name), command)) {
            int _ = program.awaitExit(Duration.ofSeconds(60));
            return program.output();
        }
    }

    private static void awaitBan(Node node, String address) {
        Patience.until(
                "a ban of " + address,
                Duration.ofSeconds(10),
                () -> node.api("/api/bans").contains("\"" + address + "/32\""),
                () -> node.api("/api/bans") + node.program().output());
    }
}
