package jackfield.net.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import jackfield.base.Endpoint;
import jackfield.net.NodeClock;
import jackfield.net.linux.Linux;
import jackfield.net.linux.SocketAddresses;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A loop's way to the Linux kernel by io_uring: each socket has one standing order to receive,
/// which lasts until it is cancelled, and what leaves in a turn is handed over in one call. So a
/// packet costs no system call of its own, whatever socket it came by.
final class UringPoller implements Poller {
    /// What a received datagram begins with: lengths and flags (16 bytes), its source (32).
    private static final int HEADER = 48;

    private static final int NAME = 32;
    private static final int NAME_AT = 16;
    private static final int PAYLOAD_LENGTH_AT = 8;
    private static final int FLAGS_AT = 12;
    private static final int ENTRIES = 1024;

    /// So many packets leave before the turn ends: a turn that has much to do after a stall keeps
    /// the first ones no longer than it must.
    private static final int MOST_SENDS = 128;

    private static final int MOST_FILES = 1 << 15;
    private static final long WAKE = -1;
    private static final long CANCELLED = -2;
    private static final long SENT = 1L << 62;

    private final NodeClock clock;
    private final UdpOptions options;
    final KernelDrops drops = new KernelDrops();
    private final Arena arena = Arena.ofShared();
    private final Slots own;
    private final MemorySegment errno = arena.allocate(Linux.ERRNO_BYTES, 16);
    private final MemorySegment scratch = arena.allocate(64, 8);
    private final MemorySegment names =
            arena.allocate((long) MOST_SENDS * SocketAddresses.BYTES, 64);
    private final MemorySegment order = arena.allocate(56, 8);
    private final MemorySegment[] heads;
    private final MemorySegment[] slots;
    private final int[] taken;
    private final Ring ring;
    private final Wakeup wake;
    private final int files;

    // Only on the loop's thread.
    private @Nullable UringSocket[] sockets = new UringSocket[16];
    private final ArrayDeque<Integer> freeTokens = new ArrayDeque<>();
    private final List<UringSocket> unarmed = new ArrayList<>();
    private int tokens;
    private int generation;
    private int takenCount;
    private int sends;

    UringPoller(NodeClock clock, UdpOptions options) {
        this.clock = clock;
        this.options = options;
        own = new Slots(arena, options, 0);
        int count = Integer.highestOneBit(options.slots());
        ring = new Ring(arena, errno, ENTRIES, count);
        files = ring.files(arena, MOST_FILES);
        wake = new Wakeup(arena, errno);
        order.set(JAVA_INT_UNALIGNED, 8, NAME);
        heads = new MemorySegment[count];
        slots = new MemorySegment[count];
        taken = new int[count];
        long stride = (HEADER + options.slotBytes() + UdpOptions.TAIL + 63) & ~63L;
        MemorySegment slab = arena.allocate(stride * count, 64);
        for (int i = 0; i < count; i++) {
            heads[i] = slab.asSlice(i * stride, HEADER);
            slots[i] = slab.asSlice(i * stride + HEADER, stride - HEADER);
            addBuffer(i);
        }
        ring.giveBuffers();
    }

    private void addBuffer(int number) {
        ring.addBuffer(number, heads[number].address(), HEADER + options.slotBytes());
    }

    @Override
    public void begin() {
        Linux.exactSleep(errno);
        ring.enable();
        watchWake();
    }

    @Override
    public Opened open(Endpoint local, UdpLoop loop, long id) {
        try (Arena calls = Arena.ofConfined()) {
            return EpollOpening.open(
                    calls,
                    local,
                    options,
                    (fd, bound) -> new UringSocket(this, loop, id, bound, fd));
        }
    }

    @Override
    public void register(LoopSocket loopSocket) {
        UringSocket socket = (UringSocket) loopSocket;
        Integer free = freeTokens.poll();
        int token = free == null ? tokens++ : free;
        if (token == sockets.length) {
            sockets = Arrays.copyOf(sockets, 2 * token);
        }
        sockets[token] = socket;
        socket.token = token;
        // A late completion of the socket that had the place before is not this one's.
        generation = (generation + 1) & 0xff_ffff;
        socket.userData = (long) generation << 32 | token;
        boolean fixed = token < files && ring.file(token, socket.fd);
        socket.file = fixed ? token : socket.fd;
        socket.fileFlag = fixed ? Ring.FIXED_FILE : 0;
        unarmed.add(socket);
    }

    /// The standing order goes before the descriptor: else it would keep the port.
    @Override
    public void release(LoopSocket loopSocket) {
        UringSocket socket = (UringSocket) loopSocket;
        unarmed.remove(socket);
        if (socket.armed) {
            long entry = ring.entry();
            ring.operation(entry, Ring.ASYNC_CANCEL, 0, -1, CANCELLED);
            ring.memory(entry, socket.userData, 0);
            ring.work();
            socket.armed = false;
        }
        if (socket.fileFlag != 0) {
            ring.file(socket.token, -1);
        }
        sockets[socket.token] = null;
        freeTokens.add(socket.token);
    }

    private void watchWake() {
        long entry = ring.entry();
        ring.operation(entry, Ring.POLL_ADD, 0, wake.fd(), WAKE);
        ring.memory(entry, 0, Ring.POLL_MULTISHOT);
        ring.operationFlags(entry, Linux.POLLIN);
    }

    private void arm() {
        for (int i = 0; i < unarmed.size(); i++) {
            UringSocket socket = unarmed.get(i);
            long entry = ring.entry();
            ring.operation(
                    entry,
                    Ring.RECVMSG,
                    Ring.BUFFER_SELECT | socket.fileFlag,
                    socket.file,
                    socket.userData);
            ring.priority(entry, Ring.RECEIVE_MULTISHOT);
            ring.memory(entry, order.address(), 1);
            ring.operationFlags(entry, Linux.MSG_TRUNC);
            socket.armed = true;
        }
        unarmed.clear();
    }

    @Override
    public void await(long timeoutNs) {
        giveBack();
        arm();
        ring.await(timeoutNs);
    }

    /// Packets that come meanwhile wait in the ring's list of work and wake nobody.
    @Override
    public void pause(long ns) {
        scratch.set(JAVA_INT_UNALIGNED, 0, wake.fd());
        scratch.set(JAVA_SHORT_UNALIGNED, 4, Linux.POLLIN);
        scratch.set(JAVA_SHORT_UNALIGNED, 6, (short) 0);
        scratch.set(JAVA_LONG_UNALIGNED, 16, ns / 1_000_000_000);
        scratch.set(JAVA_LONG_UNALIGNED, 24, ns % 1_000_000_000);
        Linux.ppoll(errno, scratch.address(), 1, scratch.address() + 16);
    }

    @Override
    public int receive() {
        int received = 0;
        long now = clock.now();
        int waiting = ring.completions();
        for (int i = 0; i < waiting && i < taken.length; i++) {
            soon(ring.userData(i), ring.flags(i));
        }
        for (; ring.hasNext() && takenCount < taken.length; ring.next()) {
            long userData = ring.userData();
            if (userData == WAKE) {
                wake.seen();
                if ((ring.flags() & Ring.MORE) == 0) {
                    watchWake();
                }
            } else if ((userData & SENT) != 0 && userData > 0) {
                refused(userData & ~SENT);
            } else if (userData != CANCELLED) {
                received += received(userData, now);
            }
        }
        ring.consumed();
        return received;
    }

    private void soon(long userData, int flags) {
        int token = (int) userData;
        UringSocket socket = token < 0 || token >= sockets.length ? null : sockets[token];
        if (socket != null && socket.userData == userData && (flags & Ring.HAS_BUFFER) != 0) {
            int number = flags >>> 16;
            MemorySegment head = heads[number];
            socket.soon(
                    slots[number],
                    SocketAddresses.high(head, NAME_AT),
                    SocketAddresses.low(head, NAME_AT),
                    SocketAddresses.port(head, NAME_AT));
        }
    }

    /// A completion of a standing order: a datagram, or its end, which comes when the buffers ran
    /// out, and is followed by another order.
    private int received(long userData, long now) {
        int flags = ring.flags();
        int result = ring.result();
        UringSocket socket = sockets[(int) userData];
        if (socket != null && socket.userData != userData) {
            socket = null;
        }
        if (socket != null && (flags & Ring.MORE) == 0) {
            socket.armed = false;
            unarmed.add(socket);
        }
        if ((flags & Ring.HAS_BUFFER) == 0) {
            return 0;
        }
        int number = flags >>> 16;
        taken[takenCount++] = number;
        if (socket == null || result < HEADER) {
            return 0;
        }
        MemorySegment head = heads[number];
        if ((head.get(JAVA_INT_UNALIGNED, FLAGS_AT) & Linux.MSG_TRUNC) != 0) {
            socket.tally.add(Tally.OVERSIZED, 1);
            return 1;
        }
        socket.deliver(
                slots[number],
                head.get(JAVA_INT_UNALIGNED, PAYLOAD_LENGTH_AT),
                SocketAddresses.high(head, NAME_AT),
                SocketAddresses.low(head, NAME_AT),
                SocketAddresses.port(head, NAME_AT),
                now);
        return 1;
    }

    /// Only refused datagrams are told of.
    private void refused(long userData) {
        UringSocket socket = sockets[(int) userData];
        if (socket != null && socket.userData == userData) {
            socket.tally.add(Tally.SEND_ERRORS, 1);
            socket.tally.add(Tally.PACKETS_OUT, -1);
        }
    }

    void queue(UringSocket socket, long address, int length, long high, long low, int port) {
        if (SocketAddresses.isIpv4(high, low) == socket.ipv6) {
            socket.tally.add(Tally.SEND_ERRORS, 1); // the socket speaks the other IP version
            return;
        }
        if (sends == MOST_SENDS) {
            ring.submit();
            sends = 0;
        }
        long name = (long) sends++ * SocketAddresses.BYTES;
        int nameLength = SocketAddresses.put(names, name, high, low, port);
        long entry = ring.entry();
        ring.operation(
                entry,
                Ring.SEND,
                Ring.QUIET_SUCCESS | socket.fileFlag,
                socket.file,
                SENT | socket.userData);
        ring.memory(entry, address, length);
        ring.operationFlags(entry, Ring.DO_NOT_WAIT);
        ring.destination(entry, names.address() + name, nameLength);
        socket.tally.add(Tally.PACKETS_OUT, 1);
        socket.tally.add(Tally.BYTES_OUT, length);
    }

    MemorySegment takeSlot() {
        return own.take();
    }

    @Override
    public void flush() {
        if (ring.isWaiting()) {
            ring.submit();
        }
        sends = 0;
        own.turnEnded();
    }

    /// What was received in the last turn has left: its memory is for the next one.
    private void giveBack() {
        for (int i = 0; i < takenCount; i++) {
            addBuffer(taken[i]);
        }
        if (takenCount > 0) {
            takenCount = 0;
            ring.giveBuffers();
        }
    }

    @Override
    public void wakeup() {
        wake.call();
    }

    @Override
    public void close() {
        wake.close();
        ring.close();
        arena.close();
    }

    /// Why it does not work on this host; empty where it does: a ring is made and given back.
    static String probe() {
        try (Arena arena = Arena.ofConfined()) {
            Ring ring = new Ring(arena, arena.allocate(Linux.ERRNO_BYTES, 16), 8, 8);
            ring.close();
            return "";
        } catch (UnsupportedOperationException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
