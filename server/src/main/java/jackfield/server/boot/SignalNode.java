package jackfield.server.boot;

import jackfield.base.Flow;
import jackfield.base.Network;
import jackfield.net.http.Forwarding;
import jackfield.net.http.Handshake;
import jackfield.net.http.HttpServer;
import jackfield.net.http.WebSocketOptions;
import jackfield.net.http.WebSocketSink;
import jackfield.net.stream.Streams;
import jackfield.net.udp.Duty;
import jackfield.net.udp.UdpLoop;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.p2p.SignalCallView;
import jackfield.roles.p2p.SignalCore;
import jackfield.roles.p2p.SignalOutput;
import jackfield.roles.p2p.SignalSettings;
import jackfield.roles.p2p.SignalTrace;
import jackfield.roles.proxy.CallParty;
import jackfield.roles.records.CallRecord;
import jackfield.roles.records.CallRecords;
import jackfield.roles.waking.Sleepers;
import jackfield.roles.waking.WakingCall;
import jackfield.server.api.CallView;
import jackfield.server.config.Config;
import jackfield.server.config.SecuritySettings;
import jackfield.server.config.SeeingSettings;
import jackfield.server.config.Settings;
import jackfield.server.config.SignalSection;
import jackfield.server.log.Logs;
import jackfield.server.metrics.Metrics;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// `/signal` of a running node: WebSockets in front of [SignalCore], which lives on the signalling
/// thread.
final class SignalNode implements Duty, WebSocketSink {
    private static final Logger log = LoggerFactory.getLogger("jackfield.signal");
    private static final long MOST_WAITING_BYTES = 16 << 20;

    /// Messages here may take this part of `trace.megabytes`.
    private static final int TRACE_SHARE = 8;

    private static final long PATIENCE_MS = 2_000;

    /// A message that is longer than the core takes gets an answer that says so; one that is longer
    /// than this ends its connection.
    private static final int SPARE_BYTES = 16 * 1024;

    private final UdpLoop loop;
    private final Streams streams;
    private final SignalCore core;
    private final CallRecords records;
    private final String home;
    private final AtomicLong waiting = new AtomicLong();
    private final SignalUsers users;
    private volatile Busy busy = (_, _) -> {};
    private volatile Sleepers sleepers = Sleepers.NONE;
    private volatile Numbers numbers =
            new Numbers(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    /// Takes the users of a call that SIP does not signal; nobody once it is over.
    @FunctionalInterface
    interface Busy {
        void inCall(String callId, List<CallParty> parties);
    }

    private record Numbers(
            Map<String, Integer> sizes,
            Map<String, Long> messages,
            Map<String, Long> refused,
            Map<String, Long> ended,
            Map<String, Long> events) {}

    private SignalNode(
            UdpLoop loop,
            Streams streams,
            SignalCore core,
            SignalUsers users,
            CallRecords records,
            String home) {
        this.loop = loop;
        this.streams = streams;
        this.core = core;
        this.users = users;
        this.records = records;
        this.home = home;
    }

    /// Takes WebSockets at `/signal` of `server`.
    ///
    /// @param records is told of calls from page to page
    /// @param home the domain of users without one of their own
    static SignalNode open(
            Parts parts,
            HttpServer server,
            Streams streams,
            UdpLoop loop,
            CallRecords records,
            String home,
            RandomGenerator random) {
        Config config = parts.config();
        SignalSettings settings = settings(config);
        SignalUsers users = new SignalUsers(parts, home);
        SignalNode node =
                new SignalNode(
                        loop,
                        streams,
                        new SignalCore(settings, users, new SignalJackson(), random),
                        users,
                        records,
                        home);
        List<Network> proxies = config.get(SecuritySettings.PROXIES);
        server.behind(
                new Forwarding(
                        peer -> proxies.stream().anyMatch(network -> network.contains(peer))));
        server.webSocket(
                "/signal",
                new WebSocketOptions(
                        "",
                        Edge.origins(config.get(SecuritySettings.ORIGINS)),
                        settings.messageBytes() + SPARE_BYTES,
                        config.get(SecuritySettings.PING).toMillis()),
                node);
        loop.add(node);
        return node;
    }

    private static SignalSettings settings(Config config) {
        return new SignalSettings(
                config.get(SignalSection.RING_TIME).toNanos(),
                config.get(SignalSection.OFFLINE_TIME).toNanos(),
                config.get(SignalSection.GRACE).toNanos(),
                config.get(Settings.CALLS_LIMIT),
                config.get(SignalSection.DEVICES),
                config.get(SignalSection.CALLS),
                SignalSettings.DEFAULT.queued(),
                config.get(SignalSection.MESSAGE_BYTES),
                config.get(SignalSection.MESSAGES_PER_SECOND),
                config.get(SignalSection.ROOMS),
                config.get(SignalSection.ROOM_MEMBERS),
                config.get(SeeingSettings.TRACE_CALLS),
                ((long) config.get(SeeingSettings.TRACE_MEGABYTES) << 20) / TRACE_SHARE);
    }

    /// Has `by` told who is in calls between pages.
    void busy(Busy by) {
        busy = by;
    }

    /// A user does not want to be disturbed, or does again.
    void quietChanged(String user) {
        loop.execute(() -> core.quietChanged(user, loop.now(), this::perform));
    }

    /// Users here and SIP devices call each other by `agent` from now on.
    void join(AgentNode agent) {
        loop.execute(() -> agent.events(core.sip(agent.calls(), this::perform)));
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

    private void perform(SignalOutput output) {
        switch (output) {
            case SignalOutput.Send(Flow flow, String text) ->
                    streams.send(flow, text.getBytes(StandardCharsets.UTF_8));
            case SignalOutput.Close(Flow flow, int code, String reason) ->
                    streams.close(flow, code, reason);
            case SignalOutput.Wanted wanted -> wake(wanted);
            case SignalOutput.Began(SignalCallView call) -> {
                records.began(
                        id(call.callId()),
                        "sip:" + address(call.caller()),
                        "sip:" + address(call.callee()),
                        call.began());
                inCall(call);
            }
            case SignalOutput.Changed(SignalCallView call) -> {
                records.changed(id(call.callId()), call.state());
                if (call.state().equals(SignalCallView.ANSWERED)) {
                    sleepers.over(id(call.callId()), Sleepers.Ending.ANSWERED);
                }
                inCall(call);
            }
            case SignalOutput.Ended ended -> {
                records.ended(record(ended));
                sleepers.over(id(ended.callId()), ending(ended));
                busy.inCall(id(ended.callId()), List.of());
            }
            case SignalOutput.Log(String callId, String text) -> {
                try (MDC.MDCCloseable _ = Logs.call(callId)) {
                    log.info(text);
                }
            }
        }
    }

    /// Wakes somebody none of whose pages is there, where that can be done.
    private void wake(SignalOutput.Wanted wanted) {
        AddressOfRecord callee = aor(wanted.user());
        if (sleepers.canWake(callee)) {
            sleepers.called(
                    new WakingCall(
                            callee,
                            "sip:" + address(wanted.from()),
                            wanted.fromName().equals(wanted.from()) ? "" : wanted.fromName(),
                            id(wanted.callId()),
                            wanted.video()));
        }
    }

    private static Sleepers.Ending ending(SignalOutput.Ended ended) {
        if (ended.times().answered() != 0) {
            return Sleepers.Ending.ANSWERED;
        }
        return ended.ending().status() == 603 ? Sleepers.Ending.DECLINED : Sleepers.Ending.MISSED;
    }

    /// Users none of whose pages is there are woken by `others` from now on.
    void wakeBy(Sleepers others) {
        sleepers = others;
        users.wakeBy(others);
    }

    /// One who was woken declines a call of that name among all calls of the node; false for those
    /// that are not ours.
    boolean decline(String id, AddressOfRecord user) {
        String callId = callId(id);
        if (callId != null) {
            loop.execute(() ->
                    core.decline(callId, Routing.account(user, home), loop.now(), this::perform));
        }
        return callId != null;
    }

    /// Tells those who watch whether users are on the phone.
    private void inCall(SignalCallView call) {
        String id = id(call.callId());
        CallParty.State state =
                switch (call.state()) {
                    case SignalCallView.ANSWERED -> CallParty.State.CONFIRMED;
                    case SignalCallView.RINGING -> CallParty.State.EARLY;
                    default -> CallParty.State.TRYING;
                };
        CallParty caller = new CallParty(aor(call.caller()), id, "caller", true, state);
        busy.inCall(
                id,
                state == CallParty.State.TRYING
                        ? List.of(caller)
                        : List.of(
                                caller,
                                new CallParty(aor(call.callee()), id, "callee", false, state)));
    }

    private AddressOfRecord aor(String user) {
        return Routing.address(user, home);
    }

    /// Users' addresses as SIP writes them, so that those who look for calls find both kinds alike.
    private CallRecord record(SignalOutput.Ended ended) {
        return new CallRecord(
                new CallRecord.Parties(
                        id(ended.callId()),
                        "sip:" + address(ended.caller()),
                        "sip:" + address(ended.callee()),
                        address(ended.caller()),
                        ended.source(),
                        ended.destination()),
                ended.times(),
                ended.ending(),
                ended.said());
    }

    /// What a call is called among all calls of the node.
    private static String id(String callId) {
        return CallRecord.DIRECT + callId;
    }

    private static @Nullable String callId(String id) {
        return id.startsWith(CallRecord.DIRECT) ? id.substring(CallRecord.DIRECT.length()) : null;
    }

    /// What was said in a call of that name among all calls of the node.
    Optional<SignalTrace> trace(String id) {
        String callId = callId(id);
        return callId == null
                ? Optional.empty()
                : ask(signal -> Optional.ofNullable(signal.trace(callId)));
    }

    /// Ends a call of that name; false where there is none.
    boolean hangUp(String id) {
        String callId = callId(id);
        return callId != null && ask(signal -> signal.hangUp(callId, loop.now(), this::perform));
    }

    /// The calls of now that SIP has no part in.
    List<CallView> calls(long epochMs) {
        long now = loop.now();
        return ask(SignalCore::calls).stream()
                .map(call ->
                        new CallView(
                                id(call.callId()),
                                call.state(),
                                "sip:" + address(call.caller()),
                                "sip:" + address(call.callee()),
                                epochMs + call.began() / 1_000_000,
                                List.of(),
                                now))
                .toList();
    }

    private String address(String user) {
        return user.contains("@") ? user : user + "@" + home;
    }

    // The connections' calls, on their event loops

    @Override
    public void opened(Flow flow, Handshake handshake) {
        String header = bearer(handshake.authorization());
        String token = header == null ? handshake.query("token") : header;
        String device = handshake.query("device");
        loop.execute(() -> core.opened(flow, token, device, loop.now(), this::perform));
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : null;
    }

    @Override
    public void receive(Flow flow, byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notText) {
            text = ""; // no JSON either, and answered so
        }
        if (waiting.addAndGet(bytes.length) > MOST_WAITING_BYTES) {
            waiting.addAndGet(-bytes.length);
            log.debug("closing {}: too much waits", flow);
            streams.close(flow);
            return;
        }
        String message = text;
        loop.execute(() -> {
            waiting.addAndGet(-bytes.length);
            core.receive(flow, message, loop.now(), this::perform);
        });
    }

    @Override
    public void leaving(Flow flow) {
        loop.execute(() -> core.leaving(flow));
    }

    @Override
    public void closed(Flow flow) {
        loop.execute(() -> core.closed(flow, loop.now(), this::perform));
    }

    // What others ask

    private <T> T ask(Function<SignalCore, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(question.apply(core)));
        try {
            return answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the signalling shard does not answer", e);
        }
    }

    /// Takes new numbers for the metrics.
    void refresh() {
        numbers =
                ask(signal ->
                        new Numbers(
                                signal.sizes(),
                                signal.counters().messages(),
                                signal.counters().refused(),
                                signal.counters().ended(),
                                signal.counters().events()));
    }

    /// Adds the numbers of `/signal` to the metrics.
    void register(Metrics metrics) {
        metrics.gauges(
                        "jackfield_signal",
                        "What there is at /signal now: connections, devices, users, calls, rooms.",
                        "what",
                        () -> numbers.sizes)
                .counters(
                        "jackfield_signal_messages",
                        "Messages that came to /signal.",
                        "type",
                        () -> numbers.messages)
                .counters(
                        "jackfield_signal_refused",
                        "Messages at /signal that were refused, by the code of the error.",
                        "code",
                        () -> numbers.refused)
                .counters(
                        "jackfield_signal_calls_ended",
                        "Calls at /signal that are over, by how they ended.",
                        "how",
                        () -> numbers.ended)
                .counters(
                        "jackfield_signal_events",
                        "Calls, answers, calls that met, connections taken over and wrong"
                                + " credentials at /signal.",
                        "event",
                        () -> numbers.events);
    }
}
