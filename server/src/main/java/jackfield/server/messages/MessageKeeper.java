package jackfield.server.messages;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.messaging.MessageStore;
import jackfield.store.Personal;
import jackfield.store.StoreException;
import jackfield.store.TextMessage;
import jackfield.store.Writers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps text messages in the database: one thread writes and reads, in the order of what was
/// asked, and the shard waits for nothing. Who has messages waiting is known in memory.
public final class MessageKeeper implements MessageStore, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MessageKeeper.class);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// What waits for the disk; beyond that messages are refused.
    private static final int MOST_STEPS = 10_000;

    private static final long LOOK_SECONDS = 1;

    /// What bounds it.
    ///
    /// @param keep how long a message is kept
    /// @param mostWaiting messages that wait for one user
    /// @param mostInAll messages kept
    public record Bounds(Duration keep, int mostWaiting, int mostInAll) {}

    private final Personal personal;
    private final Bounds bounds;
    private final InstantSource clock;
    private final Consumer<LongConsumer> shard;
    private final BlockingQueue<Runnable> steps = new ArrayBlockingQueue<>(MOST_STEPS);
    private final Thread writer;

    /// How many wait for whom; the shard's alone once it runs.
    private final Map<String, Integer> waiting;

    private long last;
    private volatile boolean open = true;
    private long purgeAtMs;

    /// @param shard does something on the shard's thread, soon, and tells it the time (ns)
    public MessageKeeper(
            Personal personal, Bounds bounds, InstantSource clock, Consumer<LongConsumer> shard) {
        this.personal = personal;
        this.bounds = bounds;
        this.clock = clock;
        this.shard = shard;
        waiting = new HashMap<>(personal.waiting());
        last = personal.lastMessage();
        writer = Thread.ofPlatform().name("messages").daemon().unstarted(this::run);
    }

    /// Begins to write.
    public MessageKeeper start() {
        writer.start();
        return this;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public long keep(AddressOfRecord from, AddressOfRecord to, String callId, String text) {
        String recipient = to.toString();
        if (waiting.getOrDefault(recipient, 0) >= bounds.mostWaiting()) {
            return -1;
        }
        long number = last + 1;
        TextMessage message =
                new TextMessage(
                        number,
                        from.toString(),
                        recipient,
                        callId,
                        text,
                        clock.millis(),
                        true,
                        false);
        if (!steps.offer(() -> personal.keep(message))) {
            return -1;
        }
        last = number;
        waiting.merge(recipient, 1, Integer::sum);
        return number;
    }

    @Override
    public boolean hasWaiting(AddressOfRecord user) {
        return waiting.containsKey(user.toString());
    }

    @Override
    public void waiting(AddressOfRecord user, ObjLongConsumer<List<Waiting>> then) {
        String recipient = user.toString();
        boolean asked =
                steps.offer(() -> {
                    List<Waiting> found = new ArrayList<>();
                    for (TextMessage each : personal.waiting(recipient, bounds.mostWaiting())) {
                        found.add(
                                new Waiting(
                                        each.number(),
                                        address(each.sender()),
                                        DATE.format(Instant.ofEpochMilli(each.sentMs())),
                                        each.text()));
                    }
                    shard.accept(now -> then.accept(found, now));
                });
        if (!asked) {
            log.warn("messages for {} wait for its next registration: the disk is slow", user);
        }
    }

    private static AddressOfRecord address(String text) {
        int at = text.lastIndexOf('@');
        return new AddressOfRecord(text.substring(0, Math.max(0, at)), text.substring(at + 1));
    }

    @Override
    public void delivered(AddressOfRecord user, long number) {
        fewer(user.toString(), 1);
        if (!steps.offer(() -> personal.delivered(number))) {
            log.warn("a message to {} may be delivered twice: the disk is slow", user);
        }
    }

    private void fewer(String user, int by) {
        waiting.computeIfPresent(user, (_, n) -> n <= by ? null : n - by);
    }

    /// Writes what waits, and ends.
    @Override
    public void close() {
        open = false;
        Writers.awaitEnd(writer);
    }

    private void run() {
        while (open || !steps.isEmpty()) {
            try {
                Runnable step = steps.poll(LOOK_SECONDS, TimeUnit.SECONDS);
                if (step != null) {
                    step.run();
                }
                purge();
            } catch (StoreException e) {
                log.error("a text message could not be kept: {}", e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void purge() {
        long now = clock.millis();
        if (now >= purgeAtMs) {
            purgeAtMs = now + Duration.ofHours(1).toMillis();
            Map<String, Integer> before = personal.waiting();
            if (personal.purgeMessages(now - bounds.keep().toMillis(), bounds.mostInAll()) > 0) {
                Map<String, Integer> after = personal.waiting();
                before.replaceAll((user, count) -> count - after.getOrDefault(user, 0));
                shard.accept(_ -> before.forEach(this::fewer));
            }
        }
    }
}
