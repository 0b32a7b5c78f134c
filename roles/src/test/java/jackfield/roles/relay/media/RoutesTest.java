package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What leads from a stream to others, and what is done on the way.
class RoutesTest {
    private static final int PCMA = 8;
    private static final PayloadMap PCMA_ONLY = PayloadMap.NONE.with(PCMA, PCMA, 8000);

    private final Shard shard = new Shard(new NoDtls());
    private final Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:4000", PCMA);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", PCMA);
    private final Phone carol = new Phone(shard, 3, 10_004, "203.0.113.3:6000", PCMA).secured();

    @BeforeEach
    void connect() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA_ONLY));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA_ONLY));
        shard.handle.install(carol.plan(8, "203.0.113.3:6000", PayloadMap.NONE));
        shard.handle.patch(1, 2);
    }

    @Test
    void aSubscriberHearsACopyAndIsNotHeard() {
        shard.handle.route(1, 3, PayloadMap.NONE.with(PCMA, 97, 8000));

        alice.speaks();

        Shard.Datagram first = shard.sent.remove();
        RtpPacket copied = carolHears(shard.sent.remove());
        shard.sent.add(first);
        RtpPacket heard = bob.hears();
        assertThat(heard.payloadType()).isEqualTo(PCMA);
        assertThat(copied.payloadType()).isEqualTo(97);
        assertThat(copied.sequence()).isEqualTo(heard.sequence());
        carol.speaks();
        bob.speaks();
        alice.hears();
        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(3, "payload-type")).isEqualTo(1);
    }

    private RtpPacket carolHears(Shard.Datagram datagram) {
        shard.sent.add(datagram);
        return carol.hears();
    }

    @Test
    void aSubscriberAsksTheSourceForAWholePicture() {
        shard.handle.route(1, 3, PayloadMap.NONE.with(PCMA, 97, 8000));
        Endpoint reports = carol.address.withPort(6001);
        carol.reports(alice.ssrc, reports);
        assertThat(shard.sent).isEmpty();

        carol.asksForPicture(alice.ssrc, reports);

        Rtcp asked = alice.hearsRtcp(alice.address.withPort(4001));
        assertThat(asked.type()).isEqualTo(Rtcp.PSFB);
        assertThat(asked.mediaSsrc()).isEqualTo(alice.ssrc);
        assertThat(asked.next()).isFalse();
        assertThat(shard.sent).isEmpty();
    }

    @Test
    void aOneWayRouteStaysWhenThePatchChanges() {
        shard.handle.route(1, 3, null);
        shard.handle.unpatch(1);
        alice.speaks();
        carol.hears();
        assertThat(shard.sent).isEmpty();

        shard.handle.unroute(1, 3);
        alice.speaks();
        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(1, "unpatched")).isEqualTo(1);
    }

    @Test
    void aRouteEndsWithEitherOfItsStreams() {
        shard.handle.route(1, 3, null);
        shard.handle.remove(3);
        alice.speaks();
        bob.hears();
        assertThat(shard.sent).isEmpty();

        shard.handle.route(1, 3, null);
        shard.handle.remove(1);
        bob.speaks();
        assertThat(shard.drops(2, "unpatched")).isEqualTo(1);
    }

    @Test
    void aBlockedStreamIsStillTapped() {
        List<Integer> heard = new ArrayList<>();
        Tap tap = (packet, _, _) -> heard.add(packet.sequence());
        shard.handle.tap(1, tap);
        alice.speaks();
        bob.hears();

        shard.handle.gate(1, Gate.BLOCKED);
        alice.speaks();

        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(1, "blocked")).isEqualTo(1);
        assertThat(heard).containsExactly(0, 1);
        assertThat(shard.snapshot(1).verdict().words()).contains("blocked");
        shard.handle.gate(1, Gate.OPEN);
        shard.handle.untap(1, tap);
        alice.speaks();
        assertThat(bob.hears().sequence()).isEqualTo(2);
        assertThat(heard).hasSize(2);
    }

    /// R25: what is recorded leaves as it would without, byte by byte and in the same step.
    @Test
    void aTapNeitherChangesNorDelaysWhatIsHeard() {
        List<byte[]> plain = leaving(false);
        List<byte[]> recorded = leaving(true);

        assertThat(plain).hasSize(400);
        assertThat(recorded).hasSize(plain.size());
        for (int i = 0; i < plain.size(); i++) {
            assertThat(recorded.get(i)).as("datagram %d", i).isEqualTo(plain.get(i));
        }
    }

    /// What a plain and a secure phone get from each other, packet for packet: payloads of the
    /// sizes that Opus has, some lost, some late.
    private static List<byte[]> leaving(boolean recorded) {
        Shard shard = new Shard(new NoDtls());
        Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:4000", PCMA);
        Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", PCMA).secured();
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA_ONLY));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA_ONLY));
        shard.handle.patch(1, 2);
        List<Integer> heard = new ArrayList<>();
        if (recorded) {
            Tap tap = (packet, _, _) -> heard.add(packet.length());
            shard.handle.tap(1, tap);
            shard.handle.tap(2, tap);
        }
        SplittableRandom random = new SplittableRandom(25);
        List<byte[]> left = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            alice.sequence += random.nextInt(3);
            byte[] packet = alice.packet(PCMA);
            byte[] sized = Arrays.copyOf(packet, 40 + random.nextInt(packet.length - 40));
            alice.arrivesRtp(sized, alice.address);
            left.add(shard.sent.remove().bytes());
            bob.arrivesRtp(bob.packet(PCMA), bob.address);
            left.add(shard.sent.remove().bytes());
            shard.now += random.nextInt(40) * Shard.MILLI;
        }
        assertThat(shard.sent).isEmpty();
        assertThat(heard).hasSize(recorded ? 400 : 0);
        return left;
    }

    @Test
    void silenceIsWrittenOverAVoice() {
        shard.handle.gate(1, Gate.SILENCED);

        alice.speaks();

        RtpPacket heard = bob.hears();
        for (int i = heard.headerLength(); i < heard.length(); i++) {
            assertThat(heard.memory().get(java.lang.foreign.ValueLayout.JAVA_BYTE, i))
                    .isEqualTo((byte) 0xd5);
        }
    }

    /// Gives each packet 20 ms later, with another payload type.
    private static final class Later implements Treatment {
        private final int type;
        private byte[] held = {};
        private long due = Deadlines.NEVER;
        boolean closed;

        Later(int type) {
            this.type = type;
        }

        @Override
        public void receive(RtpPacket packet, int length, long now, Out out) {
            held =
                    packet.memory()
                            .asSlice(0, length)
                            .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
            due = now + 20 * Shard.MILLI;
        }

        @Override
        public void wake(long now, Out out) {
            due = Deadlines.NEVER;
            MemorySegment slot = out.slot();
            MemorySegment.copy(MemorySegment.ofArray(held), 0, slot, 0, held.length);
            RtpPacket packet = new RtpPacket();
            assertThat(packet.wrap(slot, held.length)).isTrue();
            packet.payloadType(type);
            out.send(slot, held.length);
        }

        @Override
        public long deadline() {
            return due;
        }

        @Override
        public void close(long now) {
            closed = true;
        }
    }

    /// Passes each packet twice.
    private static final class Twice implements Treatment {
        @Override
        public void receive(RtpPacket packet, int length, long now, Out out) {
            MemorySegment copy = out.slot();
            MemorySegment.copy(packet.memory(), 0, copy, 0, length);
            out.send(packet.memory(), length);
            out.send(copy, length);
        }

        @Override
        public void wake(long now, Out out) {}

        @Override
        public long deadline() {
            return Deadlines.NEVER;
        }

        @Override
        public boolean passesRtcp() {
            return false;
        }
    }

    @Test
    void treatmentsTakeTurnsAndKeepTheirOwnTime() {
        Later later = new Later(99);
        shard.handle.treat(1, 2, List.of(later, new Twice()));

        alice.arrivesRtp(alice.packet(PCMA), alice.address);
        assertThat(shard.sent).isEmpty();
        shard.passes(20 * Shard.MILLI);

        assertThat(bob.hears().payloadType()).isEqualTo(99);
        assertThat(bob.hears().payloadType()).isEqualTo(99);
        bob.speaks();
        assertThat(alice.hears().payloadType()).as("the way back is another").isEqualTo(PCMA);
        alice.reports(bob.ssrc, alice.address.withPort(4001));
        assertThat(shard.sent).as("its reports fit no more").isEmpty();

        shard.handle.treat(1, 2, List.of());
        alice.speaks();
        assertThat(bob.hears().payloadType()).isEqualTo(PCMA);
        assertThat(later.closed).isTrue();
    }

    @Test
    void aTreatmentMaySpeakOfItsOwn() {
        Later prompt = new Later(PCMA);
        prompt.held = bob.clear(PCMA, 77);
        prompt.due = shard.now + 20 * Shard.MILLI;
        shard.handle.play(2, List.of(prompt));

        shard.passes(20 * Shard.MILLI);

        assertThat(bob.hears().sequence()).isEqualTo(77);
        alice.speaks();
        bob.hears();
        shard.handle.remove(2);
        shard.settle();
        assertThat(prompt.closed).isTrue();
    }

    @Test
    void countsAreOfTheStreamAndOfTheLeg() {
        alice.speaks();
        bob.hears();

        LegSnapshot leg = shard.snapshot(1);
        StreamSnapshot stream = leg.streams().getFirst();
        assertThat(stream.in()).isEqualTo(leg.in());
        assertThat(stream.kind()).isEqualTo("audio");
        assertThat(stream.lastRtpNs()).isEqualTo(leg.lastRtpNs());
    }
}
