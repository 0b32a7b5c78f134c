package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.Packets.receiverReport;
import static jackfield.rtc.srtp.Packets.rtp;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The allocation gate: nothing per packet, once warm.
class SrtpAllocationTest {
    private static final int PACKETS = 10_000;
    private static final int ROUNDS = 8;

    private final MemorySegment slot = Arena.ofAuto().allocate(2048);
    private final MemorySegment clear = MemorySegment.ofArray(rtp(1, 0));
    private final MemorySegment report = MemorySegment.ofArray(receiverReport(1, 2));
    private int sequence;

    @ParameterizedTest
    @EnumSource
    void noProfileAllocates(SrtpProfile profile) throws Throwable {
        assertThat(bytesPerRound(profile)).isZero();
    }

    private long bytesPerRound(SrtpProfile profile) throws Throwable {
        byte[] key = new byte[profile.keyBytes()];
        byte[] salt = new byte[profile.saltBytes()];
        var sender = SrtpContext.outbound(profile, key, salt);
        var receiver = SrtpContext.inbound(profile, key, salt);
        long least = Long.MAX_VALUE;
        // Compiling on the way may allocate on this thread, so the best round is the truth.
        for (int round = 0; round < ROUNDS; round++) {
            long before = AllocatedBytes.now();
            for (int i = 0; i < PACKETS; i++) {
                there(sender, receiver);
            }
            least = Math.min(least, AllocatedBytes.now() - before);
        }
        return least;
    }

    private void there(SrtpContext sender, SrtpContext receiver) {
        MemorySegment.copy(clear, 0, slot, 0, 172);
        slot.set(ValueLayout.JAVA_BYTE, 2, (byte) (sequence >> 8));
        slot.set(ValueLayout.JAVA_BYTE, 3, (byte) sequence++);
        int opened = receiver.unprotectRtp(slot, sender.protectRtp(slot, 172));
        MemorySegment.copy(report, 0, slot, 0, 32);
        opened += receiver.unprotectRtcp(slot, sender.protectRtcp(slot, 32));
        if (opened != 172 + 32) {
            throw new AssertionError("dropped: " + opened);
        }
    }
}
