package jackfield.store;

import java.util.List;

/// The table of bans, on the thread that owns the database.
final class BanTable {
    private final Database database;

    BanTable(Database database) {
        this.database = database;
    }

    void put(SavedBan ban) {
        database.change(
                "INSERT OR REPLACE INTO bans (network, reason, since_ms, until_ms, times)"
                        + " VALUES (?, ?, ?, ?, ?)",
                ban.network(),
                ban.reason(),
                ban.sinceEpochMs(),
                ban.untilEpochMs(),
                ban.times());
    }

    void remove(String network) {
        database.change("DELETE FROM bans WHERE network = ?", network);
    }

    List<SavedBan> all() {
        return database.query(
                "SELECT network, reason, since_ms, until_ms, times FROM bans ORDER BY network",
                row ->
                        new SavedBan(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getInt(5)));
    }
}
