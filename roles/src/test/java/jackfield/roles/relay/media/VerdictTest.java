package jackfield.roles.relay.media;

import static jackfield.roles.relay.media.Shard.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.rtc.dtls.Dtls;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// "There is no audio": what the relay says about it.
class VerdictTest {
    private static final PayloadMap PCMA = PayloadMap.NONE.with(8, 8, 8000);

    private final PairedDtls dtls = new PairedDtls("relay");
    private final Shard shard = new Shard(dtls);
    private final Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:4000", 8);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", 8);

    @Test
    void nothingEverCame() {
        connect();
        assertThat(verdict(1))
                .isEqualTo(
                        "no packet has arrived from 192.0.2.1:4000; it was told to send to"
                                + " 198.51.100.1:10000");
    }

    @Test
    void itStopped() {
        connect();
        alice.speaks();
        assertThat(verdict(1)).isEmpty();
        shard.passes(20 * SECOND);
        assertThat(verdict(1)).isEqualTo("no packet has arrived from 192.0.2.1:4000 for 20 s");
    }

    @Test
    void theKeysAreWrong() {
        alice.secured();
        connect();
        alice.arrivesRtp(alice.clear(8, 0), alice.address);
        assertThat(verdict(1)).isEqualTo("packets arrive but fail authentication (wrong keys)");
    }

    @Test
    void theyComeFromElsewhere() {
        connect();
        alice.speaks();
        shard.passes(20 * SECOND);
        alice.speaksFrom(Endpoint.parse("192.0.2.99:9"));
        assertThat(verdict(1))
                .isEqualTo(
                        "packets arrive from 192.0.2.99:9, which is not the learnt address"
                                + " 192.0.2.1:4000");
    }

    @Test
    void theCodecIsNotTheAgreedOne() {
        connect();
        alice.arrivesRtp(alice.packet(18), alice.address);
        assertThat(verdict(1))
                .isEqualTo("packets arrive with payload type 18, which was not agreed");
    }

    @Test
    void nobodyListens() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA));
        alice.speaks();
        assertThat(verdict(1)).isEqualTo("packets arrive, but the leg is connected to no other");
        shard.handle.install(bob.plan(7, null, PCMA));
        shard.handle.patch(1, 2);
        alice.speaks();
        assertThat(verdict(1))
                .isEqualTo("packets arrive, but there is no address to send them on to");
    }

    @Test
    void aBrowserOnItsWay() {
        shard.open(Browser.RELAY);
        Browser carol = new Browser(shard, 3, "192.0.2.3:50000", dtls);
        shard.handle.install(carol.plan(7, PCMA));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(3, 2);
        assertThat(verdict(3)).isEqualTo("ICE: no check from the browser has arrived");

        dtls.held = new ArrayList<>();
        carol.begins(Dtls.Role.CLIENT);
        carol.passes(SECOND);
        assertThat(verdict(3)).isEqualTo("DTLS handshake not finished: handshake");
        bob.speaks();
        assertThat(verdict(2)).isEqualTo("packets arrive, but the other side has no keys yet");

        dtls.held.forEach(Runnable::run);
        carol.settle();
        assertThat(verdict(3)).contains("is the microphone allowed?");
        carol.speaks();
        assertThat(verdict(3)).isEmpty();
    }

    private String verdict(long leg) {
        return shard.snapshot(leg).verdict();
    }

    private void connect() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);
        shard.settle();
    }
}
