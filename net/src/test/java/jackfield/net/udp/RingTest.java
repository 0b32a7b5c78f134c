package jackfield.net.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jackfield.net.linux.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// The kernel marks that it has work after it has added it: where we take the work in between, the
/// mark stays with nothing behind it, until the next packet.
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class RingTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long MINE = 7;

    @BeforeEach
    void here() {
        String why = UringPoller.probe();
        assumeTrue(why.isEmpty(), why);
    }

    @Test
    void aMarkWithNothingBehindItIsNotWaitedFor() {
        try (Arena arena = Arena.ofConfined()) {
            Ring ring = new Ring(arena, arena.allocate(Linux.ERRNO_BYTES, 16), 8, 8);
            ring.enable();
            ring.markWork();
            ring.await(0);
            ring.await(MILLISECOND);
            assertThat(ring.completions()).isZero();
            ring.close();
        }
    }

    @Test
    void whatIsFinishedIsReadThoughThereIsSuchAMark() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(Linux.ERRNO_BYTES, 16);
            Ring ring = new Ring(arena, errno, 8, 8);
            ring.enable();
            Wakeup wake = new Wakeup(arena, errno);
            long entry = ring.entry();
            ring.operation(entry, Ring.POLL_ADD, 0, wake.fd(), MINE);
            ring.operationFlags(entry, Linux.POLLIN);
            wake.call();
            ring.submit();
            ring.markWork();
            ring.await(10_000 * MILLISECOND);
            assertThat(ring.completions()).isOne();
            assertThat(ring.userData()).isEqualTo(MINE);
            ring.close();
            wake.close();
        }
    }
}
