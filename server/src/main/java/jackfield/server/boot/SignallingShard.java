package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.PacketSink;
import jackfield.base.StreamSink;
import jackfield.media.dtmf.DtmfInfo;
import jackfield.net.udp.Duty;
import jackfield.net.udp.UdpLoop;
import jackfield.net.udp.UdpSocket;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.proxy.CallParty;
import jackfield.roles.relay.CallMedia;
import jackfield.roles.relay.CallRelay;
import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.media.MediaEvent;
import jackfield.roles.relay.ng.NgCallView;
import jackfield.roles.relay.ng.NgCore;
import jackfield.roles.sbc.Bans;
import jackfield.roles.signalling.CallRules;
import jackfield.roles.signalling.RouteTest;
import jackfield.roles.signalling.SignallingCore;
import jackfield.roles.signalling.SignallingOutput;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.useragent.SipCalls;
import jackfield.server.log.Logs;
import jackfield.sip.framing.Framed;
import jackfield.sip.framing.StreamFraming;
import jackfield.sip.framing.WebSocketFraming;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Writer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// The signalling shard: a loop of its own with [SignallingCore] on it. Everything that other
/// threads may ask or tell is a method here; each is done on the loop's thread, in order.
final class SignallingShard implements Duty {
    private static final Logger log = LoggerFactory.getLogger("jackfield.sip");
    private static final long MOST_WAITING_BYTES = 32 << 20;

    /// The start line and header fields of one message of a connection.
    private static final int MOST_HEAD = 16 * 1024;

    private final UdpLoop loop;
    private final Ways ways;
    private final SignallingCore core;
    private final CallRelay relay;
    private final LegSource legs;
    private final NgCore ng;
    private final AtomicLong waiting = new AtomicLong();
    private final int messageBytes;
    private @Nullable AgentNode agent;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    SignallingShard(
            UdpLoop loop,
            Ways ways,
            SignallingCore core,
            CallRelay relay,
            LegSource legs,
            NgCore ng,
            int messageBytes) {
        this.loop = loop;
        this.ways = ways;
        this.core = core;
        this.relay = relay;
        this.legs = legs;
        this.ng = ng;
        this.messageBytes = messageBytes;
    }

    // The loop's calls

    @Override
    public void wake(long now) {
        core.wake(now, this::perform);
    }

    @Override
    public long deadline() {
        return core.deadline();
    }

    @Override
    public void turnEnd(long now) {
        if (core.isStopped()) {
            stopped.complete(null);
        }
    }

    /// Reads the datagrams of the SIP socket.
    PacketSink datagrams(UdpSocket socket) {
        Bans bans = core.bans();
        return (slot, length, high, low, port, now) -> {
            // Before anything is copied or made: a flood of the banned costs next to nothing.
            if (!bans.drops(high, low, now)) {
                core.receive(
                        copy(slot, length),
                        socket.flow(new Endpoint(high, low, port)),
                        now,
                        this::perform);
            }
        };
    }

    private static byte[] copy(MemorySegment slot, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(slot, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
        return bytes;
    }

    private void perform(SignallingOutput output) {
        switch (output) {
            case SignallingOutput.Send(Flow flow, byte[] bytes) when flow.isInside() -> {
                AgentNode own = agent;
                if (own != null) {
                    own.deliver(flow, bytes);
                }
            }
            case SignallingOutput.Send(Flow flow, byte[] bytes) -> {
                if (!ways.send(flow, bytes)) {
                    lost(flow);
                }
            }
            case SignallingOutput.Log(String callId, CallLog.Level level, String text) ->
                    write(callId, level, text);
        }
    }

    static void write(String callId, CallLog.Level level, String text) {
        if (callId.isEmpty()) {
            write(level, text);
            return;
        }
        try (MDC.MDCCloseable _ = Logs.call(callId)) {
            write(level, text);
        }
    }

    private static void write(CallLog.Level level, String text) {
        switch (level) {
            case DEBUG -> log.debug(text);
            case INFO -> log.info(text);
            case WARN -> log.warn(text);
        }
    }

    // What the node's own user agent tells, on this shard's thread

    /// What goes to paths inside the node is this one's, from now on.
    void agent(AgentNode own) {
        agent = own;
    }

    /// One message of our own user agent.
    void inside(byte[] bytes, Flow flow, long now) {
        core.receive(bytes, flow, now, this::perform);
    }

    /// A user is to be found inside the node, or no longer.
    void inside(Binding binding, boolean isThere, long now) {
        core.inside(binding, isThere, now, this::perform);
    }

    /// What a call from inside would ring.
    SipCalls.Reach reach(SipUri from, SipUri to) {
        return core.reach(from, to);
    }

    // What other threads tell

    /// The connection behind `flow` is gone.
    void lost(Flow flow) {
        loop.execute(() -> core.flowLost(flow, loop.now(), this::perform));
    }

    /// Goes on with what waited for somebody else. From any thread.
    void resume(Runnable step) {
        loop.execute(() -> core.resume(_ -> step.run(), loop.now(), this::perform));
    }

    /// The same for a step that is told the time (ns). From any thread.
    void resume(LongConsumer step) {
        loop.execute(() -> core.resume(step, loop.now(), this::perform));
    }

    /// The same, now. On this shard's thread.
    void step(LongConsumer step, long now) {
        core.resume(step, now, this::perform);
    }

    /// Something happened to media. From the media shard's thread.
    void media(MediaEvent event) {
        loop.execute(() -> relay.receive(event, loop.now()));
    }

    /// A call's media is dead. On this shard's thread, where the relay runs too.
    void mediaLost(String callId, String why, long now) {
        ng.mediaLost(callId, why, now);
        core.mediaLost(callId, why, now, this::perform);
    }

    /// A party pressed a key in its media. On this shard's thread; false where it can't go by INFO.
    boolean key(String callId, String tag, DtmfInfo key, long now) {
        return core.key(callId, tag, key, now, this::perform);
    }

    /// Another relay took a call over before its answer. On this shard's thread.
    void moved(Exchange exchange, byte[] offer, long now) {
        core.moved(exchange, offer, now);
    }

    /// A call's browsers consent to media, or one no longer does. On this shard's thread.
    void consent(String callId, boolean given, long now) {
        core.proxy().consent(callId, given, now);
    }

    /// Something to tell about a call's media.
    void told(String callId, String what) {
        write(NgCore.named(callId), CallLog.Level.INFO, what);
    }

    /// Connections read faster than the shard works only in a flood: then they are closed, so that
    /// what waits here stays bounded.
    private void message(Flow flow, byte[] bytes) {
        if (waiting.addAndGet(bytes.length) > MOST_WAITING_BYTES) {
            waiting.addAndGet(-bytes.length);
            log.debug("closing {}: too much waits", flow);
            ways.close(flow);
            return;
        }
        loop.execute(() -> {
            waiting.addAndGet(-bytes.length);
            core.receive(bytes, flow, loop.now(), this::perform);
        });
    }

    /// Reads TCP and TLS connections: each has framing of its own, on its own event loop.
    StreamSink connections() {
        return new StreamSink() {
            private final Map<Flow, StreamFraming> framings = new ConcurrentHashMap<>();

            @Override
            public void receive(Flow flow, byte[] bytes) {
                framings.computeIfAbsent(flow, _ -> framing())
                        .receive(bytes, framed -> take(flow, framed));
            }

            @Override
            public void closed(Flow flow) {
                framings.remove(flow);
                lost(flow);
            }
        };
    }

    private StreamFraming framing() {
        return new StreamFraming(Math.min(MOST_HEAD, messageBytes), messageBytes);
    }

    /// Reads WebSockets: one message a frame (RFC 7118 section 4.2).
    StreamSink webSockets() {
        WebSocketFraming framing = new WebSocketFraming(messageBytes);
        return new StreamSink() {
            @Override
            public void receive(Flow flow, byte[] bytes) {
                take(flow, framing.receive(bytes));
            }

            @Override
            public void leaving(Flow flow) {
                loop.execute(() -> core.proxy().leaving(flow, loop.now()));
            }

            @Override
            public void closed(Flow flow) {
                lost(flow);
            }
        };
    }

    private void take(Flow flow, Framed framed) {
        switch (framed) {
            case Framed.Message(byte[] bytes) -> message(flow, bytes);
            case Framed.Ping _ -> ways.reply(flow, Framed.pong());
            case Framed.Pong _ -> {
                // it lives
            }
            case Framed.Broken(String what, var answer) -> {
                log.debug("closing {}: broken {}", flow, what);
                if (answer != null) {
                    ways.reply(flow, Writer.write(answer));
                }
                ways.close(flow);
            }
        }
    }

    /// Bindings were taken back after a restart.
    void restored() {
        loop.execute(() -> core.restored(loop.now(), this::perform));
    }

    /// Rules that hold from now on; waits until they do.
    void follow(CallRules rules) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        loop.execute(() -> {
            core.follow(rules, loop.now());
            done.complete(true);
        });
        await(done);
    }

    /// What would become of a request.
    RouteTest.Answer test(RouteTest question) {
        CompletableFuture<RouteTest.Answer> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(core.test(question, loop.now())));
        return await(answer);
    }

    // What other threads ask

    /// An answer that needs nothing but the core; waits for the shard's turn.
    <T> T ask(Function<SignallingCore, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(question.apply(core)));
        return await(answer);
    }

    /// The calls that proxies have made by way of NG.
    List<NgCallView> ngCalls() {
        return ask(_ -> ng.views());
    }

    /// Ends a call; false where there is none.
    boolean hangUp(String callId, String why) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(core.hangUp(callId, why, loop.now(), this::perform)));
        return await(answer);
    }

    /// Ends a call that waits for a user, who declines it.
    void decline(String callId, AddressOfRecord user) {
        resume(now -> core.proxy().decline(callId, user, now));
    }

    /// Says who is in a call that another protocol signals; nobody once it is over.
    void inCall(String callId, List<CallParty> parties) {
        loop.execute(() ->
                core.resume(
                        _ -> core.events().callChanged(callId, parties),
                        loop.now(),
                        this::perform));
    }

    /// How a user is to be reached has changed by another way than calls and devices.
    void availabilityChanged(AddressOfRecord user) {
        resume(_ -> core.events().changed(user));
    }

    /// Removes a user's bindings, or the one with this contact; gives how many.
    int drop(AddressOfRecord aor, @Nullable String contact) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        loop.execute(() ->
                answer.complete(core.dropRegistrations(aor, contact, loop.now(), this::perform)));
        return await(answer);
    }

    /// The legs of each of these calls, in their order; none for a call that is over. All are asked
    /// in one turn of the shards, so that a long list costs one wait.
    List<List<LegReport>> legs(List<String> callIds) {
        List<CompletableFuture<List<LegReport>>> answers = new ArrayList<>();
        callIds.forEach(_ -> answers.add(new CompletableFuture<>()));
        loop.execute(() -> {
            for (int i = 0; i < answers.size(); i++) {
                legs.report(callIds.get(i), answers.get(i)::complete);
            }
        });
        return answers.stream().map(SignallingShard::await).toList();
    }

    /// Does something to a call's media, and waits for what came of it.
    CallMedia.Answer media(String callId, CallMedia.Who who, CallMedia.MediaCommand command) {
        CompletableFuture<CallMedia.Answer> answer = new CompletableFuture<>();
        loop.execute(() -> {
            String known = isOwn(callId) ? callId : ng.relayed(callId);
            relay.command(known, who, command, answer::complete, loop.now());
        });
        return await(answer);
    }

    private boolean isOwn(String callId) {
        return core.calls().stream().anyMatch(call -> call.callId().equals(callId));
    }

    private static <T> T await(CompletableFuture<T> answer) {
        return Answers.await("the signalling shard", answer);
    }

    /// Stops taking calls, and returns when the running ones have ended: by themselves within
    /// `graceNs`, or by a BYE after it.
    void stop(long graceNs, long limitMs) throws InterruptedException {
        loop.execute(() -> core.stop(graceNs, loop.now(), this::perform));
        try {
            stopped.get(limitMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("some calls did not end in time; their peers will notice by silence");
        }
    }
}
