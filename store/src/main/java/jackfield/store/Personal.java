package jackfield.store;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What users keep of their own: contacts, the name others see, messages, and where their sleeping
/// pages are woken. On a connection of its own; for any thread that may wait for a disk, one at a
/// time.
public final class Personal implements AutoCloseable {
    private static final String MESSAGE =
            "SELECT number, sender, recipient, call_id, text, sent_ms, waiting, is_read"
                    + " FROM messages ";

    private final Database database;

    private Personal(Database database) {
        this.database = database;
    }

    /// Opens the database; makes it where there is none.
    public static Personal open(Path file) {
        return new Personal(Database.open(file));
    }

    // Contacts

    /// A user's address book, by name.
    public synchronized List<Contact> contacts(String owner) {
        return database.query(
                "SELECT id, name, addresses, starred FROM contacts WHERE owner = ?"
                        + " ORDER BY name COLLATE NOCASE, id",
                row ->
                        new Contact(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3).lines().toList(),
                                row.getInt(4) != 0),
                owner);
    }

    /// Adds a contact, or replaces the one of this id.
    ///
    /// @param most contacts of one user; false where there is no room for another
    public synchronized boolean putContact(String owner, Contact contact, int most) {
        boolean[] kept = {false};
        database.together(() -> {
            if (insert(owner, contact) && count("contacts", "owner", owner) > most) {
                removeContact(owner, contact.id());
            } else {
                kept[0] = true;
            }
        });
        return kept[0];
    }

    /// Makes `contacts` the whole book.
    public synchronized void replaceContacts(String owner, List<Contact> contacts) {
        database.together(() -> {
            database.change("DELETE FROM contacts WHERE owner = ?", owner);
            contacts.forEach(contact -> insert(owner, contact));
        });
    }

    /// @return true where it is a new one
    private boolean insert(String owner, Contact contact) {
        boolean isNew =
                database.query(
                                "SELECT 1 FROM contacts WHERE owner = ? AND id = ?",
                                row -> row.getInt(1),
                                owner,
                                contact.id())
                        .isEmpty();
        database.change(
                "INSERT OR REPLACE INTO contacts (owner, id, name, addresses, starred)"
                        + " VALUES (?, ?, ?, ?, ?)",
                owner,
                contact.id(),
                contact.name(),
                String.join("\n", contact.addresses()),
                contact.starred() ? 1 : 0);
        return isNew;
    }

    /// Removes a contact; false where there is none of this id.
    public synchronized boolean removeContact(String owner, String id) {
        return database.change("DELETE FROM contacts WHERE owner = ? AND id = ?", owner, id) > 0;
    }

    // Names

    /// The names that users gave themselves, by account.
    public synchronized Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        database.query(
                        "SELECT user, name FROM names",
                        row -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(each -> names.put(each.getKey(), each.getValue()));
        return names;
    }

    /// Keeps a user's name; an empty one is forgotten.
    public synchronized void name(String user, String name) {
        if (name.isEmpty()) {
            database.change("DELETE FROM names WHERE user = ?", user);
        } else {
            database.change("INSERT OR REPLACE INTO names (user, name) VALUES (?, ?)", user, name);
        }
    }

    // Messages

    /// Keeps a message; its number.
    public synchronized long keep(TextMessage message) {
        database.change(
                "INSERT INTO messages"
                        + " (sender, recipient, call_id, text, sent_ms, waiting, is_read)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                message.sender(),
                message.recipient(),
                message.callId(),
                message.text(),
                message.sentMs(),
                message.waiting() ? 1 : 0,
                message.read() ? 1 : 0);
        return database.query("SELECT last_insert_rowid()", row -> row.getLong(1)).getFirst();
    }

    /// How many messages no device has yet, by recipient.
    public synchronized Map<String, Integer> waiting() {
        Map<String, Integer> counts = new HashMap<>();
        database.query(
                        "SELECT recipient, COUNT(*) FROM messages WHERE waiting = 1"
                                + " GROUP BY recipient",
                        row -> Map.entry(row.getString(1), row.getInt(2)))
                .forEach(each -> counts.put(each.getKey(), each.getValue()));
        return counts;
    }

    /// The messages that no device of a user has, the oldest first.
    public synchronized List<TextMessage> waiting(String recipient, int most) {
        return database.query(
                MESSAGE + "WHERE recipient = ? AND waiting = 1 ORDER BY number LIMIT ?",
                Personal::message,
                recipient,
                most);
    }

    /// A device of the recipient has a message.
    public synchronized void delivered(long number) {
        database.change("UPDATE messages SET waiting = 0 WHERE number = ?", number);
    }

    /// What a user wrote and was written, the newest first.
    ///
    /// @param with only with this address; null for all
    /// @param before only messages of lower numbers
    public synchronized List<TextMessage> messages(
            String user, @Nullable String with, long before, int most) {
        if (with == null) {
            return database.query(
                    MESSAGE
                            + "WHERE (sender = ? OR recipient = ?) AND number < ?"
                            + " ORDER BY number DESC LIMIT ?",
                    Personal::message,
                    user,
                    user,
                    before,
                    most);
        }
        return database.query(
                MESSAGE
                        + "WHERE (sender = ? AND recipient = ? OR sender = ? AND recipient = ?)"
                        + " AND number < ? ORDER BY number DESC LIMIT ?",
                Personal::message,
                user,
                with,
                with,
                user,
                before,
                most);
    }

    /// How many messages a user has not read, by sender.
    public synchronized Map<String, Integer> unread(String recipient) {
        Map<String, Integer> counts = new HashMap<>();
        database.query(
                        "SELECT sender, COUNT(*) FROM messages WHERE recipient = ? AND is_read = 0"
                                + " GROUP BY sender",
                        row -> Map.entry(row.getString(1), row.getInt(2)),
                        recipient)
                .forEach(each -> counts.put(each.getKey(), each.getValue()));
        return counts;
    }

    /// A user has read what somebody wrote, up to a number; how many that were.
    public synchronized int read(String recipient, String sender, long upTo) {
        return database.change(
                "UPDATE messages SET is_read = 1"
                        + " WHERE recipient = ? AND sender = ? AND number <= ? AND is_read = 0",
                recipient,
                sender,
                upTo);
    }

    /// Removes messages from before `ms`, and the oldest above so many in total; how many.
    public synchronized int purgeMessages(long ms, int mostInAll) {
        int old = database.change("DELETE FROM messages WHERE sent_ms < ?", ms);
        return old
                + database.change(
                        "DELETE FROM messages WHERE number <= (SELECT number FROM messages"
                                + " ORDER BY number DESC LIMIT 1 OFFSET ?)",
                        mostInAll);
    }

    private static TextMessage message(ResultSet row) throws SQLException {
        return new TextMessage(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getInt(7) != 0,
                row.getInt(8) != 0);
    }

    // Links that sign a user in once

    /// Keeps a link until it is used, or over.
    ///
    /// @param digest of what the link holds: the database can sign nobody in
    public synchronized void putLink(String digest, String user, long untilMs, long nowMs) {
        database.change("DELETE FROM links WHERE until_ms <= ?", nowMs);
        database.change(
                "INSERT INTO links (digest, user, until_ms) VALUES (?, ?, ?)",
                digest,
                user,
                untilMs);
    }

    /// Whose link this is, where it was not used and is not over; it is used now.
    public synchronized Optional<String> useLink(String digest, long nowMs) {
        List<String> users = new ArrayList<>();
        database.together(() -> {
            users.addAll(
                    database.query(
                            "SELECT user FROM links WHERE digest = ? AND until_ms > ?",
                            row -> row.getString(1),
                            digest,
                            nowMs));
            database.change("DELETE FROM links WHERE digest = ?", digest);
        });
        return users.stream().findFirst();
    }

    // Push

    /// Where a user's pages are woken, the newest first.
    public synchronized List<PushSubscription> pushes(String owner) {
        return database.query(
                "SELECT endpoint, owner, public_key, secret, made_ms FROM push WHERE owner = ?"
                        + " ORDER BY made_ms DESC, endpoint",
                Personal::push,
                owner);
    }

    /// The accounts that have a page to wake.
    public synchronized List<String> pushOwners() {
        return database.query("SELECT DISTINCT owner FROM push", row -> row.getString(1));
    }

    /// Keeps a subscription; of more than `most` of one user the oldest goes.
    public synchronized void putPush(PushSubscription push, int most) {
        database.together(() -> {
            database.change(
                    "INSERT OR REPLACE INTO push (endpoint, owner, public_key, secret, made_ms)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    push.endpoint(),
                    push.owner(),
                    push.publicKey(),
                    push.secret(),
                    push.madeMs());
            database.change(
                    "DELETE FROM push WHERE owner = ? AND endpoint NOT IN (SELECT endpoint FROM push"
                            + " WHERE owner = ? ORDER BY made_ms DESC, endpoint LIMIT ?)",
                    push.owner(),
                    push.owner(),
                    most);
        });
    }

    /// Forgets a subscription of this user; false where there is none.
    public synchronized boolean removePush(String owner, String endpoint) {
        return database.change("DELETE FROM push WHERE owner = ? AND endpoint = ?", owner, endpoint)
                > 0;
    }

    private static PushSubscription push(ResultSet row) throws SQLException {
        return new PushSubscription(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5));
    }

    private long count(String table, String column, String value) {
        return database.query(
                        "SELECT COUNT(*) FROM " + table + " WHERE " + column + " = ?",
                        row -> row.getLong(1),
                        value)
                .getFirst();
    }

    @Override
    public synchronized void close() {
        database.close();
    }
}
