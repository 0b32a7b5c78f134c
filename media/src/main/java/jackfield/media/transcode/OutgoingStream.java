package jackfield.media.transcode;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/// The headers of a stream of our own (RFC 3550 section 5.1): one source, numbers without gaps, a
/// timestamp that goes with the samples, a marker where a voice begins again.
final class OutgoingStream {
    /// Bytes of a header.
    static final int HEADER = 12;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int ssrc;
    private int sequence;
    private int timestamp;
    private boolean marks = true;

    OutgoingStream(RandomGenerator random) {
        ssrc = random.nextInt();
        // The first half, so that SRTP has no wrap in the first minutes (RFC 3711 section 3.3.1).
        sequence = random.nextInt(1 << 15);
        timestamp = random.nextInt();
    }

    int ssrc() {
        return ssrc;
    }

    /// Of what is sent next.
    int timestamp() {
        return timestamp;
    }

    /// Time passes for which nothing is sent.
    void skip(int ticks) {
        timestamp += ticks;
        marks |= ticks != 0;
    }

    /// Packets that were lost before us are missing behind us too.
    void lose(int packets, int ticks) {
        sequence += packets;
        timestamp += ticks;
    }

    /// Writes the header of a voice that lasts `ticks`.
    void voice(MemorySegment packet, int payloadType, int ticks) {
        header(packet, payloadType, marks, timestamp);
        marks = false;
        timestamp += ticks;
    }

    /// Writes the header of what has a time of its own.
    void header(MemorySegment packet, int payloadType, boolean marker, int time) {
        packet.set(U8, 0, (byte) 0x80);
        packet.set(U8, 1, (byte) (payloadType | (marker ? 0x80 : 0)));
        packet.set(U16, 2, (short) sequence++);
        packet.set(U32, 4, time);
        packet.set(U32, 8, ssrc);
    }
}
