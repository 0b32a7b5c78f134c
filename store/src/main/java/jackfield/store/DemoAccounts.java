package jackfield.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The two accounts of a node that was given no users: `alice` and `bob`, with passwords made here
/// and shown in one file that only its owner can read.
public final class DemoAccounts {
    private static final List<String> NAMES = List.of("alice", "bob");

    /// No letter that looks like another when it is read from a screen.
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP = 4;
    private static final String HEADER =
            """
            # Demo accounts, made because no users were configured. Change a password with
            # ./jackfield users passwd NAME; remove an account with ./jackfield users remove NAME.
            """;

    private final Path file;

    /// One account.
    ///
    /// @param password in plain text: never log it
    public record Account(String name, String password) {
        @Override
        public String toString() {
            return "Account[" + name + "]";
        }
    }

    /// The accounts that `file` shows.
    public DemoAccounts(Path file) {
        this.file = file;
    }

    /// Makes the accounts where the table of users is empty; true when it did.
    public boolean makeIfEmpty(Users users, String realm, RandomGenerator random, long nowMs)
            throws IOException {
        if (!users.all().isEmpty()) {
            return false;
        }
        List<Account> accounts = new ArrayList<>();
        for (String name : NAMES) {
            accounts.add(new Account(name, password(random)));
        }
        write(accounts);
        for (Account account : accounts) {
            users.add(User.of(account.name, realm, account.password, nowMs));
        }
        return true;
    }

    /// The accounts that the file shows; none where there is no file.
    public List<Account> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Account> accounts = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.strip().split("\\s+");
            if (words.length == 2 && !words[0].startsWith("#")) {
                accounts.add(new Account(words[0], words[1]));
            }
        }
        return accounts;
    }

    /// Takes `name` out of the file: its password is not the one made here any more.
    public void forget(String name) throws IOException {
        List<Account> all = read();
        List<Account> rest = all.stream().filter(account -> !account.name.equals(name)).toList();
        if (rest.isEmpty()) {
            Files.deleteIfExists(file);
        } else if (rest.size() < all.size()) {
            write(rest);
        }
    }

    private void write(List<Account> accounts) throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (Account account : accounts) {
            text.append(account.name).append(' ').append(account.password).append('\n');
        }
        OwnerOnly.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Four groups of four, about 79 bits: easy to read out and to type.
    private static String password(RandomGenerator random) {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i > 0 && i % GROUP == 0) {
                password.append('-');
            }
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
