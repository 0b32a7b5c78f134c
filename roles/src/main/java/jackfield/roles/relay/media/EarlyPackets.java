package jackfield.roles.relay.media;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;

/// Protected RTP packets that came before the keys: a browser has them a moment earlier than we,
/// whose handshake runs on another thread. A few are kept, so that the first words are heard.
final class EarlyPackets {
    /// At 20 ms a packet, 640 ms.
    private static final int MOST = 32;

    private static final int LONGEST = 1500;

    private final Deque<byte[]> waiting = new ArrayDeque<>();

    /// Keeps a copy; false when there is no room for it.
    boolean keep(MemorySegment slot, int length) {
        if (waiting.size() == MOST || length > LONGEST) {
            return false;
        }
        waiting.add(slot.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        return true;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// Copies the oldest into `slot` and forgets it.
    ///
    /// @return its length
    int take(MemorySegment slot) {
        byte[] packet = waiting.remove();
        MemorySegment.copy(packet, 0, slot, ValueLayout.JAVA_BYTE, 0, packet.length);
        return packet.length;
    }

    void clear() {
        waiting.clear();
    }
}
