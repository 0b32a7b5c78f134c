package jackfield.media.dtmf;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;

/// Hears the events of one stream (RFC 4733): each is told once, however often its packets come.
///
/// An event is known by its timestamp. Its first packet that arrives starts it, marker or not; the
/// first with the E bit ends it; repetitions and what comes late are counted and forgotten. Where
/// all its ends are lost, the next event or [#PATIENCE_NS] of silence ends it. A segment of a long
/// event (section 2.5.1.3) continues it. Senders that move the timestamp with each packet of an
/// event, against section 2.2, are understood.
public final class DtmfReceiver {
    /// An event without packets for so long (ns) is over.
    public static final long PATIENCE_NS = 200_000_000;

    /// A timestamp this far back (seconds) is another stream of them, not a late packet.
    private static final int LATE_SECONDS = 10;

    private final int clockRate;
    private boolean known;
    private boolean down;
    private int ssrc;
    private int timestamp;
    private int event;
    private int volume;
    private int duration;
    private long earlier;
    private long heard;
    private long repeated;
    private long malformed;

    /// @param clockRate of the payload type that the events come with (Hz)
    public DtmfReceiver(int clockRate) {
        if (clockRate <= 0) {
            throw new IllegalArgumentException("clock rate " + clockRate);
        }
        this.clockRate = clockRate;
    }

    /// A packet with the payload type of telephone-event: `packet` is laid over `slot`.
    public void receive(MemorySegment slot, RtpPacket packet, long now, Outbox<DtmfOutput> out) {
        TelephoneEvent told =
                TelephoneEvent.read(slot, packet.headerLength(), packet.payloadLength());
        if (told == null) {
            malformed++;
            return;
        }
        if (known && packet.ssrc() == ssrc) {
            int ahead = packet.timestamp() - timestamp;
            if (ahead == 0 && told.event() == event) {
                goesOn(told, now, out);
                return;
            }
            if (ahead < 0 && ahead > -LATE_SECONDS * clockRate) {
                repeated++;
                return;
            }
            if (down && told.event() == event && !packet.marker() && sameEvent(told, ahead)) {
                timestamp = packet.timestamp();
                goesOn(told, now, out);
                return;
            }
        }
        begins(packet, told, now, out);
    }

    /// True where a packet without a marker, `ahead` of what we know, can only be the same press:
    /// the next segment of a long one, or a sender that lets the timestamp run.
    private boolean sameEvent(TelephoneEvent told, int ahead) {
        int slack = clockRate / 10;
        if (ahead >= TelephoneEvent.LONGEST - slack && ahead <= TelephoneEvent.LONGEST + slack) {
            earlier += ahead;
            duration = 0;
            return true;
        }
        return ahead > 0 && ahead <= 2 * slack && told.duration() > duration;
    }

    private void begins(RtpPacket packet, TelephoneEvent told, long now, Outbox<DtmfOutput> out) {
        release(out);
        known = true;
        ssrc = packet.ssrc();
        timestamp = packet.timestamp();
        event = told.event();
        volume = told.volume();
        earlier = 0;
        duration = 0;
        down = true;
        out.put(new DtmfOutput.Pressed(event, volume));
        goesOn(told, now, out);
    }

    private void goesOn(TelephoneEvent told, long now, Outbox<DtmfOutput> out) {
        if (!down) {
            repeated++;
            return;
        }
        heard = now;
        duration = Math.max(duration, told.duration());
        if (told.end()) {
            release(out);
        }
    }

    private void release(Outbox<DtmfOutput> out) {
        if (down) {
            down = false;
            int ms = (int) ((earlier + duration) * 1000 / clockRate);
            out.put(new DtmfOutput.Released(event, volume, ms));
        }
    }

    /// Ends an event of which nothing more was heard.
    public void wake(long now, Outbox<DtmfOutput> out) {
        if (now >= deadline()) {
            release(out);
        }
    }

    /// When [#wake] is next due (ns), or [Deadlines#NEVER].
    public long deadline() {
        return down ? heard + PATIENCE_NS : Deadlines.NEVER;
    }

    /// Packets that said nothing new: repeated ends and late ones.
    public long repeated() {
        return repeated;
    }

    /// Packets that were too short.
    public long malformed() {
        return malformed;
    }
}
