package jackfield.net.xdp;

import jackfield.base.Endpoint;
import jackfield.net.NodeClock;
import jackfield.net.linux.Linux;
import jackfield.net.linux.SocketAddresses;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A fast lane by one interface: frames to the ports that are admitted come by rings shared with
/// the kernel, before its UDP and its firewall see them, and what leaves for a neighbour the kernel
/// knows goes by such a ring too, all frames of a turn in one system call. Everything else takes
/// the kernel's way. On its loop's thread.
public final class XdpLane implements AutoCloseable {
    /// How the program may be attached: by the driver where it can, else in the kernel.
    private static final int BY_DRIVER_OR_KERNEL = 0;

    private static final int MOST_QUEUES = 16;

    /// So many frames leave before the turn ends: a turn that has much to do after a stall keeps
    /// the first ones no longer than it must.
    private static final int MOST_SENDS = 64;

    private static final long LOOK_EVERY = 1_000_000_000;

    /// Bytes that the processor fetches together.
    private static final int LINE = 64;

    /// What gives back what is opened, the last first.
    private final Deque<Runnable> closing = new ArrayDeque<>();

    private final Arena arena;
    private final NodeClock clock;
    private final String name;
    private final int ports;
    private final Queue[] queues;
    private final NextHops hops;
    private final long hardware;
    private final int longestPayload;
    private final MemorySegment key;
    private long looked;
    private volatile long dropped;
    private final @Nullable Port[] admitted = new Port[65_536];

    /// One queue's rings, the slices of its frames, and what of them this turn has.
    private static final class Queue {
        final FrameRings rings;
        final MemorySegment[] ipv4;
        final MemorySegment[] ipv6;
        final long[] taken;
        int takenCount;
        final @Nullable Arrivals[] next;
        int sends;

        @SuppressWarnings("UnusedVariable") // what matters is the reading that it sums up
        private long touched;

        Queue(FrameRings rings) {
            this.rings = rings;
            int count = rings.count();
            ipv4 = new MemorySegment[count];
            ipv6 = new MemorySegment[count];
            taken = new long[count];
            next = new Arrivals[count];
            for (int i = 0; i < count; i++) {
                ipv4[i] = slice(i, Headers.IPV4);
                ipv6[i] = slice(i, Headers.IPV6);
            }
        }

        /// Another core wrote it a moment ago: fetching many at once is cheaper than one by one.
        void touch(MemorySegment frames, long at, int length) {
            long sum = 0;
            for (int i = 0; i < length; i += LINE) {
                sum += frames.get(ValueLayout.JAVA_BYTE, at + i);
            }
            touched += sum;
        }

        /// The memory from a frame's payload on.
        MemorySegment payload(MemorySegment frames, long at, boolean ipv4) {
            if (at % FrameRings.FRAME == FrameRings.HEADROOM) {
                int frame = (int) (at / FrameRings.FRAME);
                return ipv4 ? this.ipv4[frame] : ipv6[frame];
            }
            return frames.asSlice(
                    at + (ipv4 ? Headers.IPV4 : Headers.IPV6),
                    FrameRings.FRAME - at % FrameRings.FRAME - Headers.IPV6);
        }

        private MemorySegment slice(int frame, int headers) {
            int before = FrameRings.HEADROOM + headers;
            return rings.frames()
                    .asSlice((long) frame * FrameRings.FRAME + before, FrameRings.FRAME - before);
        }
    }

    /// A port of ours; the next one has the same number and another address.
    private record Port(long high, long low, Arrivals arrivals, @Nullable Port next) {}

    /// Opens a lane by an interface.
    ///
    /// @param frames to receive into, in all, a power of two
    /// @throws UnsupportedOperationException with cause and cure, where the host refuses
    public XdpLane(NetworkInterface by, int frames, NodeClock clock) {
        this.clock = clock;
        name = by.getName();
        arena = Arena.ofShared();
        closing.push(arena::close);
        try {
            boolean loopback = by.isLoopback();
            hardware = loopback ? 0 : hardware(by);
            longestPayload = Math.min(by.getMTU(), 1500) - (Headers.IPV6 - 14);
            key = arena.allocate(Steering.KEY_BYTES, 8);
            ports = kept("map", XdpCalls.map(XdpCalls.HASH, Steering.KEY_BYTES, 65_536));
            int sockets = kept("map", XdpCalls.map(XdpCalls.SOCKETS, 4, MOST_QUEUES));
            int program = kept("program", XdpCalls.program(Steering.program(ports, sockets)));
            int count = Math.min(queues(by.getName()), MOST_QUEUES);
            int each = Math.max(256, Integer.highestOneBit(frames / count));
            queues = new Queue[count];
            MemorySegment number = arena.allocate(4, 4);
            for (int i = 0; i < count; i++) {
                FrameRings rings = new FrameRings(arena, by.getIndex(), i, each);
                closing.push(rings::close);
                queues[i] = new Queue(rings);
                number.set(ValueLayout.JAVA_INT, 0, i);
                XdpCalls.require("socket", XdpCalls.put(sockets, number, rings.fd()));
            }
            hops = new NextHops(arena, by.getIndex(), loopback);
            closing.push(hops::close);
            kept("attach", XdpCalls.attach(program, by.getIndex(), BY_DRIVER_OR_KERNEL));
        } catch (SocketException | UnsupportedOperationException e) {
            close();
            throw new UnsupportedOperationException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Makes the maps and the program and gives them back.
    ///
    /// @throws UnsupportedOperationException with cause and cure, where the host refuses
    static void probe() {
        Deque<Runnable> closing = new ArrayDeque<>();
        try {
            int ports = kept(closing, "map", XdpCalls.map(XdpCalls.HASH, Steering.KEY_BYTES, 16));
            int sockets = kept(closing, "map", XdpCalls.map(XdpCalls.SOCKETS, 4, 1));
            kept(closing, "program", XdpCalls.program(Steering.program(ports, sockets)));
        } finally {
            closing.forEach(Runnable::run);
        }
    }

    private int kept(String what, int answer) {
        return kept(closing, what, answer);
    }

    /// A descriptor that is closed with the rest.
    private static int kept(Deque<Runnable> closing, String what, int answer) {
        int descriptor = XdpCalls.require(what, answer);
        closing.push(() -> close(descriptor));
        return descriptor;
    }

    private static void close(int descriptor) {
        try (Arena calls = Arena.ofConfined()) {
            Linux.close(calls.allocate(Linux.ERRNO_BYTES, 16), descriptor);
        }
    }

    private static long hardware(NetworkInterface by) throws SocketException {
        byte[] address = by.getHardwareAddress();
        if (address == null || address.length != 6) {
            throw new UnsupportedOperationException("no Ethernet interface");
        }
        long value = 0;
        for (byte b : address) {
            value = value << 8 | b & 0xff;
        }
        return value;
    }

    private static int queues(String name) {
        int count = 0;
        try (DirectoryStream<Path> each =
                Files.newDirectoryStream(Path.of("/sys/class/net", name, "queues"), "rx-*")) {
            for (Path ignored : each) {
                count++;
            }
        } catch (IOException e) {
            return 1; // a kernel that does not tell has one
        }
        return Math.max(1, count);
    }

    /// The interface's name.
    public String name() {
        return name;
    }

    /// Descriptors that are readable when frames wait.
    public List<Integer> descriptors() {
        List<Integer> all = new ArrayList<>();
        for (Queue queue : queues) {
            all.add(queue.rings.fd());
        }
        return all;
    }

    /// Datagrams to `local` come by this lane from now on.
    void admit(Endpoint local, Arrivals arrivals) {
        int port = local.port();
        admitted[port] = new Port(local.high(), local.low(), arrivals, admitted[port]);
        Steering.key(key, local.high(), local.low(), port);
        XdpCalls.require("port", XdpCalls.put(ports, key, 1));
    }

    /// Datagrams to `local` take the kernel's way again.
    void dismiss(Endpoint local) {
        Steering.key(key, local.high(), local.low(), local.port());
        XdpCalls.remove(ports, key);
        admitted[local.port()] = without(admitted[local.port()], local);
    }

    private static @Nullable Port without(@Nullable Port chain, Endpoint local) {
        if (chain == null) {
            return null;
        }
        boolean it = chain.high == local.high() && chain.low == local.low();
        return it
                ? chain.next
                : new Port(chain.high, chain.low, chain.arrivals, without(chain.next, local));
    }

    /// True when frames wait.
    public boolean waits() {
        for (Queue queue : queues) {
            if (queue.rings.waiting() > 0) {
                return true;
            }
        }
        return false;
    }

    /// Delivers what waits, `most` datagrams at most; how many there were. Their memory is lent
    /// until [#giveBack].
    public int receive(int most) {
        int received = 0;
        for (Queue queue : queues) {
            received += receive(queue, most - received);
        }
        return received;
    }

    private int receive(Queue queue, int most) {
        FrameRings rings = queue.rings;
        int count = Math.min(rings.waiting(), Math.min(most, queue.taken.length));
        MemorySegment frames = rings.frames();
        for (int i = 0; i < count; i++) {
            queue.touch(frames, rings.address(i), rings.length(i));
        }
        for (int i = 0; i < count; i++) {
            long at = rings.address(i);
            Arrivals arrivals = arrivals(frames, at);
            queue.next[i] = arrivals;
            if (arrivals != null) {
                boolean ipv4 = Headers.isIpv4(frames, at);
                arrivals.soon(
                        queue.payload(frames, at, ipv4),
                        Headers.sourceHigh(frames, at, ipv4),
                        Headers.sourceLow(frames, at, ipv4),
                        Headers.sourcePort(frames, at, ipv4));
            }
        }
        long now = clock.now();
        if (now - looked >= LOOK_EVERY) {
            looked = now;
            dropped = countDropped();
        }
        for (int i = 0; i < count; i++) {
            long at = rings.address(i);
            queue.taken[queue.takenCount++] = at;
            Arrivals arrivals = queue.next[i];
            if (arrivals != null) {
                deliver(queue, arrivals, at, rings.length(i), now);
            }
        }
        if (count > 0) {
            rings.taken(count);
        }
        return count;
    }

    private @Nullable Arrivals arrivals(MemorySegment frame, long at) {
        boolean ipv4 = Headers.isIpv4(frame, at);
        Port port = admitted[Headers.destinationPort(frame, at, ipv4)];
        if (port == null) {
            return null;
        }
        long high = Headers.destinationHigh(frame, at, ipv4);
        long low = Headers.destinationLow(frame, at, ipv4);
        while (port != null && (port.low != low || port.high != high)) {
            port = port.next;
        }
        return port == null ? null : port.arrivals;
    }

    private void deliver(Queue queue, Arrivals arrivals, long at, int length, long now) {
        MemorySegment frames = queue.rings.frames();
        boolean ipv4 = Headers.isIpv4(frames, at);
        int payload = Headers.payload(frames, at, length, ipv4);
        if (payload < 0) {
            return; // damaged on its way
        }
        arrivals.arrived(
                queue.payload(frames, at, ipv4),
                payload,
                Headers.sourceHigh(frames, at, ipv4),
                Headers.sourceLow(frames, at, ipv4),
                Headers.sourcePort(frames, at, ipv4),
                now);
    }

    /// Queues a datagram from `local` until [#flush]; false when the kernel has to send it, or when
    /// it leaves by another interface. On the unspecified address it leaves from the one that the
    /// kernel's routes say, as with the kernel's own sockets.
    ///
    /// @param tos type of service or traffic class, 0 to 255
    boolean send(
            Endpoint local,
            int tos,
            MemorySegment packet,
            int offset,
            int length,
            long high,
            long low,
            int port) {
        boolean ipv4 = local.isIpv4();
        if (length > longestPayload || port == 0 || ipv4 != SocketAddresses.isIpv4(high, low)) {
            return false;
        }
        long to = hops.find(high, low, clock.now());
        if (to == NextHops.NONE) {
            return false;
        }
        long fromHigh = local.high();
        long fromLow = local.low();
        if (local.isUnspecified()) {
            if (!hops.hasSource(to)) {
                return false;
            }
            fromHigh = hops.sourceHigh(to);
            fromLow = hops.sourceLow(to);
        }
        Queue queue = queues[0];
        long at = queue.rings.free();
        if (at < 0) {
            queue.rings.send();
            at = queue.rings.free();
            if (at < 0) {
                return false;
            }
        }
        MemorySegment frames = queue.rings.frames();
        MemorySegment.copy(
                packet, offset, frames, at + (ipv4 ? Headers.IPV4 : Headers.IPV6), length);
        int frame =
                Headers.write(
                        frames,
                        at,
                        to,
                        hardware,
                        tos,
                        fromHigh,
                        fromLow,
                        local.port(),
                        high,
                        low,
                        port,
                        length);
        queue.rings.queue(at, frame);
        if (++queue.sends == MOST_SENDS) {
            queue.rings.send();
            queue.sends = 0;
        }
        return true;
    }

    /// Sends what is queued.
    public void flush() {
        for (Queue queue : queues) {
            if (queue.sends > 0) {
                queue.rings.send();
                queue.sends = 0;
            }
        }
        hops.turnEnded();
    }

    /// What was delivered has left: its memory is for other frames.
    public void giveBack() {
        for (Queue queue : queues) {
            for (int i = 0; i < queue.takenCount; i++) {
                queue.rings.giveBack(queue.taken[i]);
            }
            if (queue.takenCount > 0) {
                queue.takenCount = 0;
                queue.rings.filled();
            }
        }
    }

    /// Frames that came and found no room, as it was a second ago. From any thread.
    public long dropped() {
        return dropped;
    }

    private long countDropped() {
        long sum = 0;
        for (Queue queue : queues) {
            sum += queue.rings.dropped();
        }
        return sum;
    }

    @Override
    public String toString() {
        return queues.length + (queues.length == 1 ? " queue" : " queues");
    }

    /// Takes the program off the interface and gives all memory back.
    @Override
    public void close() {
        closing.forEach(Runnable::run);
        closing.clear();
    }
}
