package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Nginx;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Program;
import jackfield.testkit.peers.ScenarioPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JsSIP and SIP.js as they come from npm do what users do with each other: in Node over WSS, in
/// Chromium and Firefox over WSS, and in Chromium behind an nginx that speaks plain WS to the node.
/// The scenarios are in `web/clients`; each call is heard by its tone.
@Tag("interop")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class ClientLibrariesTest {
    private static final Path CLIENTS =
            Path.of(System.getProperty("jackfield.clients", "../web/clients/dist"))
                    .toAbsolutePath()
                    .normalize();
    private static final String JSSIP = "jssip";
    private static final String SIPJS = "sipjs";
    private static final List<String> SCENARIOS =
            List.of(
                    "callAndHangUp",
                    "theCalleeHangsUp",
                    "busy",
                    "cancel",
                    "nobody",
                    "holdAndResume",
                    "refreshes",
                    "blindTransfer",
                    "attendedTransfer",
                    "messages",
                    "options",
                    "subscribeAndNotify",
                    "lostConnectionInMidCall",
                    "severalTabs",
                    "gruu");

    @TempDir static Path folder;
    private static String address;
    private static Node node;

    @BeforeAll
    static void start() {
        address = Addresses.next();
        node =
                Node.start(
                        folder,
                        address,
                        Map.of(
                                "domain",
                                "example.test",
                                "users",
                                "alice:wonderland,bob:pencil,carol:piano"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    static Stream<Arguments> everything() {
        Stream<Arguments> all =
                SCENARIOS.stream()
                        .flatMap(scenario ->
                                Stream.of(
                                        Arguments.of(scenario, JSSIP, JSSIP),
                                        Arguments.of(scenario, JSSIP, SIPJS),
                                        Arguments.of(scenario, SIPJS, JSSIP),
                                        Arguments.of(scenario, SIPJS, SIPJS)));
        // SIP.js refuses UPDATE and sends none.
        return Stream.concat(all, Stream.of(Arguments.of("refreshByUpdate", JSSIP, JSSIP)));
    }

    /// Each scenario once, with the libraries taking turns.
    static Stream<Arguments> turns() {
        return Stream.iterate(0, i -> i < SCENARIOS.size(), i -> i + 1)
                .map(i ->
                        Arguments.of(
                                SCENARIOS.get(i),
                                i % 2 == 0 ? JSSIP : SIPJS,
                                i % 4 < 2 ? SIPJS : JSSIP));
    }

    private static String settings(String url) {
        return "{\"url\":\""
                + url
                + "\",\"domain\":\"example.test\",\"passwords\":{\"alice\":\"wonderland\","
                + "\"bob\":\"pencil\",\"carol\":\"piano\"}}";
    }

    private static String webSocket() {
        return "wss://" + address + ":8443/ws";
    }

    @ParameterizedTest(name = "{0}, {1} and {2}")
    @MethodSource("everything")
    void inNode(String scenario, String first, String second) {
        try (Program client =
                Program.start(
                        "client-" + scenario + "-" + first + "-" + second,
                        folder,
                        List.of(
                                "env",
                                "JACKFIELD_ORIGIN=https://" + address + ":8443",
                                "JACKFIELD_TEST=" + settings(webSocket()),
                                "node",
                                CLIENTS.resolve("node.cjs").toString(),
                                scenario,
                                first,
                                second))) {
            int exit = client.awaitExit(Duration.ofSeconds(80));

            assertThat(exit).as(client.output()).isZero();
            assertThat(client.output()).contains("ok " + scenario);
        }
    }

    @Nested
    class InChromium {
        private static ScenarioPage page;

        @BeforeAll
        static void open() {
            page = ScenarioPage.open(node.page(), CLIENTS.resolve("browser.js"));
        }

        @AfterAll
        static void close() {
            page.close();
        }

        @ParameterizedTest(name = "{0}, {1} and {2}")
        @MethodSource("jackfield.server.interop.ClientLibrariesTest#turns")
        void overWss(String scenario, String first, String second) {
            page.run(scenario, settings(webSocket()), List.of(first, second));
        }
    }

    /// Firefox has an ICE, a DTLS and an SDP of its own; what SIP does is told by Chromium.
    @Nested
    class InFirefox {
        private static ScenarioPage page;

        @BeforeAll
        static void open() {
            page =
                    ScenarioPage.inFirefox(
                            folder, node.page(), CLIENTS.resolve("browser.js"), node.authority());
        }

        @AfterAll
        static void close() {
            page.close();
        }

        @ParameterizedTest
        @CsvSource({
            "callAndHangUp, jssip, sipjs",
            "callAndHangUp, sipjs, jssip",
            "holdAndResume, jssip, sipjs",
            "holdAndResume, sipjs, jssip"
        })
        void overWss(String scenario, String first, String second) {
            page.run(scenario, settings(webSocket()), List.of(first, second));
        }
    }

    @Nested
    class BehindNginx {
        private static Nginx nginx;
        private static ScenarioPage page;

        @BeforeAll
        static void open() {
            nginx = Nginx.start(folder.resolve("nginx"), Addresses.next(), address + ":8080");
            page = ScenarioPage.open(nginx.page(), CLIENTS.resolve("browser.js"));
        }

        @AfterAll
        static void close() {
            page.close();
            nginx.close();
        }

        @ParameterizedTest
        @ValueSource(strings = {"callAndHangUp", "lostConnectionInMidCall", "messages"})
        void overPlainWs(String scenario) {
            page.run(scenario, settings(nginx.webSocket()), List.of(JSSIP, SIPJS));
        }
    }
}
