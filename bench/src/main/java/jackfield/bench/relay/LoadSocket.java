package jackfield.bench.relay;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import jackfield.base.Endpoint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// A socket of the load: of one browser, or of a gateway whose calls are told apart by the relay's
/// port. What is to be sent gathers until [#flush]. IPv4.
public final class LoadSocket {
    static final int PACKET = 2048;
    static final int NAME = 16;
    private static final int HEADER = 64;
    private static final int VECTOR = 16;
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final ValueLayout.OfShort PORT =
            JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt ADDRESS =
            JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    final int fd;
    final Endpoint local;
    private final LoadLoop loop;
    private final int depth;
    private final MemorySegment headers;
    private final MemorySegment vectors;
    private final MemorySegment names;
    private final MemorySegment[] packets;
    private int queued;
    private @Nullable FlowEnd owner;
    private FlowEnd @Nullable [] owners;

    /// @param depth how many packets may gather
    LoadSocket(LoadLoop loop, int fd, Endpoint local, int depth) {
        this.loop = loop;
        this.fd = fd;
        this.local = local;
        this.depth = depth;
        headers = loop.memory((long) depth * HEADER);
        vectors = loop.memory((long) depth * VECTOR);
        names = loop.memory((long) depth * NAME);
        packets = new MemorySegment[depth];
        for (int i = 0; i < depth; i++) {
            packets[i] = loop.memory(PACKET);
            long at = (long) i * HEADER;
            headers.set(JAVA_LONG_UNALIGNED, at, names.address() + (long) i * NAME);
            headers.set(JAVA_INT_UNALIGNED, at + 8, NAME);
            headers.set(JAVA_LONG_UNALIGNED, at + 16, vectors.address() + (long) i * VECTOR);
            headers.set(JAVA_LONG_UNALIGNED, at + 24, 1);
            vectors.set(JAVA_LONG_UNALIGNED, (long) i * VECTOR, packets[i].address());
        }
    }

    /// Whatever comes is for this end.
    public void attach(FlowEnd end) {
        owner = end;
    }

    /// What comes from this port of the relay is for this end.
    public void attach(FlowEnd end, int relayPort) {
        FlowEnd[] table = owners;
        if (table == null) {
            table = new FlowEnd[65_536];
            owners = table;
        }
        table[relayPort] = end;
    }

    /// Where it is.
    public Endpoint local() {
        return local;
    }

    /// Memory for the next packet.
    public MemorySegment slot() {
        if (queued == depth) {
            flush();
        }
        return packets[queued];
    }

    /// Queues what was written to [#slot].
    public void send(int length, long low, int port) {
        if (queued == 0) {
            loop.willFlush(this);
        }
        int i = queued++;
        vectors.set(JAVA_LONG_UNALIGNED, (long) i * VECTOR + 8, length);
        putAddress(names, (long) i * NAME, low, port);
    }

    /// Sends what has gathered. What the kernel refuses is lost, and will be counted as that.
    void flush() {
        int done = 0;
        while (done < queued) {
            int answer =
                    Kernel.sendmmsg(
                            loop.errno,
                            fd,
                            headers.address() + (long) done * HEADER,
                            queued - done);
            done += Math.max(1, answer);
        }
        queued = 0;
    }

    /// A packet for this socket.
    ///
    /// @param arrived when the kernel got it (ns on the load's clock)
    void received(MemorySegment slot, int length, long low, int port, long arrived) {
        FlowEnd[] table = owners;
        FlowEnd end = table != null ? table[port] : owner;
        if (end != null && length > 0) {
            end.arrived(slot, length, low, port, arrived);
        }
    }

    static void putAddress(MemorySegment to, long at, long low, int port) {
        to.set(JAVA_SHORT_UNALIGNED, at, (short) Kernel.AF_INET);
        to.set(PORT, at + 2, (short) port);
        to.set(ADDRESS, at + 4, (int) low);
    }

    static long low(MemorySegment from, long at) {
        return MAPPED | from.get(ADDRESS, at + 4) & 0xffff_ffffL;
    }

    static int port(MemorySegment from, long at) {
        return from.get(PORT, at + 2) & 0xffff;
    }
}
