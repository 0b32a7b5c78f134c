package jackfield.roles.relay.nodes;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Outbox;
import jackfield.roles.relay.ng.NgValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The nodes in their sets: which one gets a new call, and which of them live.
///
/// Sets stand in the order of the settings: a set gets calls while none before it can take one.
/// Within a set, weights share them out.
final class NodeSets {
    private final List<RelayNode> nodes;
    private final Map<String, List<RelayNode>> sets = new LinkedHashMap<>();
    private final NgExchanges exchanges;
    private final NodePolicy policy;
    private final RandomGenerator random;
    private final Consumer<String> log;
    private long nextProbe;

    /// @param log takes lines about nodes, for people
    NodeSets(
            List<NodeSettings> settings,
            NodePolicy policy,
            Outbox<NodeOutput> out,
            RandomGenerator random,
            Consumer<String> log) {
        nodes = settings.stream().map(RelayNode::new).toList();
        for (RelayNode node : nodes) {
            sets.computeIfAbsent(node.settings.set(), _ -> new ArrayList<>()).add(node);
        }
        exchanges = new NgExchanges(out, random);
        this.policy = policy;
        this.random = random;
        this.log = log;
    }

    List<RelayNode> nodes() {
        return nodes;
    }

    /// A node for a new call; null where none is left.
    ///
    /// @param tried those that had their chance
    @Nullable RelayNode choose(Collection<RelayNode> tried, long now) {
        for (boolean full : new boolean[] {false, true}) {
            for (List<RelayNode> set : sets.values()) {
                List<RelayNode> open =
                        set.stream()
                                .filter(node -> node.isOpen() && !tried.contains(node))
                                .filter(node -> full || !node.isFull(now))
                                .toList();
                if (!open.isEmpty()) {
                    return byWeight(open);
                }
            }
        }
        return null;
    }

    private RelayNode byWeight(List<RelayNode> open) {
        int sum = open.stream().mapToInt(node -> node.settings.weight()).sum();
        int at = random.nextInt(sum);
        for (RelayNode node : open) {
            at -= node.settings.weight();
            if (at < 0) {
                return node;
            }
        }
        throw new IllegalStateException("weights of " + open.size() + " nodes");
    }

    /// Sends a command, and takes note of how the node does.
    void ask(
            RelayNode node,
            NgValue.Dictionary command,
            long patience,
            long now,
            NgExchanges.Done done) {
        ask(node, command, patience, now, done, true);
    }

    /// Asks for something that somebody wants to look at: one who does not wait as long as calls
    /// do. That it does not answer in this time says nothing of the node.
    void look(
            RelayNode node,
            NgValue.Dictionary command,
            long patience,
            long now,
            NgExchanges.Done done) {
        ask(node, command, patience, now, done, false);
    }

    /// @param silenceTells true where no answer means that the node is not well
    private void ask(
            RelayNode node,
            NgValue.Dictionary command,
            long patience,
            long now,
            NgExchanges.Done done,
            boolean silenceTells) {
        node.requests++;
        exchanges.ask(
                node.settings.address(),
                command,
                patience,
                now,
                (result, then) -> {
                    if (silenceTells || result instanceof NgExchanges.Result.Replied) {
                        noted(node, result);
                    }
                    done.done(result, then);
                });
    }

    private void noted(RelayNode node, NgExchanges.Result result) {
        switch (result) {
            case NgExchanges.Result.Replied(NgValue.Dictionary reply, long roundTrip) -> {
                if (node.answered(roundTrip)) {
                    log.accept("relay node " + node.uri() + " answers again");
                }
                String error = NodeCommands.text(reply, "error-reason");
                if (error != null) {
                    node.refused(error);
                }
            }
            case NgExchanges.Result.Silence _ -> {
                if (node.silent()) {
                    log.accept(
                            "relay node "
                                    + node.uri()
                                    + " does not answer: it gets no calls until it does");
                }
            }
        }
    }

    /// A datagram from a node.
    boolean receive(byte[] datagram, Endpoint from, long now) {
        return exchanges.receive(datagram, from, now);
    }

    /// Repeats commands and probes nodes.
    void wake(long now) {
        if (nextProbe <= now) {
            // Not with all other proxies of the same nodes at once.
            nextProbe = now + policy.probe() + random.nextLong(policy.probe() / 10 + 1);
            for (RelayNode node : nodes) {
                ask(node, NodeCommands.ping(), policy.patience(), now, (_, _) -> {});
            }
        }
        exchanges.wake(now);
    }

    long deadline() {
        return nodes.isEmpty() ? Deadlines.NEVER : Math.min(nextProbe, exchanges.deadline());
    }

    int waiting() {
        return exchanges.waiting();
    }
}
