package jackfield.roles.relay.media;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes a compound RTCP packet, packet after packet.
final class Compound {
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final byte[] bytes = new byte[1200];
    private final MemorySegment at = MemorySegment.ofArray(bytes);
    private int end;

    byte[] bytes() {
        return Arrays.copyOf(bytes, end);
    }

    /// A packet of any type: its first byte, its type, and the words behind the header.
    Compound packet(int count, int type, int... words) {
        put(0x80000000 | count << 24 | type << 16 | words.length);
        for (int word : words) {
            put(word);
        }
        return this;
    }

    private void put(int word) {
        at.set(U32, end, word);
        end += 4;
    }

    /// A receiver report with a block for each source.
    Compound receiverReport(int sender, int... about) {
        int[] words = new int[1 + 6 * about.length];
        words[0] = sender;
        for (int i = 0; i < about.length; i++) {
            words[1 + 6 * i] = about[i];
        }
        return packet(about.length, 201, words);
    }

    Compound senderReport(int sender) {
        return packet(0, 200, sender, 1, 2, 3, 4, 5);
    }

    /// One packet and the one two behind it are missed.
    Compound nack(int sender, int about, int sequence) {
        return packet(1, 205, sender, about, sequence << 16 | 2);
    }

    Compound transportWide(int sender, int about) {
        return packet(15, 205, sender, about, 7 << 16 | 1, 0x00000101, 0x20010400);
    }

    Compound pli(int sender, int about) {
        return packet(1, 206, sender, about);
    }

    Compound fir(int sender, int about) {
        return packet(4, 206, sender, 0, about, 0x05000000);
    }

    /// 2^10 times 500 bits per second.
    Compound remb(int sender, int... about) {
        int[] words = new int[4 + about.length];
        words[0] = sender;
        words[2] = 0x52454d42;
        words[3] = about.length << 24 | 10 << 18 | 500;
        System.arraycopy(about, 0, words, 4, about.length);
        return packet(15, 206, words);
    }

    /// VoIP metrics (RFC 3611 section 4.7).
    Compound voip(int sender, int about) {
        return packet(
                0,
                207,
                sender,
                7 << 24 | 8,
                about,
                0x40200a05, // lost 25 %, discarded 12.5 %, bursts, gaps
                100 << 16 | 2000, // lengths of those
                81 << 16 | 95, // round trip, end system
                (-20 & 0xff) << 24 | 127 << 16 | 70 << 8 | 16, // levels, RERL, Gmin
                88 << 24 | 127 << 16 | 41 << 8 | 40, // R, external R, MOS
                0x30000000 | 60, // jitter buffer: nominal
                120 << 16 | 500);
    }
}
