package jackfield.store;

import jackfield.roles.forwarding.Forwarding;
import java.util.Map;
import java.util.TreeMap;

/// The table of call forwardings, read and written directly. What the command line uses; a running
/// node asks [Store#forwarding].
public final class ForwardingTable {
    private record Row(String user, Forwarding forwarding) {}

    private final Database database;

    /// The forwardings of `database`.
    public ForwardingTable(Database database) {
        this.database = database;
    }

    /// What a user wants; [Forwarding#NONE] where it wants nothing.
    public Forwarding find(String user) {
        return all().getOrDefault(user, Forwarding.NONE);
    }

    /// Keeps what a user wants.
    public void put(String user, Forwarding forwarding) {
        if (forwarding.isNone()) {
            database.change("DELETE FROM forwarding WHERE user = ?", user);
        } else {
            database.change(
                    "INSERT OR REPLACE INTO forwarding"
                            + " (user, always, busy, no_answer, after_s, offline, quiet)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    user,
                    forwarding.always(),
                    forwarding.busy(),
                    forwarding.noAnswer(),
                    forwarding.afterSeconds(),
                    forwarding.offline(),
                    forwarding.quiet() ? 1 : 0);
        }
    }

    /// Everybody who forwards calls.
    Map<String, Forwarding> all() {
        Map<String, Forwarding> all = new TreeMap<>();
        for (Row row :
                database.query(
                        "SELECT user, always, busy, no_answer, after_s, offline, quiet"
                                + " FROM forwarding",
                        row ->
                                new Row(
                                        row.getString(1),
                                        new Forwarding(
                                                row.getString(2),
                                                row.getString(3),
                                                row.getString(4),
                                                row.getInt(5),
                                                row.getString(6),
                                                row.getInt(7) != 0)))) {
            all.put(row.user, row.forwarding);
        }
        return all;
    }
}
