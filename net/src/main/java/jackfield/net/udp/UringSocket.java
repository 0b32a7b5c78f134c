package jackfield.net.udp;

import jackfield.base.Endpoint;
import java.lang.foreign.MemorySegment;

/// A UDP socket behind [UringPoller].
final class UringSocket extends LinuxSocket {
    private final UringPoller poller;

    // Only on the loop's thread: what the ring's completions for this socket say.
    long userData;
    boolean armed;

    // How entries of the ring name it.
    int file;
    int fileFlag;

    UringSocket(UringPoller poller, UdpLoop loop, long id, Endpoint local, int fd) {
        super(loop, id, local, fd, poller.drops);
        this.poller = poller;
    }

    @Override
    void queue(MemorySegment packet, int offset, int length, long high, long low, int port) {
        poller.queue(this, packet.address() + offset, length, high, low, port);
    }

    @Override
    public MemorySegment slot() {
        return poller.takeSlot();
    }
}
