package jackfield.media.jitter;

import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// RTP packets for tests.
public final class Packets {
    private final MemorySegment memory = Arena.ofAuto().allocate(2048);
    private final RtpPacket packet = new RtpPacket();

    /// None yet.
    public Packets() {}

    public MemorySegment memory() {
        return memory;
    }

    /// A packet whose payload is already in the memory, from byte 12 on.
    public RtpPacket of(int ssrc, int sequence, int timestamp, int type, int payload) {
        memory.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
        memory.set(ValueLayout.JAVA_BYTE, 1, (byte) type);
        packet.wrap(memory, 12 + payload);
        packet.ssrc(ssrc);
        packet.sequence(sequence);
        packet.timestamp(timestamp);
        return packet;
    }
}
