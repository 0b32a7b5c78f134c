package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

/// Legs with ICE and no DTLS on the shared port, and one whose answer had no ICE.
class SharedPortTest {
    private static final int PCMA = 8;
    private static final PayloadMap PCMA_ONLY = PayloadMap.NONE.with(PCMA, PCMA, 8000);

    private final Shard shard = new Shard(new NoDtls());
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", PCMA);

    SharedPortTest() {
        shard.open(Browser.RELAY);
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA_ONLY));
    }

    private static LegPlan without(
            LegPlan plan, LegPlan.@Nullable Sdes sdes, @Nullable Endpoint at) {
        LegPlan.Browser browser = (LegPlan.Browser) plan.transport();
        LegPlan.Ice ice =
                at == null
                        ? browser.ice()
                        : new LegPlan.Ice(
                                browser.ice().localUfrag(),
                                browser.ice().localPassword(),
                                null,
                                null,
                                List.of(),
                                true);
        return new LegPlan(
                plan.leg(),
                plan.call(),
                new LegPlan.Browser(Browser.SOCKET, ice, null, sdes, at),
                plan.streams());
    }

    private void talks(Phone phone) {
        phone.arrivesRtp(new byte[0], phone.address); // too short to matter
        shard.arrives(Browser.SOCKET, phone.packet(PCMA), phone.address);
        assertThat(bob.hears().ssrc()).isEqualTo(phone.ssrc);
        bob.speaks();
        Shard.Datagram back = shard.sent.remove();
        assertThat(back.from()).isEqualTo(Browser.RELAY);
        assertThat(back.to()).isEqualTo(phone.address);
    }

    @Test
    void iceWithKeysFromTheSdp() {
        var dtls = new PairedDtls("unused");
        Browser ice = new Browser(shard, 1, "192.0.2.1:50000", dtls);
        ice.voice.secured();
        LegPlan.Sdes sdes = ((LegPlan.Ports) ice.voice.plan(7, null, PCMA_ONLY).transport()).sdes();
        shard.handle.install(without(ice.plan(7, PCMA_ONLY), sdes, null));
        shard.handle.patch(1, 2);

        shard.arrives(Browser.SOCKET, ice.voice.packet(PCMA), ice.address);
        assertThat(shard.sent).as("ICE has not shown it yet").isEmpty();

        ice.begins(jackfield.rtc.dtls.Dtls.Role.SERVER);
        ice.passes(2 * Shard.SECOND);
        shard.sent.clear();
        assertThat(shard.snapshot(1).ice()).isEqualTo("connected");
        assertThat(shard.snapshot(1).dtls()).isEqualTo("none");
        talks(ice.voice);
    }

    @Test
    void plainMediaWithIce() {
        Browser ice = new Browser(shard, 1, "192.0.2.1:50000", new PairedDtls("unused"));
        shard.handle.install(without(ice.plan(7, PCMA_ONLY), null, null));
        shard.handle.patch(1, 2);
        ice.begins(jackfield.rtc.dtls.Dtls.Role.SERVER);
        ice.passes(2 * Shard.SECOND);
        shard.sent.clear();

        talks(ice.voice);
        shard.arrives(Browser.SOCKET, ice.voice.packet(PCMA), Endpoint.parse("198.18.0.1:7"));
        assertThat(shard.sent).isEmpty();
    }

    @Test
    void aPeerWithoutIceIsWhereItsSdpSays() {
        Phone carol = new Phone(shard, 1, 10_004, "192.0.2.7:6000", PCMA);
        LegPlan early =
                new Browser(shard, 1, "192.0.2.7:1", new PairedDtls("unused")).early(7, PCMA_ONLY);
        shard.handle.install(without(early, null, null));
        shard.handle.patch(1, 2);
        shard.handle.update(without(early, null, carol.address));

        talks(carol);
        shard.arrives(Browser.SOCKET, carol.packet(PCMA), carol.address.withPort(6001));
        assertThat(shard.sent).isEmpty();

        // On hold nothing is sent there.
        shard.handle.update(without(early, null, Endpoint.parse("0.0.0.0:6000")));
        bob.speaks();
        assertThat(shard.sent).isEmpty();
    }
}
