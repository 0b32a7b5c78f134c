package jackfield.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The last lines of the log, in memory, as they were logged: what a secret is does not come here
/// either. Writers take a place each and never wait; a line is cut to a length.
public final class LogRing {
    private static final int PLACES = 8_192;
    private static final int LONGEST = 2_000;

    /// One line.
    ///
    /// @param number counts up from 1
    /// @param time UTC, ISO 8601
    /// @param level `info`
    /// @param room which part of the program speaks
    /// @param callId of the call it is about; null for none
    /// @param text what it says
    public record Line(
            long number,
            String time,
            String level,
            String room,
            @Nullable String callId,
            String text) {}

    /// An event in its place: it becomes a line when somebody reads it.
    private record Place(long number, ILoggingEvent event) {}

    private final AtomicReferenceArray<@Nullable Place> places = new AtomicReferenceArray<>(PLACES);
    private final AtomicLong next = new AtomicLong();
    private final List<Consumer<Supplier<Line>>> listeners = new CopyOnWriteArrayList<>();

    LogRing() {}

    /// Has `listener` told of each line, on the thread that logs it: it must return at once.
    public void tell(Consumer<Supplier<Line>> listener) {
        listeners.add(listener);
    }

    /// Tells `listener` no more.
    public void tellNoMore(Consumer<Supplier<Line>> listener) {
        listeners.remove(listener);
    }

    /// What logback hands its events to: one for each time the log is set up.
    static final class Into extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private final LogRing ring;

        Into(LogRing ring) {
            this.ring = ring;
        }

        @Override
        protected void append(ILoggingEvent event) {
            ring.put(event);
        }
    }

    private void put(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        long number = next.incrementAndGet();
        places.set((int) (number % PLACES), new Place(number, event));
        for (Consumer<Supplier<Line>> listener : listeners) {
            listener.accept(() -> line(number, event));
        }
    }

    private static Line line(long number, ILoggingEvent event) {
        String trace = LineLayout.trace(event);
        String text = event.getFormattedMessage() + (trace == null ? "" : "\n" + trace);
        return new Line(
                number,
                LineLayout.utc(event),
                event.getLevel().toString().toLowerCase(Locale.ROOT),
                LineLayout.room(event),
                LineLayout.callId(event),
                text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    }

    /// The lines that are still there, the oldest first, `most` of the last at most.
    ///
    /// @param callId only of this call; null for all
    /// @param least of this level or a worse one: `info`
    public List<Line> lines(@Nullable String callId, String least, int most) {
        Level level = Level.toLevel(least, Level.TRACE);
        List<Line> found = new ArrayList<>();
        long last = next.get();
        for (long number = last; number > 0 && number > last - PLACES; number--) {
            Place place = places.get((int) (number % PLACES));
            if (place != null
                    && (callId == null || callId.equals(LineLayout.callId(place.event)))
                    && place.event.getLevel().isGreaterOrEqual(level)) {
                found.add(line(place.number, place.event));
                if (found.size() == most) {
                    break;
                }
            }
        }
        return found.reversed();
    }
}
