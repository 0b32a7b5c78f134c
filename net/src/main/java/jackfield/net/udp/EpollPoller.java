package jackfield.net.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.net.NodeClock;
import jackfield.net.linux.Linux;
import jackfield.net.xdp.XdpLane;
import jackfield.net.xdp.XdpLanes;
import jackfield.net.xdp.XdpPort;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A loop's way to the Linux kernel: level-triggered epoll, recvmmsg where packets come in bursts
/// and recvfrom where they come one by one, sendmmsg where several leave by one socket. Where XDP
/// is asked for, most frames pass all that by their interface's lane, and this is the way of the
/// rest.
final class EpollPoller implements Poller {
    private static final int EVENTS = 512;

    /// How many datagrams one recvmmsg may bring.
    private static final int BURST = 64;

    /// So many recvmmsg with a single datagram, and the socket goes back to recvfrom.
    private static final int PATIENCE = 16;

    private static final long WAKE = -1;
    private static final long LANE = -2;

    /// 4,096 frames are 80 ms of 500 calls.
    private static final int LANE_FRAMES = 4096;

    private final NodeClock clock;
    private final UdpOptions options;
    final KernelDrops drops = new KernelDrops();
    private final Arena arena = Arena.ofShared();
    private final Slots slots;
    private final ReceiveHeaders headers;
    private final SendQueue queue;
    private final MemorySegment errno = arena.allocate(Linux.ERRNO_BYTES, 16);
    private final MemorySegment events = arena.allocate((long) EVENTS * Linux.EPOLL_EVENT_BYTES, 8);
    private final MemorySegment scratch = arena.allocate(64, 8);
    private final int epoll;
    private final Wakeup wake;
    private final @Nullable XdpLanes lanes;

    private @Nullable EpollSocket[] sockets = new EpollSocket[16];
    private final ArrayDeque<Integer> freeTokens = new ArrayDeque<>();
    private int tokens;
    private int ready;
    private int cursor;
    private long polls;

    EpollPoller(NodeClock clock, UdpOptions options) {
        this.clock = clock;
        this.options = options;
        slots = new Slots(arena, options);
        headers = new ReceiveHeaders(arena, slots, options.slotBytes());
        queue = new SendQueue(arena);
        epoll = Linux.epollCreate(errno);
        wake = new Wakeup(arena, errno);
        if (epoll < 0 || watch(wake.fd(), WAKE) < 0) {
            throw new IllegalStateException("no epoll: errno " + -epoll);
        }
        lanes =
                options.backend() == UdpBackend.XDP
                        ? new XdpLanes(clock, LANE_FRAMES, this::watch)
                        : null;
    }

    @Override
    public void begin() {
        Linux.exactSleep(errno);
    }

    @Override
    public Opened open(Endpoint local, UdpLoop loop, long id) {
        try (Arena calls = Arena.ofConfined()) {
            return EpollOpening.open(
                    calls,
                    local,
                    options,
                    (fd, bound) -> new EpollSocket(this, loop, id, bound, fd));
        }
    }

    @Override
    public void register(LoopSocket loopSocket) {
        EpollSocket socket = (EpollSocket) loopSocket;
        Integer free = freeTokens.poll();
        int token = free == null ? tokens++ : free;
        if (token == sockets.length) {
            sockets = Arrays.copyOf(sockets, 2 * token);
        }
        sockets[token] = socket;
        socket.token = token;
        int answer = watch(socket.fd, token);
        if (answer < 0) {
            throw new IllegalStateException("epoll_ctl of " + socket + ": errno " + -answer);
        }
        socket.byLanes = lanes == null ? null : lanes.admit(socket.local(), socket);
    }

    @Override
    public void release(LoopSocket loopSocket) {
        EpollSocket socket = (EpollSocket) loopSocket;
        XdpPort byLanes = socket.byLanes;
        if (byLanes != null) {
            byLanes.close();
            socket.byLanes = null;
        }
        Linux.epollCtl(errno, epoll, Linux.EPOLL_CTL_DEL, socket.fd, 0);
        sockets[socket.token] = null;
        freeTokens.add(socket.token);
    }

    private void watch(XdpLane lane) {
        for (int fd : lane.descriptors()) {
            watch(fd, LANE);
        }
    }

    private int watch(int fd, long data) {
        scratch.set(JAVA_INT_UNALIGNED, 0, Linux.EPOLLIN);
        scratch.set(JAVA_LONG_UNALIGNED, Linux.EPOLL_EVENT_DATA, data);
        return Linux.epollCtl(errno, epoll, Linux.EPOLL_CTL_ADD, fd, scratch.address());
    }

    @Override
    public void await(long timeout) {
        long timeoutNs = timeout;
        if (lanes != null) {
            lanes.giveBack();
            if (lanes.waits()) {
                timeoutNs = 0;
            }
        }
        if (timeoutNs > 0 && timeoutNs < 10_000_000) {
            // epoll_wait counts in milliseconds: short waits are ppoll's, on the epoll itself.
            nap(epoll, timeoutNs);
            timeoutNs = 0;
        }
        int timeoutMs =
                timeoutNs == Deadlines.NEVER
                        ? -1
                        : (int) Math.min(timeoutNs / 1_000_000, Integer.MAX_VALUE);
        ready = Math.max(0, Linux.epollWait(errno, epoll, events.address(), EVENTS, timeoutMs));
    }

    @Override
    public void pause(long ns) {
        nap(wake.fd(), ns);
    }

    private void nap(int fd, long ns) {
        scratch.set(JAVA_INT_UNALIGNED, 0, fd);
        scratch.set(JAVA_SHORT_UNALIGNED, 4, Linux.POLLIN);
        scratch.set(JAVA_SHORT_UNALIGNED, 6, (short) 0);
        scratch.set(JAVA_LONG_UNALIGNED, 16, ns / 1_000_000_000);
        scratch.set(JAVA_LONG_UNALIGNED, 24, ns % 1_000_000_000);
        Linux.ppoll(errno, scratch.address(), 1, scratch.address() + 16);
    }

    @Override
    public int receive() {
        int byLanes = lanes == null ? 0 : lanes.receive(slots.count());
        cursor = 0;
        polls++;
        for (int i = 0; i < ready && cursor < slots.count(); i++) {
            long token =
                    events.get(
                            JAVA_LONG_UNALIGNED,
                            (long) i * Linux.EPOLL_EVENT_BYTES + Linux.EPOLL_EVENT_DATA);
            if (token == WAKE) {
                wake.seen();
            } else if (token != LANE) {
                receive(sockets[(int) token]);
            }
        }
        return byLanes + cursor;
    }

    private void receive(@Nullable EpollSocket socket) {
        if (socket == null) {
            return;
        }
        if (!socket.bursts) {
            // Ready twice in a row: there is more than one packet per turn.
            socket.bursts = socket.lastPoll == polls - 1;
            socket.lastPoll = polls;
            receiveOne(socket);
            return;
        }
        int before = cursor;
        int room;
        int count;
        do {
            room = Math.min(BURST, slots.count() - cursor);
            count = receiveMany(socket, room);
        } while (count == BURST && cursor < slots.count());
        if (cursor - before > 1) {
            socket.lonely = 0;
        } else if (++socket.lonely > PATIENCE) {
            socket.bursts = false;
            socket.lonely = 0;
            socket.lastPoll = polls;
        }
    }

    private void receiveOne(EpollSocket socket) {
        int index = cursor;
        int length = headers.receiveOne(errno, socket.fd, index);
        if (length < 0) {
            return; // EAGAIN, EINTR, or an ICMP error that belongs to an earlier packet
        }
        cursor++;
        deliver(socket, index, length, clock.now());
    }

    private int receiveMany(EpollSocket socket, int room) {
        int start = cursor;
        int count = headers.receive(errno, socket.fd, start, room);
        if (count <= 0) {
            return 0;
        }
        cursor += count;
        for (int i = start; i < cursor; i++) {
            socket.soon(slots.received(i), headers.high(i), headers.low(i), headers.port(i));
        }
        long now = clock.now();
        for (int i = start; i < start + count; i++) {
            deliver(socket, i, headers.taken(i), now);
        }
        return count;
    }

    private void deliver(EpollSocket socket, int index, int length, long now) {
        if (length > options.slotBytes()) {
            socket.tally.add(Tally.OVERSIZED, 1);
            return;
        }
        socket.deliver(
                slots.received(index),
                length,
                headers.high(index),
                headers.low(index),
                headers.port(index),
                now);
    }

    void queue(
            EpollSocket socket,
            MemorySegment packet,
            int offset,
            int length,
            long high,
            long low,
            int port) {
        XdpPort byLanes = socket.byLanes;
        if (byLanes != null
                && byLanes.send(socket.tos(), packet, offset, length, high, low, port)) {
            socket.tally.add(Tally.PACKETS_OUT, 1);
            socket.tally.add(Tally.BYTES_OUT, length);
            socket.tally.add(Tally.BY_XDP, 1);
            return;
        }
        queue.add(socket, packet.address() + offset, length, high, low, port);
    }

    @Override
    public long dropped() {
        return lanes == null ? 0 : lanes.dropped();
    }

    MemorySegment takeSlot() {
        return slots.take();
    }

    @Override
    public void flush() {
        queue.flush(errno);
        if (lanes != null) {
            lanes.flush();
        }
        slots.turnEnded();
    }

    @Override
    public void wakeup() {
        wake.call();
    }

    @Override
    public void close() {
        wake.close();
        if (lanes != null) {
            lanes.close();
        }
        Linux.close(errno, epoll);
        arena.close();
    }
}
