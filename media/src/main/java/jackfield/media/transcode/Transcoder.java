package jackfield.media.transcode;

import jackfield.base.Deadlines;
import jackfield.media.codec.ComfortNoise;
import jackfield.media.codec.Encoder;
import jackfield.media.jitter.Arrival;
import jackfield.media.jitter.JitterCounters;
import jackfield.media.jitter.Resequencer;
import jackfield.media.opus.Opus;
import jackfield.media.opus.OpusPayload;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes a stream in one codec of a stream in another. Works as packets come: in order each is
/// decoded and encoded at once, with a timestamp that keeps the sender's time, so that the
/// receiver's jitter buffer can do its work and no time is lost here. Only what is missing is
/// waited for, and then made up. It wakes for such gaps, and to go on with the noise of a pause
/// towards a receiver that does not know pauses.
///
/// One thread: codecs are opened with the first packet and closed by [#close].
public final class Transcoder implements AutoCloseable {
    private static final long MS = 1_000_000;
    private static final int TYPES = 128;

    /// What is lost beyond this is a pause.
    private static final int MOST_CONCEALED_MS = 120;

    /// Samples that may wait to make a frame.
    private static final int ROOM_MS = 300;

    /// Without a word from the sender its pause is over.
    private static final long LONGEST_PAUSE = 60_000 * MS;

    /// A sender's clock that is this far from ours has begun anew.
    private static final long LARGEST_JUMP = 5_000 * MS;

    private final TranscodePlan plan;
    private final Opus opus;
    private Effort effort = new Effort();
    private final OutgoingStream stream;
    private final Resequencer arrivals = new Resequencer();
    private final @Nullable Source[] sources = new Source[TYPES];
    private final TranscodePlan.@Nullable Event[] events = new TranscodePlan.Event[TYPES];
    private final ComfortNoise noise;
    private final int rate;
    private final int frame;
    private final Frames frames;
    private @Nullable Encoder encoder;

    /// The codec that is heard, and the timestamp it goes on with.
    private @Nullable Source voice;

    private int expected;
    private long lastHeard;

    /// The event that is on, by its timestamp, and the one it has here.
    private boolean inEvent;

    private int eventTimestamp;
    private int eventSent;

    /// When the next frame of a pause is due, and since when the sender is silent.
    private long nextPause = Deadlines.NEVER;

    private boolean comfort;
    private long concealed;
    private long unreadable;

    /// @param random a source for numbers that begin somewhere
    public Transcoder(TranscodePlan plan, Opus opus, RandomGenerator random) {
        this.plan = plan;
        this.opus = opus;
        stream = new OutgoingStream(random);
        noise = new ComfortNoise(random.nextLong());
        rate = rate(plan);
        frame = rate / 1000 * plan.ptimeMs();
        frames = new Frames(rate / 1000 * ROOM_MS);
        for (TranscodePlan.Event each : plan.events()) {
            events[each.from()] = each;
        }
    }

    /// Encoders ask `shared` from now on, which those of other streams ask too.
    public void share(Effort shared) {
        effort = shared;
    }

    /// Opus takes any rate: no more than the voice has.
    private static int rate(TranscodePlan plan) {
        if (plan.to().codec() != AudioCodec.OPUS) {
            return plan.to().codec().rate();
        }
        int most = 8000;
        for (TranscodePlan.Voice each : plan.voices()) {
            most = Math.max(most, each.codec().rate());
        }
        return most;
    }

    /// The source that everything leaves with.
    public int ssrc() {
        return stream.ssrc();
    }

    /// What is made of what.
    public TranscodePlan plan() {
        return plan;
    }

    /// What was counted of arrivals.
    public JitterCounters arrivals() {
        return arrivals.counters();
    }

    /// Milliseconds that were made up in place of what was lost.
    public long concealedMs() {
        return concealed / (plan.to().codec().clock() / 1000);
    }

    /// Payloads that could not be read.
    public long unreadable() {
        return unreadable;
    }

    /// A packet that lies in `memory`. Types that the plan does not name are passed over.
    public void receive(RtpPacket packet, MemorySegment memory, long now, PacketOut out) {
        open();
        Arrival arrival = arrivals.put(packet, memory, now);
        if (arrival == Arrival.FIRST) {
            restart();
        }
        if (arrival == Arrival.FIRST || arrival == Arrival.NEXT) {
            play(packet, memory, 0, now, out);
        } else if (arrival == Arrival.HELD) {
            drain(now, out);
        }
    }

    /// Does what is due.
    public void wake(long now, PacketOut out) {
        drain(now, out);
        for (int i = 0; i < 8 && nextPause <= now; i++) {
            pause(now, out);
        }
    }

    /// When [#wake] is next due (ns), or [Deadlines#NEVER].
    public long deadline() {
        return Math.min(arrivals.deadline(), nextPause);
    }

    private void open() {
        if (encoder != null) {
            return;
        }
        encoder = plan.to().codec().encoder(opus, rate, plan.opus());
        for (TranscodePlan.Voice each : plan.voices()) {
            sources[each.payloadType()] = new Source(each.codec(), rate, opus);
        }
    }

    private void restart() {
        voice = null;
        inEvent = false;
        for (Source each : sources) {
            if (each != null) {
                each.reset();
            }
        }
    }

    private void drain(long now, PacketOut out) {
        for (RtpPacket next = arrivals.poll(now); next != null; next = arrivals.poll(now)) {
            play(next, arrivals.memory(), arrivals.skipped(), now, out);
        }
    }

    /// The next packet in order; `lost` before it are missing.
    private void play(RtpPacket packet, MemorySegment memory, int lost, long now, PacketOut out) {
        int length = packet.payloadLength();
        int type = packet.payloadType();
        if (length < 0) {
            unreadable++;
            return;
        }
        Source source = sources[type];
        TranscodePlan.Event event = events[type];
        if (source != null) {
            voice(source, packet, memory, lost, now, out);
        } else if (event != null && length >= 4) {
            event(event, packet, memory, now, out);
        } else if (type == plan.noiseIn()) {
            quiet(packet, memory, now, out);
        }
        lastHeard = now;
    }

    private void voice(
            Source source,
            RtpPacket packet,
            MemorySegment memory,
            int lost,
            long now,
            PacketOut out) {
        int offset = packet.headerLength();
        int length = packet.payloadLength();
        int ticks = source.ticks(memory, offset, length);
        if (ticks < 0) {
            unreadable++;
            return;
        }
        comfort = false;
        nextPause = Deadlines.NEVER;
        if (ticks == 0) {
            return;
        }
        if (plan.passes() && source.codec == plan.to().codec() && frames.count() == 0) {
            pass(source, packet, memory, lost, ticks, now, out);
            return;
        }
        align(source, packet, memory, lost, ticks, now, out);
        voice = source;
        expected = packet.timestamp() + ticks;
        boolean pausing = source.codec == AudioCodec.OPUS && OpusPayload.isSilence(length);
        source.decode(memory, offset, length, frames);
        if (pausing && plan.noiseOut() >= 0) {
            sayNoise(ticks, out);
            return;
        }
        send(out);
        if (pausing) {
            // The next packet may be 400 ms away: until then its noise is made here.
            nextPause = now + 2L * plan.ptimeMs() * MS;
        }
    }

    /// A payload that needs no translation: what is lost before it is missing behind us too.
    private void pass(
            Source source,
            RtpPacket packet,
            MemorySegment memory,
            int lost,
            int ticks,
            long now,
            PacketOut out) {
        int gap = packet.timestamp() - expected;
        int clock = source.codec.clock();
        if (voice == null || gap * 1000L / clock * MS > now - lastHeard + LARGEST_JUMP) {
            begin(now);
        } else if (gap > 0 && lost > 0) {
            stream.lose(lost, gap);
        } else if (gap > 0) {
            stream.skip(gap);
        }
        voice = source;
        expected = packet.timestamp() + ticks;
        int length = packet.payloadLength();
        MemorySegment slot = out.slot();
        MemorySegment.copy(memory, packet.headerLength(), slot, OutgoingStream.HEADER, length);
        stream.voice(slot, plan.to().payloadType(), ticks);
        out.send(slot, OutgoingStream.HEADER + length);
    }

    /// Brings what was sent up to the time of the packet: makes up what is lost, leaves out what
    /// was a pause.
    private void align(
            Source source,
            RtpPacket packet,
            MemorySegment memory,
            int lost,
            int ticks,
            long now,
            PacketOut out) {
        Source before = voice;
        if (before == null) {
            begin(now);
            return;
        }
        int clock = source.codec.clock();
        int gap = packet.timestamp() - expected;
        if (gap <= 0 || before.codec.clock() != clock) {
            return; // a clock that was set back goes on where it is
        }
        if (gap * 1000L / clock * MS > now - lastHeard + LARGEST_JUMP) {
            begin(now);
        } else if (lost > 0 && gap <= clock / 1000 * MOST_CONCEALED_MS) {
            int last = Math.min(gap, ticks);
            if (before == source) {
                source.conceal(gap - last, frames);
                source.recover(last, memory, packet.headerLength(), packet.payloadLength(), frames);
            } else {
                before.conceal(gap, frames);
            }
            concealed += scaled(gap, clock);
        } else {
            leap(before, gap, out);
        }
    }

    /// Another source, or one that began anew: our time has gone on as long as nothing was heard.
    private void begin(long now) {
        frames.clear();
        if (lastHeard > 0) {
            long elapsed = Math.max(0, (now - lastHeard) / MS - plan.ptimeMs());
            stream.skip((int) (elapsed * (plan.to().codec().clock() / 1000)));
        }
    }

    /// A pause of the sender's. A frame that has begun is filled first.
    private void leap(Source before, int gap, PacketOut out) {
        int clock = before.codec.clock();
        int fill = 0;
        if (frames.count() > 0) {
            int missing = (int) ((long) (frame - frames.count()) * clock / rate);
            fill = Math.min(gap, missing);
            before.conceal(fill, frames);
            send(out);
        }
        stream.skip(scaled(gap - fill, clock));
    }

    private int scaled(int ticks, int clock) {
        return (int) ((long) ticks * plan.to().codec().clock() / clock);
    }

    /// Sends the frames that are whole.
    private void send(PacketOut out) {
        Encoder to = encoder;
        if (to == null) {
            throw new IllegalStateException("not open");
        }
        int ticks = plan.ptimeMs() * (plan.to().codec().clock() / 1000);
        to.complexity(effort.complexity(plan.opus().complexity()));
        while (frames.count() >= frame) {
            MemorySegment slot = out.slot();
            int length =
                    to.encode(frames.array(), frames.start(), frame, slot, OutgoingStream.HEADER);
            frames.read(frame);
            if (length == 0) {
                stream.skip(ticks);
                continue;
            }
            stream.voice(slot, plan.to().payloadType(), ticks);
            out.send(slot, OutgoingStream.HEADER + length);
        }
    }

    /// A pause that was decoded is said by comfort noise (RFC 3389).
    private void sayNoise(int ticks, PacketOut out) {
        int level = ComfortNoise.level(frames.array(), frames.start(), frames.count());
        frames.clear();
        MemorySegment slot = out.slot();
        int length = ComfortNoise.write(level, slot, OutgoingStream.HEADER);
        stream.header(slot, plan.noiseOut(), false, stream.timestamp());
        out.send(slot, OutgoingStream.HEADER + length);
        Source heard = voice;
        if (heard != null) {
            stream.skip(scaled(ticks, heard.codec.clock()));
        }
    }

    /// Comfort noise came: it goes on as such, or as a voice that is noise.
    private void quiet(RtpPacket packet, MemorySegment memory, long now, PacketOut out) {
        Source heard = voice;
        int gap = heard == null ? 0 : packet.timestamp() - expected;
        if (heard != null && gap > 0 && !comfort) {
            leap(heard, Math.min(gap, heard.codec.clock()), out);
            expected += gap;
        }
        int offset = packet.headerLength();
        int length = packet.payloadLength();
        if (plan.noiseOut() >= 0) {
            MemorySegment slot = out.slot();
            MemorySegment.copy(memory, offset, slot, OutgoingStream.HEADER, length);
            stream.header(slot, plan.noiseOut(), false, stream.timestamp());
            out.send(slot, OutgoingStream.HEADER + length);
            return;
        }
        noise.take(memory, offset, length);
        if (!comfort) {
            comfort = true;
            nextPause = now;
        }
    }

    /// The next frame of a pause.
    private void pause(long now, PacketOut out) {
        Source heard = voice;
        nextPause += plan.ptimeMs() * MS;
        if (heard == null || now - lastHeard > LONGEST_PAUSE) {
            nextPause = Deadlines.NEVER;
            return;
        }
        int clock = heard.codec.clock();
        int ticks = plan.ptimeMs() * (clock / 1000);
        if (comfort) {
            frames.compact();
            noise.make(frames.array(), frames.end(), frame);
            frames.wrote(frame);
        } else {
            heard.conceal(ticks, frames);
        }
        expected += ticks;
        send(out);
    }

    /// Keys pass; what they say of time is said in the other clock.
    private void event(
            TranscodePlan.Event event,
            RtpPacket packet,
            MemorySegment memory,
            long now,
            PacketOut out) {
        if (!inEvent || packet.timestamp() != eventTimestamp) {
            inEvent = true;
            eventTimestamp = packet.timestamp();
            eventSent = stream.timestamp() + ahead(packet.timestamp(), now);
        }
        int length = packet.payloadLength();
        MemorySegment slot = out.slot();
        int offset = OutgoingStream.HEADER;
        MemorySegment.copy(memory, packet.headerLength(), slot, offset, length);
        int later = EventClock.scale(slot, offset, event.fromClock(), event.toClock());
        stream.header(slot, event.to(), packet.marker(), eventSent + later);
        out.send(slot, offset + length);
    }

    /// How far a timestamp is after what is sent next, in our clock; by our own time where the
    /// sender's cannot be right.
    private int ahead(int timestamp, long now) {
        Source heard = voice;
        int clock = heard == null ? 0 : heard.codec.clock();
        int ticks = timestamp - expected;
        long since = lastHeard == 0 ? 0 : (now - lastHeard) / MS;
        if (clock > 0 && Math.abs(ticks * 1000L / clock - since) < 1000) {
            return scaled(ticks, clock);
        }
        return (int) (since * (plan.to().codec().clock() / 1000));
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.close();
        }
        for (Source each : sources) {
            if (each != null) {
                each.close();
            }
        }
    }
}
