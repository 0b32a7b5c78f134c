package jackfield.net.udp;

import jackfield.base.Endpoint;
import jackfield.net.xdp.Arrivals;
import jackfield.net.xdp.XdpPort;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A UDP socket behind [EpollPoller].
final class EpollSocket extends LinuxSocket implements Arrivals {
    private final EpollPoller poller;

    // Only on the loop's thread: the queue of this turn, and whether packets come in bursts.
    int first = -1;
    int last = -1;
    int queued;
    boolean bursts;
    int lonely;
    long lastPoll;
    @Nullable XdpPort byLanes;

    EpollSocket(EpollPoller poller, UdpLoop loop, long id, Endpoint local, int fd) {
        super(loop, id, local, fd, poller.drops);
        this.poller = poller;
    }

    @Override
    void queue(MemorySegment packet, int offset, int length, long high, long low, int port) {
        poller.queue(this, packet, offset, length, high, low, port);
    }

    @Override
    public void arrived(MemorySegment slot, int length, long high, long low, int port, long now) {
        tally.add(Tally.BY_XDP, 1);
        deliver(slot, length, high, low, port, now);
    }

    @Override
    public MemorySegment slot() {
        return poller.takeSlot();
    }
}
