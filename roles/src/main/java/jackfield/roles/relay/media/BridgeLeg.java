package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// The end of a bridge to another call: what is for its peer goes to the other end, which is a leg
/// of that call on this shard or another one. Nothing is protected on the way, for it stays in this
/// process.
final class BridgeLeg extends MediaLeg {
    /// As large as what comes from the network may be.
    private static final int SLOT = 2048;

    private static final Endpoint NOWHERE = Endpoint.ipv4(0, 0);

    private final MemorySegment in = Arena.ofAuto().allocate(SLOT);
    private final MemorySegment out = Arena.ofAuto().allocate(SLOT);
    private LegPlan.Far far;

    BridgeLeg(LegPlan plan, LegPlan.Bridge bridge, Workbench bench) {
        super(plan, new LegSecurity(false, bench.srtp), bench);
        far = bridge.far();
    }

    /// A packet from the other end.
    void receive(byte[] packet, boolean rtcp, long now) {
        if (packet.length > SLOT) {
            counters.drop(Drop.MALFORMED, now);
            return;
        }
        MemorySegment.copy(packet, 0, in, ValueLayout.JAVA_BYTE, 0, packet.length);
        if (rtcp) {
            onRtcp(in, packet.length, 0, 0, 0, now);
        } else {
            onRtp(in, packet.length, 0, 0, 0, now);
        }
    }

    @Override
    void update(LegPlan next, long now) {
        if (!(next.transport() instanceof LegPlan.Bridge bridge)) {
            throw new IllegalArgumentException("another transport for leg " + plan.leg());
        }
        plan = next;
        far = bridge.far();
    }

    @Override
    boolean accepts(long high, long low, int port, long now) {
        return true;
    }

    @Override
    long fetchIn() {
        return 0;
    }

    @Override
    long fetchTo() {
        return 0;
    }

    @Override
    boolean acceptsRtcp(long high, long low, int port) {
        return true;
    }

    @Override
    void learn(long high, long low, int port, long now) {}

    @Override
    boolean canSend() {
        return true;
    }

    @Override
    void transmitRtp(MemorySegment slot, int length) {
        far.take(slot.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), false);
    }

    @Override
    void transmitRtcp(MemorySegment slot, int length) {
        far.take(slot.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), true);
    }

    @Override
    MemorySegment slot() {
        return out;
    }

    @Override
    void close(long now) {}

    @Override
    Verdict verdict(MediaStream stream, long now) {
        return new Verdict.Fine();
    }

    @Override
    LegSnapshot snapshot(long now) {
        Way way = new Way(NOWHERE, null, null, "none", List.of(), "none", 0);
        return snapshot(way, now);
    }
}
