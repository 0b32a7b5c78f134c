package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.net.udp.Duty;
import jackfield.net.udp.UdpLoop;
import jackfield.roles.location.Binding;
import jackfield.roles.transactionuser.Addresses;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.useragent.AgentSettings;
import jackfield.roles.useragent.InnerPath;
import jackfield.roles.useragent.SipCalls;
import jackfield.roles.useragent.UserAgent;
import jackfield.server.config.Config;
import jackfield.server.config.Settings;
import jackfield.server.metrics.Metrics;
import jackfield.sip.dialog.SessionTimer;
import jackfield.sip.transaction.Timers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The SIP user agent of a running node ([UserAgent]): on the signalling thread, beside the shard,
/// by a path that no byte leaves the node on.
final class AgentNode implements Duty, InnerPath.Node {
    private final UdpLoop loop;
    private final SignallingShard shard;
    private final InnerPath path;
    private final UserAgent agent;
    private SipCalls.@Nullable Events events;
    private volatile Numbers numbers = new Numbers(0, 0, Map.of());

    private record Numbers(int users, int calls, Map<String, Long> outcomes) {}

    private AgentNode(
            Config config,
            UdpLoop loop,
            SignallingShard shard,
            Addresses addresses,
            RandomGenerator random) {
        this.loop = loop;
        this.shard = shard;
        path = new InnerPath(() -> loop.execute(this::run));
        agent =
                new UserAgent(
                        new AgentSettings(
                                Timers.DEFAULT,
                                config.get(Settings.CALLS_LIMIT),
                                SessionTimer.Policy.DEFAULT,
                                Endpoint.ipv4(0, config.get(Settings.HTTPS_PORT).number())),
                        addresses,
                        shard::reach,
                        random,
                        path);
    }

    /// Joins a user agent to the shard.
    static AgentNode open(
            Config config,
            UdpLoop loop,
            SignallingShard shard,
            Addresses addresses,
            RandomGenerator random) {
        AgentNode node = new AgentNode(config, loop, shard, addresses, random);
        loop.execute(() -> shard.agent(node));
        loop.add(node);
        return node;
    }

    /// For the signalling thread.
    SipCalls calls() {
        return agent;
    }

    /// Who is told what comes of calls. On the signalling thread.
    void events(SipCalls.Events asker) {
        events = asker;
    }

    /// A message of the shard's for us.
    void deliver(Flow flow, byte[] bytes) {
        path.deliver(flow, bytes);
    }

    private void run() {
        SipCalls.Events asker = events;
        if (asker != null) {
            path.run(agent, this, asker, loop.now());
        }
    }

    // The loop's calls

    @Override
    public void wake(long now) {
        agent.wake(now);
    }

    @Override
    public long deadline() {
        return agent.deadline();
    }

    // What the agent wants of the shard

    @Override
    public void receive(byte[] bytes, Flow flow, long now) {
        shard.inside(bytes, flow, now);
    }

    @Override
    public void place(Binding binding, long now) {
        shard.inside(binding, true, now);
    }

    @Override
    public void withdraw(Binding binding, long now) {
        shard.inside(binding, false, now);
    }

    @Override
    public void log(String callId, CallLog.Level level, String text) {
        SignallingShard.write(callId, level, text);
    }

    // What it shows

    /// Takes new numbers for the metrics.
    void refresh() {
        CompletableFuture<Numbers> answer = new CompletableFuture<>();
        loop.execute(() ->
                answer.complete(
                        new Numbers(
                                agent.presentCount(),
                                agent.callCount(),
                                agent.outcomes().counts())));
        numbers = Answers.await("the signalling shard", answer);
    }

    /// Adds the agent's numbers to the metrics.
    void register(Metrics metrics) {
        metrics.gauge(
                        "jackfield_useragent_users",
                        "Users of /signal whom SIP calls reach there now.",
                        () -> numbers.users)
                .gauge(
                        "jackfield_useragent_calls",
                        "Calls between /signal and SIP now.",
                        () -> numbers.calls)
                .counters(
                        "jackfield_useragent_calls_ended",
                        "What became of calls between /signal and SIP.",
                        "outcome",
                        () -> numbers.outcomes);
    }
}
