package jackfield.roles.relay.media;

import jackfield.base.Deadlines;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/// The legs of one media shard, without sockets, threads or a clock.
public final class MediaCore {
    /// Nothing yet.
    public MediaCore() {}

    void receive(
            MediaSocket socket,
            MemorySegment slot,
            int length,
            long high,
            long low,
            int port,
            long now) {}

    /// Does what is due.
    public void wake(long now) {}

    /// When [#wake] is next due (ns), or [Deadlines#NEVER].
    public long deadline() {
        return Deadlines.NEVER;
    }

    void open(MediaSocket socket) {}

    void close(long socket) {}

    void install(LegPlan plan, long now) {}

    void update(LegPlan plan, long now) {}

    void patch(long one, long other, long now) {}

    void unpatch(long leg) {}

    void loop(long leg, long now) {}

    void remove(long leg, long now) {}

    List<LegSnapshot> snapshot(List<Long> legs, long now) {
        return List.of();
    }

    Map<String, Long> drops() {
        return Map.of();
    }
}
