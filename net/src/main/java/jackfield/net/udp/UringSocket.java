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
        super(loop, id, local, fd);
        this.poller = poller;
    }

    @Override
    public void send(MemorySegment packet, int length, long high, long low, int port) {
        send(packet, 0, length, high, low, port);
    }

    @Override
    public void send(MemorySegment packet, int offset, int length, long high, long low, int port) {
        if (!packet.isNative()
                || offset < 0
                || length < 0
                || offset + (long) length > packet.byteSize()) {
            throw new IllegalArgumentException("packet " + packet + " length " + length);
        }
        if (maySend()) {
            poller.queue(this, packet.address() + offset, length, high, low, port);
        }
    }

    @Override
    public MemorySegment slot() {
        return poller.takeSlot();
    }
}
