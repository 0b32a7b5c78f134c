package jackfield.roles.relay;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.LegPlan;
import jackfield.roles.relay.media.LegSnapshot;
import jackfield.roles.relay.media.MediaPlane;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A media shard that moves no packets: it keeps the plans and who is patched to whom, and refuses
/// what the real one could not do.
public final class Shard implements MediaPlane {
    public final Map<Long, LegPlan> plans = new LinkedHashMap<>();
    public final Map<Long, Long> patches = new LinkedHashMap<>();
    int updates;

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
        assertThat(plans).containsKeys(one, other);
        unpatch(one);
        unpatch(other);
        patches.put(one, other);
        patches.put(other, one);
    }

    @Override
    public void unpatch(long leg) {
        patches.values().removeIf(peer -> peer == leg);
        patches.remove(leg);
    }

    @Override
    public void loop(long leg) {
        unpatch(leg);
        patches.put(leg, leg);
    }

    @Override
    public void remove(long leg) {
        assertThat(plans).containsKey(leg);
        unpatch(leg);
        plans.remove(leg);
    }

    @Override
    public void snapshot(List<Long> legs, Consumer<List<LegSnapshot>> reply) {
        List<LegSnapshot> snapshots = new ArrayList<>();
        LegSnapshot.Traffic traffic = new LegSnapshot.Traffic(7, 700, 1);
        Endpoint here = Endpoint.ipv4(0x7f000001, 1);
        for (long leg : legs) {
            snapshots.add(
                    new LegSnapshot(
                            leg, here, null, null, "none", "none", traffic, traffic, Map.of(), 0, 0,
                            0, 0, 0, ""));
        }
        reply.accept(snapshots);
    }
}
