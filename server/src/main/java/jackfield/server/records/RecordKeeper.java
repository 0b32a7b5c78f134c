package jackfield.server.records;

import jackfield.roles.records.CallRecord;
import jackfield.roles.records.SavedCallRecord;
import jackfield.store.CallRecordTable;
import jackfield.store.StoreException;
import jackfield.store.Writers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the records of calls that are over: the last ones in memory, all of them in the database
/// and, where wanted, in a file. For any thread; nobody waits for a disk.
///
/// One thread writes behind, what has gathered in one transaction. What can't be written stays in
/// memory and is tried again, up to a bound; beyond it the oldest is lost, counted and said.
public final class RecordKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RecordKeeper.class);
    private static final int MOST_RECENT = 1000;
    private static final long LOOK_NS = 200_000_000L;
    private static final long TRY_AGAIN_NS = 2_000_000_000L;
    private static final Duration PURGE_EVERY = Duration.ofHours(1);

    /// Where records go, and how many of them wait at most.
    ///
    /// @param database the file of the database
    /// @param file writes them as JSON lines too; null for no such file
    /// @param keep how long the database keeps one
    /// @param mostWaiting records in memory while nothing can be written
    public record Places(
            Path database, @Nullable RecordFile file, Duration keep, int mostWaiting) {}

    /// The last records by Call-ID; guarded by itself.
    private final Map<String, SavedCallRecord> recent = new LinkedHashMap<>();

    /// What is not written yet; guarded by itself.
    private final Deque<SavedCallRecord> forTable = new ArrayDeque<>();

    /// What is not in the file yet; guarded by `forTable`.
    private final Deque<SavedCallRecord> forFile = new ArrayDeque<>();

    private final Places places;
    private final InstantSource clock;
    private final Thread writer;
    private volatile boolean open = true;
    private volatile boolean failing;
    private final AtomicLong lost = new AtomicLong();
    private long purgeAtMs;
    private @Nullable CallRecordTable table;

    public RecordKeeper(Places places, InstantSource clock) {
        this.places = places;
        this.clock = clock;
        writer = Thread.ofPlatform().name("records").daemon().unstarted(this::run);
    }

    /// Begins to write.
    public RecordKeeper start() {
        writer.start();
        return this;
    }

    /// Takes one record.
    public void add(SavedCallRecord record) {
        synchronized (recent) {
            latest(record);
        }
        synchronized (forTable) {
            push(forTable, record);
            if (places.file() != null) {
                push(forFile, record);
            }
        }
    }

    /// Takes the record of a call that somebody else keeps for good: it is among the last ones, and
    /// nowhere else. One of ours with the same Call-ID says more, and stays.
    public void remember(SavedCallRecord record) {
        synchronized (recent) {
            SavedCallRecord known = recent.get(record.callId());
            if (known == null || known.source().equals(CallRecord.RELAYED)) {
                latest(record);
            }
        }
    }

    /// Under the lock of `recent`.
    private void latest(SavedCallRecord record) {
        recent.remove(record.callId());
        recent.put(record.callId(), record);
        if (recent.size() > MOST_RECENT) {
            recent.remove(recent.keySet().iterator().next());
        }
    }

    private void push(Deque<SavedCallRecord> queue, SavedCallRecord record) {
        if (queue.size() >= places.mostWaiting()) {
            queue.poll();
            long all = lost.incrementAndGet();
            if (Long.bitCount(all) == 1) {
                log.error("{} call records are lost: they could not be written for too long", all);
            }
        }
        queue.add(record);
    }

    /// The record of a call that was over not long ago.
    public Optional<SavedCallRecord> recent(String callId) {
        synchronized (recent) {
            return Optional.ofNullable(recent.get(callId));
        }
    }

    /// The last records, the last one first.
    public List<SavedCallRecord> recent(int most) {
        List<SavedCallRecord> all;
        synchronized (recent) {
            all = new ArrayList<>(recent.values());
        }
        return all.reversed().stream().limit(most).toList();
    }

    /// What the database has; on a connection of its own, so that it waits for no writer.
    public List<SavedCallRecord> read(CallRecordTable.Question question) {
        try (CallRecordTable reader = CallRecordTable.open(places.database())) {
            return reader.read(question);
        }
    }

    /// The last record of each of these Call-IDs that has one, from memory or the database.
    public Map<String, SavedCallRecord> latest(Collection<String> callIds) {
        Map<String, SavedCallRecord> found = new HashMap<>();
        try (CallRecordTable reader = CallRecordTable.open(places.database())) {
            found.putAll(reader.latest(callIds));
        }
        synchronized (recent) {
            for (String each : callIds) {
                SavedCallRecord last = recent.get(each);
                if (last != null) {
                    found.put(each, last);
                }
            }
        }
        return found;
    }

    /// False while records can't be written; they are tried again.
    public boolean isHealthy() {
        return !failing;
    }

    /// Records that were given up because nothing could be written for too long.
    public long lost() {
        return lost.get();
    }

    /// Writes what waits, and ends.
    @Override
    public void close() {
        open = false;
        LockSupport.unpark(writer);
        Writers.awaitEnd(writer);
    }

    private void run() {
        while (open) {
            LockSupport.parkNanos(this, failing ? TRY_AGAIN_NS : LOOK_NS);
            step();
        }
        step();
        CallRecordTable last = table;
        if (last != null) {
            last.close();
        }
        int left = waiting();
        if (left > 0) {
            log.error("{} call records could not be written and are lost", left);
        }
    }

    private int waiting() {
        synchronized (forTable) {
            return Math.max(forTable.size(), forFile.size());
        }
    }

    /// One turn: each place gets what it has not got yet; one that fails does not hold the other.
    private void step() {
        boolean bad = false;
        try {
            table();
        } catch (StoreException e) {
            bad = true;
            tell(e.getMessage());
        }
        try {
            file();
        } catch (IOException e) {
            bad = true;
            tell(e.getMessage());
        }
        if (failing && !bad) {
            log.info("call records can be written again");
        }
        failing = bad;
    }

    private void tell(@Nullable String why) {
        if (!failing) {
            log.error(
                    "call records are kept in memory only for now, {} at most: {}",
                    places.mostWaiting(),
                    why);
        }
    }

    private void table() {
        List<SavedCallRecord> batch = copy(forTable);
        long now = clock.millis();
        if (batch.isEmpty() && now < purgeAtMs) {
            return;
        }
        CallRecordTable to = table;
        if (to == null) {
            to = CallRecordTable.open(places.database());
            table = to;
        }
        if (!batch.isEmpty()) {
            to.write(batch);
            remove(forTable, batch);
        }
        if (now >= purgeAtMs) {
            to.purge(now - places.keep().toMillis());
            purgeAtMs = now + PURGE_EVERY.toMillis();
        }
    }

    private void file() throws IOException {
        RecordFile to = places.file();
        if (to == null) {
            return;
        }
        List<SavedCallRecord> batch = copy(forFile);
        if (!batch.isEmpty()) {
            to.write(batch);
            remove(forFile, batch);
        }
    }

    private List<SavedCallRecord> copy(Deque<SavedCallRecord> queue) {
        synchronized (forTable) {
            return List.copyOf(queue);
        }
    }

    /// Removes what is written. The oldest may have been given up meanwhile.
    private void remove(Deque<SavedCallRecord> queue, List<SavedCallRecord> written) {
        synchronized (forTable) {
            for (SavedCallRecord each : written) {
                if (each.equals(queue.peek())) {
                    queue.poll();
                }
            }
        }
    }
}
