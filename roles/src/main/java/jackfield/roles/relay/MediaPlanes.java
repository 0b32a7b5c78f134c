package jackfield.roles.relay;

import jackfield.roles.relay.media.Coding;
import jackfield.roles.relay.media.Gate;
import jackfield.roles.relay.media.LegPlan;
import jackfield.roles.relay.media.LegSnapshot;
import jackfield.roles.relay.media.MediaPlane;
import jackfield.roles.relay.media.PayloadMap;
import jackfield.roles.relay.media.Speech;
import jackfield.roles.relay.media.Tap;
import jackfield.roles.relay.media.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// All media shards as one: the number of a leg or stream says which shard it is on, so that what
/// is asked of it needs no table to get there.
///
/// It also says where the next call goes: where there are the fewest.
final class MediaPlanes implements MediaPlane {
    private final List<MediaPlane> all;
    private final int[] calls;
    private long last;

    /// @param all at least one
    MediaPlanes(List<MediaPlane> all) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no media shard");
        }
        this.all = List.copyOf(all);
        calls = new int[all.size()];
    }

    /// The shard for one call more, until [#ended].
    int begin() {
        int least = 0;
        for (int i = 1; i < calls.length; i++) {
            if (calls[i] < calls[least]) {
                least = i;
            }
        }
        calls[least]++;
        return least;
    }

    /// A call on this shard is over.
    void ended(int shard) {
        calls[shard]--;
    }

    /// A number for a leg or stream on this shard, never 0 and never given twice.
    long number(int shard) {
        return ++last * calls.length + shard;
    }

    /// The shard that a leg or stream is on.
    int shard(long number) {
        return (int) (number % calls.length);
    }

    private MediaPlane of(long number) {
        return all.get(shard(number));
    }

    /// The shard of two streams: packets never go from one shard to another.
    private MediaPlane of(long one, long other) {
        if (shard(one) != shard(other)) {
            throw new IllegalArgumentException(
                    "streams " + one + " and " + other + " are on different shards");
        }
        return of(one);
    }

    @Override
    public void install(LegPlan plan) {
        of(plan.leg()).install(plan);
    }

    @Override
    public void update(LegPlan plan) {
        of(plan.leg()).update(plan);
    }

    @Override
    public void patch(long one, long other) {
        of(one, other).patch(one, other);
    }

    @Override
    public void unpatch(long stream) {
        of(stream).unpatch(stream);
    }

    @Override
    public void loop(long stream) {
        of(stream).loop(stream);
    }

    @Override
    public void route(long from, long to, @Nullable PayloadMap payloads) {
        of(from, to).route(from, to, payloads);
    }

    @Override
    public void unroute(long from, long to) {
        of(from, to).unroute(from, to);
    }

    @Override
    public void crossed(long leg, byte[] packet, boolean rtcp) {
        of(leg).crossed(leg, packet, rtcp);
    }

    @Override
    public void treat(long from, long to, List<Treatment> treatments) {
        of(from, to).treat(from, to, treatments);
    }

    @Override
    public void play(long to, List<Treatment> treatments) {
        of(to).play(to, treatments);
    }

    @Override
    public void speak(long from, long to, Coding coding, Speech speech, LongConsumer reply) {
        of(from, to).speak(from, to, coding, speech, reply);
    }

    @Override
    public void tap(long stream, Tap tap) {
        of(stream).tap(stream, tap);
    }

    @Override
    public void untap(long stream, Tap tap) {
        of(stream).untap(stream, tap);
    }

    @Override
    public void hearKeys(long stream, boolean wanted) {
        of(stream).hearKeys(stream, wanted);
    }

    @Override
    public void gate(long stream, Gate gate) {
        of(stream).gate(stream, gate);
    }

    @Override
    public void remove(long leg) {
        of(leg).remove(leg);
    }

    @Override
    public void reports(long stream, boolean ours) {
        of(stream).reports(stream, ours);
    }

    /// One shard after the other: each is asked when the one before has answered.
    @Override
    public void snapshot(List<Long> legs, Consumer<List<LegSnapshot>> reply) {
        List<List<Long>> byShard = new ArrayList<>();
        for (int i = 0; i < calls.length; i++) {
            int shard = i;
            List<Long> there = legs.stream().filter(leg -> shard(leg) == shard).toList();
            if (!there.isEmpty()) {
                byShard.add(there);
            }
        }
        snapshot(byShard, 0, new ArrayList<>(), reply);
    }

    private void snapshot(
            List<List<Long>> byShard,
            int next,
            List<LegSnapshot> found,
            Consumer<List<LegSnapshot>> reply) {
        if (next == byShard.size()) {
            reply.accept(List.copyOf(found));
            return;
        }
        List<Long> there = byShard.get(next);
        of(there.getFirst())
                .snapshot(
                        there,
                        more -> {
                            found.addAll(more);
                            snapshot(byShard, next + 1, found, reply);
                        });
    }
}
