package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// UDPTL from one peer to the other, byte by byte as it came.
class FaxPathTest {
    private static final PayloadMap PCMU = PayloadMap.NONE.with(0, 0, 8000);
    private static final Endpoint NAT = Endpoint.parse("192.0.2.77:33000");

    private final Shard shard = new Shard(new NoDtls());
    private final Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:4000", 0);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", 0);
    private final SplittableRandom random = new SplittableRandom(3);

    FaxPathTest() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMU));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMU));
        shard.handle.patch(1, 2);
    }

    private static LegPlan faxing(Phone phone) {
        LegPlan.Ports ports =
                (LegPlan.Ports)
                        phone.plan(7, phone.address.toString(), PayloadMap.NONE).transport();
        return new LegPlan(
                phone.leg,
                7,
                new LegPlan.Ports(
                        ports.rtp(), ports.rtcp(), ports.remote(), null, true, null, null),
                List.of(new StreamPlan(phone.leg, "image", null, PayloadMap.NONE, false, false)));
    }

    private void fax() {
        shard.handle.update(faxing(alice));
        shard.handle.update(faxing(bob));
        shard.settle();
    }

    private byte[] datagram(int first) {
        byte[] bytes = new byte[4 + random.nextInt(300)];
        random.nextBytes(bytes);
        bytes[0] = (byte) first;
        return bytes;
    }

    /// Its first bytes are a sequence number: what elsewhere would be STUN, DTLS, RTP or RTCP.
    @Test
    void everyDatagramPassesAsItIs() {
        fax();
        for (int first = 0; first < 256; first++) {
            byte[] there = datagram(first);
            shard.arrives(alice.port, there, alice.address);
            Shard.Datagram heard = shard.sent.remove();
            assertThat(heard.bytes()).isEqualTo(there);
            assertThat(heard.to()).isEqualTo(bob.address);
            assertThat(heard.from().port()).isEqualTo(bob.port);
            byte[] back = datagram(first);
            shard.arrives(bob.port, back, bob.address);
            assertThat(shard.sent.remove().bytes()).isEqualTo(back);
        }
        LegSnapshot leg = shard.snapshot(1);
        assertThat(leg.in().packets()).isEqualTo(256);
        assertThat(leg.out().packets()).isEqualTo(256);
        assertThat(leg.drops()).isEmpty();
        assertThat(leg.streams().getFirst().kind()).isEqualTo("image");
        assertThat(leg.verdict().isTrouble()).isFalse();
    }

    @Test
    void theAddressIsLearntAndThenKept() {
        alice.speaks();
        shard.sent.clear();
        fax();
        shard.passes(31 * Shard.SECOND);

        shard.arrives(alice.port, datagram(0), alice.address);
        shard.sent.clear();
        shard.arrives(alice.port, datagram(0), NAT);
        assertThat(shard.sent).as("a stranger's").isEmpty();
        shard.arrives(bob.port, datagram(0), bob.address);
        assertThat(shard.sent.remove().to()).isEqualTo(alice.address);
    }

    @Test
    void aFaxBehindANatIsFound() {
        fax();

        shard.arrives(alice.port, datagram(0), NAT);
        shard.sent.clear();
        shard.arrives(bob.port, datagram(0), bob.address);

        assertThat(shard.sent.remove().to()).isEqualTo(NAT);
    }

    /// There is no RTCP with it: what comes to that port is nobody's.
    @Test
    void nothingPassesOnThePortBeside() {
        fax();

        shard.arrives(alice.port + 1, datagram(0x81), alice.address.withPort(4001));

        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(1, "unknown-kind")).isEqualTo(1);
    }

    @Test
    void whileOneSideStillSpeaksNothingIsMixed() {
        shard.handle.update(faxing(alice));
        shard.settle();

        shard.arrives(alice.port, datagram(0), alice.address);
        bob.speaks();

        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(2, "unknown-kind")).isEqualTo(1);
        assertThat(shard.drops(1, "unknown-kind")).isEqualTo(1);
    }

    @Test
    void theVoiceComesBackWithItsNumbersGoingOn() {
        var secured = new Phone(shard, 3, 10_004, "192.0.2.3:4000", 0).secured();
        var far = new Phone(shard, 4, 10_006, "203.0.113.4:5000", 0);
        shard.handle.install(secured.plan(8, "192.0.2.3:4000", PCMU));
        shard.handle.install(far.plan(8, "203.0.113.4:5000", PCMU));
        shard.handle.patch(3, 4);
        secured.speaks();
        byte[] replayed = secured.packet(0);
        secured.arrivesRtp(replayed, secured.address);
        far.hears();
        far.hears();
        LegPlan fax = faxing(far);
        LegPlan one = faxing(secured);
        shard.handle.update(new LegPlan(4, 8, fax.transport(), fax.streams()));
        shard.handle.update(new LegPlan(3, 8, one.transport(), one.streams()));
        shard.arrives(secured.port, datagram(9), secured.address);
        assertThat(shard.sent.remove().to()).isEqualTo(far.address);

        shard.handle.update(secured.plan(8, "192.0.2.3:4000", PCMU));
        shard.handle.update(far.plan(8, "203.0.113.4:5000", PCMU));
        shard.settle();
        secured.arrivesRtp(replayed, secured.address);
        assertThat(shard.sent).as("the keys have not forgotten it").isEmpty();
        secured.speaks();
        assertThat(far.hears().ssrc()).isEqualTo(secured.ssrc);
    }

    /// A fax that falls silent ends the call as a voice does.
    @Test
    void silenceIsNoticed() {
        fax();
        for (int i = 0; i < 40; i++) {
            shard.arrives(alice.port, datagram(0), alice.address);
            shard.passes(10 * Shard.SECOND);
        }
        assertThat(shard.events).noneMatch(MediaEvent.MediaSilent.class::isInstance);

        shard.passes(MediaLimits.DEFAULT.silentNs() + Shard.SECOND);
        assertThat(shard.events).anyMatch(MediaEvent.MediaSilent.class::isInstance);
    }

    @Test
    void aListenerThatIsNoFaxGetsNothing() {
        fax();
        var listener = new Phone(shard, 5, 10_008, "192.0.2.5:4000", 0);
        shard.handle.install(listener.plan(7, "192.0.2.5:4000", PCMU));
        shard.handle.route(1, 5, PCMU);

        byte[] there = datagram(1);
        shard.arrives(alice.port, there, alice.address);

        assertThat(shard.sent.remove().bytes()).isEqualTo(there);
        assertThat(shard.sent).isEmpty();
        assertThat(Arrays.asList(shard.drops(5, "unknown-kind"))).containsExactly(1L);
    }
}
