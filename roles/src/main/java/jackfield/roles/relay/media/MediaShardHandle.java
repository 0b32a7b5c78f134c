package jackfield.roles.relay.media;

import jackfield.base.Egress;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Everything that other threads may ask of a media shard. Each question is posted to the shard's
/// thread and done there in order; none blocks.
public final class MediaShardHandle implements MediaPlane {
    private final MediaCore core;
    private final Consumer<Runnable> mailbox;
    private final LongSupplier clock;

    /// @param mailbox runs a task on the shard's thread, in the order they come
    /// @param clock nanoseconds since the node started
    public MediaShardHandle(MediaCore core, Consumer<Runnable> mailbox, LongSupplier clock) {
        this.core = core;
        this.mailbox = mailbox;
        this.clock = clock;
        core.carrier(
                (leg, event) -> mailbox.accept(() -> core.receive(leg, event, clock.getAsLong())));
    }

    /// Makes a socket known, before any plan names it.
    ///
    /// @param socket its number, never used twice
    /// @param local its address as peers are told; ICE sends its checks from it
    /// @param egress its way out
    /// @return where its datagrams go; attach it after this call
    public PacketSink open(long socket, Endpoint local, Egress egress) {
        var known = new MediaSocket(core, socket, local, egress);
        mailbox.accept(() -> core.open(known));
        return known;
    }

    /// Forgets a socket that no leg uses any more; datagrams still on their way in are dropped.
    public void close(long socket) {
        mailbox.accept(() -> core.close(socket));
    }

    /// Makes a leg.
    @Override
    public void install(LegPlan plan) {
        mailbox.accept(() -> core.install(plan, clock.getAsLong()));
    }

    /// Gives a leg a new plan after a later offer or answer; its address may be learnt again.
    @Override
    public void update(LegPlan plan) {
        mailbox.accept(() -> core.update(plan, clock.getAsLong()));
    }

    @Override
    public void patch(long one, long other) {
        mailbox.accept(() -> core.patch(one, other, clock.getAsLong()));
    }

    @Override
    public void unpatch(long stream) {
        mailbox.accept(() -> core.unpatch(stream, clock.getAsLong()));
    }

    @Override
    public void loop(long stream) {
        mailbox.accept(() -> core.loop(stream, clock.getAsLong()));
    }

    @Override
    public void route(long from, long to, @Nullable PayloadMap payloads) {
        mailbox.accept(() -> core.route(from, to, payloads, clock.getAsLong()));
    }

    @Override
    public void unroute(long from, long to) {
        mailbox.accept(() -> core.unroute(from, to, clock.getAsLong()));
    }

    @Override
    public void crossed(long leg, byte[] packet, boolean rtcp) {
        mailbox.accept(() -> core.crossed(leg, packet, rtcp, clock.getAsLong()));
    }

    @Override
    public void treat(long from, long to, List<Treatment> treatments) {
        List<Treatment> all = List.copyOf(treatments);
        mailbox.accept(() -> core.treat(from, to, all, clock.getAsLong()));
    }

    @Override
    public void play(long to, List<Treatment> treatments) {
        List<Treatment> all = List.copyOf(treatments);
        mailbox.accept(() -> core.treat(null, to, all, clock.getAsLong()));
    }

    @Override
    public void speak(long from, long to, Coding coding, Speech speech, LongConsumer reply) {
        mailbox.accept(() -> reply.accept(core.speak(from, to, coding, speech, clock.getAsLong())));
    }

    @Override
    public void tap(long stream, Tap tap) {
        mailbox.accept(() -> core.tap(stream, tap, clock.getAsLong()));
    }

    @Override
    public void untap(long stream, Tap tap) {
        mailbox.accept(() -> core.untap(stream, tap, clock.getAsLong()));
    }

    @Override
    public void hearKeys(long stream, boolean wanted) {
        mailbox.accept(() -> core.hearKeys(stream, wanted, clock.getAsLong()));
    }

    @Override
    public void gate(long stream, Gate gate) {
        mailbox.accept(() -> core.gate(stream, gate));
    }

    /// Ends a leg. Its sockets stay until they are closed.
    @Override
    public void remove(long leg) {
        mailbox.accept(() -> core.remove(leg, clock.getAsLong()));
    }

    /// The legs as they are when the shard comes to them; unknown ones are left out. `reply` is
    /// called on the shard's thread and must not block.
    @Override
    public void snapshot(List<Long> legs, Consumer<List<LegSnapshot>> reply) {
        List<Long> asked = List.copyOf(legs);
        mailbox.accept(() -> core.snapshot(asked, reply, clock.getAsLong()));
    }

    /// Begins or ends RTCP reports of our own to the peer of a stream (`generate RTCP`); reports of
    /// the other side stay behind while they run. Packets that are made here are always reported.
    @Override
    public void reports(long stream, boolean ours) {
        mailbox.accept(() -> core.reports(stream, ours, clock.getAsLong()));
    }

    /// What the shard has carried. `reply` is called on the shard's thread.
    public void totals(Consumer<MediaTotals> reply) {
        mailbox.accept(() -> core.totals(reply, clock.getAsLong()));
    }

    /// What the shard as a whole has dropped, by reason. `reply` is called on the shard's thread.
    public void drops(Consumer<Map<String, Long>> reply) {
        mailbox.accept(() -> reply.accept(core.drops()));
    }
}
