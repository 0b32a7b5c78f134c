package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.LossyPath;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.ScenarioPage;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two users with JsSIP in Chromium see each other through the relay: voice and picture in one
/// bundle. The scenarios are in `web/clients/src/pictures.js`.
@Tag("interop")
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class VideoCallsTest {
    private static final Path CLIENTS =
            Path.of(System.getProperty("jackfield.clients", "../web/clients/dist"))
                    .toAbsolutePath()
                    .normalize();

    @TempDir static Path folder;
    private static Node node;
    private static ScenarioPage page;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of("media.shards", "1"));
        page = ScenarioPage.open(node.page(), CLIENTS.resolve("browser.js"));
    }

    @AfterAll
    static void stop() {
        page.close();
        node.close();
    }

    private static void run(String scenario, String path) {
        String settings =
                """
                {"url":"wss://%s:8443/ws","domain":"%s","path":"%s",
                "passwords":{"alice":"%s","bob":"%s"}}
                """
                        .formatted(
                                node.address(),
                                node.address(),
                                path,
                                node.demoPassword("alice"),
                                node.demoPassword("bob"));
        page.run(scenario, settings, List.of("jssip", "jssip"));
    }

    @Test
    void bothSeeAndHearEachOtherInOneBundle() {
        run("aVideoCall", "");
    }

    @Test
    void theyDoWithTheReceiversEstimateAsWell() {
        run("aVideoCallWithRemb", "");
    }

    @Test
    void whatIsLostIsAskedForAgain() {
        try (LossyPath path =
                LossyPath.open(Addresses.next(), new InetSocketAddress(node.address(), 10_000))) {
            run("aVideoCallWithLoss", path.address());

            assertThat(path.lost()).isPositive();
        }
    }
}
