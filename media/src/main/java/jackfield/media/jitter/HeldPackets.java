package jackfield.media.jitter;

import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Packets that wait, each in the place of its number. The memory is made when the first one has to
/// wait.
final class HeldPackets {
    /// How many numbers it spans.
    static final int SPAN = 64;

    private static final int BYTES = 1500;

    private final long[] numbers = new long[SPAN];
    private final long[] arrivals = new long[SPAN];
    private final int[] lengths = new int[SPAN];
    private MemorySegment memory = MemorySegment.NULL;
    private int count;
    private final int room;

    /// @param room how many packets may wait at once
    HeldPackets(int room) {
        this.room = room;
        Arrays.fill(numbers, -1);
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count >= room;
    }

    boolean has(long number) {
        return numbers[place(number)] == number;
    }

    /// Copies a packet; false where it is too long.
    boolean put(long number, RtpPacket packet, MemorySegment from, long now) {
        if (packet.length() > BYTES) {
            return false;
        }
        if (memory.byteSize() == 0) {
            memory = MemorySegment.ofArray(new byte[SPAN * BYTES]);
        }
        int place = place(number);
        MemorySegment.copy(from, 0, memory, (long) place * BYTES, packet.length());
        count += numbers[place] < 0 ? 1 : 0;
        numbers[place] = number;
        arrivals[place] = now;
        lengths[place] = packet.length();
        return true;
    }

    /// The lowest number from `from` on; -1 where none waits.
    long first(long from) {
        for (long number = from; count > 0 && number < from + SPAN; number++) {
            if (has(number)) {
                return number;
            }
        }
        return -1;
    }

    long arrival(long number) {
        return arrivals[place(number)];
    }

    /// Takes a packet out: its bytes stay until the next one is put.
    MemorySegment take(long number) {
        int place = place(number);
        numbers[place] = -1;
        count--;
        return memory.asSlice((long) place * BYTES, lengths[place]);
    }

    /// A look at one that stays.
    MemorySegment look(long number) {
        int place = place(number);
        return memory.asSlice((long) place * BYTES, lengths[place]);
    }

    void clear() {
        Arrays.fill(numbers, -1);
        count = 0;
    }

    private static int place(long number) {
        return (int) (number & SPAN - 1);
    }
}
