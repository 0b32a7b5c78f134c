package jackfield.roles.relay.media;

import static jackfield.roles.relay.media.Shard.MILLI;
import static jackfield.roles.relay.media.Shard.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.rtcp.RtcpWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// "There is no audio": what the relay says about it.
class VerdictTest {
    private static final PayloadMap PCMA = PayloadMap.NONE.with(8, 8, 8000, "PCMA");

    private final PairedDtls dtls = new PairedDtls("relay");
    private final Shard shard = new Shard(dtls);
    private final Phone alice = new Phone(shard, 1, 10_000, "192.0.2.1:4000", 8);
    private final Phone bob = new Phone(shard, 2, 10_002, "203.0.113.2:5000", 8);

    @Test
    void nothingEverCame() {
        connect();
        assertThat(words(1))
                .isEqualTo(
                        "the phone at 192.0.2.1 never sent a packet to 198.51.100.1:10000: a"
                                + " firewall, or it cannot reach that address");
        assertThat(code(1)).isEqualTo("never-heard");
    }

    @Test
    void nothingEverCameFromAPhoneBehindARouter() {
        shard.handle.install(alice.plan(7, "10.1.2.3:4000", PCMA));
        assertThat(words(1))
                .isEqualTo(
                        "the phone at 10.1.2.3 never sent a packet to 198.51.100.1:10000: a"
                                + " firewall, or a private address in its SDP");
    }

    @Test
    void itOnlySendsReports() {
        connect();
        alice.reports(bob.ssrc, alice.address);
        assertThat(code(1)).isEqualTo("only-rtcp");
        assertThat(words(1)).contains("muted");
    }

    @Test
    void itStopped() {
        connect();
        alice.speaks();
        assertThat(verdict(1)).isEqualTo(new Verdict.Fine());
        shard.passes(20 * SECOND);
        assertThat(words(1)).isEqualTo("the phone at 192.0.2.1:4000 stopped sending 20 s ago");
    }

    @Test
    void theKeysAreWrong() {
        alice.secured();
        connect();
        byte[] wrong = Arrays.copyOf(alice.clear(8, 0), 182);
        alice.arrivesRtp(wrong, alice.address);
        assertThat(words(1)).isEqualTo("packets arrive but fail authentication (wrong keys)");
        assertThat(code(1)).isEqualTo("wrong-keys");
    }

    @Test
    void thereIsNoProtectionThoughItWasAgreed() {
        alice.secured();
        connect();
        alice.arrivesRtp(Arrays.copyOf(alice.clear(8, 0), 172), alice.address);
        assertThat(verdict(1)).isEqualTo(new Verdict.AuthenticationFails(true));
        assertThat(words(1)).contains("plain RTP");
    }

    @Test
    void thereIsProtectionThoughNoneWasAgreed() {
        connect();
        for (int i = 0; i < 10; i++) {
            byte[] noise = Arrays.copyOf(alice.clear(8, i), 182);
            noise[50] = 3;
            alice.arrivesRtp(noise, alice.address);
        }
        assertThat(code(1)).isEqualTo("srtp-instead-of-plain");
    }

    @Test
    void theyComeFromElsewhere() {
        connect();
        alice.speaks();
        shard.passes(20 * SECOND);
        alice.speaksFrom(Endpoint.parse("192.0.2.99:9"));
        assertThat(words(1))
                .isEqualTo(
                        "packets arrive from 192.0.2.99:9, which is not the learnt address"
                                + " 192.0.2.1:4000");
    }

    @Test
    void theCodecIsNotTheAgreedOne() {
        connect();
        alice.arrivesRtp(alice.packet(18), alice.address);
        assertThat(words(1)).isEqualTo("packets arrive with payload type 18, which was not agreed");
    }

    @Test
    void nobodyListens() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA));
        alice.speaks();
        assertThat(words(1)).isEqualTo("packets arrive, but the leg is connected to no other");
        shard.handle.install(bob.plan(7, null, PCMA));
        shard.handle.patch(1, 2);
        alice.speaks();
        assertThat(words(1))
                .isEqualTo("packets arrive, but there is no address to send them on to");
        assertThat(code(1)).isEqualTo("no-address");
    }

    @Test
    void theFarSideGetsNothingOfOurs() {
        connect();
        for (int report = 0; report < 3; report++) {
            for (int i = 0; i < 50; i++) {
                alice.speaks();
                bob.speaks();
            }
            bobReports(255, 0);
        }
        assertThat(verdict(2))
                .isEqualTo(new Verdict.LostBehindUs(Verdict.Peer.PHONE, bob.address, 150));
        assertThat(words(2)).contains("100 % loss").contains("203.0.113.2:5000");
        bobReports(0, 0);
        assertThat(verdict(2).isTrouble()).isFalse();
    }

    @Test
    void thereIsOnlySilence() {
        connect();
        for (int i = 0; i < 1_000; i++) {
            byte[] silence = Arrays.copyOf(alice.clear(8, i), 172);
            Arrays.fill(silence, 12, 172, (byte) 0xd5);
            alice.arrivesRtp(silence, alice.address);
            shard.now += 20 * MILLI;
        }
        assertThat(code(1)).isEqualTo("only-silence");
        assertThat(words(1)).startsWith("the phone sends only silence (PCMA) for 20 s");
        byte[] word = Arrays.copyOf(alice.clear(8, 1_000), 172);
        alice.arrivesRtp(word, alice.address);
        assertThat(code(1)).isEqualTo("fine");
    }

    @Test
    void itSoundsBad() {
        connect();
        for (int i = 0; i < 1_000; i++) {
            if (i % 4 != 0) {
                alice.speaks();
            } else {
                alice.sequence++;
                shard.now += 20 * MILLI;
            }
        }
        assertThat(code(1)).isEqualTo("poor");
        assertThat(words(1)).startsWith("bad sound from the phone: MOS ").contains("24.9 % lost");
        MediaQuality.Way in = quality(1).in();
        assertThat(in.lossPercent()).isBetween(24.0, 26.0);
        assertThat(in.mos().lowest()).isLessThan(3);
        assertThat(quality(1).codecIn()).isEqualTo("PCMA");
    }

    @Test
    void theRoundTripIsMeasuredByReportsThatPass() {
        connect();
        for (int i = 0; i < 50; i++) {
            alice.speaks();
            bob.speaks();
        }
        byte[] report = new byte[28];
        int sent =
                new RtcpWriter()
                        .over(MemorySegment.ofArray(report))
                        .senderReport(alice.ssrc, 0x0000_1111_2222_0000L, 8_000, 50, 8_000)
                        .length();
        shard.arrives(alice.port + 1, Arrays.copyOf(report, sent), alice.address);
        shard.now += 580 * MILLI;
        bobReports(26, 0x1111_2222, 32_768);

        MediaQuality quality = quality(2);
        assertThat(quality.roundTripNs()).isBetween(79 * MILLI, 81 * MILLI);
        assertThat(quality.out().lossPercent()).isBetween(10.0, 10.3);
        assertThat(quality.out().jitterMicros()).isEqualTo(2_000);
        assertThat(quality.out().mos().now()).isBetween(2.5, 4.0);
        assertThat(quality.times().firstOut()).isPositive();
        assertThat(quality(1).roundTripNs()).isEqualTo(-1);
    }

    @Test
    void aBrowserOnItsWay() {
        shard.open(Browser.RELAY);
        Browser carol = new Browser(shard, 3, "192.0.2.3:50000", dtls);
        shard.handle.install(
                carol.plan(
                        7,
                        PCMA,
                        Dtls.Role.SERVER,
                        List.of(
                                "candidate:1 1 udp 2113937151 10.7.7.7 50000 typ host",
                                "candidate:2 1 udp 2113937150 x-y.local 50000 typ host")));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(3, 2);
        assertThat(words(3))
                .startsWith(
                        "ICE: no check from the browser has arrived at 198.51.100.1:3478 (it"
                                + " offered 1 host, 1 mdns)")
                .contains("TURN");
        assertThat(code(3)).isEqualTo("ice-no-check");

        dtls.held = new ArrayList<>();
        carol.begins(Dtls.Role.CLIENT);
        carol.passes(SECOND);
        assertThat(words(3)).isEqualTo("DTLS handshake not finished: handshake");
        bob.speaks();
        assertThat(words(2)).isEqualTo("packets arrive, but the other side has no keys yet");

        dtls.held.forEach(Runnable::run);
        carol.settle();
        assertThat(code(3)).isEqualTo("no-microphone");
        carol.speaks();
        assertThat(verdict(3)).isEqualTo(new Verdict.Fine());
        LegSnapshot leg = shard.snapshot(3);
        assertThat(leg.srtp()).isEqualTo("AES_CM_128_HMAC_SHA1_80");
        assertThat(leg.pairs()).anyMatch(pair -> pair.endsWith("succeeded, selected"));
    }

    @Test
    void aBrowserThatSaysNoHello() {
        shard.open(Browser.RELAY);
        Browser carol = new Browser(shard, 3, "192.0.2.3:50000", dtls);
        shard.handle.install(carol.plan(7, PCMA));
        carol.begins(Dtls.Role.SERVER); // it waits as we do
        carol.passes(SECOND);
        assertThat(code(3)).isEqualTo("dtls-no-hello");
        assertThat(words(3)).contains("192.0.2.3:50000");
    }

    @Test
    void aBrowserWithAnotherCertificate() {
        shard.open(Browser.RELAY);
        Browser carol = new Browser(shard, 3, "192.0.2.3:50000", dtls);
        LegPlan plan = carol.plan(7, PCMA);
        LegPlan.Browser transport = (LegPlan.Browser) plan.transport();
        shard.handle.install(
                new LegPlan(
                        3,
                        7,
                        new LegPlan.Browser(
                                transport.socket(),
                                transport.ice(),
                                new LegPlan.DtlsTerms(
                                        Dtls.Role.SERVER, List.of(Browser.other().toString()))),
                        PCMA,
                        true,
                        false));
        carol.begins(Dtls.Role.CLIENT);
        carol.passes(SECOND);
        assertThat(code(3)).isEqualTo("dtls-fingerprint");
    }

    @Test
    void aBrowserWhoseAnswersNeverCome() {
        shard.open(Browser.RELAY);
        Browser carol = new Browser(shard, 3, "192.0.2.3:50000", dtls);
        shard.handle.install(
                carol.plan(
                        7,
                        PCMA,
                        Dtls.Role.SERVER,
                        List.of("candidate:1 1 udp 2113937151 10.7.7.7 50000 typ host")));
        carol.begins(Dtls.Role.CLIENT);
        // Its checks arrive; ours and our answers do not.
        Endpoint hidden = carol.address;
        carol.address = Endpoint.parse("192.0.2.3:50001");
        carol.passes(SECOND);
        carol.silent = true;
        shard.passes(60 * SECOND);
        assertThat(hidden).isNotEqualTo(carol.address);
        assertThat(words(3)).startsWith("ICE: no path to the browser");
        assertThat(words(3)).contains("10.7.7.7:50000 failed");
    }

    private void bobReports(int fraction, int lastReport) {
        bobReports(fraction, lastReport, 0);
    }

    private void bobReports(int fraction, int lastReport, long delay) {
        byte[] bytes = new byte[64];
        int length =
                new RtcpWriter()
                        .over(MemorySegment.ofArray(bytes))
                        .receiverReport(bob.ssrc)
                        .block(alice.ssrc, fraction, 9, 100, 16, lastReport, delay)
                        .length();
        shard.arrives(bob.port + 1, Arrays.copyOf(bytes, length), bob.address.withPort(5001));
        shard.sent.clear();
    }

    private Verdict verdict(long leg) {
        return shard.snapshot(leg).verdict();
    }

    private String words(long leg) {
        return verdict(leg).words();
    }

    private String code(long leg) {
        return verdict(leg).code();
    }

    private MediaQuality quality(long leg) {
        return shard.snapshot(leg).streams().getFirst().quality();
    }

    private void connect() {
        shard.handle.install(alice.plan(7, "192.0.2.1:4000", PCMA));
        shard.handle.install(bob.plan(7, "203.0.113.2:5000", PCMA));
        shard.handle.patch(1, 2);
        shard.settle();
    }
}
