package jackfield.rtc.turn;

import org.jspecify.annotations.Nullable;

/// What the allocations of one server share on the way of a packet.
final class DataPath {
    final TurnLimits limits;
    final Frame frame;
    final Throughput total;
    private final PeerPolicy policy;
    private final TransportTable<RelayedAddress> relayed;
    private final long[] drops = new long[TurnDrop.values().length];
    private final Ending ending;
    long packets;
    long bytes;

    /// What was read to touch memory early: that it is kept makes the reading happen.
    long fetched;

    /// Told of what ends by itself.
    interface Ending {
        void expired(Allocation allocation, long now);
    }

    DataPath(TurnLimits limits, PeerPolicy policy, long seed, Ending ending) {
        this.limits = limits;
        this.policy = policy;
        this.ending = ending;
        frame = new Frame(seed);
        total = new Throughput(limits.totalBytesPerSecond());
        relayed = new TransportTable<>(seed);
    }

    void drop(TurnDrop why) {
        drops[why.ordinal()]++;
    }

    long dropped(TurnDrop why) {
        return drops[why.ordinal()];
    }

    boolean allowsOwn(int port) {
        return policy.allowsOwn(port);
    }

    /// The relayed address of ours that this is; null where it is none.
    @Nullable RelayedAddress relayed(long high, long low, int port) {
        return relayed.find(high, low, port);
    }

    void add(RelayedAddress address) {
        relayed.put(address);
    }

    void remove(RelayedAddress address) {
        relayed.remove(address);
    }

    void expired(Allocation allocation, long now) {
        ending.expired(allocation, now);
    }
}
