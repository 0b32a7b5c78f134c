package jackfield.rtc.srtp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Packets for the tests of this package.
final class Packets {
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Packets() {}

    static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
    }

    static byte[] bytes(RandomGenerator random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static MemorySegment slot(byte[] packet) {
        var slot = MemorySegment.ofArray(new byte[2048]);
        put(slot, packet);
        return slot;
    }

    static void put(MemorySegment slot, byte[] packet) {
        MemorySegment.copy(packet, 0, slot, ValueLayout.JAVA_BYTE, 0, packet.length);
    }

    static byte[] taken(MemorySegment slot, int length) {
        return slot.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /// A G.711 packet of 20 ms; the payload depends on the sequence number.
    static byte[] rtp(int ssrc, int sequence) {
        var packet = new byte[172];
        var at = MemorySegment.ofArray(packet);
        packet[0] = (byte) 0x80;
        packet[2] = (byte) (sequence >> 8);
        packet[3] = (byte) sequence;
        at.set(U32, 4, sequence * 160);
        at.set(U32, 8, ssrc);
        for (int i = 12; i < packet.length; i++) {
            packet[i] = (byte) (sequence + i);
        }
        return packet;
    }

    /// A receiver report with one block.
    static byte[] receiverReport(int ssrc, int about) {
        var packet = new byte[32];
        var at = MemorySegment.ofArray(packet);
        at.set(U32, 0, 0x81c90007);
        at.set(U32, 4, ssrc);
        at.set(U32, 8, about);
        at.set(U32, 16, 4711);
        return packet;
    }
}
