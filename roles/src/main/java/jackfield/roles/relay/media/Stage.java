package jackfield.roles.relay.media;

import jackfield.base.Deadlines;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// One treatment in its place on a route: what it gives goes to the next one, from the last out to
/// the peer.
final class Stage extends DueQueue.Item implements Treatment.Out {
    final Treatment treatment;
    @Nullable Stage next;
    private final MediaStream to;
    private final Workbench bench;
    private final RtpPacket packet = new RtpPacket();
    private long now;

    Stage(Treatment treatment, @Nullable Stage next, MediaStream to, Workbench bench) {
        this.treatment = treatment;
        this.next = next;
        this.to = to;
        this.bench = bench;
        if (treatment instanceof Transcoding transcoding) {
            transcoding.share(bench.effort);
        }
    }

    void receive(RtpPacket from, int length, long at) {
        now = at;
        treatment.receive(from, length, at, this);
        reschedule();
    }

    @Override
    void wake(long at) {
        now = at;
        treatment.wake(at, this);
        reschedule();
    }

    void reschedule() {
        bench.due.set(this, treatment.deadline());
    }

    void close(long at) {
        bench.due.set(this, Deadlines.NEVER);
        if (treatment instanceof Transcoding transcoding) {
            Transcoded made = transcoding.figures();
            bench.transcoded = bench.transcoded.plus(made);
            bench.chains.merge(transcoding.chain(), made.received(), Long::sum);
        }
        treatment.close(at);
    }

    @Override
    public MemorySegment slot() {
        return to.leg.slot();
    }

    @Override
    public void send(MemorySegment memory, int length) {
        if (!packet.wrap(memory, length)) {
            throw new IllegalArgumentException("not an RTP packet from " + treatment.getClass());
        }
        Stage after = next;
        if (after == null) {
            to.sendRtp(packet, memory, length, now);
        } else {
            after.receive(packet, length, now);
        }
    }
}
