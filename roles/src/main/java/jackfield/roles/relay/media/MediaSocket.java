package jackfield.roles.relay.media;

import jackfield.base.Egress;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import java.lang.foreign.MemorySegment;

/// A UDP socket as the core sees it.
final class MediaSocket implements PacketSink {
    final long id;
    final Endpoint local;
    final Egress egress;
    private final MediaCore core;

    MediaSocket(MediaCore core, long id, Endpoint local, Egress egress) {
        this.core = core;
        this.id = id;
        this.local = local;
        this.egress = egress;
    }

    @Override
    public void receive(MemorySegment slot, int length, long high, long low, int port, long now) {
        core.receive(this, slot, length, high, low, port, now);
    }
}
