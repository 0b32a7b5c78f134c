package jackfield.store;

import jackfield.sip.auth.Ha1;
import java.util.List;
import java.util.Optional;

/// The table of users, read and written directly. What the command line uses; a running node reads
/// [Store#user].
public final class Users {
    private static final String COLUMNS = "name, realm, ha1_md5, ha1_sha256, created_ms";

    private final Database database;

    /// The users of `database`.
    public Users(Database database) {
        this.database = database;
    }

    /// Adds a user; false when the name is taken.
    public boolean add(User user) {
        return database.change(
                        "INSERT INTO users ("
                                + COLUMNS
                                + ") VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        user.name(),
                        user.realm(),
                        user.ha1().md5Hex(),
                        user.ha1().sha256Hex(),
                        user.createdMs())
                == 1;
    }

    /// Adds all of `users` whose names are free, in one transaction; how many those were.
    public int addAll(List<User> users) {
        int[] added = new int[1];
        database.together(() -> {
            for (User user : users) {
                added[0] += add(user) ? 1 : 0;
            }
        });
        return added[0];
    }

    /// Gives the user new digests; false when there is no such user.
    public boolean replace(User user) {
        return database.change(
                        "UPDATE users SET realm = ?, ha1_md5 = ?, ha1_sha256 = ? WHERE name = ?",
                        user.realm(),
                        user.ha1().md5Hex(),
                        user.ha1().sha256Hex(),
                        user.name())
                == 1;
    }

    /// Removes a user, its forwarding and every binding of it; false when there is no such user.
    public boolean remove(String name) {
        boolean[] removed = new boolean[1];
        database.together(() -> {
            removed[0] = database.change("DELETE FROM users WHERE name = ?", name) == 1;
            database.change("DELETE FROM forwarding WHERE user = ?", name);
            int at = name.indexOf('@');
            if (at < 0) {
                database.change("DELETE FROM bindings WHERE user = ?", name);
            } else {
                database.change(
                        "DELETE FROM bindings WHERE user = ? AND domain = ?",
                        name.substring(0, at),
                        name.substring(at + 1));
            }
        });
        return removed[0];
    }

    /// The user with this name.
    public Optional<User> find(String name) {
        return select("WHERE name = ?", name).stream().findFirst();
    }

    /// Every user, by name.
    public List<User> all() {
        return select("ORDER BY name");
    }

    /// The name of every user, by name.
    public List<String> names() {
        return database.query("SELECT name FROM users ORDER BY name", row -> row.getString(1));
    }

    private List<User> select(String rest, Object... arguments) {
        return database.query(
                "SELECT " + COLUMNS + " FROM users " + rest,
                row ->
                        new User(
                                row.getString(1),
                                row.getString(2),
                                new Ha1(row.getString(3), row.getString(4)),
                                row.getLong(5)),
                arguments);
    }
}
