package jackfield.roles.relay.media;

import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;

/// Silence in the codecs that have one for each sample.
final class Silence {
    private static final int PCMU = 0;
    private static final int PCMA = 8;

    private Silence() {}

    /// Writes silence over the payload; false for codecs where that takes more, and there a missing
    /// packet is the silence.
    static boolean over(RtpPacket packet, MemorySegment slot, int length) {
        int value =
                switch (packet.payloadType()) {
                    case PCMU -> 0xff;
                    case PCMA -> 0xd5;
                    default -> -1;
                };
        if (value >= 0) {
            int header = packet.headerLength();
            slot.asSlice(header, length - header).fill((byte) value);
        }
        return value >= 0;
    }
}
