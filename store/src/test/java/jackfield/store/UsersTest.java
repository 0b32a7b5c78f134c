package jackfield.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {
    @TempDir Path folder;

    /// The values of RFC 7616 section 3.9.1: Mufasa, http-auth@example.org, "Circle of Life".
    @Test
    void digestsAreThoseOfTheRfc() {
        User user = User.of("Mufasa", "http-auth@example.org", "Circle of Life", 0);
        assertThat(user.ha1().md5Hex()).isEqualTo("3d78807defe7de2157e2b0b6573a855f");
        assertThat(user.ha1().sha256Hex())
                .isEqualTo("7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232");
        assertThat(user.hasPassword("Circle of Life")).isTrue();
        assertThat(user.hasPassword("circle of life")).isFalse();
    }

    @Test
    void aUserIsAddedOnceReplacedAndRemoved() {
        try (Database database = Database.open(folder.resolve("u.db"))) {
            Users users = new Users(database);
            assertThat(users.add(User.of("zoë", "r", "first", 1))).isTrue();
            assertThat(users.add(User.of("zoë", "r", "other", 2))).isFalse();
            assertThat(users.find("zoë").orElseThrow().hasPassword("first")).isTrue();
            assertThat(users.replace(User.of("zoë", "r", "second", 3))).isTrue();
            assertThat(users.find("zoë").orElseThrow().hasPassword("second")).isTrue();
            assertThat(users.find("zoë").orElseThrow().createdMs()).isEqualTo(1);
            assertThat(users.replace(User.of("nobody", "r", "x", 3))).isFalse();
            assertThat(users.remove("zoë")).isTrue();
            assertThat(users.all()).isEmpty();
        }
    }

    @Test
    void secretsAreNotInText() {
        User user = User.of("alice", "r", "pw", 1);
        assertThat(user.toString())
                .doesNotContain(user.ha1().md5Hex())
                .doesNotContain(user.ha1().sha256Hex());
        assertThat(new DemoAccounts.Account("alice", "hidden-word").toString())
                .doesNotContain("hidden-word");
    }

    @Test
    void demoAccountsAreMadeOnceAndShownToTheOwnerOnly() throws Exception {
        DemoAccounts demo = new DemoAccounts(folder.resolve("demo-accounts.txt"));
        try (Database database = Database.open(folder.resolve("u.db"))) {
            Users users = new Users(database);
            assertThat(demo.read()).isEmpty();
            assertThat(demo.makeIfEmpty(users, "jackfield", new Random(1), 5)).isTrue();
            List<DemoAccounts.Account> accounts = demo.read();
            assertThat(accounts)
                    .extracting(DemoAccounts.Account::name)
                    .containsExactly("alice", "bob");
            for (DemoAccounts.Account account : accounts) {
                assertThat(account.password()).matches("([a-z2-9]{4}-){3}[a-z2-9]{4}");
                assertThat(users.find(account.name()).orElseThrow().hasPassword(account.password()))
                        .isTrue();
            }
            assertThat(demo.makeIfEmpty(users, "jackfield", new Random(2), 6)).isFalse();
            assertThat(demo.read()).isEqualTo(accounts);
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            folder.resolve("demo-accounts.txt"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void anAccountWhosePasswordChangedIsTakenOutOfTheFile() throws Exception {
        Path file = folder.resolve("demo-accounts.txt");
        DemoAccounts demo = new DemoAccounts(file);
        try (Database database = Database.open(folder.resolve("u.db"))) {
            demo.makeIfEmpty(new Users(database), "jackfield", new Random(1), 5);
        }
        demo.forget("carol");
        assertThat(demo.read()).hasSize(2);
        demo.forget("alice");
        assertThat(demo.read()).extracting(DemoAccounts.Account::name).containsExactly("bob");
        demo.forget("bob");
        assertThat(file).doesNotExist();
    }
}
