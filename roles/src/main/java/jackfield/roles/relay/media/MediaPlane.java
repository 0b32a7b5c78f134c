package jackfield.roles.relay.media;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// What relay control asks of a media shard: [MediaShardHandle] in the running node. None blocks;
/// they are done in the order they were asked.
public interface MediaPlane {
    /// Makes a leg.
    void install(LegPlan plan);

    /// Gives a leg a new plan after a later offer or answer.
    void update(LegPlan plan);

    /// Connects two streams: what comes in on one goes out on the other, and to whom [#route] leads
    /// it. Whatever each was patched to before it is not any more.
    void patch(long one, long other);

    /// Undoes [#patch] or [#loop] for a stream and its other one.
    void unpatch(long stream);

    /// Connects a stream to itself: the echo test.
    void loop(long stream);

    /// Leads what comes in on `from` out on `to` as well, one way.
    ///
    /// @param payloads the numbers for it; null for those of the plan of `from`
    void route(long from, long to, @Nullable PayloadMap payloads);

    /// Undoes [#route].
    void unroute(long from, long to);

    /// Puts treatments on the route between two streams, however it was made, in this order and in
    /// the place of those before; none for none. They end with the route.
    void treat(long from, long to, List<Treatment> treatments);

    /// Lets treatments of their own speak to the peer of a stream, beside what else goes there;
    /// none to end them.
    void play(long to, List<Treatment> treatments);

    /// Speaks on the route from one stream to another, in the place of the first one's peer. It
    /// ends with the route.
    ///
    /// @param coding what the receiver takes
    /// @param reply what came of it, see [Speech]; called on the shard's thread, must not block
    void speak(long from, long to, Coding coding, Speech speech, LongConsumer reply);

    /// Lets somebody listen to what comes in on a stream.
    void tap(long stream, Tap tap);

    /// Undoes [#tap].
    void untap(long stream, Tap tap);

    /// Listens for keys on a stream, or no longer; each is told by [MediaEvent.KeyPressed].
    default void hearKeys(long stream, boolean wanted) {}

    /// Opens or shuts the way of what comes in on a stream.
    void gate(long stream, Gate gate);

    /// Brings a packet to a leg that is the end of a bridge ([LegPlan.Bridge]). From any thread.
    ///
    /// @param packet not used by anybody else
    default void crossed(long leg, byte[] packet, boolean rtcp) {}

    /// Ends a leg. Its sockets stay until they are closed.
    void remove(long leg);

    /// Begins or ends RTCP reports of our own to the peer of a stream.
    default void reports(long stream, boolean ours) {}

    /// The legs as they are; unknown ones are left out. `reply` is called on any thread and must
    /// not block.
    void snapshot(List<Long> legs, Consumer<List<LegSnapshot>> reply);
}
