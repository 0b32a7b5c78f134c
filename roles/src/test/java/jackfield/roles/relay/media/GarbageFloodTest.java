package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.rtc.dtls.Dtls;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A flood of what strangers make up, on the ports of running calls.
class GarbageFloodTest {
    private static final PayloadMap PCMA = PayloadMap.NONE.with(8, 8, 8000, "PCMA");
    private static final Endpoint MALLORY = Endpoint.parse("198.18.0.66:666");
    private static final int PACKETS = 5_000;
    private static final int ROUNDS = 8;

    /// What the first bytes look like (RFC 7983).
    enum Look {
        JUNK(0x31, 0x99),
        RTP(0x80, 8),
        RTCP(0x81, 201),
        STUN(0x00, 0x01),
        DTLS(22, 0xfe),
        CHANNEL(64, 1);

        private final int first;
        private final int second;

        Look(int first, int second) {
            this.first = first;
            this.second = second;
        }
    }

    private final PairedDtls dtls = new PairedDtls("relay");
    private final Shard shard = new Shard(dtls);
    private final Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:4000", 8);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", 8);
    private final MemorySegment slot = MemorySegment.ofArray(new byte[2048]);
    private final SplittableRandom random = new SplittableRandom(4);

    @ParameterizedTest
    @EnumSource
    void aPortThatHasLearntItsPhoneAllocatesNothingAndStays(Look look) throws Throwable {
        connect();

        assertThat(bytesPerRound(10_000, look)).isZero();

        assertThat(shard.snapshot(1).remote()).isEqualTo(alice.address);
        assertThat(shard.snapshot(1).in().packets()).isEqualTo(1);
        assertThat(shard.events).hasSize(2);
        shard.now += 10 * Shard.SECOND;
        alice.speaks();
        bob.hears();
        bob.speaks();
        alice.hears();
    }

    @ParameterizedTest
    @EnumSource
    void aPortWithKeysThatHasLearntItsPhoneAllocatesNothingAndStays(Look look) throws Throwable {
        alice.secured();
        connect();
        shard.passes(30 * Shard.SECOND);

        assertThat(bytesPerRound(10_000, look))
                .as("after silence every source is tried, and none has the keys")
                .isZero();

        assertThat(shard.snapshot(1).remote()).isEqualTo(alice.address);
        assertThat(shard.snapshot(1).in().packets()).isEqualTo(1);
        alice.speaks();
        bob.hears();
    }

    @ParameterizedTest
    @EnumSource
    void thePortOfAllBrowsersAllocatesNothing(Look look) throws Throwable {
        shard.open(Browser.RELAY);
        Browser carol = new Browser(shard, 3, "192.0.2.3:50000", dtls);
        shard.handle.install(carol.plan(7, PCMA));
        shard.handle.loop(3);
        carol.begins(Dtls.Role.CLIENT);
        carol.passes(Shard.SECOND);
        carol.speaks();
        int events = shard.events.size();

        assertThat(bytesPerRound(Browser.SOCKET, look)).isZero();

        assertThat(shard.events).hasSize(events);
        assertThat(shard.snapshot(3).remote()).isEqualTo(carol.address);
        int heard = carol.heard.size();
        carol.speaks();
        assertThat(carol.heard).hasSize(heard + 1);
    }

    @Test
    void whatTheFloodWasIsCounted() {
        connect();
        for (Look look : Look.values()) {
            load(look);
            arrive(shard.sink(10_000), 100);
        }
        assertThat(shard.drops(1, "strict-source")).isEqualTo(2);
        assertThat(shard.drops(1, "unknown-kind")).isEqualTo(4);
    }

    private void connect() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);
        alice.speaks();
        bob.hears();
        bob.speaks();
        alice.hears();
    }

    private long bytesPerRound(int socket, Look look) throws Throwable {
        PacketSink sink = shard.sink(socket);
        shard.settle();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            load(look);
            long before = AllocatedBytes.now();
            for (int i = 0; i < PACKETS; i++) {
                slot.set(ValueLayout.JAVA_BYTE, 10 + i % 90, (byte) (i * 31));
                arrive(sink, 20 + i % 180);
            }
            least = Math.min(least, AllocatedBytes.now() - before);
        }
        assertThat(shard.sent).isEmpty();
        return least;
    }

    private void arrive(PacketSink sink, int length) {
        sink.receive(slot, length, MALLORY.high(), MALLORY.low(), MALLORY.port(), shard.now);
    }

    private void load(Look look) {
        byte[] bytes = new byte[300];
        random.nextBytes(bytes);
        bytes[0] = (byte) look.first;
        bytes[1] = (byte) look.second;
        MemorySegment.copy(bytes, 0, slot, ValueLayout.JAVA_BYTE, 0, bytes.length);
    }
}
