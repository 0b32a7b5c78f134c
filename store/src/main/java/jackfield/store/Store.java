package jackfield.store;

import jackfield.roles.forwarding.Forwarding;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.BindingStore;
import jackfield.roles.location.SavedBinding;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store of a running node. One thread of its own owns the database; nobody else waits for it.
///
/// Changes are kept in a table in memory, the last one for each binding, until that thread writes
/// them, all in one transaction: the memory is bounded by the number of bindings, and a binding
/// refreshed ten times while a disk is slow is written once. Users are read from a copy in memory,
/// which follows what other processes write within a fifth of a second.
public final class Store implements BindingStore, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Store.class);
    private static final long LOOK_NS = 200_000_000L;

    private record Key(String user, String domain, String key) {}

    private final Database database;
    private final Users users;
    private final BindingTable bindings;
    private final ForwardingMemory forwardings;
    private final BanTable bans;
    private final List<SavedBan> bansAtStart;
    private final Thread writer;

    /// What is not written yet; guarded by itself, and only ever held to put or to swap.
    private final Map<Key, Optional<SavedBinding>> pending = new LinkedHashMap<>();

    /// The bans not written yet, by network; guarded by `pending`.
    private final Map<String, Optional<SavedBan>> pendingBans = new LinkedHashMap<>();

    private volatile Map<String, User> usersByName;
    private volatile boolean open = true;
    private volatile boolean failing;
    private volatile long written;
    private long version;

    private Store(Database database) {
        this.database = database;
        users = new Users(database);
        bindings = new BindingTable(database);
        forwardings = new ForwardingMemory(new ForwardingTable(database));
        bans = new BanTable(database);
        bansAtStart = bans.all();
        version = database.version();
        usersByName = byName(users.all());
        writer = Thread.ofPlatform().name("store").daemon().unstarted(this::run);
    }

    /// Opens the database and reads the users.
    public static Store open(Path file) {
        return new Store(Database.open(file));
    }

    /// Starts to write behind. What is done to [#users()] before is seen by [#user].
    public Store start() {
        usersByName = byName(users.all());
        writer.start();
        return this;
    }

    /// The table of users, for boot: only before [#start].
    public Users users() {
        if (writer.getState() != Thread.State.NEW) {
            throw new IllegalStateException("the store's thread has the database now");
        }
        return users;
    }

    /// The user with this name, from memory; null when there is none. For any thread.
    public @Nullable User user(String name) {
        return usersByName.get(name);
    }

    /// Every user, by name, from memory.
    public Collection<User> allUsers() {
        return usersByName.values();
    }

    /// Where a user wants its calls, from memory. For any thread.
    public Forwarding forwarding(String user) {
        return forwardings.of(user);
    }

    /// Keeps where a user wants its calls: at once in memory, soon in the database.
    public void forward(String user, Forwarding forwarding) {
        forwardings.put(user, forwarding);
        LockSupport.unpark(writer);
    }

    /// Tells `listener` of every user who does not want to be disturbed from now on, or does again:
    /// by [#forward], on its thread, or by another process, on the store's.
    public void quietChanged(Consumer<String> listener) {
        forwardings.quietChanged(listener);
    }

    /// False while changes cannot be written (the disk is full, say); they are tried again.
    public boolean isHealthy() {
        return !failing;
    }

    /// Changes of bindings that the writer has not taken yet.
    public int waiting() {
        synchronized (pending) {
            return pending.size();
        }
    }

    /// Changes of bindings that were written since the start: fewer than were made where later ones
    /// overtook earlier ones.
    public long written() {
        return written;
    }

    @Override
    public void save(SavedBinding binding) {
        change(new Key(binding.user(), binding.domain(), binding.key()), Optional.of(binding));
    }

    @Override
    public void remove(AddressOfRecord aor, String key) {
        change(new Key(aor.user(), aor.domain(), key), Optional.empty());
    }

    @Override
    public List<SavedBinding> load() {
        if (writer.getState() != Thread.State.NEW) {
            throw new IllegalStateException("load before start");
        }
        return bindings.all();
    }

    /// The bans that were there when the database was opened.
    public List<SavedBan> bansAtStart() {
        return bansAtStart;
    }

    /// Stores a ban, soon.
    public void saveBan(SavedBan ban) {
        changeBan(ban.network(), Optional.of(ban));
    }

    /// Forgets the ban of a network, soon.
    public void removeBan(String network) {
        changeBan(network, Optional.empty());
    }

    private void changeBan(String network, Optional<SavedBan> to) {
        synchronized (pending) {
            pendingBans.put(network, to);
        }
        LockSupport.unpark(writer);
    }

    /// Writes what is pending and closes the database.
    @Override
    public void close() {
        open = false;
        if (writer.getState() == Thread.State.NEW) {
            database.close();
            return;
        }
        LockSupport.unpark(writer);
        Writers.awaitEnd(writer);
    }

    private void change(Key key, Optional<SavedBinding> to) {
        synchronized (pending) {
            pending.put(key, to);
        }
    }

    private void run() {
        try (database) {
            while (open) {
                LockSupport.parkNanos(this, LOOK_NS);
                step();
            }
            step();
        }
    }

    /// One turn: writes what is pending, then looks whether another process changed the users.
    @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes it
    private void step() {
        Map<Key, Optional<SavedBinding>> batch = take();
        Map<String, Optional<SavedBan>> banBatch = takeBans();
        try {
            if (!batch.isEmpty() || !banBatch.isEmpty()) {
                database.together(() -> {
                    batch.forEach(this::write);
                    banBatch.forEach(this::writeBan);
                });
            }
            written += batch.size();
            forwardings.write();
            long seen = database.version();
            if (seen != version) {
                usersByName = byName(users.all());
                forwardings.read();
                version = seen;
            }
            if (failing) {
                failing = false;
                log.info("the database can be written again");
            }
        } catch (StoreException e) {
            giveBack(batch, banBatch);
            if (!failing) {
                failing = true;
                log.error("registrations are kept in memory only for now: {}", e.getMessage());
            }
        }
    }

    private void write(Key key, Optional<SavedBinding> to) {
        if (to.isPresent()) {
            bindings.put(to.get());
        } else {
            bindings.remove(new AddressOfRecord(key.user, key.domain), key.key);
        }
    }

    private Map<Key, Optional<SavedBinding>> take() {
        synchronized (pending) {
            Map<Key, Optional<SavedBinding>> batch = new LinkedHashMap<>(pending);
            pending.clear();
            return batch;
        }
    }

    private void writeBan(String network, Optional<SavedBan> to) {
        to.ifPresentOrElse(bans::put, () -> bans.remove(network));
    }

    private Map<String, Optional<SavedBan>> takeBans() {
        synchronized (pending) {
            Map<String, Optional<SavedBan>> batch = new LinkedHashMap<>(pendingBans);
            pendingBans.clear();
            return batch;
        }
    }

    /// Puts a batch that failed back, where nothing newer overtook it.
    private void giveBack(
            Map<Key, Optional<SavedBinding>> batch, Map<String, Optional<SavedBan>> banBatch) {
        synchronized (pending) {
            batch.forEach(pending::putIfAbsent);
            banBatch.forEach(pendingBans::putIfAbsent);
        }
    }

    private static Map<String, User> byName(List<User> all) {
        Map<String, User> map = new TreeMap<>();
        all.forEach(user -> map.put(user.name(), user));
        return java.util.Collections.unmodifiableMap(map);
    }
}
