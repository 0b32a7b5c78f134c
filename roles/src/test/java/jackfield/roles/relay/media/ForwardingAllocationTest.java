package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Egress;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.rtc.dtls.Dtls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The allocation gate: nothing per forwarded packet, once warm.
class ForwardingAllocationTest {
    private static final PayloadMap PCMA = PayloadMap.NONE.with(8, 9, 8000);
    private static final Endpoint ALICE = Endpoint.parse("192.0.2.1:4000");
    private static final Endpoint BOB = Endpoint.parse("203.0.113.2:5000");
    private static final int PACKETS = 10_000;
    private static final int ROUNDS = 8;

    private final MemorySegment slot = Arena.ofAuto().allocate(2048);
    private final MemorySegment rtp = Arena.ofAuto().allocate(172);
    private final MemorySegment report = Arena.ofAuto().allocate(32);
    private final List<MediaEvent> events = new ArrayList<>();
    private final MediaCore core =
            new MediaCore(MediaLimits.DEFAULT, new NoDtls(), new SplittableRandom(1), events::add);
    private final MediaShardHandle handle = new MediaShardHandle(core, Runnable::run, () -> 1);
    private int sent;
    private int sequence;

    @Test
    void plainToPlainAllocatesNothing() throws Throwable {
        assertThat(bytesPerRound(false, false)).isZero();
    }

    @Test
    void plainToSrtpAllocatesNothing() throws Throwable {
        assertThat(bytesPerRound(false, true)).isZero();
    }

    @Test
    void rtcpToSrtcpAllocatesNothing() throws Throwable {
        assertThat(bytesPerRound(true, true)).isZero();
    }

    @Test
    void browserToPhoneAndBackAllocatesNothing() throws Throwable {
        var dtls = new PairedDtls("relay");
        var shard = new Shard(dtls);
        var bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", 8);
        var browser = new Browser(shard, 1, "192.0.2.1:50000", dtls);
        shard.open(Browser.RELAY);
        shard.handle.install(browser.plan(7, PayloadMap.NONE.with(8, 8, 8000)));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);
        browser.begins(Dtls.Role.CLIENT);
        browser.passes(2 * Shard.SECOND);
        PacketSink shared = shard.sink(Browser.SOCKET);
        PacketSink phone = shard.sink(10_002);
        MemorySegment.copy(MemorySegment.ofArray(bob.clear(8, 0)), 0, rtp, 0, 172);
        shard.counting = true;
        long least = Long.MAX_VALUE;
        long now = shard.now;
        for (int round = 0; round < ROUNDS; round++) {
            long before = AllocatedBytes.now();
            for (int i = 0; i < PACKETS; i++) {
                now += 1000;
                load();
                int sealed = browser.voice.sealing.protectRtp(slot, 172);
                shared.soon(slot, ALICE.high(), ALICE.low(), 50_000);
                shared.soon(slot, BOB.high(), BOB.low(), i & 0xffff); // nobody's
                shared.receive(slot, sealed, ALICE.high(), ALICE.low(), 50_000, now);
                load();
                phone.soon(slot, BOB.high(), BOB.low(), BOB.port());
                phone.receive(slot, 172, BOB.high(), BOB.low(), BOB.port(), now);
                sequence++;
            }
            least = Math.min(least, AllocatedBytes.now() - before);
        }
        assertThat(shard.counted).isEqualTo(2 * ROUNDS * PACKETS);
        assertThat(least).isZero();
    }

    private void load() {
        MemorySegment.copy(rtp, 0, slot, 0, 172);
        slot.set(ValueLayout.JAVA_BYTE, 2, (byte) (sequence >> 8));
        slot.set(ValueLayout.JAVA_BYTE, 3, (byte) sequence);
    }

    @Test
    void packetsOfStrangersAllocateNothing() throws Throwable {
        PacketSink alice = connect(false, true);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = AllocatedBytes.now();
            for (int i = 0; i < PACKETS; i++) {
                alice.receive(slot, 172, 0, 0xffff_c612_0042L, i & 0xffff, 1_000_000 + i);
            }
            least = Math.min(least, AllocatedBytes.now() - before);
        }
        assertThat(least).isZero();
    }

    private long bytesPerRound(boolean rtcp, boolean secured) throws Throwable {
        PacketSink alice = connect(rtcp, secured);
        long least = Long.MAX_VALUE;
        long now = 1_000_000;
        for (int round = 0; round < ROUNDS; round++) {
            long before = AllocatedBytes.now();
            for (int i = 0; i < PACKETS; i++) {
                now += 20_000_000;
                arrive(alice, rtcp, now);
            }
            least = Math.min(least, AllocatedBytes.now() - before);
        }
        assertThat(sent).isEqualTo(ROUNDS * PACKETS);
        return least;
    }

    private void arrive(PacketSink alice, boolean rtcp, long now) {
        if (rtcp) {
            MemorySegment.copy(report, 0, slot, 0, 32);
            alice.receive(slot, 32, ALICE.high(), ALICE.low(), 4001, now);
            return;
        }
        load();
        sequence++;
        alice.receive(slot, 172, ALICE.high(), ALICE.low(), ALICE.port(), now);
    }

    /// The sink where Alice's packets arrive; they go to Bob.
    private PacketSink connect(boolean rtcp, boolean secured) {
        rtp.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
        rtp.set(ValueLayout.JAVA_BYTE, 1, (byte) 8);
        report.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x81);
        report.set(ValueLayout.JAVA_BYTE, 1, (byte) 201);
        report.set(ValueLayout.JAVA_BYTE, 3, (byte) 7);
        report.set(ValueLayout.JAVA_BYTE, 7, (byte) 1);
        PacketSink aliceRtp = open(10_000);
        PacketSink aliceRtcp = open(10_001);
        open(10_002);
        open(10_003);
        var keys = new LegPlan.SrtpKeys(Phone.SUITE, new byte[16], new byte[14]);
        install(1, 10_000, ALICE, null);
        install(2, 10_002, BOB, secured ? new LegPlan.Sdes(keys, keys) : null);
        handle.patch(1, 2);
        return rtcp ? aliceRtcp : aliceRtp;
    }

    private PacketSink open(int port) {
        return handle.open(
                port,
                Endpoint.parse("198.51.100.1:" + port),
                new Egress() {
                    @Override
                    public void send(
                            MemorySegment packet, int length, long high, long low, int to) {
                        sent++;
                    }

                    @Override
                    public MemorySegment slot() {
                        return slot;
                    }
                });
    }

    private void install(long leg, int port, Endpoint remote, LegPlan.Sdes sdes) {
        handle.install(
                new LegPlan(
                        leg,
                        7,
                        new LegPlan.Ports(port, port + 1, remote, null, true, sdes),
                        PCMA,
                        true,
                        false));
    }
}
