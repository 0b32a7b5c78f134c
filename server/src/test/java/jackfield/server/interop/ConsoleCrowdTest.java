package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Transport;
import jackfield.roles.location.SavedBinding;
import jackfield.store.Store;
import jackfield.store.User;
import jackfield.testkit.peers.ConsolePage;
import jackfield.testkit.peers.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The console of a node with ten thousand users who are all registered: it shows some, finds
/// everyone, and says how many there are.
@Tag("interop")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ConsoleCrowdTest {
    private static final int CROWD = 10_000;

    @TempDir Path folder;

    @Test
    void tenThousandAreShownInPartsAndEachIsFound() throws IOException {
        String address = Addresses.next();
        String away = Addresses.next();
        Path database = Files.createDirectories(folder.resolve("data")).resolve("jackfield.db");
        long now = System.currentTimeMillis();
        try (Store store = Store.open(database)) {
            int added =
                    store.users()
                            .addAll(
                                    IntStream.range(0, CROWD)
                                            .mapToObj(i -> User.of(name(i), address, "pw", now))
                                            .toList());
            assertThat(added).isEqualTo(CROWD);
            Store running = store.start();
            for (int i = 0; i < CROWD; i++) {
                running.save(binding(name(i), address, away, 1024 + i, now + 3_600_000));
            }
        }
        try (Node node = Node.start(folder, address, Map.of());
                ConsolePage console = ConsolePage.signedIn(node, 1280, 800)) {
            for (String page : List.of("registrations", "users")) {
                console.go(page);
                console.awaitText("#main .hint", "10,000 " + page);
                console.awaitCount("tbody tr", 100);
                console.press("Show more (9,900 left)");
                console.awaitCount("tbody tr", 300);
                console.press("Show more (9,700 left)");
                console.awaitCount("tbody tr", 500);
                console.page().fill("input[type=search]", name(CROWD - 1));
                console.awaitText("#main .hint", "1 " + page.substring(0, page.length() - 1));
                console.awaitText("tbody", name(CROWD - 1));
                assertThat(console.complaints()).isEmpty();
            }
        }
    }

    private static String name(int i) {
        return "user-%05d".formatted(i);
    }

    private static SavedBinding binding(
            String user, String domain, String away, int port, long expires) {
        return new SavedBinding(
                user,
                domain,
                "key",
                "<sip:" + user + "@" + away + ":" + port + ">",
                null,
                0,
                1000,
                expires,
                Transport.UDP,
                Endpoint.parse(domain + ":5060"),
                Endpoint.parse(away + ":" + port),
                List.of(),
                "call-" + user,
                1,
                "Crowd/1.0");
    }
}
