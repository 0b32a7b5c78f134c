package jackfield.server.boot;

import jackfield.net.NodeClock;
import jackfield.roles.records.CallRecord;
import jackfield.roles.records.CallRecords;
import jackfield.roles.records.SavedCallRecord;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.Relay;
import jackfield.roles.trace.CallTrace;
import jackfield.roles.trace.CallTraces;
import jackfield.roles.trace.MessageTap;
import jackfield.server.api.TraceView;
import jackfield.server.config.Config;
import jackfield.server.config.SeeingSettings;
import jackfield.server.records.RecordKeeper;
import jackfield.server.records.Writing;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What a node sees of its calls: the messages of the last ones, and the records of those that are
/// over. It is told on the signalling shard's thread.
final class Seeing implements CallRecords, TraceView {
    /// A call that is over, waiting for what the media shard knows of it.
    private record Ending(CallRecord record) {
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private final CallTraces traces;
    private final RecordKeeper keeper;
    private final NodeClock clock;
    private final long epochMs;
    private final Set<Ending> waiting = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Relay relay;
    private volatile @Nullable SignallingShard shard;

    Seeing(Config config, RecordKeeper keeper, NodeClock clock) {
        this.keeper = keeper;
        this.clock = clock;
        this.epochMs = System.currentTimeMillis() - clock.now() / 1_000_000;
        traces =
                new CallTraces(
                        new CallTraces.Limits(
                                config.get(SeeingSettings.TRACE_CALLS),
                                (long) config.get(SeeingSettings.TRACE_MEGABYTES) << 20,
                                config.get(SeeingSettings.TRACE_KEEP).toNanos()));
    }

    /// Says who knows a call's media.
    Seeing relay(Relay of) {
        relay = of;
        return this;
    }

    /// Says on whose thread the messages are seen.
    void shard(SignallingShard of) {
        shard = of;
    }

    /// Sees every message.
    MessageTap tap() {
        return traces;
    }

    @Override
    public void ended(CallRecord record) {
        Ending ending = new Ending(record);
        waiting.add(ending);
        Relay media = relay;
        if (media == null) {
            keep(ending, List.of());
        } else {
            media.report(record.parties().callId(), legs -> keep(ending, legs));
        }
    }

    private void keep(Ending ending, List<LegReport> legs) {
        if (waiting.remove(ending)) {
            keeper.add(Writing.saved(ending.record, legs, epochMs));
        }
    }

    /// Writes down what still waits for media.
    void close() {
        waiting.forEach(ending -> keep(ending, List.of()));
    }

    // For the API

    @Override
    public Optional<CallTrace> trace(String callId) {
        return shard().ask(_ -> Optional.ofNullable(traces.find(callId)));
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
    public List<SavedCallRecord> ended(int most) {
        return keeper.recent(most);
    }

    @Override
    public long epochMs() {
        return epochMs;
    }

    private SignallingShard shard() {
        return Objects.requireNonNull(shard);
    }
}
