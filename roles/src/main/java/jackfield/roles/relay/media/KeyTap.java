package jackfield.roles.relay.media;

import jackfield.base.Outbox;
import jackfield.media.dtmf.DtmfOutput;
import jackfield.media.dtmf.DtmfReceiver;
import jackfield.media.dtmf.InbandDetector;
import jackfield.rtc.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/// Hears the keys that the peer of a stream presses: as events (RFC 4733) where the stream has
/// such, else as tones in a voice that can be decoded. Each is told once, when it is up again.
///
/// Where tones are looked for, it costs microseconds for each packet; so it listens only where it
/// was asked to.
final class KeyTap implements Tap {
    private final MediaStream stream;
    private final Outbox<MediaEvent> events;
    private final Outbox<DtmfOutput> heard = this::heard;
    private PayloadMap payloads = PayloadMap.NONE;
    private boolean hasEvents;
    private int clockRate;
    private @Nullable DtmfReceiver receiver;
    private @Nullable InbandDetector detector;
    private @Nullable NarrowVoice voice;
    private int decodes = -1;

    KeyTap(MediaStream stream, Outbox<MediaEvent> events) {
        this.stream = stream;
        this.events = events;
    }

    @Override
    public void packet(RtpPacket packet, int length, long now) {
        agreed();
        int type = packet.payloadType();
        if (isEvent(type)) {
            receiver(payloads.clockRate(type)).receive(packet.memory(), packet, now, heard);
            return;
        }
        DtmfReceiver events = receiver;
        if (events != null) {
            events.wake(now, heard);
        }
        if (!hasEvents) {
            listen(packet, type);
        }
    }

    /// The numbers change with each answer.
    @SuppressWarnings("ReferenceEquality") // another map is made for another agreement
    private void agreed() {
        if (payloads != stream.plan.payloads()) {
            payloads = stream.plan.payloads();
            hasEvents = false;
            decodes = -1;
            for (int type = 0; type < 128; type++) {
                hasEvents |= isEvent(type);
            }
        }
    }

    private boolean isEvent(int type) {
        return payloads.to(type) >= 0
                && payloads.encoding(type).equalsIgnoreCase("telephone-event");
    }

    private DtmfReceiver receiver(int clock) {
        int rate = clock > 0 ? clock : 8000;
        DtmfReceiver known = receiver;
        if (known == null || rate != clockRate) {
            known = new DtmfReceiver(rate);
            receiver = known;
            clockRate = rate;
        }
        return known;
    }

    private void listen(RtpPacket packet, int type) {
        if (type != decodes) {
            decodes = type;
            forget();
            voice = NarrowVoice.of(payloads.encoding(type));
        }
        NarrowVoice speaks = voice;
        if (speaks == null || !speaks.decode(packet)) {
            return;
        }
        InbandDetector tones = detector;
        if (tones == null) {
            tones = new InbandDetector();
            detector = tones;
        }
        tones.receive(speaks.samples(), 0, speaks.count(), heard);
    }

    private void forget() {
        NarrowVoice before = voice;
        voice = null;
        if (before != null) {
            before.close();
        }
    }

    private void heard(DtmfOutput output) {
        if (output instanceof DtmfOutput.Released(int event, _, int durationMs)) {
            events.put(
                    new MediaEvent.KeyPressed(
                            stream.leg.plan.leg(), stream.plan.stream(), event, durationMs));
        }
    }

    @Override
    public void close(long now) {
        DtmfReceiver last = receiver;
        if (last != null) {
            last.wake(now + DtmfReceiver.PATIENCE_NS, heard);
        }
        InbandDetector tones = detector;
        if (tones != null) {
            tones.end(heard);
        }
        forget();
    }
}
