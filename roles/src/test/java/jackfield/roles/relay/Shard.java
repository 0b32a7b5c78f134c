package jackfield.roles.relay;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.Coding;
import jackfield.roles.relay.media.Gate;
import jackfield.roles.relay.media.LegPlan;
import jackfield.roles.relay.media.LegSnapshot;
import jackfield.roles.relay.media.MediaPlane;
import jackfield.roles.relay.media.PayloadMap;
import jackfield.roles.relay.media.Speech;
import jackfield.roles.relay.media.StreamPlan;
import jackfield.roles.relay.media.StreamSnapshot;
import jackfield.roles.relay.media.Tap;
import jackfield.roles.relay.media.Treatment;
import jackfield.roles.relay.media.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A media shard that moves no packets: it keeps the plans and who is patched to whom, and refuses
/// what the real one could not do.
public final class Shard implements MediaPlane {
    public final Map<Long, LegPlan> plans = new LinkedHashMap<>();
    public final Map<Long, Long> patches = new LinkedHashMap<>();

    /// One-way routes: from, to.
    public final List<List<Long>> routes = new ArrayList<>();

    /// Treatments by the route they are on, `from, to`, or by the stream they play to.
    public final Map<List<Long>, List<Treatment>> treated = new LinkedHashMap<>();

    public final Map<Tap, Long> taps = new LinkedHashMap<>();

    /// Whether reports of our own go to a stream's peer, where it was said.
    public final Map<Long, Boolean> reports = new LinkedHashMap<>();

    /// Streams on which keys are listened for.
    public final Set<Long> listened = new LinkedHashSet<>();

    public final Map<Long, Gate> gates = new LinkedHashMap<>();

    /// What was said on the routes, in order.
    public final List<Said> said = new ArrayList<>();

    /// What it finds wrong with each leg.
    Verdict found = new Verdict.Fine();

    /// Legs whose snapshots somebody wanted.
    final List<Long> asked = new ArrayList<>();

    /// What is known of a leg's streams.
    public final Map<Long, List<StreamSnapshot>> heard = new LinkedHashMap<>();

    int updates;

    /// @param coding what the receiver was said to take
    public record Said(long from, long to, Coding coding, Speech speech) {}

    /// No legs.
    public Shard() {}

    @Override
    public void install(LegPlan plan) {
        assertThat(plans).doesNotContainKey(plan.leg());
        plans.put(plan.leg(), plan);
    }

    @Override
    public void update(LegPlan plan) {
        assertThat(plans).containsKey(plan.leg());
        plans.put(plan.leg(), plan);
        updates++;
    }

    @Override
    public void patch(long one, long other) {
        assertThat(streams()).contains(one, other);
        unpatch(one);
        unpatch(other);
        patches.put(one, other);
        patches.put(other, one);
    }

    /// The streams of all legs.
    public List<Long> streams() {
        return plans.values().stream()
                .flatMap(plan -> plan.streams().stream())
                .map(StreamPlan::stream)
                .toList();
    }

    @Override
    public void unpatch(long stream) {
        patches.values().removeIf(peer -> peer == stream);
        patches.remove(stream);
    }

    @Override
    public void loop(long stream) {
        unpatch(stream);
        patches.put(stream, stream);
    }

    @Override
    public void route(long from, long to, @Nullable PayloadMap payloads) {
        assertThat(streams()).contains(from, to);
        routes.add(List.of(from, to));
    }

    @Override
    public void unroute(long from, long to) {
        routes.remove(List.of(from, to));
    }

    @Override
    public void treat(long from, long to, List<Treatment> treatments) {
        assertThat(streams()).contains(from, to);
        treated.put(List.of(from, to), treatments);
    }

    @Override
    public void play(long to, List<Treatment> treatments) {
        assertThat(streams()).contains(to);
        treated.put(List.of(to), treatments);
    }

    @Override
    public void speak(long from, long to, Coding coding, Speech speech, LongConsumer reply) {
        assertThat(streams()).contains(from, to);
        said.add(new Said(from, to, coding, speech));
        reply.accept(0);
    }

    @Override
    public void tap(long stream, Tap tap) {
        assertThat(streams()).contains(stream);
        taps.put(tap, stream);
    }

    @Override
    public void untap(long stream, Tap tap) {
        taps.remove(tap, stream);
    }

    @Override
    public void hearKeys(long stream, boolean wanted) {
        assertThat(streams()).contains(stream);
        if (wanted) {
            listened.add(stream);
        } else {
            listened.remove(stream);
        }
    }

    @Override
    public void reports(long stream, boolean ours) {
        assertThat(streams()).contains(stream);
        reports.put(stream, ours);
    }

    @Override
    public void gate(long stream, Gate gate) {
        assertThat(streams()).contains(stream);
        gates.put(stream, gate);
    }

    @Override
    public void remove(long leg) {
        assertThat(plans).containsKey(leg);
        LegPlan ended = plans.remove(leg);
        for (StreamPlan each : ended.streams()) {
            unpatch(each.stream());
            routes.removeIf(route -> route.contains(each.stream()));
        }
    }

    @Override
    public void snapshot(List<Long> legs, Consumer<List<LegSnapshot>> reply) {
        asked.addAll(legs);
        List<LegSnapshot> snapshots = new ArrayList<>();
        LegSnapshot.Traffic traffic = new LegSnapshot.Traffic(7, 700, 1);
        Endpoint here = Endpoint.ipv4(0x7f000001, 1);
        for (long leg : legs) {
            snapshots.add(
                    new LegSnapshot(
                            leg,
                            here,
                            null,
                            null,
                            "none",
                            List.of(),
                            "none",
                            "none",
                            traffic,
                            traffic,
                            Map.of(),
                            0,
                            0,
                            0,
                            0,
                            0,
                            heard.getOrDefault(leg, List.of()),
                            found));
        }
        reply.accept(snapshots);
    }
}
