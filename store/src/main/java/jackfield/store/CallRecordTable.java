package jackfield.store;

import jackfield.roles.records.SavedCallRecord;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The table of call records, on a connection of its own. For one thread at a time.
public final class CallRecordTable implements AutoCloseable {
    private static final String COLUMNS =
            "id, call_id, caller, callee, user, source, destination, began_ms, rang_ms,"
                    + " answered_ms, ended_ms, status, ended_by, reason, outcome, codecs, packets,"
                    + " lost, jitter, mos, verdict, route, sides";

    private static final int MOST_ASKED = 500;

    private final Database database;

    private CallRecordTable(Database database) {
        this.database = database;
    }

    /// What is wanted of the table.
    ///
    /// @param sinceMs records that ended then or later (ms since 1970)
    /// @param user only where the caller or the callee has this user part, or is this URI; null for
    ///   all
    /// @param callId only those of this Call-ID; null for all
    /// @param failed only calls that nobody answered
    /// @param before only those behind this record in the order, the last first: the `id` of the
    ///   last one of a page gives the next page; null for the first
    /// @param limit so many at most
    public record Question(
            long sinceMs,
            @Nullable String user,
            @Nullable String callId,
            boolean failed,
            @Nullable String before,
            int limit) {}

    /// Opens the database; makes it where there is none.
    public static CallRecordTable open(Path file) {
        return new CallRecordTable(Database.open(file));
    }

    /// Writes all of `records` or none. One that is there already is left as it is.
    public void write(List<SavedCallRecord> records) {
        database.together(() -> records.forEach(this::insert));
    }

    private void insert(SavedCallRecord r) {
        database.change(
                "INSERT OR IGNORE INTO call_records ("
                        + COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " ?, ?, ?, ?)",
                r.id(),
                r.callId(),
                r.from(),
                r.to(),
                r.user(),
                r.source(),
                r.destination(),
                r.beganMs(),
                r.rangMs(),
                r.answeredMs(),
                r.endedMs(),
                r.status(),
                r.endedBy(),
                r.reason(),
                r.outcome(),
                r.codecs(),
                r.packets(),
                r.quality().lost(),
                r.quality().jitter(),
                r.quality().mos(),
                r.verdict(),
                r.route(),
                r.quality().sides());
    }

    /// Removes what ended before `ms`; how many there were.
    public int purge(long ms) {
        return database.change("DELETE FROM call_records WHERE ended_ms < ?", ms);
    }

    /// The records that are asked for, the last one first.
    public List<SavedCallRecord> read(Question question) {
        StringBuilder where = new StringBuilder(" WHERE ended_ms >= ?");
        List<@Nullable Object> arguments = new ArrayList<>(List.of(question.sinceMs()));
        String user = question.user();
        if (user != null) {
            String like = escaped(user) + "@%";
            where.append(" AND (user = ? OR caller = ? OR callee = ?");
            arguments.addAll(List.of(user, user, user));
            for (String scheme : List.of("sip:", "sips:")) {
                where.append(" OR caller LIKE ? ESCAPE '!' OR callee LIKE ? ESCAPE '!'");
                arguments.addAll(List.of(scheme + like, scheme + like));
            }
            where.append(')');
        }
        String callId = question.callId();
        if (callId != null) {
            where.append(" AND call_id = ?");
            arguments.add(callId);
        }
        if (question.failed()) {
            where.append(" AND answered_ms = 0");
        }
        String before = question.before();
        if (before != null) {
            where.append(
                    " AND (ended_ms, id) < (SELECT ended_ms, id FROM call_records WHERE id = ?)");
            arguments.add(before);
        }
        arguments.add(question.limit());
        return database.query(
                "SELECT "
                        + COLUMNS
                        + " FROM call_records"
                        + where
                        + " ORDER BY ended_ms DESC, id DESC LIMIT ?",
                CallRecordTable::record,
                arguments.toArray());
    }

    /// The last record of each of these Call-IDs that has one.
    public Map<String, SavedCallRecord> latest(Collection<String> callIds) {
        Map<String, SavedCallRecord> found = new HashMap<>();
        List<String> asked = callIds.stream().distinct().limit(MOST_ASKED).toList();
        if (!asked.isEmpty()) {
            database.query(
                            "SELECT "
                                    + COLUMNS
                                    + " FROM call_records WHERE call_id IN ("
                                    + String.join(", ", Collections.nCopies(asked.size(), "?"))
                                    + ") ORDER BY ended_ms, id",
                            CallRecordTable::record,
                            asked.toArray())
                    .forEach(record -> found.put(record.callId(), record));
        }
        return found;
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    private static SavedCallRecord record(ResultSet row) throws SQLException {
        return new SavedCallRecord(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getInt(12),
                row.getString(13),
                row.getString(14),
                row.getString(15),
                row.getString(16),
                row.getString(17),
                new SavedCallRecord.Quality(
                        row.getString(18), row.getString(19), row.getString(20), row.getString(23)),
                row.getString(21),
                row.getString(22));
    }

    @Override
    public void close() {
        database.close();
    }
}
