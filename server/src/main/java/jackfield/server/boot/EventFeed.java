package jackfield.server.boot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Tells those who look at the node what happens to it, as small JSON events. Publishers, shards
/// among them, are never held up: an event costs them one place in a bounded queue, and nothing
/// where nobody listens. A thread of its own writes; a reader that is slower than its events loses
/// some and is told how many.
final class EventFeed implements AutoCloseable {
    /// Everything but log lines, which a reader asks for.
    static final Set<String> USUAL =
            Set.of(
                    "numbers",
                    "call-began",
                    "call-changed",
                    "call-ended",
                    "registered",
                    "unregistered",
                    "banned",
                    "unbanned",
                    "alerts");

    /// What a reader can ask for.
    static final Set<String> ALL = all();

    private static final int MOST_EVENTS = 10_000;
    private static final long MOST_WAITING_BYTES = 256 * 1024;
    private static final long LOOK_NS = 50_000_000L;

    /// One event: its `type`, and what else it says.
    record Event(String type, Map<String, ?> fields) {}

    /// The way to one reader.
    interface Outlet {
        /// Bytes that wait to be sent.
        long waiting();

        /// Queues one message.
        void send(byte[] message);
    }

    /// One who reads.
    final class Reader {
        private final Outlet outlet;
        private volatile Set<String> wants = USUAL;
        private long lost;

        private Reader(Outlet outlet) {
            this.outlet = outlet;
        }

        /// From now on it wants these types; unknown ones are nothing.
        void wants(Set<String> types) {
            synchronized (readers) {
                wants = Set.copyOf(types);
                count();
            }
        }

        private void take(String type, byte[] message) {
            if (!wants.contains(type)) {
                return;
            }
            if (outlet.waiting() > MOST_WAITING_BYTES) {
                lost++;
                return;
            }
            if (lost > 0) {
                outlet.send(bytes(new Event("lost", Map.of("count", lost))));
                lost = 0;
            }
            outlet.send(message);
        }
    }

    private final Queue<Event> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong overflown = new AtomicLong();
    private final List<Reader> readers = new CopyOnWriteArrayList<>();
    private final Thread writer;
    private final int mostReaders;
    private volatile Set<String> heard = Set.of();
    private volatile boolean open = true;

    /// @param mostReaders at once
    EventFeed(int mostReaders) {
        this.mostReaders = mostReaders;
        writer = Thread.ofPlatform().name("events").daemon().unstarted(this::run);
    }

    private static Set<String> all() {
        List<String> all = new ArrayList<>(USUAL);
        all.add("log");
        return Set.copyOf(all);
    }

    /// Begins to write.
    EventFeed start() {
        writer.start();
        return this;
    }

    /// True while somebody wants events of this type: who makes them can save the work.
    boolean isHeard(String type) {
        return heard.contains(type);
    }

    /// Tells the readers, soon. From any thread; never waits.
    void publish(Event event) {
        if (!isHeard(event.type)) {
            return;
        }
        if (count.incrementAndGet() > MOST_EVENTS) {
            count.decrementAndGet();
            overflown.incrementAndGet();
        } else {
            waiting.add(event);
        }
    }

    /// Lets one more read; null where too many do.
    @Nullable Reader join(Outlet outlet) {
        synchronized (readers) {
            if (readers.size() >= mostReaders) {
                return null;
            }
            Reader reader = new Reader(outlet);
            readers.add(reader);
            count();
            LockSupport.unpark(writer);
            return reader;
        }
    }

    /// A reader is gone.
    void leave(Reader reader) {
        synchronized (readers) {
            readers.remove(reader);
            count();
        }
    }

    /// How many read.
    int readers() {
        synchronized (readers) {
            return readers.size();
        }
    }

    /// Counts anew what is heard; under the lock, so that the last to count has counted everybody.
    private void count() {
        List<String> all = new ArrayList<>();
        readers.forEach(reader -> all.addAll(reader.wants));
        heard = Set.copyOf(all);
    }

    private void run() {
        while (open) {
            if (readers.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, LOOK_NS);
            }
            deliver();
        }
    }

    /// Hands what waits to the readers.
    void deliver() {
        for (Event event = waiting.poll(); event != null; event = waiting.poll()) {
            count.decrementAndGet();
            if (isHeard(event.type)) {
                byte[] message = bytes(event);
                String type = event.type;
                readers.forEach(reader -> reader.take(type, message));
            }
        }
        long lost = overflown.getAndSet(0);
        if (lost > 0) {
            readers.forEach(reader -> reader.lost += lost);
        }
    }

    /// `{"type":"...", ...}`.
    static byte[] bytes(Event event) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", event.type);
        map.putAll(event.fields);
        return Json.MAPPER.writeValueAsString(map).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(writer);
    }

    /// Built when somebody listens: a start must not wait for it.
    private static final class Json {
        static final JsonMapper MAPPER = JsonMapper.builder().build();
    }
}
