package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jackfield.base.Egress;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.media.opus.Libopus;
import jackfield.media.opus.OpusOptions;
import jackfield.media.transcode.AudioCodec;
import jackfield.media.transcode.TranscodePlan;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A transcoder on the packet path.
class TranscodingPathTest {
    private static final Endpoint ALICE = Objects.requireNonNull(Endpoint.parse("192.0.2.1:4000"));
    private static final Endpoint BOB = Objects.requireNonNull(Endpoint.parse("203.0.113.2:5000"));

    private final MemorySegment slot = Arena.ofAuto().allocate(2048);
    private final MemorySegment own = Arena.ofAuto().allocate(2048);
    private final RtpPacket packet = new RtpPacket();
    private final RtpPacket last = new RtpPacket();
    private final MediaCore core =
            new MediaCore(MediaLimits.DEFAULT, new NoDtls(), new SplittableRandom(1), _ -> {});
    private final MediaShardHandle handle = new MediaShardHandle(core, Runnable::run, () -> 1);
    private final PacketSink alice = open(10_000);
    private int sent;
    private int sequence;
    private long now = 1_000_000;

    private PacketSink open(int port) {
        return handle.open(
                port,
                Objects.requireNonNull(Endpoint.parse("198.51.100.1:" + port)),
                new Egress() {
                    @Override
                    public void send(
                            MemorySegment memory, int length, long high, long low, int to) {
                        sent++;
                        last.wrap(memory, length);
                    }

                    @Override
                    public MemorySegment slot() {
                        return own;
                    }
                });
    }

    private void connect(AudioCodec to) {
        open(10_001);
        open(10_002);
        open(10_003);
        install(1, 10_000, ALICE);
        install(2, 10_002, BOB);
        handle.patch(1, 2);
        TranscodePlan plan =
                new TranscodePlan(
                        List.of(new TranscodePlan.Voice(8, AudioCodec.PCMA)),
                        List.of(),
                        -1,
                        -1,
                        new TranscodePlan.Voice(96, to),
                        20,
                        true,
                        OpusOptions.TELEPHONE.withComplexity(0));
        handle.treat(1, 2, List.of(new Transcoding(plan, new SplittableRandom(3))));
    }

    private void install(long leg, int port, Endpoint remote) {
        handle.install(
                new LegPlan(
                        leg,
                        7,
                        new LegPlan.Ports(port, port + 1, remote, null, true, null),
                        PayloadMap.NONE.with(8, 8, 8000),
                        true,
                        false));
    }

    private void speaks() {
        now += 20_000_000;
        slot.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
        slot.set(ValueLayout.JAVA_BYTE, 1, (byte) 8);
        packet.wrap(slot, 172);
        packet.sequence(sequence);
        packet.timestamp(sequence++ * 160);
        alice.receive(slot, 172, ALICE.high(), ALICE.low(), ALICE.port(), now);
    }

    @ParameterizedTest
    @CsvSource({"OPUS", "PCMU", "G722", "L16_16"})
    void aTranslatedPacketAllocatesNothing(AudioCodec to) throws Throwable {
        assumeTrue(to != AudioCodec.OPUS || Libopus.UNAVAILABLE.isEmpty(), "Concentus allocates");
        connect(to);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 12; round++) {
            long before = AllocatedBytes.now();
            for (int i = 0; i < 1000; i++) {
                speaks();
            }
            least = Math.min(least, AllocatedBytes.now() - before);
        }
        assertThat(sent).isEqualTo(12_000);
        assertThat(least).isZero();
    }

    @Test
    void aGapIsMadeUpWhenItsTimeComes() {
        connect(AudioCodec.PCMU);
        for (int i = 0; i < 5; i++) {
            speaks();
        }
        sequence++;
        speaks();
        assertThat(sent).isEqualTo(5);
        now = core.deadline();
        core.wake(now);
        assertThat(sent).isEqualTo(7);
        assertThat(last.payloadType()).isEqualTo(96);
        assertThat(core.deadline()).isGreaterThan(now + 1_000_000_000L);
        List<Transcoded> seen = new ArrayList<>();
        handle.snapshot(
                List.of(1L),
                legs -> legs.forEach(leg -> seen.add(leg.streams().getFirst().transcoded())));
        Transcoded one = seen.getFirst();
        assertThat(one.to()).isEqualTo("PCMU");
        assertThat(one.ptimeMs()).isEqualTo(20);
        assertThat(one.received()).isEqualTo(6);
        assertThat(one.lost()).isEqualTo(1);
        assertThat(one.concealedMs()).isEqualTo(20);
        String chain = "PCMA/8000 -> PCMU/8000";
        List<MediaTotals> before = new ArrayList<>();
        handle.totals(before::add);
        Carried carried = before.getFirst().carried();
        assertThat(carried.translated()).isEqualTo(1);
        assertThat(carried.streams()).isEqualTo(2);
        assertThat(carried.packets()).isEqualTo(6);
        assertThat(carried.chains()).containsEntry(chain, new Carried.Chain(1, 6));
        handle.unpatch(1);
        List<MediaTotals> totals = new ArrayList<>();
        handle.totals(totals::add);
        assertThat(totals.getFirst().transcoded().received()).isEqualTo(6);
        assertThat(totals.getFirst().transcoded().lost()).isEqualTo(1);
        assertThat(totals.getFirst().carried().chains())
                .containsEntry(chain, new Carried.Chain(0, 6));
    }

    @Test
    void afterTheRouteEndsNothingIsLeft() {
        connect(AudioCodec.OPUS);
        speaks();
        handle.remove(1);
        handle.remove(2);
        assertThat(core.deadline()).isGreaterThan(now + 1_000_000_000L);
    }
}
