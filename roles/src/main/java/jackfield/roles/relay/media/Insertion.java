package jackfield.roles.relay.media;

import jackfield.base.Deadlines;
import jackfield.media.codec.Encoder;
import jackfield.media.dtmf.DtmfSender;
import jackfield.media.dtmf.DtmfSender.EventPacket;
import jackfield.media.dtmf.TelephoneEvent;
import jackfield.media.prompt.PromptPlayer;
import jackfield.media.prompt.PromptPlayer.PlayerOutput;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Speaks on a route in the place of the one it comes from, or together with it: prompts and keys;
/// and keeps keys back.
///
/// To the receiver it is all one stream: the source is that of the peer, the numbers go on without
/// a gap, and timestamps follow the clock that the peer's own packets follow before and after. What
/// the peer says meanwhile is not passed on, except its keys; or it is mixed with what is played.
/// Where the peer has not spoken yet, a source of our own speaks.
final class Insertion implements Treatment {
    private static final int VERSION = 0x80;

    /// How long (ns) we wait for a packet of the peer, whose source and clock we take up.
    private static final long PEER_NS = 60_000_000;

    /// The most keys that wait to be heard as tones.
    private static final int MOST_QUEUED = 64;

    private static final long FRAME_NS = Coding.PTIME_MS * 1_000_000L;

    private final RandomGenerator random;
    private final RtpPacket window = new RtpPacket();
    private final ArrayDeque<Speech.Play> queue = new ArrayDeque<>();
    private Coding coding;
    private Speech.@Nullable Play waiting;
    private @Nullable PromptPlayer player;
    private Speech.How how = Speech.How.ALONE;
    private @Nullable Encoder encoder;
    private @Nullable Mixer mixer;
    private @Nullable DtmfSender keys;
    private KeyBlocking blocking = KeyBlocking.OFF;
    private int keptType = -1;
    private @Nullable ToneGuard guard;
    private boolean guardsTones;

    /// The event that is kept back, by its timestamp, and how much of it the receiver heard
    /// something else for.
    private int heldTimestamp;

    private int heldDuration;
    private int heldKey;

    private boolean known;
    private int ssrc;
    private int sequence;
    private int timestamp;
    private long at;
    private long alone;
    private long voiceAt = -PEER_NS;
    private int offset;
    private boolean begins;

    Insertion(Coding coding, RandomGenerator random) {
        this.coding = coding;
        this.random = random;
    }

    @Override
    public void receive(RtpPacket packet, int length, long now, Out out) {
        if (!known || packet.ssrc() != ssrc) {
            known = true;
            alone = now;
            ssrc = packet.ssrc();
            offset = 0;
            sequence = packet.sequence() - 1;
        }
        int type = packet.payloadType();
        boolean key = type == coding.eventType() || type == keptType;
        if (key ? isKept(packet, now, out) : speaks()) {
            offset--;
            return;
        }
        int number = packet.sequence() + offset;
        if (offset != 0) {
            packet.sequence(number);
        }
        if ((short) (number - sequence) > 0) {
            sequence = number;
            if (!key) {
                timestamp = packet.timestamp();
                at = now;
            }
        }
        if (key || !isChanged(packet, now, out)) {
            out.send(packet.memory(), length);
        }
    }

    private boolean speaks() {
        boolean plays = player != null && how != Speech.How.MIXED;
        return plays || keys != null && keys.isDown();
    }

    /// A packet of a key: true where the receiver does not get it.
    private boolean isKept(RtpPacket packet, long now, Out out) {
        if (!blocking.isOn()) {
            return false;
        }
        TelephoneEvent event =
                TelephoneEvent.read(packet.memory(), packet.headerLength(), packet.payloadLength());
        if (event == null) {
            return true;
        }
        boolean begun = packet.timestamp() != heldTimestamp;
        if (begun) {
            heldTimestamp = packet.timestamp();
            heldDuration = 0;
            heldKey = blocking == KeyBlocking.RANDOM ? random.nextInt(10) : 0;
        }
        if (blocking.isKey()) {
            packet.memory().set(ValueLayout.JAVA_BYTE, packet.headerLength(), (byte) heldKey);
            return packet.payloadType() != coding.eventType();
        }
        ToneGuard says = guard;
        boolean fills = blocking != KeyBlocking.DROP && coding.hasVoice();
        if (says != null && fills && event.duration() > heldDuration) {
            heldDuration = event.duration();
            MemorySegment slot = out.slot();
            int samples = coding.sampleRate() / 1000 * Coding.PTIME_MS;
            int length = says.write(samples, slot, RtpPacket.FIXED_HEADER);
            timestamp = due(now);
            at = now;
            if (length > 0) {
                send(slot, length, coding.payloadType(), false, timestamp, out);
            }
            if (event.end()) {
                says.released();
            }
        }
        return true;
    }

    /// True where something else was sent in the place of a packet of the peer's voice.
    private boolean isChanged(RtpPacket packet, long now, Out out) {
        if (packet.payloadType() != coding.payloadType()) {
            return false;
        }
        voiceAt = now;
        int length = -1;
        MemorySegment slot = packet.memory();
        ToneGuard ears = guard;
        PromptPlayer playing = player;
        Mixer mixes = mixer;
        if (ears != null && guardsTones && ears.hears(packet)) {
            slot = out.slot();
            length = ears.write(slot, RtpPacket.FIXED_HEADER);
        } else if (playing != null && mixes != null) {
            slot = out.slot();
            length = mixes.mix(packet, playing, now + PEER_NS, slot, RtpPacket.FIXED_HEADER);
            begins = true; // where the peer falls silent, ours goes on at its time
            if (length == 0) {
                next();
            }
        }
        if (length <= 0) {
            return false;
        }
        slot.set(ValueLayout.JAVA_BYTE, 0, (byte) VERSION);
        int whole = RtpPacket.FIXED_HEADER + length;
        if (!window.wrap(slot, whole)) {
            throw new IllegalStateException("no room for a packet");
        }
        window.payloadType(packet.payloadType());
        window.marker(packet.marker());
        window.sequence(packet.sequence());
        window.timestamp(packet.timestamp());
        window.ssrc(packet.ssrc());
        out.send(slot, whole);
        return true;
    }

    /// Does what is asked.
    ///
    /// @return see [Speech]
    long take(Speech speech, Coding as, long now) {
        if (!known) {
            alone = now + PEER_NS;
        }
        return switch (speech) {
            case Speech.Play play -> play(play, as);
            case Speech.Stop() -> {
                queue.clear();
                yield stop();
            }
            case Speech.Press press -> press(press, as, now);
            case Speech.KeepKeys keep -> keep(keep, as);
        };
    }

    private long play(Speech.Play play, Coding as) {
        Speech.Play before = waiting;
        boolean queued = player != null && how == Speech.How.QUEUED;
        boolean waits = before != null && before.how() == Speech.How.QUEUED;
        if (play.how() == Speech.How.QUEUED && (queued || waits)) {
            return queue.size() < MOST_QUEUED && queue.add(play) ? 0 : Speech.NOTHING;
        }
        queue.clear();
        stop();
        coding = as;
        waiting = play;
        return 0;
    }

    private long keep(Speech.KeepKeys keep, Coding as) {
        ToneGuard before = guard;
        guard = null;
        if (before != null) {
            before.close();
        }
        coding = as;
        blocking = keep.mode();
        keptType = keep.type();
        guardsTones = keep.tones() && keep.mode().isOn();
        guard = keep.mode().isOn() ? new ToneGuard(as, keep.mode(), random) : null;
        return 0;
    }

    private long stop() {
        PromptPlayer stopped = player;
        Speech.Play never = waiting;
        player = null;
        waiting = null;
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
        if (mixer != null) {
            mixer.close();
            mixer = null;
        }
        if (never != null) {
            return never.extent().startMs();
        }
        return stopped == null ? Speech.NOTHING : stopped.positionMs();
    }

    /// All of one is played: the next.
    private void next() {
        stop();
        waiting = queue.poll();
    }

    private long press(Speech.Press press, Coding as, long now) {
        coding = as;
        if (keys == null) {
            keys = new DtmfSender(as.clockRate(), Coding.PTIME_MS);
        }
        for (int event : press.events()) {
            if (!keys.press(event, press.durationMs(), press.pauseMs(), press.volume(), now)) {
                return Speech.NOTHING;
            }
        }
        return 0;
    }

    @Override
    public void wake(long now, Out out) {
        if (now < alone) {
            return;
        }
        Speech.Play next = waiting;
        if (next != null) {
            waiting = null;
            encoder = coding.encoder();
            player = new PromptPlayer(next.source(), next.extent(), Coding.PTIME_MS, now);
            how = next.how();
            mixer = how == Speech.How.MIXED ? new Mixer(coding) : null;
            begins = true;
        }
        PromptPlayer playing = player;
        if (playing != null && (mixer == null || now >= voiceAt + PEER_NS)) {
            playing.wake(
                    now,
                    output -> {
                        switch (output) {
                            case PlayerOutput.Frame(short[] samples) -> frame(samples, now, out);
                            case PlayerOutput.Finished() -> next();
                        }
                    });
        }
        DtmfSender pressing = keys;
        if (pressing != null) {
            pressing.wake(now, due(now), packet -> key(packet, now, out));
        }
    }

    private void frame(short[] samples, long now, Out out) {
        Encoder voice = encoder;
        if (voice == null) {
            return;
        }
        MemorySegment slot = out.slot();
        int length = voice.encode(samples, 0, samples.length, slot, RtpPacket.FIXED_HEADER);
        if (begins) {
            timestamp = due(now);
        } else {
            timestamp += coding.ticks(FRAME_NS);
        }
        at = now;
        if (length > 0) {
            send(slot, length, coding.payloadType(), begins, timestamp, out);
        }
        begins = false;
    }

    private void key(EventPacket packet, long now, Out out) {
        MemorySegment slot = out.slot();
        packet.payload().write(slot, RtpPacket.FIXED_HEADER);
        if (!known) {
            due(now);
        }
        send(
                slot,
                TelephoneEvent.LENGTH,
                coding.eventType(),
                packet.marker(),
                packet.timestamp(),
                out);
    }

    /// The timestamp of the stream at `now`.
    private int due(long now) {
        if (!known) {
            known = true;
            ssrc = random.nextInt();
            sequence = random.nextInt() & 0x7fff;
            timestamp = random.nextInt();
            at = now;
            return timestamp;
        }
        return timestamp + coding.ticks(now - at);
    }

    private void send(
            MemorySegment slot, int length, int type, boolean marker, int stamp, Out out) {
        slot.set(ValueLayout.JAVA_BYTE, 0, (byte) VERSION);
        int whole = RtpPacket.FIXED_HEADER + length;
        if (!window.wrap(slot, whole)) {
            throw new IllegalStateException("no room for a packet");
        }
        window.payloadType(type);
        window.marker(marker);
        window.sequence(++sequence);
        window.timestamp(stamp);
        window.ssrc(ssrc);
        offset++;
        out.send(slot, whole);
    }

    @Override
    public long deadline() {
        long due = player == null ? Deadlines.NEVER : player.deadline();
        due = mixer == null ? due : Math.max(due, voiceAt + PEER_NS);
        due = waiting == null ? due : alone;
        due = keys == null ? due : Math.min(due, keys.deadline());
        return due == Deadlines.NEVER ? due : Math.max(due, alone);
    }

    @Override
    public void close(long now) {
        queue.clear();
        stop();
        ToneGuard ears = guard;
        guard = null;
        if (ears != null) {
            ears.close();
        }
    }
}
