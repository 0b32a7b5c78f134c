package jackfield.rtc.turn;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.rtc.srtp.AllocatedBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The allocation gate of TURN: nothing for a packet that is relayed over UDP, once warm.
class TurnAllocationTest {
    private static final String PEER = "203.0.113.5:5000";
    private static final int PACKETS = 10_000;
    private static final int ROUNDS = 8;

    private final TurnWorld world = new TurnWorld();
    private final TurnParty alice = TurnParty.alice(world).allocated();
    private final Endpoint peer = TurnParty.endpoint(PEER);
    private final MemorySegment slot = Arena.ofAuto().allocate(2112);

    @Test
    void channelDataBothWaysAllocatesNothing() throws Throwable {
        assertThat(alice.bind(0x4001, PEER)).isZero();
        world.sent = null;
        alice.says(0x4001, new byte[172]);
        assertThat(bytesPerRound(Objects.requireNonNull(world.sent))).isZero();
    }

    @Test
    void indicationsBothWaysAllocateNothing() throws Throwable {
        assertThat(alice.permit(PEER)).isZero();
        world.sent = null;
        alice.says(PEER, new byte[172]);
        assertThat(bytesPerRound(Objects.requireNonNull(world.sent))).isZero();
    }

    /// The least of some rounds: the first ones load and compile.
    ///
    /// @param datagram what the client sends
    private long bytesPerRound(byte[] datagram) throws Throwable {
        MemorySegment out = MemorySegment.ofArray(datagram);
        PacketSink relayed =
                Objects.requireNonNull(
                        Objects.requireNonNull(world.open.get(alice.relayed())).sink);
        world.counting = true;
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = AllocatedBytes.now();
            for (int i = 0; i < PACKETS; i++) {
                MemorySegment.copy(out, 0, slot, 0, datagram.length);
                world.server.soon(
                        world.listener, slot, alice.at.high(), alice.at.low(), alice.at.port());
                world.server.receive(
                        world.listener,
                        slot,
                        datagram.length,
                        alice.at.high(),
                        alice.at.low(),
                        alice.at.port(),
                        world.now);
                slot.set(ValueLayout.JAVA_BYTE, 0, (byte) i);
                relayed.soon(slot, peer.high(), peer.low(), peer.port());
                relayed.receive(slot, 172, peer.high(), peer.low(), peer.port(), world.now);
            }
            least = Math.min(least, AllocatedBytes.now() - before);
        }
        assertThat(world.counted).isEqualTo(2L * PACKETS * ROUNDS);
        return least;
    }
}
