package jackfield.net.udp;

import com.sun.management.ThreadMXBean;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends back what it gets, and keeps the thread's lowest allocation over so many packets: until
/// everything is compiled, which takes its time on a busy machine, there is some.
final class Volley implements PacketSink {
    static final int WINDOW = 20_000;
    private static final int WINDOWS = 200;
    private static final Endpoint ANY_PORT = Endpoint.ipv4(0x7f000001, 0);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final CompletableFuture<Long> lowest = new CompletableFuture<>();
    private UdpSocket socket;
    private int count;
    private long before;
    private long least = Long.MAX_VALUE;

    private Volley() {}

    /// Bytes that a window may leave behind. A packet alone: less than a byte for ten, and the odd
    /// one belongs to the reading itself. Of many in flight each is half an object at most, and so
    /// none is made for a packet: for a system call the JDK makes a view of the memory for errno,
    /// 40 bytes, and whether the compiler sees through that depends on where it began to inline.
    static int bound(int inFlight) {
        return inFlight == 1 ? WINDOW / 10 : 8 * WINDOW;
    }

    /// Plays with so many datagrams between two sockets of a loop; the bytes that the loop's thread
    /// allocated in its best window.
    static long bytesPerWindow(UdpLoop loop, int inFlight)
            throws InterruptedException, ExecutionException, TimeoutException {
        Volley left = new Volley();
        Volley right = new Volley();
        left.socket = loop.bind(ANY_PORT, left).orThrow();
        right.socket = loop.bind(ANY_PORT, right).orThrow();
        loop.execute(() -> {
            for (int i = 0; i < inFlight; i++) {
                left.socket.send(new byte[172], right.socket.local());
            }
        });
        return left.lowest.get(80, TimeUnit.SECONDS);
    }

    @Override
    public void receive(MemorySegment slot, int length, long high, long low, int port, long now) {
        if (++count % WINDOW == 0) {
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            least = Math.min(least, count == WINDOW ? least : allocated - before);
            if (least < WINDOW / 10 || count == WINDOWS * WINDOW) {
                lowest.complete(least);
            }
            before = THREADS.getCurrentThreadAllocatedBytes();
        }
        socket.send(slot, length, high, low, port);
    }
}
