package jackfield.testkit;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/// A network that loses, doubles and delays by a seed. Datagrams overtake each other; what is sent
/// as a stream arrives whole and in order.
///
/// @param <P> what travels: bytes, messages
public final class VirtualNetwork<P> {
    /// Where packets arrive.
    @FunctionalInterface
    public interface Receiver<P> {
        /// One packet; the clock stands at its arrival.
        void receive(Endpoint from, P packet);
    }

    private record Pair(Endpoint from, Endpoint to) {}

    private record Packet<P>(long arrival, long order, Pair pair, P content) {}

    private final VirtualClock clock;
    private final RandomGenerator random;
    private final Map<Endpoint, Receiver<P>> receivers = new HashMap<>();
    private final Map<Pair, Long> lastOfStream = new HashMap<>();
    private final PriorityQueue<Packet<P>> travelling =
            new PriorityQueue<>(
                    Comparator.<Packet<P>>comparingLong(Packet::arrival)
                            .thenComparingLong(Packet::order));
    private double loss;
    private double duplicate;
    private long leastDelay;
    private long mostDelay;
    private long sent;
    private long lost;

    /// A perfect network: nothing is lost, and everything arrives at once.
    public VirtualNetwork(VirtualClock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        clock.add(this::deadline, this::deliver);
    }

    /// Loses this share of the datagrams.
    public VirtualNetwork<P> loss(double share) {
        loss = share;
        return this;
    }

    /// Delivers this share of the datagrams twice.
    public VirtualNetwork<P> duplicate(double share) {
        duplicate = share;
        return this;
    }

    /// Every packet takes a time between the two, evenly spread.
    public VirtualNetwork<P> delayMillis(long least, long most) {
        leastDelay = least * 1_000_000;
        mostDelay = most * 1_000_000;
        return this;
    }

    /// Whoever is at `endpoint` from now on; without anyone there, packets vanish.
    public void attach(Endpoint endpoint, Receiver<P> receiver) {
        receivers.put(endpoint, receiver);
    }

    /// Sends one datagram.
    public void send(Endpoint from, Endpoint to, P packet) {
        sent++;
        if (random.nextDouble() < loss) {
            lost++;
            return;
        }
        travel(new Pair(from, to), packet, clock.now() + delay());
        if (random.nextDouble() < duplicate) {
            travel(new Pair(from, to), packet, clock.now() + delay());
        }
    }

    /// Sends as a connection would: whole, and in order.
    public void stream(Endpoint from, Endpoint to, P packet) {
        sent++;
        Pair pair = new Pair(from, to);
        long arrival = Math.max(clock.now() + delay(), lastOfStream.getOrDefault(pair, 0L));
        lastOfStream.put(pair, arrival);
        travel(pair, packet, arrival);
    }

    /// Drops what is on its way between the two, as a broken connection does.
    public void cut(Endpoint one, Endpoint other) {
        travelling.removeIf(packet ->
                packet.pair.equals(new Pair(one, other))
                        || packet.pair.equals(new Pair(other, one)));
    }

    /// Packets sent so far.
    public long sent() {
        return sent;
    }

    /// Packets lost so far.
    public long lost() {
        return lost;
    }

    private long delay() {
        return leastDelay == mostDelay ? leastDelay : random.nextLong(leastDelay, mostDelay);
    }

    private void travel(Pair pair, P packet, long arrival) {
        travelling.add(new Packet<>(arrival, sent, pair, packet));
    }

    private long deadline() {
        Packet<P> next = travelling.peek();
        return next == null ? Deadlines.NEVER : next.arrival;
    }

    private void deliver() {
        Packet<P> next = travelling.poll();
        if (next != null) {
            Receiver<P> receiver = receivers.get(next.pair.to);
            if (receiver != null) {
                receiver.receive(next.pair.from, next.content);
            }
        }
    }
}
