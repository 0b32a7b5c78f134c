package jackfield.roles.relay.media;

import jackfield.base.Egress;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.rtc.ice.HostCandidate;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A UDP socket as the core sees it: one leg's own, or the browsers' shared one.
final class MediaSocket implements PacketSink {
    final long id;
    final Endpoint local;
    final Egress egress;

    /// The leg whose own socket this is; null where it is shared or not yet used.
    @Nullable PortLeg owner;

    /// True where only RTCP belongs here: RTP that comes all the same teaches nothing.
    boolean rtcpOnly;

    /// Where browsers' media comes from.
    final FlowTable<BrowserLeg> flows;

    /// Where we sent checks to: only answers to them may come from there.
    final FlowTable<BrowserLeg> probes;

    private final MediaCore core;
    private boolean shared;

    MediaSocket(MediaCore core, long id, Endpoint local, Egress egress) {
        this.core = core;
        this.id = id;
        this.local = local;
        this.egress = egress;
        flows = core.table();
        probes = core.table();
    }

    /// From now on this is a socket of browsers.
    void share() {
        if (owner != null) {
            throw new IllegalStateException("socket " + id + " is a leg's own");
        }
        shared = true;
    }

    /// This socket as a candidate for ICE.
    HostCandidate candidate() {
        return new HostCandidate(local);
    }

    boolean isShared() {
        return shared;
    }

    @Override
    public void soon(MemorySegment slot, long high, long low, int port) {
        MediaLeg leg = owner;
        if (leg == null) {
            leg = flows.find(high, low, port);
        }
        if (leg != null) {
            core.fetched(leg.fetch());
        }
    }

    @Override
    public void receive(MemorySegment slot, int length, long high, long low, int port, long now) {
        core.receive(this, slot, length, high, low, port, now);
    }
}
