package jackfield.net.udp;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.net.NodeClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A loop's way to any kernel that Java runs on. The same slots, a system call for each packet.
final class NioPoller implements Poller {
    /// So many datagrams of one socket, then the next socket has its turn.
    private static final int BURST = 64;

    private record Queued(NioSocket socket, MemorySegment packet, int length, Endpoint to) {}

    private final NodeClock clock;
    private final UdpOptions options;
    private final Arena arena = Arena.ofShared();
    private final Slots slots;
    private final ByteBuffer[] buffers;
    private final Selector selector;
    private final List<Queued> queue = new ArrayList<>();
    private volatile @Nullable Thread pausing;
    private int cursor;

    NioPoller(NodeClock clock, UdpOptions options) {
        this.clock = clock;
        this.options = options;
        slots = new Slots(arena, options);
        buffers = new ByteBuffer[slots.count()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = slots.received(i).asByteBuffer();
        }
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void begin() {}

    @Override
    public Opened open(Endpoint local, UdpLoop loop, long id) {
        DatagramChannel channel;
        try {
            channel =
                    DatagramChannel.open(
                            local.isIpv4()
                                    ? StandardProtocolFamily.INET
                                    : StandardProtocolFamily.INET6);
        } catch (IOException e) {
            return new Opened.Refused(local, false, String.valueOf(e.getMessage()));
        }
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
            if (options.tos() > 0) {
                channel.setOption(StandardSocketOptions.IP_TOS, options.tos());
            }
            channel.bind(local.socketAddress());
            Endpoint bound = Endpoint.of((InetSocketAddress) channel.getLocalAddress());
            return new Opened.Ok(new NioSocket(this, loop, id, bound, channel));
        } catch (IOException e) {
            closeQuietly(channel);
            String reason = String.valueOf(e.getMessage());
            boolean inUse =
                    e instanceof BindException
                            && reason.toLowerCase(Locale.ROOT).contains("in use");
            return new Opened.Refused(local, inUse, reason);
        }
    }

    private static void closeQuietly(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void register(LoopSocket loopSocket) {
        NioSocket socket = (NioSocket) loopSocket;
        try {
            socket.channel.register(selector, SelectionKey.OP_READ, socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A closed channel keeps its port until the selector has let go of its key.
    @Override
    public void release(LoopSocket loopSocket) {
        NioSocket socket = (NioSocket) loopSocket;
        SelectionKey key = socket.channel.keyFor(selector);
        if (key != null) {
            key.cancel();
        }
        try {
            socket.channel.close();
            selector.selectNow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void await(long timeoutNs) {
        try {
            if (timeoutNs == 0) {
                selector.selectNow();
            } else if (timeoutNs == Deadlines.NEVER) {
                selector.select();
            } else {
                selector.select(Math.max(1, timeoutNs / 1_000_000));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void pause(long ns) {
        pausing = Thread.currentThread();
        LockSupport.parkNanos(this, ns);
        pausing = null;
    }

    @Override
    public int receive() {
        cursor = 0;
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext() && cursor < buffers.length) {
            SelectionKey key = keys.next();
            keys.remove();
            receive((NioSocket) key.attachment());
        }
        return cursor;
    }

    private void receive(NioSocket socket) {
        for (int i = 0; i < BURST && cursor < buffers.length && socket.live(); i++) {
            ByteBuffer buffer = buffers[cursor].clear();
            try {
                InetSocketAddress from = (InetSocketAddress) socket.channel.receive(buffer);
                if (from == null) {
                    return;
                }
                deliver(socket, buffer.position(), from);
            } catch (IOException refusedBefore) {
                return; // an ICMP error that belongs to an earlier packet
            }
        }
    }

    private void deliver(NioSocket socket, int length, InetSocketAddress from) {
        int index = cursor++;
        if (length > options.slotBytes()) {
            socket.tally.add(Tally.OVERSIZED, 1);
            return;
        }
        Endpoint remote = Endpoint.of(from);
        socket.deliver(
                slots.received(index),
                length,
                remote.high(),
                remote.low(),
                remote.port(),
                clock.now());
    }

    void queue(NioSocket socket, MemorySegment packet, int length, Endpoint to) {
        queue.add(new Queued(socket, packet, length, to));
    }

    MemorySegment takeSlot() {
        return slots.take();
    }

    @Override
    public void flush() {
        for (Queued queued : queue) {
            send(queued);
        }
        queue.clear();
        slots.turnEnded();
    }

    private static void send(Queued queued) {
        Tally tally = queued.socket.tally;
        try {
            ByteBuffer bytes = queued.packet.asByteBuffer().limit(queued.length);
            int sent = queued.socket.channel.send(bytes, queued.to.socketAddress());
            if (sent == queued.length) {
                tally.add(Tally.PACKETS_OUT, 1);
                tally.add(Tally.BYTES_OUT, sent);
            } else {
                tally.add(Tally.SEND_ERRORS, 1);
            }
        } catch (IOException | RuntimeException refused) {
            tally.add(Tally.SEND_ERRORS, 1);
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
        LockSupport.unpark(pausing);
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        arena.close();
    }
}
