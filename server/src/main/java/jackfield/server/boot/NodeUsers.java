package jackfield.server.boot;

import jackfield.server.api.UsersView;
import jackfield.server.config.Config;
import jackfield.server.config.ConfiguredUser;
import jackfield.server.config.Settings;
import jackfield.store.Database;
import jackfield.store.DemoAccounts;
import jackfield.store.User;
import jackfield.store.Users;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/// The accounts of a running node. Changes go to the database by a connection of their own, as the
/// command line's do; the store's thread sees them within a fifth of a second.
final class NodeUsers implements UsersView {
    private static final int LONGEST_PASSWORD = 256;

    private final Parts parts;
    private final NodeState state;

    NodeUsers(Parts parts, NodeState state) {
        this.parts = parts;
        this.state = state;
    }

    @Override
    public Page users(String find, String after, int limit) {
        Set<String> configured = configured();
        List<String> names = names(configured);
        String wanted = find.strip().toLowerCase(Locale.ROOT);
        List<String> found =
                names.stream()
                        .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
                        .toList();
        List<String> shown =
                found.stream().filter(name -> name.compareTo(after) > 0).limit(limit + 1L).toList();
        boolean more = shown.size() > limit;
        List<String> page = more ? shown.subList(0, limit) : shown;
        Map<String, Integer> contacts = state.contacts(page);
        List<Account> accounts =
                page.stream()
                        .map(name ->
                                new Account(
                                        name,
                                        configured.contains(name) ? "settings" : "database",
                                        contacts.getOrDefault(name, 0),
                                        !parts.store().forwarding(name).isOff()))
                        .toList();
        return new Page(accounts, names.size(), found.size(), more ? page.getLast() : null);
    }

    /// As the database has them now: the memory of the store is a moment behind.
    private List<String> names(Set<String> configured) {
        Set<String> names = new TreeSet<>(configured);
        try (Database database = Database.open(parts.data().database(parts.config()))) {
            names.addAll(new Users(database).names());
        }
        return List.copyOf(names);
    }

    private Set<String> configured() {
        Set<String> names = new HashSet<>();
        parts.config().get(Settings.USERS).stream().map(ConfiguredUser::name).forEach(names::add);
        return names;
    }

    @Override
    public String add(String name, String password) {
        String wrong = wrong(name, password);
        return !wrong.isEmpty()
                ? wrong
                : change(
                        users -> users.add(user(name, password)),
                        "there is a user " + name + " already");
    }

    @Override
    public String changePassword(String name, String password) {
        String wrong = wrong(name, password);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        String failed =
                change(users -> users.replace(user(name, password)), "there is no user " + name);
        forgetDemo(name, failed);
        return failed;
    }

    @Override
    public String remove(String name) {
        if (configured().contains(name)) {
            return inSettings(name);
        }
        String failed = change(users -> users.remove(name), "there is no user " + name);
        forgetDemo(name, failed);
        if (failed.isEmpty()) {
            int _ = state.drop(name, null);
        }
        return failed;
    }

    @Override
    public boolean isThere(String name) {
        return configured().contains(name) || inDatabase(users -> users.find(name).isPresent());
    }

    private String wrong(String name, String password) {
        if (!Settings.isUserName(name)) {
            return "the name is not " + Settings.userNameRule();
        }
        if (configured().contains(name)) {
            return inSettings(name);
        }
        if (password.isBlank()) {
            return "the password is empty";
        }
        return password.length() > LONGEST_PASSWORD
                ? "the password is longer than " + LONGEST_PASSWORD + " letters"
                : "";
    }

    private String inSettings(String name) {
        return name
                + " is named in the settings ("
                + parts.config().where(Settings.USERS)
                + "): change it there";
    }

    private User user(String name, String password) {
        Config config = parts.config();
        return User.of(name, config.get(Settings.REALM), password, System.currentTimeMillis());
    }

    private String change(Predicate<Users> step, String failure) {
        return inDatabase(step::test) ? "" : failure;
    }

    private boolean inDatabase(Function<Users, Boolean> step) {
        try (Database database = Database.open(parts.data().database(parts.config()))) {
            return step.apply(new Users(database));
        }
    }

    /// A demo password that holds no more is not shown any more.
    private void forgetDemo(String name, String failed) {
        if (failed.isEmpty()) {
            try {
                new DemoAccounts(parts.data().demoAccounts()).forget(name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
