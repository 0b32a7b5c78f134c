package jackfield.server.recording;

import jackfield.roles.relay.Recordings;
import jackfield.store.Writers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where calls are recorded: one thread writes all files. Nobody waits for a disk; what it is too
/// slow for is dropped and counted.
public final class RecordingDesk implements Recordings, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RecordingDesk.class);
    private static final int WAITING = 4096;
    private static final int MOST = 1000;
    private static final long LOOK_NS = 10_000_000;
    private static final long ADVANCE_NS = 500_000_000;
    private static final int LONGEST_NAME = 120;
    private static final int DEEPEST = 8;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Places places;
    private final long epochMs;
    private final LongSupplier clock;
    private final RandomGenerator random;
    private final PacketRing ring = new PacketRing(WAITING);
    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private final List<NodeRecording> running = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong finished = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Thread writer;
    private final Thread cut;
    private final Space space;
    private volatile boolean closing;
    private volatile boolean diskFull;
    private long advanceAt;

    /// What is recorded, and where.
    ///
    /// @param folder of all recordings
    /// @param pattern of their names: `%c` is the Call-ID, `%t` the time, `%f` the caller's tag,
    ///   `%r` eight random figures
    /// @param all whether every call is recorded
    /// @param limits when a recording ends by itself
    public record Places(
            Path folder, RecordingFormat format, String pattern, boolean all, Limits limits) {}

    /// When a recording ends by itself; the call goes on.
    ///
    /// @param longest after so long
    /// @param largest once its files have so many bytes
    /// @param diskFree where the disk has fewer bytes left: none begins, and those that run end
    public record Limits(Duration longest, long largest, long diskFree) {}

    /// @param epochMs when the node's clock was 0 (ms since 1970)
    /// @param clock nanoseconds since the node started
    public RecordingDesk(Places places, long epochMs, LongSupplier clock, RandomGenerator random) {
        this(places, epochMs, clock, random, path -> Files.getFileStore(path).getUsableSpace());
    }

    /// How much a disk has left.
    interface Space {
        /// Bytes left at a place.
        long left(Path place) throws IOException;
    }

    RecordingDesk(
            Places places, long epochMs, LongSupplier clock, RandomGenerator random, Space space) {
        this.space = space;
        this.places = places;
        this.epochMs = epochMs;
        this.clock = clock;
        this.random = random;
        writer = Thread.ofPlatform().name("recordings").daemon().unstarted(this::run);
        var before = new CutRecordings(places.folder, System.currentTimeMillis());
        cut = Thread.ofPlatform().name("cut-recordings").daemon().unstarted(before::mend);
    }

    /// Begins to write, and lists those that were cut when the node last ran.
    public RecordingDesk start() {
        cut.start();
        writer.start();
        return this;
    }

    @Override
    public boolean recordsAll() {
        return places.all;
    }

    @Override
    public Begun begin(Request request, long now) {
        if (open.get() >= MOST) {
            return new Begun.Refused("Too many recordings");
        }
        if (diskFull) {
            return new Begun.Refused(
                    "Recording is off: the disk of recording.folder has less than recording.disk-free"
                            + " left");
        }
        Path folder = folder(request.place().folder());
        if (folder == null) {
            return new Begun.Refused("recording-dir leads out of recording.folder");
        }
        open.incrementAndGet();
        String asked = request.place().name();
        String name = asked == null ? name(request, now) : safe(asked);
        var recording = new NodeRecording(this, request, folder.resolve(name), places.format, now);
        later(() -> {
            running.add(recording);
            recording.open(epochMs);
        });
        return new Begun.Running(recording);
    }

    /// The folder that is wanted: ours, or one in it; null for one elsewhere. Links are looked at
    /// when it is made.
    private @Nullable Path folder(@Nullable String wanted) {
        if (wanted == null || wanted.isBlank()) {
            return places.folder;
        }
        Path own = places.folder.toAbsolutePath().normalize();
        String rest = wanted.strip();
        if (rest.startsWith("/")) {
            String prefix = own + "/";
            if (!(rest + "/").startsWith(prefix)) {
                return null;
            }
            rest = rest.substring(Math.min(rest.length(), prefix.length()));
        }
        Path folder = own;
        String[] parts = rest.split("/+");
        for (String part : parts) {
            if (part.equals("..") || parts.length > DEEPEST) {
                return null;
            }
            folder = part.isEmpty() || part.equals(".") ? folder : folder.resolve(safe(part));
        }
        return folder;
    }

    /// Makes the folder of a recording; on the thread that writes.
    ///
    /// @throws IOException also where a link in it leads out of ours
    void make(Path folder) throws IOException {
        if (folder.equals(places.folder)) {
            return;
        }
        Path own = places.folder.toAbsolutePath().normalize();
        Path at = own;
        Path real = own.toRealPath();
        for (Path part : own.relativize(folder)) {
            at = at.resolve(part);
            if (!Files.exists(at)) {
                Files.createDirectory(at);
            }
            if (!at.toRealPath().startsWith(real)) {
                throw new IOException(at + " is a link that leads out of " + own);
            }
        }
    }

    private String name(Request request, long now) {
        StringBuilder name = new StringBuilder();
        String wanted = request.place().pattern();
        String pattern = wanted == null || wanted.isBlank() ? places.pattern : wanted;
        Instant time = Instant.ofEpochMilli(epochMs + now / 1_000_000);
        for (int i = 0; i < Math.min(pattern.length(), LONGEST_NAME); i++) {
            char sign = pattern.charAt(i);
            if (sign != '%' || i + 1 == pattern.length()) {
                name.append(sign);
                continue;
            }
            switch (pattern.charAt(++i)) {
                case 'c' -> name.append(request.callId());
                case 't' -> name.append(TIME.format(time));
                case 'Y', 'm', 'd', 'H', 'M', 'S' ->
                        name.append(part(pattern.charAt(i)).format(time));
                case '%' -> name.append('%');
                case 'f' -> name.append(request.sides().getFirst().tag());
                case 'r' -> name.append(String.format("%08x", random.nextInt()));
                default -> name.append(sign).append(pattern.charAt(i));
            }
        }
        return safe(name.toString());
    }

    /// One part of the time of day, as `strftime` names it.
    private static DateTimeFormatter part(char sign) {
        String letters =
                switch (sign) {
                    case 'Y' -> "yyyy";
                    case 'm' -> "MM";
                    case 'd' -> "dd";
                    case 'H' -> "HH";
                    case 'M' -> "mm";
                    default -> "ss";
                };
        return DateTimeFormatter.ofPattern(letters).withZone(ZoneOffset.UTC);
    }

    /// What may stand in a file's name: nothing that leads out of the folder.
    private static String safe(String name) {
        String kept = name.replaceAll("[^A-Za-z0-9@._+-]", "_").replaceAll("^\\.+", "_");
        String bounded = kept.length() > LONGEST_NAME ? kept.substring(0, LONGEST_NAME) : kept;
        return bounded.isEmpty() ? "_" : bounded;
    }

    PacketRing ring() {
        return ring;
    }

    /// Does it on the thread that writes, after what came before.
    void later(Runnable step) {
        steps.add(step);
    }

    /// Recordings that run.
    public int running() {
        return open.get();
    }

    /// Recordings that ended with whole files.
    public long finished() {
        return finished.get();
    }

    /// Recordings that could not be written.
    public long failures() {
        return failures.get();
    }

    /// Packets that the disk was too slow for.
    public long dropped() {
        return ring.dropped();
    }

    private void run() {
        while (!closing) {
            LockSupport.parkNanos(this, LOOK_NS);
            turn();
        }
        turn();
        long now = clock.getAsLong();
        List.copyOf(running).forEach(each -> end(each, now, "the node stopped"));
    }

    /// Looks at the disk: it must not be us who fill it.
    private void lookAtDisk() {
        Path place = Files.isDirectory(places.folder) ? places.folder : places.folder.getRoot();
        try {
            long left = place == null ? Long.MAX_VALUE : space.left(place);
            boolean full = left < places.limits.diskFree();
            if (full && !diskFull) {
                log.error(
                        "the disk of {} has {} MB left, less than recording.disk-free: {} recordings"
                                + " end and none begins until there is room",
                        places.folder,
                        left >> 20,
                        running.size());
            } else if (!full && diskFull) {
                log.info("the disk of {} has room again: calls are recorded", places.folder);
            }
            diskFull = full;
        } catch (IOException e) {
            log.warn("the disk of {} cannot be looked at: {}", places.folder, e.toString());
        }
    }

    /// Why it has to end now; empty where it need not.
    private String limit(NodeRecording recording, long now) {
        if (diskFull) {
            return "the disk is nearly full (recording.disk-free)";
        }
        if (recording.durationMs(now) > places.limits.longest().toMillis()) {
            return "it has reached recording.longest";
        }
        return recording.bytes() > places.limits.largest()
                ? "it has reached recording.largest"
                : "";
    }

    /// Does what waits.
    void turn() {
        // Steps first: packets of a recording come after its beginning. Those before its end are
        // taken by the end itself.
        for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
            step.run();
        }
        packets();
        long now = clock.getAsLong();
        if (now >= advanceAt) {
            advanceAt = now + ADVANCE_NS;
            lookAtDisk();
            for (NodeRecording each : List.copyOf(running)) {
                each.advance(now);
                String limit = limit(each, now);
                if (!limit.isEmpty()) {
                    log.warn("the recording {} ends: {}; the call goes on", each.name(), limit);
                    end(each, now, limit);
                }
            }
        }
    }

    private void packets() {
        for (var slot = ring.peek(); slot != null; slot = ring.peek()) {
            NodeRecording recording = slot.recording;
            if (recording != null && running.contains(recording)) {
                recording.packet(slot);
            }
            ring.taken();
        }
    }

    /// Ends one, if it still runs.
    void end(NodeRecording recording, long now, String why) {
        packets();
        if (!running.remove(recording)) {
            return;
        }
        open.decrementAndGet();
        recording.ended(why);
        boolean whole = recording.finish(now);
        if (whole) {
            try {
                recording.tell(RecordingStory.ended(recording, epochMs, now));
                finished.incrementAndGet();
                log.info(
                        "call {} is recorded in {}",
                        recording.request().callId(),
                        recording.files().stream().map(PartFile::whole).toList());
            } catch (IOException e) {
                failed(recording, e);
            }
        }
    }

    /// Something could not be written.
    void failed(NodeRecording recording, IOException why) {
        failures.incrementAndGet();
        log.error(
                "the recording {} failed: {}. Is there room on the disk, and may this user write"
                        + " there (recording.folder)?",
                recording.name(),
                why.toString());
    }

    /// Ends all recordings, their files whole.
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(writer);
        Writers.awaitEnd(writer);
        Writers.awaitEnd(cut);
    }
}
