package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import jackfield.store.DemoAccounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {
    private static final Wiring API_ONLY =
            (parts, stopping) ->
                    new Reach(
                            Optional.of("https://localhost:1"),
                            Optional.of("192.0.2.1:5060"),
                            Optional.of("https://127.0.0.1:1"),
                            Optional.empty());

    @TempDir Path folder;

    @Test
    void theFirstStartMakesEverythingAndTheSecondKeepsIt() throws Exception {
        List<DemoAccounts.Account> accounts;
        String token;
        try (Node node = Node.start(Config.defaults(), data(), API_ONLY)) {
            accounts = node.demoAccounts();
            token = node.parts().secrets().adminToken();
            assertThat(accounts).hasSize(2);
            assertThat(
                            Objects.requireNonNull(node.parts().accounts().find("alice"))
                                    .hasPassword(accounts.getFirst().password()))
                    .isTrue();
            assertThat(node.parts().accounts().find("mallory")).isNull();
            assertThat(node.parts().health().status()).isEqualTo(200);
            assertThat(Files.readString(data().apiAddress())).isEqualTo("https://127.0.0.1:1\n");
        }
        assertThat(data().apiAddress()).doesNotExist();
        try (Node again = Node.start(Config.defaults(), data(), API_ONLY)) {
            assertThat(again.demoAccounts()).isEqualTo(accounts);
            assertThat(again.parts().secrets().adminToken()).isEqualTo(token);
        }
    }

    @Test
    void twoNodesDoNotShareAFolder() throws Exception {
        try (Node node = Node.start(Config.defaults(), data(), API_ONLY)) {
            assertThat(node.reach().web()).isPresent();
            assertThatThrownBy(() -> Node.start(Config.defaults(), data(), API_ONLY))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another Jackfield runs on the data folder")
                    .hasMessageContaining("--data");
        }
        Node.start(Config.defaults(), data(), API_ONLY).close();
    }

    @Test
    void usersOfTheSettingsComeFirstAndNoDemoAccountsAreMade() throws Exception {
        Config config = new Config.Sources().set("users=carol:pw").read();
        try (Node node = Node.start(config, data(), API_ONLY)) {
            assertThat(node.demoAccounts()).isEmpty();
            assertThat(
                            Objects.requireNonNull(node.parts().accounts().find("carol"))
                                    .hasPassword("pw"))
                    .isTrue();
            assertThat(node.parts().accounts().find("alice")).isNull();
        }
    }

    @Test
    void aChangedRealmLeavesUsersStranded() throws Exception {
        Node.start(Config.defaults(), data(), API_ONLY).close();
        Config moved = new Config.Sources().set("realm=elsewhere").read();
        try (Node node = Node.start(moved, data(), API_ONLY)) {
            assertThat(node.parts().accounts().strandedBy("elsewhere")).isEqualTo(2);
        }
    }

    @Test
    void aStartThatFailsReleasesWhatItHad() {
        List<String> released = new ArrayList<>();
        Wiring portTaken =
                (parts, stopping) -> {
                    stopping.first("close the socket", () -> released.add("socket"));
                    throw new IOException("UDP port 5060 is taken: move sip.udp.port");
                };
        assertThatThrownBy(() -> Node.start(Config.defaults(), data(), portTaken))
                .hasMessage("UDP port 5060 is taken: move sip.udp.port");
        assertThat(released).containsExactly("socket");
        assertThat(startsAgain()).isTrue();
    }

    @Test
    void aStopRunsItsStepsBackwardsOnceWhateverFails() {
        List<String> order = new ArrayList<>();
        Stopping stopping = new Stopping();
        stopping.first("close the database", () -> order.add("database"));
        stopping.first(
                "close the sockets",
                () -> {
                    order.add("sockets");
                    throw new IllegalStateException("already closed");
                });
        stopping.first("end the calls", () -> order.add("calls"));
        assertThat(stopping.runWithin(Duration.ofSeconds(30))).isTrue();
        stopping.run();
        assertThat(order).containsExactly("calls", "sockets", "database");
    }

    @Test
    void aStopThatHangsIsGivenUp() {
        CountDownLatch never = new CountDownLatch(1);
        Stopping stopping = new Stopping();
        stopping.first("wait for ever", never::await);
        assertThat(stopping.runWithin(Duration.ofMillis(20))).isFalse();
        never.countDown();
        stopping.awaitEnd();
    }

    @Test
    void theBannerSaysWhatANewcomerNeeds() {
        String text =
                Banner.of(
                        new Reach(
                                Optional.of("https://localhost:8443"),
                                Optional.of("192.0.2.1:5060"),
                                Optional.empty(),
                                Optional.empty()),
                        List.of(new DemoAccounts.Account("alice", "abcd-efgh")),
                        data(),
                        420);
        assertThat(text)
                .contains("420 ms", "https://localhost:8443", "192.0.2.1:5060")
                .contains("alice  abcd-efgh", "demo-accounts.txt", "Ctrl-C");
    }

    /// With all its sockets.
    @Test
    void aRelayAloneOpensAndTellsOnlyWhatARelayNeeds() throws Exception {
        try (Node node = Node.start(relay().read(), data())) {
            Reach reach = node.reach();
            assertThat(reach.web()).isEmpty();
            assertThat(reach.sip()).isEmpty();
            assertThat(reach.api()).isEmpty();
            assertThat(node.demoAccounts()).isEmpty();
            assertThat(data().demoAccounts()).doesNotExist();
            assertThat(data().apiAddress()).doesNotExist();
            assertThat(node.parts().health().isReady()).isTrue();
            String banner = Banner.of(reach, node.demoAccounts(), data(), 1);
            assertThat(banner)
                    .contains("NG", reach.ng().orElseThrow().toString())
                    .doesNotContain("Phone", "SIP", "Accounts", "API", "https");
        }
    }

    @Test
    void aRelayAloneHasAnApiWhereAPortWasAskedFor() throws Exception {
        Config config = relay().set("edge.https.port=0").read();
        try (Node node = Node.start(config, data())) {
            String api = node.reach().api().orElseThrow();
            assertThat(node.reach().web()).isEmpty();
            assertThat(Files.readString(data().apiAddress())).isEqualTo(api + "\n");
            assertThat(Banner.of(node.reach(), node.demoAccounts(), data(), 1))
                    .contains("API", api)
                    .doesNotContain("Phone", "Accounts");
        }
    }

    private static Config.Sources relay() {
        return new Config.Sources()
                .set("roles=relay")
                .set("listen.address=127.52.3.1")
                .set("relay.ng.listen=127.52.3.1:2223")
                .set("media.browser.port=0");
    }

    private boolean startsAgain() {
        try (Node node = Node.start(Config.defaults(), data(), API_ONLY)) {
            return node.parts().health().isReady();
        } catch (IOException e) {
            return false;
        }
    }

    private DataFolder data() {
        return new DataFolder(folder.resolve("data"));
    }
}
