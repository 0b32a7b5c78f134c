package jackfield.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// One connection to the SQLite file, migrated. For one thread at a time: the command line uses it
/// directly, a running node through [Store].
///
/// Write-ahead logging lets the command line write while a node reads. A committed change survives
/// the end of the process, however it ends.
public final class Database implements AutoCloseable {
    private static final int BUSY_MS = 5_000;

    /// Statements are prepared once: for a registration that is as much work as the change itself.
    private static final int MOST_STATEMENTS = 64;

    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final Connection connection;
    private final String where;

    private Database(Connection connection, String where) {
        this.connection = connection;
        this.where = where;
    }

    /// Opens the database and brings its schema up to date; makes the file (readable by its owner
    /// only) where there is none.
    public static Database open(Path file) {
        try {
            OwnerOnly.create(file);
            return connect("jdbc:sqlite:" + file, file.toString());
        } catch (java.io.IOException e) {
            throw new StoreException(
                    file + ": cannot be written: " + e.getMessage() + ": check the data folder", e);
        }
    }

    /// True where the file is there already.
    public static boolean exists(Path file) {
        return Files.exists(file);
    }

    private static Database connect(String url, String where) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_MS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url);
        try {
            Connection connection = source.getConnection();
            try {
                Migrations.apply(connection, where);
                return new Database(connection, where);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreException(where + ": cannot be opened: " + e.getMessage(), e);
        }
    }

    /// Reads one thing out of the current row.
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// All rows of a query.
    <T> List<T> query(String sql, Row<T> row, @Nullable Object... arguments) {
        try (ResultSet result = prepare(sql, arguments).executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(row.read(result));
            }
            return rows;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Runs one change; the number of rows it touched.
    int change(String sql, @Nullable Object... arguments) {
        try {
            return prepare(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Runs `changes` as one transaction: all of them or none.
    void together(Runnable changes) {
        try (Statement sql = connection.createStatement()) {
            sql.execute("BEGIN IMMEDIATE");
            boolean done = false;
            try {
                changes.run();
                sql.execute("COMMIT");
                done = true;
            } finally {
                if (!done) {
                    sql.execute("ROLLBACK");
                }
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// A number that changes when another connection has written (SQLite's `data_version`).
    long version() {
        return query("PRAGMA data_version", row -> row.getLong(1)).getFirst();
    }

    /// Closes the connection; what was committed stays.
    @Override
    public void close() {
        try {
            closeStatements();
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... arguments)
            throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            if (statements.size() == MOST_STATEMENTS) {
                closeStatements();
            }
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    private void closeStatements() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }

    /// What failed may have left its statement, or all of them, in a state that none of them
    /// recovers from: they are prepared afresh.
    private StoreException failed(SQLException e) {
        try {
            closeStatements();
        } catch (SQLException alsoBroken) {
            e.addSuppressed(alsoBroken);
            statements.clear();
        }
        return new StoreException(where + ": " + e.getMessage(), e);
    }
}
