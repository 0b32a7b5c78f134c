package jackfield.store;

import jackfield.base.Endpoint;
import jackfield.base.Transport;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.SavedBinding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The table of bindings, read and written directly, on the thread that owns the database.
final class BindingTable {
    private static final Logger log = LoggerFactory.getLogger(BindingTable.class);
    private static final String COLUMNS =
            "user, domain, binding_key, contact, instance, reg_id, q, expires_ms, transport,"
                    + " local, remote, path, call_id, cseq, user_agent";

    private final Database database;

    BindingTable(Database database) {
        this.database = database;
    }

    void put(SavedBinding b) {
        database.change(
                "INSERT OR REPLACE INTO bindings ("
                        + COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                b.user(),
                b.domain(),
                b.key(),
                b.contact(),
                b.instance(),
                b.regId(),
                b.q(),
                b.expiresEpochMs(),
                b.transport().name(),
                b.local().toString(),
                b.remote().toString(),
                String.join("\n", b.path()),
                b.callId(),
                b.cseq(),
                b.userAgent());
    }

    void remove(AddressOfRecord aor, String key) {
        database.change(
                "DELETE FROM bindings WHERE user = ? AND domain = ? AND binding_key = ?",
                aor.user(),
                aor.domain(),
                key);
    }

    /// Every row that can be read; one that cannot is left out and named in the log.
    List<SavedBinding> all() {
        return database
                .query(
                        "SELECT " + COLUMNS + " FROM bindings ORDER BY user, domain, binding_key",
                        BindingTable::read)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<SavedBinding> read(ResultSet row) throws SQLException {
        try {
            String path = row.getString(12);
            return Optional.of(
                    new SavedBinding(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getInt(6),
                            row.getInt(7),
                            row.getLong(8),
                            Transport.valueOf(row.getString(9)),
                            endpoint(row.getString(10)),
                            endpoint(row.getString(11)),
                            path.isEmpty() ? List.of() : List.of(path.split("\n")),
                            row.getString(13),
                            row.getLong(14),
                            row.getString(15)));
        } catch (IllegalArgumentException | NullPointerException unreadable) {
            log.warn(
                    "a saved registration of {} cannot be read and is left out: {}",
                    row.getString(1),
                    unreadable.getMessage());
            return Optional.empty();
        }
    }

    private static Endpoint endpoint(String text) {
        return Objects.requireNonNull(Endpoint.parse(text), text);
    }
}
