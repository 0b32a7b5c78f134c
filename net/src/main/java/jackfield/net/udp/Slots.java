package jackfield.net.udp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Packet memory of a loop: slots to receive into, all made at the start, and slots for packets of
/// our own, which grow to what the busiest turn needed. Slices are made once, never per packet.
final class Slots {
    private static final int CHUNK = 32;

    private final Arena arena;
    private final long stride;
    private final MemorySegment[] received;
    private final List<MemorySegment> own = new ArrayList<>();
    private int ownTaken;

    Slots(Arena arena, UdpOptions options) {
        this(arena, options, options.slots());
    }

    /// @param count of slots to receive into
    Slots(Arena arena, UdpOptions options, int count) {
        this.arena = arena;
        stride = (options.slotBytes() + UdpOptions.TAIL + 63) & ~63L;
        received = new MemorySegment[count];
        if (count > 0) {
            slice(count).toArray(received);
        }
        own.addAll(slice(CHUNK));
    }

    /// The number of slots to receive into.
    int count() {
        return received.length;
    }

    /// The slot to receive into with this number.
    MemorySegment received(int index) {
        return received[index];
    }

    /// Memory for a packet of our own, ours until [#turnEnded()].
    MemorySegment take() {
        if (ownTaken == own.size()) {
            own.addAll(slice(CHUNK));
        }
        return own.get(ownTaken++);
    }

    void turnEnded() {
        ownTaken = 0;
    }

    private List<MemorySegment> slice(int count) {
        MemorySegment slab = arena.allocate(stride * count, 64);
        List<MemorySegment> slices = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            slices.add(slab.asSlice(i * stride, stride));
        }
        return slices;
    }
}
