package jackfield.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Brings a database to the schema this version knows. `PRAGMA user_version` counts the steps that
/// were taken; each step is one transaction, and a step that was published never changes.
final class Migrations {
    private static final List<List<String>> STEPS =
            List.of(
                    List.of(
                            """
                            CREATE TABLE users (
                                name        TEXT NOT NULL PRIMARY KEY,
                                realm       TEXT NOT NULL,
                                ha1_md5     TEXT NOT NULL,
                                ha1_sha256  TEXT NOT NULL,
                                created_ms  INTEGER NOT NULL
                            ) STRICT, WITHOUT ROWID\
                            """,
                            """
                            CREATE TABLE bindings (
                                user        TEXT NOT NULL,
                                domain      TEXT NOT NULL,
                                binding_key TEXT NOT NULL,
                                contact     TEXT NOT NULL,
                                instance    TEXT,
                                reg_id      INTEGER NOT NULL,
                                q           INTEGER NOT NULL,
                                expires_ms  INTEGER NOT NULL,
                                transport   TEXT NOT NULL,
                                local       TEXT NOT NULL,
                                remote      TEXT NOT NULL,
                                path        TEXT NOT NULL,
                                call_id     TEXT NOT NULL,
                                cseq        INTEGER NOT NULL,
                                user_agent  TEXT NOT NULL,
                                PRIMARY KEY (user, domain, binding_key)
                            ) STRICT, WITHOUT ROWID\
                            """),
                    List.of(
                            """
                            CREATE TABLE bans (
                                network     TEXT NOT NULL PRIMARY KEY,
                                reason      TEXT NOT NULL,
                                since_ms    INTEGER NOT NULL,
                                until_ms    INTEGER NOT NULL,
                                times       INTEGER NOT NULL
                            ) STRICT, WITHOUT ROWID\
                            """),
                    List.of(
                            """
                            CREATE TABLE forwarding (
                                user        TEXT NOT NULL PRIMARY KEY,
                                always      TEXT NOT NULL,
                                busy        TEXT NOT NULL,
                                no_answer   TEXT NOT NULL,
                                after_s     INTEGER NOT NULL,
                                offline     TEXT NOT NULL
                            ) STRICT, WITHOUT ROWID\
                            """),
                    List.of(
                            """
                            CREATE TABLE call_records (
                                id          TEXT NOT NULL PRIMARY KEY,
                                call_id     TEXT NOT NULL,
                                caller      TEXT NOT NULL,
                                callee      TEXT NOT NULL,
                                user        TEXT,
                                source      TEXT NOT NULL,
                                destination TEXT,
                                began_ms    INTEGER NOT NULL,
                                rang_ms     INTEGER NOT NULL,
                                answered_ms INTEGER NOT NULL,
                                ended_ms    INTEGER NOT NULL,
                                status      INTEGER NOT NULL,
                                ended_by    TEXT NOT NULL,
                                reason      TEXT NOT NULL,
                                outcome     TEXT NOT NULL,
                                codecs      TEXT NOT NULL,
                                packets     TEXT NOT NULL,
                                verdict     TEXT NOT NULL,
                                route       TEXT
                            ) STRICT\
                            """,
                            "CREATE INDEX call_records_ended ON call_records (ended_ms, id)"),
                    List.of(
                            "ALTER TABLE call_records ADD COLUMN lost TEXT NOT NULL DEFAULT ''",
                            "ALTER TABLE call_records ADD COLUMN jitter TEXT NOT NULL DEFAULT ''",
                            "ALTER TABLE call_records ADD COLUMN mos TEXT NOT NULL DEFAULT ''"),
                    List.of(
                            """
                            CREATE TABLE contacts (
                                owner       TEXT NOT NULL,
                                id          TEXT NOT NULL,
                                name        TEXT NOT NULL,
                                addresses   TEXT NOT NULL,
                                starred     INTEGER NOT NULL,
                                PRIMARY KEY (owner, id)
                            ) STRICT, WITHOUT ROWID\
                            """,
                            """
                            CREATE TABLE names (
                                user        TEXT NOT NULL PRIMARY KEY,
                                name        TEXT NOT NULL
                            ) STRICT, WITHOUT ROWID\
                            """,
                            """
                            CREATE TABLE messages (
                                number      INTEGER PRIMARY KEY AUTOINCREMENT,
                                sender      TEXT NOT NULL,
                                recipient   TEXT NOT NULL,
                                call_id     TEXT NOT NULL,
                                text        TEXT NOT NULL,
                                sent_ms     INTEGER NOT NULL,
                                waiting     INTEGER NOT NULL,
                                is_read     INTEGER NOT NULL
                            ) STRICT\
                            """,
                            "CREATE INDEX messages_sender ON messages (sender, number)",
                            "CREATE INDEX messages_recipient ON messages (recipient, number)",
                            """
                            CREATE TABLE links (
                                digest      TEXT NOT NULL PRIMARY KEY,
                                user        TEXT NOT NULL,
                                until_ms    INTEGER NOT NULL
                            ) STRICT, WITHOUT ROWID\
                            """,
                            """
                            CREATE TABLE push (
                                endpoint    TEXT NOT NULL PRIMARY KEY,
                                owner       TEXT NOT NULL,
                                public_key  TEXT NOT NULL,
                                secret      TEXT NOT NULL,
                                made_ms     INTEGER NOT NULL
                            ) STRICT, WITHOUT ROWID\
                            """),
                    List.of(
                            "ALTER TABLE call_records ADD COLUMN sides TEXT NOT NULL DEFAULT '[]'",
                            "CREATE INDEX call_records_call ON call_records (call_id)"),
                    List.of("ALTER TABLE forwarding ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0"));

    private Migrations() {}

    static void apply(Connection connection, String where) throws SQLException {
        int version = version(connection);
        if (version > STEPS.size()) {
            throw new StoreException(
                    where
                            + ": written by a newer Jackfield (schema "
                            + version
                            + ", this one knows "
                            + STEPS.size()
                            + "): start that version, or use another data folder with --data");
        }
        for (int step = version; step < STEPS.size(); step++) {
            take(connection, step);
        }
    }

    /// Takes one step, unless another process took it while we waited for the write lock.
    private static void take(Connection connection, int step) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute("BEGIN IMMEDIATE");
            try {
                if (version(connection) == step) {
                    for (String statement : STEPS.get(step)) {
                        sql.execute(statement);
                    }
                    sql.execute("PRAGMA user_version = " + (step + 1));
                }
                sql.execute("COMMIT");
            } catch (SQLException e) {
                sql.execute("ROLLBACK");
                throw e;
            }
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }
}
