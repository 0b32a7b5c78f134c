package jackfield.bench.relay;

import jackfield.media.transcode.AudioCodec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A phone that speaks a codec to one that speaks another: what comes is the relay's own stream, so
/// only its shape is verified, and when it was sent is known by its timestamp.
final class VoiceEnd extends LegEnd {
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int KEPT = 256;

    private final AudioCodec codec;
    private final List<byte[]> voice;
    private final int payloadType;
    private final long[] times = new long[KEPT];
    private final int first;
    private @Nullable VoiceEnd peer;
    private boolean heard;
    private int source;
    private int begin;
    private int sequence;

    /// @param voice whole packets, of which the payloads are taken
    /// @param first where in it this phone begins
    VoiceEnd(
            LoadSocket socket,
            Streams streams,
            AudioCodec codec,
            int payloadType,
            List<byte[]> voice,
            int first) {
        super(socket, streams);
        this.codec = codec;
        this.payloadType = payloadType;
        this.voice = voice;
        this.first = first;
    }

    /// Who sends what comes here.
    void hears(VoiceEnd other) {
        peer = other;
    }

    /// The lines of its SDP that say what it speaks.
    String rtpmap() {
        return "a=rtpmap:" + codec.inSdp(payloadType).rtpmap();
    }

    int payloadType() {
        return payloadType;
    }

    @Override
    int write(MemorySegment slot, long now, long number) {
        header(slot, number, payloadType, codec.clock() / 50);
        byte[] packet = voice.get((int) ((first + number) % voice.size()));
        int length = packet.length - HEADER;
        MemorySegment.copy(packet, HEADER, slot, ValueLayout.JAVA_BYTE, HEADER, length);
        times[(int) (number % KEPT)] = now;
        return length;
    }

    @Override
    void check(MemorySegment slot, int opened, long now) {
        VoiceEnd from = peer;
        int type = slot.get(ValueLayout.JAVA_BYTE, 1) & 0x7f;
        boolean right = codec.bytesPerMs() == 0 || opened == HEADER + 20 * codec.bytesPerMs();
        if (from == null || type != payloadType || !right) {
            window.bad(type != payloadType ? "payload type" : "length");
            return;
        }
        int ssrc = slot.get(U32, 8);
        int timestamp = slot.get(U32, 4);
        int number = slot.get(U16, 2) & 0xffff;
        if (!heard) {
            heard = true;
            source = ssrc;
            begin = timestamp;
            sequence = number - 1;
        }
        if (ssrc != source || (short) (number - sequence) <= 0) {
            window.bad(ssrc != source ? "source" : "order");
            return;
        }
        sequence = number;
        int frame = (timestamp - begin) / (codec.clock() / 50);
        if (frame >= 0) {
            window.received(from.times[frame % KEPT], now);
        }
    }
}
