package jackfield.net.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.net.NodeClock;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A datagram that goes round and round between two sockets of one loop makes no garbage.
class EpollAllocationTest {
    private static final Endpoint ANY_PORT = Endpoint.ipv4(0x7f000001, 0);
    private static final int WINDOW = 20_000;
    private static final int WINDOWS = 60;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Sends back what it gets, and keeps the thread's lowest allocation over so many packets:
    /// until everything is compiled, which takes its time on a busy machine, there is some.
    private static final class Volley implements PacketSink {
        final CompletableFuture<Long> lowest = new CompletableFuture<>();
        UdpSocket socket;
        private int count;
        private long before;
        private long least = Long.MAX_VALUE;

        @Override
        public void receive(
                MemorySegment slot, int length, long high, long low, int port, long now) {
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

    @ParameterizedTest
    @CsvSource({"EPOLL,1", "EPOLL,40", "IO_URING,1", "IO_URING,40"})
    @Timeout(90)
    void aRelayedPacketAllocatesNothing(UdpBackend backend, int inFlight) throws Exception {
        assumeTrue(backend.unavailable().isEmpty());
        try (UdpLoop loop =
                UdpLoop.start(
                        "volley",
                        NodeClock.start(),
                        UdpOptions.media().withBackend(backend).withBatchWindow(0))) {
            Volley left = new Volley();
            Volley right = new Volley();
            left.socket = loop.bind(ANY_PORT, left).orThrow();
            right.socket = loop.bind(ANY_PORT, right).orThrow();
            loop.execute(() -> {
                for (int i = 0; i < inFlight; i++) {
                    left.socket.send(new byte[172], right.socket.local());
                }
            });
            // Less than a byte for ten packets: the odd one belongs to the reading itself.
            assertThat(left.lowest.get(60, TimeUnit.SECONDS)).isLessThan(WINDOW / 10);
        }
    }

    @Test
    void theReadingSeesGarbage() {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        byte[][] garbage = new byte[100][1000];
        assertThat(garbage).hasNumberOfRows(100);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isGreaterThan(100_000);
    }
}
