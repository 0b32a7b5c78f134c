package jackfield.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.base.Endpoint;
import jackfield.base.Transport;
import jackfield.roles.forwarding.Forwarding;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.SavedBinding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");

    @TempDir Path folder;

    @Test
    void registrationsAreThereAfterARestart() {
        SavedBinding phone = binding("alice", "k1", 1_000, List.of("<sip:p1;lr>", "<sip:p2;lr>"));
        SavedBinding tab = binding("alice", "<urn:uuid:1>;1", 2_000, List.of());
        try (Store store = open().start()) {
            store.save(phone);
            store.save(tab);
        }
        try (Store again = open()) {
            assertThat(again.load()).containsExactlyInAnyOrder(phone, tab);
        }
    }

    @Test
    void theLastChangeOfABindingWins() {
        SavedBinding first = binding("alice", "k", 1_000, List.of());
        SavedBinding refreshed = binding("alice", "k", 9_000, List.of());
        SavedBinding gone = binding("bob", "k", 1_000, List.of());
        try (Store store = open().start()) {
            store.save(first);
            store.save(gone);
            store.save(refreshed);
            store.remove(new AddressOfRecord("bob", "example.org"), "k");
            store.remove(ALICE, "never there");
        }
        try (Store again = open()) {
            assertThat(again.load()).containsExactly(refreshed);
        }
    }

    @Test
    void aBindingRefreshedManyTimesIsWrittenOnce() {
        try (Store store = open()) {
            for (int i = 0; i < 100; i++) {
                store.save(binding("alice", "k", i, List.of()));
            }
            assertThat(store.waiting()).isEqualTo(1);
            store.start();
            await(() -> store.written() > 0);
            assertThat(store.written()).isEqualTo(1);
        }
    }

    @Test
    void aBindingWithoutInstanceKeepsItsNull() {
        SavedBinding plain =
                new SavedBinding(
                        "alice",
                        "example.org",
                        "k",
                        "<sip:a@[2001:db8::1]:5062>",
                        null,
                        0,
                        500,
                        77L,
                        Transport.TCP,
                        endpoint("[2001:db8::9]:5060"),
                        endpoint("[2001:db8::1]:40000"),
                        List.of(),
                        "c1",
                        4_294_967_295L,
                        "");
        try (Store store = open().start()) {
            store.save(plain);
        }
        try (Store again = open()) {
            assertThat(again.load()).containsExactly(plain);
        }
    }

    @Test
    void aRunningNodeSeesUsersThatAnotherProcessAdds() {
        try (Store store = open().start();
                Database other = Database.open(file())) {
            assertThat(store.user("carol")).isNull();
            assertThat(new Users(other).add(User.of("carol", "jackfield", "pw", 5))).isTrue();
            await(() -> store.user("carol") != null);
            assertThat(store.allUsers()).hasSize(1);
            assertThat(new Users(other).remove("carol")).isTrue();
            await(() -> store.user("carol") == null);
        }
    }

    @Test
    void removingAUserRemovesItsBindings() {
        try (Store store = open()) {
            store.users().add(User.of("alice", "r", "pw", 1));
            store.start();
            store.save(binding("alice", "k", 1_000, List.of()));
            store.save(binding("bob", "k", 1_000, List.of()));
        }
        try (Database database = Database.open(file())) {
            assertThat(new Users(database).remove("alice")).isTrue();
            assertThat(new Users(database).remove("alice")).isFalse();
        }
        try (Store store = open()) {
            assertThat(store.load()).extracting(SavedBinding::user).containsExactly("bob");
        }
    }

    @Test
    void whatCannotBeWrittenWaitsUntilItCan() {
        SavedBinding before = binding("alice", "k1", 1_000, List.of());
        SavedBinding during = binding("alice", "k2", 1_000, List.of());
        SavedBinding after = binding("alice", "k3", 1_000, List.of());
        try (Store store = open().start();
                Database other = Database.open(file())) {
            store.save(before);
            await(() -> other.query("SELECT 1 FROM bindings", row -> 1).size() == 1);
            other.change("ALTER TABLE bindings RENAME TO elsewhere");
            store.save(during);
            await(() -> !store.isHealthy());
            other.change("ALTER TABLE elsewhere RENAME TO bindings");
            await(store::isHealthy);
            store.save(after);
        }
        try (Store again = open()) {
            assertThat(again.load()).containsExactlyInAnyOrder(before, during, after);
        }
    }

    @Test
    void aRowThatCannotBeReadIsLeftOut() {
        try (Store store = open().start()) {
            store.save(binding("alice", "k", 1_000, List.of()));
            store.save(binding("bob", "k", 1_000, List.of()));
        }
        try (Database database = Database.open(file())) {
            database.change("UPDATE bindings SET remote = 'nonsense' WHERE user = 'bob'");
        }
        try (Store store = open()) {
            assertThat(store.load()).extracting(SavedBinding::user).containsExactly("alice");
        }
    }

    @Test
    void aTransactionThatFailsLeavesNothingBehind() {
        try (Database database = Database.open(file())) {
            Users users = new Users(database);
            assertThatThrownBy(() ->
                            database.together(() -> {
                                users.add(User.of("alice", "r", "pw", 1));
                                database.change("INSERT INTO nowhere VALUES (1)");
                            }))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("nowhere");
            assertThat(users.all()).isEmpty();
        }
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() {
        try (Database database = Database.open(file())) {
            database.change("PRAGMA user_version = 99");
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("written by a newer Jackfield")
                .hasMessageContaining("--data");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedByName() throws Exception {
        Files.writeString(file(), "This is a shopping list, and rather a long one.".repeat(50));
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("jackfield.db");
    }

    @Test
    void onlyTheOwnerCanReadTheFile() throws Exception {
        open().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    /// By whichever process: the command line writes to the database alone.
    @Test
    void whoIsNotToBeDisturbedIsToldAtOnce() {
        Forwarding quiet = Forwarding.NONE.quiet(true);
        List<String> told = new CopyOnWriteArrayList<>();
        try (Store store = open().start();
                Database database = Database.open(file())) {
            store.quietChanged(user -> told.add(user + " " + store.forwarding(user).quiet()));
            ForwardingTable table = new ForwardingTable(database);
            table.put("alice", quiet);
            await(() -> told.contains("alice true"));
            table.put("alice", quiet.quiet(false));
            await(() -> told.contains("alice false"));
            table.put("alice", new Forwarding("bob", "", "", 20, ""));
            table.put("carol", quiet);
            await(() -> told.contains("carol true"));
            store.forward("bob", quiet);
            store.forward("bob", quiet);
            assertThat(told).containsExactly("alice true", "alice false", "carol true", "bob true");
        }
    }

    private Store open() {
        return Store.open(file());
    }

    private Path file() {
        return folder.resolve("jackfield.db");
    }

    private static SavedBinding binding(String user, String key, long expires, List<String> path) {
        return new SavedBinding(
                user,
                "example.org",
                key,
                "<sip:" + user + "@192.0.2.1:5062>",
                "<urn:uuid:1>",
                1,
                1000,
                expires,
                Transport.UDP,
                endpoint("192.0.2.9:5060"),
                endpoint("192.0.2.1:5062"),
                path,
                "call-1",
                7,
                "phone \"x\"");
    }

    private static Endpoint endpoint(String text) {
        return Objects.requireNonNull(Endpoint.parse(text));
    }

    /// Another thread does it soon; the deadline only ends a test that would never end.
    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
