package jackfield.net.udp;

import jackfield.base.Endpoint;
import jackfield.net.linux.SocketAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/// A UDP socket behind [NioPoller].
final class NioSocket extends LoopSocket {
    final DatagramChannel channel;
    final boolean ipv6;
    private final NioPoller poller;

    NioSocket(NioPoller poller, UdpLoop loop, long id, Endpoint local, DatagramChannel channel) {
        super(loop, id, local);
        this.poller = poller;
        this.channel = channel;
        ipv6 = !local.isIpv4();
    }

    @Override
    public void send(MemorySegment packet, int length, long high, long low, int port) {
        if (!packet.isNative() || length < 0 || length > packet.byteSize()) {
            throw new IllegalArgumentException("packet " + packet + " length " + length);
        }
        if (!maySend()) {
            return;
        }
        if (SocketAddresses.isIpv4(high, low) == ipv6) {
            tally.add(Tally.SEND_ERRORS, 1); // the socket speaks the other IP version
            return;
        }
        poller.queue(this, packet, length, new Endpoint(high, low, port));
    }

    @Override
    public MemorySegment slot() {
        return poller.takeSlot();
    }

    @Override
    public boolean dontFragment() {
        return false;
    }

    @Override
    void markBySystem(int tos) throws IOException {
        channel.setOption(StandardSocketOptions.IP_TOS, tos);
    }

    @Override
    void free() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
