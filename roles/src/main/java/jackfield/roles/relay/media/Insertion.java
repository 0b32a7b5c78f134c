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
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Speaks on a route in the place of the one it comes from: prompts and keys; and keeps keys back.
///
/// To the receiver it is all one stream: the source is that of the peer, the numbers go on without
/// a gap, and timestamps follow the clock that the peer's own packets follow before and after. What
/// the peer says meanwhile is not passed on, except its keys. Where the peer has not spoken yet, a
/// source of our own speaks.
final class Insertion implements Treatment {
    private static final int VERSION = 0x80;

    /// How long (ns) we wait for a packet of the peer, whose source and clock we take up.
    private static final long PEER_NS = 60_000_000;

    private final RandomGenerator random;
    private final RtpPacket window = new RtpPacket();
    private Coding coding;
    private Speech.@Nullable Play waiting;
    private @Nullable PromptPlayer player;
    private @Nullable Encoder encoder;
    private @Nullable DtmfSender keys;
    private boolean keepsKeys;
    private boolean known;
    private int ssrc;
    private int sequence;
    private int timestamp;
    private long at;
    private long alone;
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
        boolean key = packet.payloadType() == coding.eventType();
        if (key ? keepsKeys : speaks()) {
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
        out.send(packet.memory(), length);
    }

    private boolean speaks() {
        return player != null || keys != null && keys.isDown();
    }

    /// Does what is asked.
    ///
    /// @return see [Speech]
    long take(Speech speech, Coding as, long now) {
        if (!known) {
            alone = now + PEER_NS;
        }
        return switch (speech) {
            case Speech.Play play -> {
                stop();
                coding = as;
                waiting = play;
                yield 0;
            }
            case Speech.Stop() -> stop();
            case Speech.Press press -> press(press, as, now);
            case Speech.KeepKeys(boolean keep) -> {
                coding = as;
                keepsKeys = keep;
                yield 0;
            }
        };
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
        if (never != null) {
            return never.extent().startMs();
        }
        return stopped == null ? Speech.NOTHING : stopped.positionMs();
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
            begins = true;
        }
        PromptPlayer playing = player;
        if (playing != null) {
            playing.wake(
                    now,
                    output -> {
                        switch (output) {
                            case PlayerOutput.Frame(short[] samples) -> frame(samples, now, out);
                            case PlayerOutput.Finished() -> stop();
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
            timestamp += coding.ticks(Coding.PTIME_MS * 1_000_000L);
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
        due = waiting == null ? due : alone;
        due = keys == null ? due : Math.min(due, keys.deadline());
        return due == Deadlines.NEVER ? due : Math.max(due, alone);
    }

    @Override
    public void close(long now) {
        stop();
    }
}
