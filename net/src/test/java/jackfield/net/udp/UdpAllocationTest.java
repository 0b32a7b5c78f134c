package jackfield.net.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import jackfield.net.NodeClock;
import jackfield.testkit.peers.LoopbackNetwork;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A datagram that goes round and round between two sockets of one loop leaves no object behind.
class UdpAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource({"EPOLL,1", "EPOLL,40", "IO_URING,1", "IO_URING,40"})
    @Timeout(100)
    void aRelayedPacketAllocatesNothing(UdpBackend backend, int inFlight) throws Exception {
        assumeTrue(backend.unavailable().isEmpty());
        try (UdpLoop loop =
                UdpLoop.start(
                        "volley",
                        NodeClock.start(),
                        UdpOptions.media().withBackend(backend).withBatchWindow(0))) {
            assertThat(Volley.bytesPerWindow(loop, inFlight)).isLessThan(Volley.bound(inFlight));
        }
    }

    /// The same by XDP, which needs a network of its own for it.
    @Test
    @Timeout(120)
    void aPacketRelayedByXdpAllocatesNothing() throws Exception {
        assumeTrue(UdpBackend.XDP.unavailable().isEmpty());
        assertThat(LoopbackNetwork.run(ByXdp.class))
                .contains("nothing allocated, nothing by the kernel");
    }

    /// The program of that network.
    static final class ByXdp {
        private ByXdp() {}

        public static void main(String[] arguments) throws Exception {
            UdpOptions options = UdpOptions.media().withBackend(UdpBackend.XDP).withBatchWindow(0);
            try (UdpLoop loop = UdpLoop.start("volley", NodeClock.start(), options)) {
                long bytes = Volley.bytesPerWindow(loop, 40);
                UdpCounters counted = loop.counters();
                long byKernel = counted.packetsIn() + counted.packetsOut() - counted.byXdp();
                // The first ones may leave before the kernel's routes are asked.
                System.out.println(
                        bytes < Volley.bound(40) && byKernel < counted.packetsIn() / 1000
                                ? "nothing allocated, nothing by the kernel"
                                : bytes + " bytes, " + byKernel + " by the kernel: " + counted);
            }
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
