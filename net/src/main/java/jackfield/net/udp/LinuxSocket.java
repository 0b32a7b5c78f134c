package jackfield.net.udp;

import jackfield.base.Endpoint;
import jackfield.net.linux.Linux;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A UDP socket that we hold by its file descriptor.
abstract sealed class LinuxSocket extends LoopSocket permits EpollSocket, UringSocket {
    final int fd;
    final boolean ipv6;
    private final KernelDrops drops;
    private boolean freed;
    private long kernelDrops;

    // Only on the loop's thread: the place in the poller's table, and what the loop has counted.
    int token = -1;
    private long toldDrops;

    LinuxSocket(UdpLoop loop, long id, Endpoint local, int fd, KernelDrops drops) {
        super(loop, id, local);
        this.fd = fd;
        this.drops = drops;
        ipv6 = !local.isIpv4();
    }

    /// Has the poller send it when the turn ends.
    abstract void queue(
            MemorySegment packet, int offset, int length, long high, long low, int port);

    @Override
    public final void send(MemorySegment packet, int length, long high, long low, int port) {
        send(packet, 0, length, high, low, port);
    }

    @Override
    public final void send(
            MemorySegment packet, int offset, int length, long high, long low, int port) {
        if (!packet.isNative()
                || offset < 0
                || length < 0
                || offset + (long) length > packet.byteSize()) {
            throw new IllegalArgumentException("packet " + packet + " length " + length);
        }
        if (maySend()) {
            queue(packet, offset, length, high, low, port);
        }
    }

    /// Also asks the kernel how many datagrams it dropped; that needs the socket to be there.
    @Override
    public final UdpCounters counters() {
        synchronized (this) {
            if (!freed) {
                kernelDrops = drops.of(fd);
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
                    c.sinkFailures(),
                    c.byXdp());
        }
    }

    @Override
    final void free() {
        synchronized (this) {
            if (!freed) {
                kernelDrops = drops.of(fd);
                freed = true;
                try (Arena calls = Arena.ofConfined()) {
                    Linux.close(calls.allocate(Linux.ERRNO_BYTES, 16), fd);
                }
            }
        }
    }

    @Override
    final long newDrops() {
        long before = toldDrops;
        synchronized (this) {
            toldDrops = freed ? kernelDrops : drops.of(fd);
        }
        return toldDrops - before;
    }

    @Override
    public final boolean dontFragment() {
        try (Arena calls = Arena.ofConfined()) {
            return EpollOpening.dontFragment(calls, fd, ipv6) == 0;
        }
    }

    @Override
    final void markBySystem(int tos) throws IOException {
        try (Arena calls = Arena.ofConfined()) {
            int answer = EpollOpening.mark(calls, fd, ipv6, tos);
            if (answer < 0) {
                throw new IOException("setsockopt: errno " + -answer);
            }
        }
    }
}
