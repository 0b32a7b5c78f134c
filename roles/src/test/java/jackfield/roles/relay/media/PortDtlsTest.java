package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.rtp.RtpPacket;
import jackfield.rtc.srtp.SrtpContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// A phone with DTLS and without ICE, on ports of its own.
class PortDtlsTest {
    private static final int PCMA = 8;
    private static final PayloadMap PCMA_ONLY = PayloadMap.NONE.with(PCMA, PCMA, 8000);
    private static final Endpoint STRANGER = Endpoint.parse("198.18.0.9:999");

    private final PairedDtls relay = new PairedDtls("relay");
    private final Shard shard = new Shard(relay);
    private final Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:4000", PCMA);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", PCMA);
    private final PairedDtls alices = new PairedDtls("alice");
    private final List<byte[]> fromAlice = new ArrayList<>();
    private Dtls.@Nullable Association hers;

    private LegPlan plan(Dtls.@Nullable Role ours, boolean mux) {
        LegPlan.DtlsTerms terms =
                new LegPlan.DtlsTerms(
                        ours, ours == null ? List.of() : List.of(alices.ours().toString()));
        return new LegPlan(
                1,
                7,
                new LegPlan.Ports(
                        10_000,
                        mux ? 10_000 : 10_001,
                        ours == null ? null : alice.address,
                        null,
                        true,
                        null,
                        terms),
                PCMA_ONLY,
                true,
                false);
    }

    private void connect(Dtls.@Nullable Role ours) {
        shard.handle.install(plan(null, false));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA_ONLY));
        shard.handle.patch(1, 2);
        if (ours != null) {
            shard.handle.update(plan(ours, true));
        }
        shard.settle();
    }

    private void alice(Dtls.Role role) {
        hers =
                alices.open(
                        role,
                        new Dtls.Events() {
                            @Override
                            public void send(byte[] datagram) {
                                fromAlice.add(datagram);
                            }

                            @Override
                            public void established(Dtls.Keys keys) {
                                alice.sealing =
                                        SrtpContext.outbound(
                                                keys.profile(), keys.localKey(), keys.localSalt());
                                alice.opening =
                                        SrtpContext.inbound(
                                                keys.profile(),
                                                keys.remoteKey(),
                                                keys.remoteSalt());
                            }

                            @Override
                            public void failed(String why) {
                                throw new AssertionError(why);
                            }

                            @Override
                            public void closed() {}
                        });
    }

    private void exchange() {
        for (int i = 0; i < 4; i++) {
            for (byte[] each : List.copyOf(fromAlice)) {
                shard.arrives(10_000, each, alice.address);
            }
            fromAlice.clear();
            shard.settle();
            for (Shard.Datagram each = shard.sent.poll(); each != null; each = shard.sent.poll()) {
                assertThat(each.to()).isEqualTo(alice.address);
                hers.receive(each.bytes());
            }
        }
    }

    private void bothAreHeard() {
        alice.speaks();
        RtpPacket heard = bob.hears();
        assertThat(heard.ssrc()).isEqualTo(alice.ssrc);
        bob.speaks();
        assertThat(alice.hears().ssrc()).isEqualTo(bob.ssrc);
        assertThat(shard.snapshot(1).dtls()).isEqualTo("established");
    }

    @Test
    void thePhoneBegins() {
        connect(Dtls.Role.SERVER);
        alice(Dtls.Role.CLIENT);
        exchange();
        bothAreHeard();
    }

    @Test
    void weBeginAtTheSignalledAddress() {
        alice(Dtls.Role.SERVER);
        connect(Dtls.Role.CLIENT);
        exchange();
        bothAreHeard();
    }

    @Test
    void aHelloThatOvertakesTheAnswerWaits() {
        connect(null);
        alice(Dtls.Role.CLIENT);
        shard.arrives(10_000, fromAlice.removeFirst(), alice.address);
        assertThat(shard.sent).isEmpty();
        shard.handle.update(plan(Dtls.Role.SERVER, true));
        exchange();
        bothAreHeard();
    }

    @Test
    void aStrangersHandshakeIsNoEnd() {
        connect(Dtls.Role.SERVER);
        PairedDtls mallory = new PairedDtls("mallory");
        byte[] hello = "\u0016mallory".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(mallory.ours()).isNotEqualTo(alices.ours());
        shard.arrives(10_000, hello, STRANGER);
        shard.settle();
        shard.sent.clear();
        assertThat(shard.snapshot(1).dtls()).startsWith("failed: the peer's certificate");

        alice(Dtls.Role.CLIENT);
        exchange();

        bothAreHeard();
    }

    @Test
    void plainMediaIsNotTaken() {
        connect(Dtls.Role.SERVER);
        alice.speaks();
        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(1, "no-keys")).isEqualTo(1);
        bob.speaks();
        assertThat(shard.sent).isEmpty();
        assertThat(shard.drops(1, "out-no-keys")).isEqualTo(1);
    }

    @Test
    void aPlanForTheSameCertificateKeepsTheKeys() {
        connect(Dtls.Role.SERVER);
        alice(Dtls.Role.CLIENT);
        exchange();
        shard.handle.update(plan(Dtls.Role.SERVER, true));
        bothAreHeard();
    }
}
