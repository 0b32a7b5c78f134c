package jackfield.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Puts lines on a stream, on a thread of its own: a shard that logs neither formats nor waits, and
/// lines that come together leave in one write. Warnings and worse leave at once, the rest within a
/// tenth of a second. When the reader of the stream is slower than we are, lines are dropped, and a
/// line says how many.
final class WriteBehind extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final int MOST_WAITING = 20_000;
    private static final long LOOK_NS = 100_000_000L;

    private final LineLayout layout;
    private final Supplier<PrintStream> stream;
    private final Queue<ILoggingEvent> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final Thread writer;

    /// @param stream asked for each time, for it may be replaced
    WriteBehind(LineLayout layout, Supplier<PrintStream> stream) {
        this.layout = layout;
        this.stream = stream;
        writer = Thread.ofPlatform().name("log").daemon().unstarted(this::run);
    }

    @Override
    public void start() {
        super.start();
        writer.start();
    }

    @Override
    public void stop() {
        super.stop();
        LockSupport.unpark(writer);
        flush();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (count.incrementAndGet() > MOST_WAITING) {
            count.decrementAndGet();
            dropped.incrementAndGet();
            return;
        }
        event.prepareForDeferredProcessing();
        waiting.add(event);
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            LockSupport.unpark(writer);
        }
    }

    private void run() {
        while (isStarted()) {
            LockSupport.parkNanos(this, LOOK_NS);
            flush();
        }
    }

    /// Writes what waits; returns when it is written.
    synchronized void flush() {
        StringBuilder lines = new StringBuilder();
        for (ILoggingEvent next = waiting.poll(); next != null; next = waiting.poll()) {
            count.decrementAndGet();
            lines.append(layout.doLayout(next));
        }
        int lost = dropped.getAndSet(0);
        if (lost > 0) {
            lines.append("(").append(lost).append(" log lines were dropped: too many at once)\n");
        }
        if (!lines.isEmpty()) {
            byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
            PrintStream out = stream.get();
            out.write(bytes, 0, bytes.length);
            out.flush();
        }
    }
}
