package jackfield.media.dtmf;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Makes the packets of events (RFC 4733 section 2.5.1): one timestamp for an event, the marker on
/// its first packet, a duration that grows with each, the end three times; a longer event than a
/// payload can say goes on in segments.
///
/// The stream that they go into has its own clock: who wakes this says what its timestamp is now.
public final class DtmfSender {
    /// The most digits that wait.
    public static final int MOST_WAITING = 128;

    private static final int ENDS = 3;

    private final int clockRate;
    private final int ptimeMs;
    private final ArrayDeque<Press> waiting = new ArrayDeque<>();
    private @Nullable Press current;
    private int timestamp;
    private int segmentStart;
    private int sent;
    private int endsLeft;
    private long due = Deadlines.NEVER;
    private long free;

    private record Press(int event, int volume, int durationMs, int pauseMs) {}

    /// A packet to send.
    ///
    /// @param timestamp the event's
    public record EventPacket(boolean marker, int timestamp, TelephoneEvent payload) {}

    /// @param clockRate of the payload type (Hz): that of the audio beside it (section 2.1)
    /// @param ptimeMs between two packets
    public DtmfSender(int clockRate, int ptimeMs) {
        if (clockRate < 1000 || ptimeMs <= 0) {
            throw new IllegalArgumentException(clockRate + " " + ptimeMs);
        }
        this.clockRate = clockRate;
        this.ptimeMs = ptimeMs;
    }

    /// Presses a key after those that wait.
    ///
    /// @param volume below 0 dBm0, 0 to 63
    /// @param pauseMs how long nothing is pressed after it
    /// @return false where too many wait
    public boolean press(int event, int durationMs, int pauseMs, int volume, long now) {
        if (durationMs <= 0 || pauseMs < 0) {
            throw new IllegalArgumentException(durationMs + " " + pauseMs);
        }
        if (waiting.size() >= MOST_WAITING) {
            return false;
        }
        waiting.add(new Press(event, volume, durationMs, pauseMs));
        if (current == null && due == Deadlines.NEVER) {
            due = Math.max(now, free);
        }
        return true;
    }

    /// True while the key is down, and its ends are sent: audio rests meanwhile.
    public boolean isDown() {
        return current != null;
    }

    /// Sends what is due.
    ///
    /// @param streamTimestamp the stream's timestamp at `now`
    public void wake(long now, int streamTimestamp, Outbox<EventPacket> out) {
        if (now < due) {
            return;
        }
        if (current == null) {
            current = waiting.poll();
            if (current == null) {
                due = Deadlines.NEVER;
                return;
            }
            timestamp = streamTimestamp;
            segmentStart = 0;
            sent = 0;
            endsLeft = ENDS;
            due = now;
        }
        step(current, out);
    }

    private void step(Press press, Outbox<EventPacket> out) {
        boolean first = sent == 0;
        int whole = ticks(press.durationMs);
        sent = Math.min(sent + ticks(ptimeMs), whole);
        while (sent - segmentStart > TelephoneEvent.LONGEST) {
            put(press, false, false, TelephoneEvent.LONGEST, out);
            segmentStart += TelephoneEvent.LONGEST;
        }
        boolean end = sent == whole;
        put(press, first, end, sent - segmentStart, out);
        due += ptimeMs * 1_000_000L;
        if (end && endsLeft == ENDS) {
            free = due + press.pauseMs * 1_000_000L;
        }
        if (end && --endsLeft == 0) {
            current = null;
            due = waiting.isEmpty() ? Deadlines.NEVER : Math.max(free, due);
        }
    }

    private void put(
            Press press, boolean marker, boolean end, int duration, Outbox<EventPacket> out) {
        out.put(
                new EventPacket(
                        marker,
                        timestamp + segmentStart,
                        new TelephoneEvent(press.event, end, press.volume, duration)));
    }

    /// When [#wake] is next due (ns), or [Deadlines#NEVER].
    public long deadline() {
        return due;
    }

    private int ticks(int ms) {
        return (int) ((long) ms * clockRate / 1000);
    }
}
