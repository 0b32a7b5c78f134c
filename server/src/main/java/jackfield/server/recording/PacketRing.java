package jackfield.server.recording;

import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// Packets on their way from media shards to the thread that writes: a bounded queue of buffers
/// made once. Who puts never waits and never allocates; where there is no room the packet is
/// dropped and counted.
///
/// Each slot has a turn: a packet may be put where it equals the place, and taken where it is one
/// more; the taker makes it the place of the next round.
final class PacketRing {
    /// The longest packet that is kept whole; longer ones are dropped.
    static final int LONGEST = 2048;

    private final int mask;
    private final AtomicLongArray turns;
    private final Slot[] slots;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private long head;

    /// One packet, as it was put.
    static final class Slot {
        final MemorySegment bytes = MemorySegment.ofArray(new byte[LONGEST]);
        @Nullable NodeRecording recording;
        int side;
        int length;
        long at;
    }

    /// @param size a power of two
    PacketRing(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("size " + size);
        }
        mask = size - 1;
        turns = new AtomicLongArray(size);
        slots = new Slot[size];
        for (int i = 0; i < size; i++) {
            slots[i] = new Slot();
            turns.set(i, i);
        }
    }

    /// Puts a copy of a packet; for any thread.
    void put(NodeRecording recording, int side, RtpPacket packet, int length, long now) {
        if (length > LONGEST) {
            dropped.incrementAndGet();
            return;
        }
        long place = tail.get();
        while (true) {
            long turn = turns.getAcquire((int) (place & mask));
            if (turn == place) {
                if (tail.compareAndSet(place, place + 1)) {
                    break;
                }
                place = tail.get();
            } else if (turn < place) {
                dropped.incrementAndGet();
                recording.missed();
                return;
            } else {
                place = tail.get();
            }
        }
        Slot slot = slots[(int) (place & mask)];
        slot.recording = recording;
        slot.side = side;
        slot.length = length;
        slot.at = now;
        MemorySegment.copy(
                packet.memory(),
                ValueLayout.JAVA_BYTE,
                0,
                slot.bytes,
                ValueLayout.JAVA_BYTE,
                0,
                length);
        turns.setRelease((int) (place & mask), place + 1);
    }

    /// The next packet, until [#taken]; null where there is none. For the one thread that writes.
    @Nullable Slot peek() {
        int index = (int) (head & mask);
        return turns.getAcquire(index) == head + 1 ? slots[index] : null;
    }

    /// Done with what [#peek] gave.
    void taken() {
        int index = (int) (head & mask);
        slots[index].recording = null;
        turns.setRelease(index, head + mask + 1);
        head++;
    }

    /// Packets for which there was no room.
    long dropped() {
        return dropped.get();
    }
}
