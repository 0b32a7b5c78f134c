package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.net.NodeClock;
import jackfield.net.feed.Feed;
import jackfield.roles.p2p.SignalTrace;
import jackfield.roles.records.CallRecord;
import jackfield.roles.records.CallRecords;
import jackfield.roles.records.Outcome;
import jackfield.roles.records.SavedCallRecord;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.media.StreamSnapshot;
import jackfield.roles.trace.CallTrace;
import jackfield.roles.trace.CallTraces;
import jackfield.roles.trace.Hep;
import jackfield.roles.trace.MessageTap;
import jackfield.roles.trace.TracedMessage;
import jackfield.server.api.RecordJson;
import jackfield.server.api.TraceView;
import jackfield.server.boot.EventFeed.Event;
import jackfield.server.config.Config;
import jackfield.server.config.SeeingSettings;
import jackfield.server.log.Logs;
import jackfield.server.metrics.Metrics;
import jackfield.server.records.EndedMedia;
import jackfield.server.records.RecordFile;
import jackfield.server.records.RecordKeeper;
import jackfield.server.records.Writing;
import jackfield.store.CallRecordTable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.json.JsonMapper;

/// What a node sees of its calls: the messages of the last ones, and the records of those that are
/// over. It is told on the signalling shard's thread.
final class Seeing implements CallRecords, TraceView {
    /// A call that is over, waiting for what the media shard knows of it.
    private static final class Ending {
        private final CallRecord record;

        private Ending(CallRecord record) {
            this.record = record;
        }
    }

    private static final Logger log = LoggerFactory.getLogger("jackfield.media");
    private static final int MOST_RECORDS_WAITING = 10_000;
    private static final int MOST_PACKETS_WAITING = 4_096;

    private final CallTraces traces;
    private final MessageTap tap;
    private final RecordKeeper keeper;
    private final EndedMedia media;
    private final NodeClock clock;
    private final Endpoint node;
    private final long epochMs;
    private final AtomicLongArray outcomes = new AtomicLongArray(Outcome.values().length);
    private final DoubleConsumer postDialDelay;
    private final DoubleConsumer mos;
    private final Map<String, Long> verdicts = new ConcurrentHashMap<>();
    private final Set<Ending> waiting = ConcurrentHashMap.newKeySet();
    private volatile @Nullable LegSource legSource;
    private volatile @Nullable SignallingShard shard;
    private volatile @Nullable SignalNode pages;
    private final EventFeed events;
    private volatile EndedCalls counted = (_, _) -> {};

    /// Counts calls that are over.
    @FunctionalInterface
    interface EndedCalls {
        /// @param delayNs from the INVITE to the first sign; negative where there was none
        void ended(Outcome outcome, long delayNs);
    }

    private Seeing(
            Parts parts,
            NodeClock clock,
            RecordKeeper keeper,
            @Nullable Feed feed,
            EventFeed events) {
        this.events = events;
        Config config = parts.config();
        this.keeper = keeper;
        this.clock = clock;
        this.node = Endpoint.of(parts.addresses().advertised(), 0);
        this.epochMs = System.currentTimeMillis() - clock.now() / 1_000_000;
        int calls = config.get(SeeingSettings.TRACE_CALLS);
        long bytes = (long) config.get(SeeingSettings.TRACE_MEGABYTES) << 20;
        long keepNs = config.get(SeeingSettings.TRACE_KEEP).toNanos();
        traces = new CallTraces(new CallTraces.Limits(calls, bytes, keepNs));
        media = new EndedMedia(new EndedMedia.Limits(calls, bytes / 2, keepNs));
        tap = feed == null ? traces : fed(config, feed);
        postDialDelay = register(parts.metrics(), feed);
        mos =
                parts.metrics()
                        .counters(
                                "jackfield_media_verdicts",
                                "Legs whose media was not right when their call ended.",
                                "verdict",
                                () -> Map.copyOf(verdicts))
                        .histogram(
                                "jackfield_media_mos",
                                "Average MOS of each leg's audio on its way to us, per call.",
                                1.5,
                                2,
                                2.5,
                                3,
                                3.5,
                                4,
                                4.2,
                                4.5);
    }

    /// What the settings ask for; it writes its last records once the shards have ended.
    static Seeing open(Parts parts, NodeClock clock, EventFeed events, Stopping stopping) {
        Config config = parts.config();
        Feed feed =
                config.get(SeeingSettings.HEP_TARGET)
                        .map(to ->
                                new Feed(
                                        "hep",
                                        new Feed.Target(to.stream(), to.host(), to.port()),
                                        MOST_PACKETS_WAITING))
                        .orElse(null);
        if (feed != null) {
            stopping.first("end the feed to Homer", feed::close);
        }
        RecordKeeper keeper =
                new RecordKeeper(
                                new RecordKeeper.Places(
                                        parts.data().database(config),
                                        config.get(SeeingSettings.RECORDS_FILE)
                                                .map(file -> recordFile(file))
                                                .orElse(null),
                                        config.get(SeeingSettings.RECORDS_KEEP),
                                        MOST_RECORDS_WAITING),
                                InstantSource.system())
                        .start();
        Seeing seeing = new Seeing(parts, clock, keeper, feed, events);
        stopping.first("write the last call records", seeing::close);
        return seeing;
    }

    private static RecordFile recordFile(String file) {
        JsonMapper json = JsonMapper.builder().build();
        return new RecordFile(
                Path.of(file), record -> json.writeValueAsString(RecordJson.of(record)));
    }

    private MessageTap fed(Config config, Feed feed) {
        Hep hep =
                new Hep(
                        new Hep.Agent(
                                config.get(SeeingSettings.HEP_CAPTURE_ID),
                                config.get(SeeingSettings.HEP_KEY).orElse(""),
                                config.get(SeeingSettings.HEP_NAME).orElse("")),
                        epochMs,
                        node);
        return (direction, flow, bytes, callId, now) -> {
            traces.message(direction, flow, bytes, callId, now);
            TracedMessage message = new TracedMessage(direction, flow, bytes, now);
            feed.offer(() -> hep.packet(message, callId));
        };
    }

    private DoubleConsumer register(Metrics metrics, @Nullable Feed feed) {
        metrics.counters(
                        "jackfield_call_attempts",
                        "Calls and attempts that are over, by outcome.",
                        "outcome",
                        this::counted)
                .gauge(
                        "jackfield_call_records_healthy",
                        "1 while call records can be written.",
                        () -> keeper.isHealthy() ? 1 : 0)
                .counter(
                        "jackfield_call_records_lost",
                        "Call records given up because nothing could be written.",
                        keeper::lost);
        if (feed != null) {
            metrics.counters(
                    "jackfield_hep_packets",
                    "HEP packets to the Homer.",
                    "result",
                    () -> Map.of("sent", feed.sent(), "dropped", feed.dropped()));
        }
        return metrics.histogram(
                "jackfield_call_post_dial_delay_seconds",
                "From the INVITE to the first ringing, or to the answer.",
                0.1,
                0.25,
                0.5,
                1,
                2,
                4,
                8,
                16);
    }

    private Map<String, Long> counted() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome.word(), outcomes.get(outcome.ordinal()));
        }
        return counts;
    }

    /// Says who knows a call's media.
    void legs(LegSource of) {
        legSource = of;
    }

    /// Says on whose thread the messages are seen.
    void shard(SignallingShard of) {
        shard = of;
    }

    /// Has calls that are over counted by `by`.
    void counted(EndedCalls by) {
        counted = by;
    }

    /// False while call records cannot be written.
    boolean keepsRecords() {
        return keeper.isHealthy();
    }

    @Override
    public void began(String callId, String from, String to, long began) {
        if (events.isHeard("call-began")) {
            events.publish(
                    new Event(
                            "call-began",
                            Map.of(
                                    "call",
                                    Map.of(
                                            "callId",
                                            callId,
                                            "kind",
                                            RecordJson.kind(callId),
                                            "from",
                                            from,
                                            "to",
                                            to,
                                            "state",
                                            "calling",
                                            "started",
                                            Instant.ofEpochMilli(epochMs + began / 1_000_000)
                                                    .toString()))));
        }
    }

    @Override
    public void changed(String callId, String state) {
        if (events.isHeard("call-changed")) {
            events.publish(new Event("call-changed", Map.of("callId", callId, "state", state)));
        }
    }

    /// Says who knows what was said in calls between pages.
    void pages(SignalNode signal) {
        pages = signal;
    }

    /// Sees every message.
    MessageTap tap() {
        return tap;
    }

    @Override
    public void ended(CallRecord record) {
        // A call of /signal that a page took has a record of its own.
        if (record.parties().source().startsWith("inside #")
                && record.ending().why().equals(CallRecord.ELSEWHERE)) {
            publish(Writing.saved(record, List.of(), epochMs));
            return;
        }
        outcomes.incrementAndGet(record.outcome().ordinal());
        counted.ended(record.outcome(), record.postDialDelay());
        if (record.postDialDelay() >= 0) {
            postDialDelay.accept(record.postDialDelay() / 1e9);
        }
        Ending ending = new Ending(record);
        waiting.add(ending);
        LegSource legs = legSource;
        if (legs == null) {
            keep(ending, List.of());
        } else {
            legs.report(record.parties().callId(), found -> keep(ending, found));
        }
    }

    private void keep(Ending ending, List<LegReport> legs) {
        if (waiting.remove(ending)) {
            String callId = ending.record.parties().callId();
            rated(callId, legs);
            media.add(callId, legs, clock.now());
            SavedCallRecord saved = Writing.saved(ending.record, legs, epochMs);
            keeper.add(saved);
            publish(saved);
        }
    }

    /// A call of another proxy is over. Its record is that proxy's; how it sounded is known here
    /// alone: it is kept as long as the media of our own calls.
    ///
    /// @param asRelayed its Call-ID as the relay knows it
    void relayed(CallRecord record, String asRelayed) {
        LegSource legs = legSource;
        if (legs == null) {
            return;
        }
        legs.report(
                asRelayed,
                found -> {
                    String callId = record.parties().callId();
                    rated(callId, found);
                    media.add(callId, found, clock.now());
                    SavedCallRecord saved = Writing.saved(record, found, epochMs);
                    keeper.remember(saved);
                    publish(saved);
                });
    }

    private void publish(SavedCallRecord saved) {
        if (events.isHeard("call-ended")) {
            events.publish(new Event("call-ended", Map.of("call", RecordJson.of(saved))));
        }
    }

    /// Tells the log and the metrics how the call's media was.
    private void rated(String callId, List<LegReport> legs) {
        for (LegReport leg : legs) {
            StreamSnapshot voice = leg.voice();
            if (voice != null && voice.quality().in().mos().isKnown()) {
                mos.accept(voice.quality().in().mos().average());
            }
            if (leg.details().trouble()) {
                verdicts.merge(leg.details().verdictCode(), 1L, Long::sum);
            }
        }
        String summary = Writing.summary(legs);
        if (!summary.isEmpty()) {
            try (MDC.MDCCloseable _ = Logs.call(callId)) {
                log.info(summary);
            }
        }
    }

    /// Writes down what still waits for media.
    private void close() {
        waiting.forEach(ending -> keep(ending, List.of()));
        keeper.close();
    }

    // For the API

    @Override
    public Optional<CallTrace> trace(String callId) {
        return shard().ask(_ -> Optional.ofNullable(traces.find(callId)));
    }

    @Override
    public Optional<SignalTrace> direct(String callId) {
        SignalNode signal = pages;
        return signal == null ? Optional.empty() : signal.trace(callId);
    }

    @Override
    public List<CallTrace> traces(CallTrace.Kind kind) {
        return shard().ask(_ -> traces.all(kind, clock.now()));
    }

    @Override
    public Optional<SavedCallRecord> ended(String callId) {
        return keeper.recent(callId);
    }

    @Override
    public Optional<EndedMedia.Kept> media(String callId) {
        return media.find(callId, clock.now());
    }

    @Override
    public List<SavedCallRecord> ended(int most) {
        return keeper.recent(most);
    }

    @Override
    public long epochMs() {
        return epochMs;
    }

    @Override
    public List<SavedCallRecord> records(CallRecordTable.Question question) {
        return keeper.read(question);
    }

    /// The last record of each of these Call-IDs that has one.
    Map<String, SavedCallRecord> records(Collection<String> callIds) {
        return keeper.latest(callIds);
    }

    @Override
    public Endpoint node() {
        return node;
    }

    private SignallingShard shard() {
        return Objects.requireNonNull(shard);
    }
}
