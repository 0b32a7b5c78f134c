package jackfield.server.boot;

import jackfield.server.config.Config;
import jackfield.server.config.ConfiguredUser;
import jackfield.server.config.Settings;
import jackfield.store.Store;
import jackfield.store.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Every user of a node: those of the settings, then those of the database. For any thread; never
/// waits.
public final class Accounts {
    private final Map<String, User> configured;
    private final Store store;

    /// The users that the settings name come before those of the store.
    public Accounts(Config config, Store store) {
        this.store = store;
        Map<String, User> users = new TreeMap<>();
        String realm = config.get(Settings.REALM);
        for (ConfiguredUser user : config.get(Settings.USERS)) {
            users.put(user.name(), User.of(user.name(), realm, user.password(), 0));
        }
        configured = users;
    }

    /// The user with this name, or null.
    public @Nullable User find(String name) {
        User user = configured.get(name);
        return user != null ? user : store.user(name);
    }

    /// What changes with a user's password, and is as good as it in SIP; null for no user.
    @Nullable String digest(String name) {
        User user = find(name);
        return user == null ? null : user.ha1().md5Hex();
    }

    /// The names of all users.
    public List<String> names() {
        List<String> names = new ArrayList<>(configured.keySet());
        store.allUsers().forEach(user -> names.add(user.name()));
        return names;
    }

    /// How many users of the database have a password for another realm than `realm`: they cannot
    /// sign in.
    public long strandedBy(String realm) {
        return store.allUsers().stream().filter(user -> !user.realm().equals(realm)).count();
    }
}
