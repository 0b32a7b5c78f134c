package jackfield.roles.signalling;

import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.roles.locating.ServerLocator;
import jackfield.roles.relay.Relay;
import jackfield.sip.message.Message;
import jackfield.sip.message.Parser;
import jackfield.sip.message.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/// A node, phones and a bad network between them, all from one seed. Datagrams are lost, doubled
/// and overtake one another; what goes over a WebSocket keeps its order.
final class Simulation {
    private record Event(long at, long serial, Runnable what) {}

    final Ladder node;
    final List<SimulatedPhone> phones = new ArrayList<>();
    final RandomGenerator random;
    final SimulatedDns dns;

    /// Where phones send callers by a redirection; none for no redirections.
    List<String> elsewhere = List.of();

    long now = Ladder.SECOND;
    private final double loss;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(Event::serial));
    private final Map<Flow, Long> lastOnStream = new HashMap<>();
    private final Map<Flow, SimulatedPhone> byFlow = new HashMap<>();
    private long serials;

    Simulation(long seed, double loss, @Nullable Relay relay) {
        this(seed, loss, relay, SignallingSettings.DEFAULT, false);
    }

    /// @param settings of the node, which finds servers by [#dns]
    /// @param slow whether the relay is another program that takes its time
    Simulation(
            long seed,
            double loss,
            @Nullable Relay relay,
            SignallingSettings settings,
            boolean slow) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        dns = new SimulatedDns(this);
        node = new Ladder(slow, settings, seed, relay, new ServerLocator(dns, random));
        node.slowRelay.eachTime(
                () -> after(random.nextLong(600_000_000), () -> resume(node.slowRelay::next)));
        this.loss = loss;
    }

    /// What waited for somebody else goes on.
    void resume(LongConsumer step) {
        node.core.resume(step, now, this::perform);
    }

    /// A connection that nobody took.
    private void refuse(Flow flow) {
        after(
                random.nextLong(5 * Ladder.SECOND),
                () -> node.core.flowLost(flow, now, this::perform));
    }

    SimulatedPhone phone(String user, Flow flow) {
        SimulatedPhone phone = new SimulatedPhone(this, user, flow, random);
        phones.add(phone);
        byFlow.put(flow, phone);
        return phone;
    }

    void after(long delay, Runnable what) {
        events.add(new Event(now + delay, serials++, what));
    }

    /// Puts a message on its way to the node.
    void toNode(Flow flow, Message message) {
        byte[] bytes = Writer.write(message);
        carry(
                flow,
                1,
                () -> {
                    if (!node.dead.contains(flow)) {
                        node.core.receive(bytes.clone(), flow, now, this::perform);
                    }
                });
    }

    private void perform(SignallingOutput output) {
        if (output instanceof SignallingOutput.Send(Flow flow, byte[] bytes)) {
            if (byFlow.get(flow) instanceof SimulatedPhone phone) {
                carry(flow, 2, () -> phone.receive(Parser.parse(bytes.clone()).orThrow()));
            } else if (flow.transport() == Transport.TCP) {
                refuse(flow);
            }
        }
    }

    private void carry(Flow flow, int direction, Runnable arrival) {
        long delay = 1_000_000 + random.nextLong(300_000_000);
        if (flow.transport().reliable()) {
            Flow way =
                    direction == 1
                            ? flow
                            : new Flow(-flow.id(), flow.transport(), flow.remote(), flow.local());
            long at = Math.max(now + delay, lastOnStream.getOrDefault(way, 0L) + 1);
            lastOnStream.put(way, at);
            after(at - now, arrival);
            return;
        }
        if (random.nextDouble() >= loss) {
            after(delay, arrival);
        }
        if (random.nextDouble() < loss / 3) {
            after(delay + random.nextLong(500_000_000), arrival);
        }
    }

    /// A browser's connection breaks.
    void breaks(SimulatedPhone phone) {
        byFlow.remove(phone.flow);
        node.dead.add(phone.flow);
        node.core.flowLost(phone.flow, now, this::perform);
    }

    void mediaLost(String callId) {
        node.core.mediaLost(callId, "silence", now, this::perform);
    }

    void run(long until) {
        while (true) {
            long next = node.core.deadline();
            for (SimulatedPhone phone : phones) {
                next = Math.min(next, phone.deadline());
            }
            Event event = events.peek();
            if (event != null && event.at <= next) {
                next = event.at;
            }
            if (next > until) {
                now = until;
                return;
            }
            now = Math.max(now, next);
            if (event != null && event.at <= now) {
                events.remove();
                event.what.run();
            } else {
                node.core.wake(now, this::perform);
                phones.forEach(SimulatedPhone::wake);
            }
        }
    }
}
