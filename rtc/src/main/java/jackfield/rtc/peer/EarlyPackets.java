package jackfield.rtc.peer;

import jackfield.base.Endpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Datagrams that came before they could be used: the newest so many, and none that is old.
final class EarlyPackets {
    @SuppressWarnings("ArrayRecordComponent") // a datagram, never compared
    record Packet(byte[] bytes, Endpoint local, Endpoint remote, long at) {}

    private final int most;
    private final long longestNs;
    private final ArrayDeque<Packet> packets = new ArrayDeque<>();

    EarlyPackets(int most, long longestNs) {
        this.most = most;
        this.longestNs = longestNs;
    }

    /// Keeps a packet; false when the oldest had to go for it.
    boolean add(Packet packet) {
        packets.add(packet);
        if (packets.size() > most) {
            packets.remove();
            return false;
        }
        return true;
    }

    boolean isEmpty() {
        return packets.isEmpty();
    }

    /// Takes all that are not too old at `now`, in the order they came.
    List<Packet> drain(long now) {
        List<Packet> young = new ArrayList<>();
        for (Packet packet : packets) {
            if (now - packet.at() <= longestNs) {
                young.add(packet);
            }
        }
        packets.clear();
        return young;
    }

    void clear() {
        packets.clear();
    }
}
