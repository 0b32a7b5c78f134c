package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import java.lang.foreign.MemorySegment;

/// A leg with ports of its own: a phone, a PBX, a trunk; plain RTP or SRTP with keys from SDP.
final class PortLeg extends MediaLeg {
    private final MediaSocket rtp;
    private final MediaSocket rtcp;
    private final LearntAddress address;

    PortLeg(LegPlan plan, LegPlan.Ports ports, MediaSocket rtp, MediaSocket rtcp, Workbench bench) {
        super(plan, new LegSecurity(ports.sdes() != null, bench.srtp), bench);
        this.rtp = rtp;
        this.rtcp = rtcp;
        address = new LearntAddress(bench.limits);
        rtp.owner = this;
        rtcp.owner = this;
        rtcp.rtcpOnly = rtcp != rtp;
    }

    @Override
    void update(LegPlan next, long now) {
        if (!(next.transport() instanceof LegPlan.Ports ports)
                || ports.rtp() != rtp.id
                || ports.rtcp() != rtcp.id && ports.rtcp() != rtp.id
                || next.streams().size() != 1) {
            throw new IllegalArgumentException("another transport for leg " + plan.leg());
        }
        plan = next;
        LegPlan.Sdes sdes = ports.sdes();
        if ((sdes != null) != security.isRequired()) {
            security = new LegSecurity(sdes != null, bench.srtp);
        }
        if (sdes != null) {
            security.outbound(sdes.outbound());
            LegPlan.SrtpKeys theirs = sdes.inbound();
            if (theirs != null) {
                security.inbound(theirs);
            }
        }
        address.signalled(ports, now);
    }

    /// Touches the memory that the next packet wants, on its whole way.
    long fetch() {
        return address.port() + security.fetch() + fetchStreams();
    }

    @Override
    boolean accepts(long high, long low, int port, long now) {
        return address.accepts(high, low, port, now);
    }

    @Override
    boolean acceptsRtcp(long high, long low, int port) {
        return address.acceptsRtcp(high, low);
    }

    @Override
    void learn(long high, long low, int port, long now) {
        if (address.heard(high, low, port, now)) {
            bench.events.put(new MediaEvent.Learnt(plan.leg(), new Endpoint(high, low, port)));
        }
    }

    @Override
    boolean canSend() {
        return address.isKnown();
    }

    @Override
    void transmitRtp(MemorySegment slot, int length) {
        rtp.egress.send(slot, length, address.high(), address.low(), address.port());
    }

    @Override
    void transmitRtcp(MemorySegment slot, int length) {
        MediaSocket from = isMux() ? rtp : rtcp;
        from.egress.send(slot, length, address.rtcpHigh(), address.rtcpLow(), address.rtcpPort());
    }

    @Override
    void close(long now) {
        rtp.owner = null;
        rtcp.owner = null;
        rtcp.rtcpOnly = false;
    }

    @Override
    MemorySegment slot() {
        return rtp.egress.slot();
    }

    @Override
    String verdict(MediaStream stream, long now) {
        return Verdict.of(this, stream, address, rtp.local, now);
    }

    @Override
    LegSnapshot snapshot(long now) {
        return new LegSnapshot(
                plan.leg(),
                rtp.local,
                address.signalled(),
                address.learnt(),
                "none",
                "none",
                in(),
                out(),
                drops(),
                lastRtp(),
                counters.lastRtcp,
                0,
                lost(),
                jitterMicros(),
                snapshots(now),
                verdict(now));
    }

    private boolean isMux() {
        return plan.transport() instanceof LegPlan.Ports ports && ports.rtp() == ports.rtcp();
    }
}
