package jackfield.roles.relay.media;

import java.util.List;
import java.util.function.Consumer;

/// What relay control asks of a media shard: [MediaShardHandle] in the running node. None blocks;
/// they are done in the order they were asked.
public interface MediaPlane {
    /// Makes a leg.
    void install(LegPlan plan);

    /// Gives a leg a new plan after a later offer or answer.
    void update(LegPlan plan);

    /// Connects two legs: what comes in on one goes out on the other, and nowhere else.
    void patch(long one, long other);

    /// Disconnects a leg.
    void unpatch(long leg);

    /// Connects a leg to itself.
    void loop(long leg);

    /// Ends a leg. Its sockets stay until they are closed.
    void remove(long leg);

    /// The legs as they are; unknown ones are left out. `reply` is called on any thread and must
    /// not block.
    void snapshot(List<Long> legs, Consumer<List<LegSnapshot>> reply);
}
