package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.net.udp.Duty;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpSocket;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.nodes.NodeOutput;
import jackfield.roles.relay.nodes.NodePolicy;
import jackfield.roles.relay.nodes.NodeRelay;
import jackfield.roles.relay.nodes.NodeSettings;
import jackfield.roles.relay.nodes.NodeView;
import jackfield.server.config.Config;
import jackfield.server.config.ConfiguredNode;
import jackfield.server.config.RelayNodeSettings;
import jackfield.server.config.Settings;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sockets to relay nodes in other programs, on the signalling shard's thread.
final class ExternalRelay implements Duty, PacketSink {
    private static final Logger log = LoggerFactory.getLogger("jackfield.relay");

    private final UdpLoop loop;
    private final NodeRelay relay;
    private final @Nullable UdpSocket ipv4;
    private final @Nullable UdpSocket ipv6;
    private @Nullable SignallingShard shard;

    private ExternalRelay(
            List<NodeSettings> nodes,
            NodePolicy policy,
            UdpLoop loop,
            RandomGenerator random,
            Relay.Events events)
            throws IOException {
        this.loop = loop;
        relay = new NodeRelay(nodes, policy, this::send, random, events, log::warn);
        ipv4 = socket(loop, nodes, true);
        ipv6 = socket(loop, nodes, false);
    }

    /// What the settings ask for; empty where calls go through this process.
    ///
    /// @throws IOException when a node's name has no address
    static Optional<ExternalRelay> of(
            Config config, UdpLoop loop, RandomGenerator random, Relay.Events events)
            throws IOException {
        if (!RelayNodeSettings.external(config)) {
            return Optional.empty();
        }
        List<NodeSettings> nodes = new ArrayList<>();
        for (ConfiguredNode node : config.get(RelayNodeSettings.NODES)) {
            nodes.add(new NodeSettings(node.uri(), address(node), node.weight(), node.set()));
        }
        NodePolicy usual = NodePolicy.DEFAULT;
        long patience = config.get(RelayNodeSettings.TIMEOUT).toNanos();
        NodePolicy policy =
                new NodePolicy(
                        patience,
                        Math.max(usual.limit(), 2 * patience),
                        config.get(RelayNodeSettings.PROBE).toNanos(),
                        usual.look(),
                        config.get(Settings.CALLS_LIMIT),
                        new NodePolicy.Sides(
                                config.get(RelayNodeSettings.BROWSERS).orElse(""),
                                config.get(RelayNodeSettings.PHONES).orElse("")));
        return Optional.of(new ExternalRelay(nodes, policy, loop, random, events));
    }

    private static Endpoint address(ConfiguredNode node) throws IOException {
        try {
            return Endpoint.of(InetAddress.getByName(node.host()), node.port());
        } catch (UnknownHostException e) {
            throw new IOException(
                    "relay.external: "
                            + node.uri()
                            + " has no address: name it by its address, or put it into the DNS",
                    e);
        }
    }

    private static @Nullable UdpSocket socket(UdpLoop loop, List<NodeSettings> nodes, boolean four)
            throws IOException {
        boolean wanted = nodes.stream().anyMatch(node -> node.address().isIpv4() == four);
        Endpoint any = Objects.requireNonNull(Endpoint.literal(four ? "0.0.0.0" : "::", 0));
        return wanted ? Ports.bound(loop.open(any), RelayNodeSettings.NODES) : null;
    }

    /// Begins to talk to the nodes.
    void start(SignallingShard of) {
        shard = of;
        if (ipv4 != null) {
            ipv4.attach(this);
        }
        if (ipv6 != null) {
            ipv6.attach(this);
        }
        loop.add(this);
    }

    /// What the proxy asks.
    NodeRelay relay() {
        return relay;
    }

    private void send(NodeOutput output) {
        UdpSocket socket = output.to().isIpv4() ? ipv4 : ipv6;
        if (socket != null) {
            socket.send(output.datagram(), output.to());
        }
    }

    @Override
    public void receive(MemorySegment slot, int length, long high, long low, int port, long now) {
        byte[] datagram = slot.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        Endpoint from = new Endpoint(high, low, port);
        shard().step(then -> relay.receive(datagram, from, then), now);
    }

    @Override
    public void wake(long now) {
        shard().step(relay::wake, now);
    }

    @Override
    public long deadline() {
        return relay.deadline();
    }

    @Override
    public void turnEnd(long now) {
        // what is sent leaves with the turn
    }

    /// Tells what its node knows of a call's media; what no node has, `own` knows.
    ///
    /// @param own the relay in this process
    void report(String callId, LegSource own, Consumer<List<LegReport>> reply) {
        relay.report(
                callId,
                loop.now(),
                legs -> {
                    if (legs.isEmpty()) {
                        own.report(callId, reply);
                    } else {
                        reply.accept(legs);
                    }
                });
    }

    /// The nodes of now.
    List<NodeView> views() {
        return shard().ask(_ -> relay.views(loop.now()));
    }

    /// Gives a node no new calls, or some again.
    boolean disable(int number, boolean disable) {
        return shard().ask(_ -> relay.disable(number, disable));
    }

    private SignallingShard shard() {
        return Objects.requireNonNull(shard);
    }
}
