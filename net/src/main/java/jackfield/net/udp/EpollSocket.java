package jackfield.net.udp;

import jackfield.base.Endpoint;

import java.lang.foreign.MemorySegment;

/// A UDP socket behind [EpollPoller].
final class EpollSocket extends LoopSocket {
    final int fd;
    final boolean ipv6;
    private final EpollPoller poller;
    private boolean freed;
    private long kernelDrops;

    // Only on the loop's thread: the place in the poller's table, the queue of this turn, and
    // whether packets come in bursts.
    int token = -1;
    int first = -1;
    int last = -1;
    int queued;
    boolean bursts;
    int lonely;
    long lastPoll;

    EpollSocket(EpollPoller poller, UdpLoop loop, long id, Endpoint local, int fd) {
        super(loop, id, local);
        this.poller = poller;
        this.fd = fd;
        ipv6 = !local.isIpv4();
    }

    @Override
    public void send(MemorySegment packet, int length, long high, long low, int port) {
        if (!packet.isNative() || length < 0 || length > packet.byteSize()) {
            throw new IllegalArgumentException("packet " + packet + " length " + length);
        }
        if (maySend()) {
            poller.queue(this, packet.address(), length, high, low, port);
        }
    }

    @Override
    public MemorySegment slot() {
        return poller.takeSlot();
    }

    /// Also asks the kernel how many datagrams it dropped; that needs the socket to be there.
    @Override
    public UdpCounters counters() {
        synchronized (this) {
            if (!freed) {
                kernelDrops = poller.kernelDrops(fd);
            }
            UdpCounters c = tally.read();
            return new UdpCounters(
                    c.packetsIn(),
                    c.bytesIn(),
                    c.packetsOut(),
                    c.bytesOut(),
                    c.sendErrors(),
                    c.oversized(),
                    kernelDrops,
                    c.sinkFailures());
        }
    }

    @Override
    void free() {
        synchronized (this) {
            if (!freed) {
                kernelDrops = poller.kernelDrops(fd);
                freed = true;
                poller.closeFd(fd);
            }
        }
    }
}
