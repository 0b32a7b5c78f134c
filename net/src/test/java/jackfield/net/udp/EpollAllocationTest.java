package jackfield.net.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.net.NodeClock;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A datagram that goes round and round between two sockets of one loop makes no garbage.
class EpollAllocationTest {
    private static final Endpoint ANY_PORT = Endpoint.ipv4(0x7f000001, 0);
    private static final int WARM = 60_000;
    private static final int MEASURED = 60_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Sends back what it gets, and reads the thread's allocation after so many packets.
    private static final class Volley implements PacketSink {
        final CountDownLatch done = new CountDownLatch(1);
        UdpSocket socket;
        int count;
        long before;
        long after;

        @Override
        public void receive(
                MemorySegment slot, int length, long high, long low, int port, long now) {
            count++;
            if (count == WARM) {
                before = THREADS.getCurrentThreadAllocatedBytes();
            } else if (count == WARM + MEASURED) {
                after = THREADS.getCurrentThreadAllocatedBytes();
                done.countDown();
            }
            socket.send(slot, length, high, low, port);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40})
    @Timeout(60)
    void aRelayedPacketAllocatesNothing(int inFlight) throws Exception {
        assumeTrue(UdpBackend.EPOLL.unavailable().isEmpty());
        try (UdpLoop loop =
                UdpLoop.start(
                        "volley",
                        NodeClock.start(),
                        UdpOptions.media().withBackend(UdpBackend.EPOLL).withBatchWindow(0))) {
            Volley left = new Volley();
            Volley right = new Volley();
            left.socket = loop.bind(ANY_PORT, left).orThrow();
            right.socket = loop.bind(ANY_PORT, right).orThrow();
            loop.execute(() -> {
                for (int i = 0; i < inFlight; i++) {
                    left.socket.send(new byte[172], right.socket.local());
                }
            });
            assertThat(left.done.await(30, TimeUnit.SECONDS)).isTrue();
            // The compiler and the reading itself may leave a few kilobytes; one byte per packet
            // would be sixty.
            assertThat(left.after - left.before).isLessThan(30_000);
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
