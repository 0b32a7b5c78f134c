package jackfield.roles.relay;

import static jackfield.roles.relay.LegProfile.BROWSER;
import static jackfield.roles.relay.LegProfile.SIP;
import static jackfield.roles.relay.Sdps.KEY_80;
import static jackfield.roles.relay.Talk.audio;
import static jackfield.roles.relay.Talk.read;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.roles.relay.LegProfile.Security;
import jackfield.roles.relay.media.LegPlan;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.Setup;

import org.junit.jupiter.api.Test;

/// How media is protected and how the peer is found are two things: each of the one goes with each
/// of the other.
class KeyingAndIceTest {
    private static final String ICE = "a=ice-ufrag:phon\na=ice-pwd:" + Sdps.PWD;
    private static final String DTLS =
            "a=fingerprint:sha-256 " + Sdps.FINGERPRINT_B + "\na=setup:actpass";

    private final Talk talk = new Talk();

    private static String dtlsPhone(String... more) {
        return Sdps.phone("0", DTLS, String.join("\n", more))
                .replace("\n\n", "\n")
                .replace("RTP/AVP", "UDP/TLS/RTP/SAVP");
    }

    @Test
    void keysInTheSdpWithIceAreOnTheSharedPort() {
        talk.offer(Sdps.securePhone("0", KEY_80, ICE, "a=rtcp-mux"), SIP, SIP);
        MediaSection answered = audio(talk.answer(Sdps.phone("0")));

        assertThat(answered.rtp()).isEqualTo(Talk.MEDIA);
        assertThat(answered.iceUfrag()).isNotNull();
        assertThat(answered.cryptos()).hasSize(1);
        assertThat(answered.fingerprints()).isEmpty();
        assertThat(answered.rtcpMux()).isTrue();
        LegPlan.Browser plan = talk.browserPlan(0);
        assertThat(plan.dtls()).isNull();
        assertThat(plan.sdes()).isNotNull();
        assertThat(plan.sdes().inbound()).isNotNull();
        assertThat(plan.ice().remoteUfrag()).isEqualTo("phon");
        talk.assertPatched(0, 1);
    }

    @Test
    void plainMediaMayHaveIceToo() {
        talk.offer(Sdps.phone("0", ICE), SIP, SIP);
        MediaSection answered = audio(talk.answer(Sdps.phone("0")));

        assertThat(answered.rtp()).isEqualTo(Talk.MEDIA);
        assertThat(answered.rtcpMux()).as("not asked for").isFalse();
        assertThat(talk.browserPlan(0).sdes()).isNull();
        assertThat(talk.browserPlan(0).dtls()).isNull();
    }

    @Test
    void anAnswerWithoutIceSaysWhereItsWriterIs() {
        LegProfile sdesWithIce = new LegProfile(Security.SDES, true, true, false, false);
        MediaSection offered = audio(talk.offer(Sdps.phone("0"), SIP, sdesWithIce));
        assertThat(offered.media().protocol()).isEqualTo("RTP/SAVP");
        assertThat(offered.iceUfrag()).isNotNull();
        assertThat(offered.cryptos()).isNotEmpty();
        assertThat(offered.fingerprints()).isEmpty();

        talk.answer(Sdps.securePhone("0", KEY_80.replace("crypto:2", "crypto:1")));

        assertThat(talk.browserPlan(1).fixed()).isEqualTo(Endpoint.parse("198.51.100.20:18472"));
        assertThat(talk.browserPlan(1).ice().remoteUfrag()).isNull();
    }

    @Test
    void aHandshakeWithoutIceIsOnPortsOfItsOwn() {
        talk.offer(dtlsPhone("a=rtcp-mux"), SIP, SIP);
        MediaSection answered = audio(talk.answer(Sdps.phone("0")));

        assertThat(answered.rtp().port()).isBetween(30_000, 30_999);
        assertThat(answered.fingerprints()).hasSize(1);
        assertThat(answered.setup()).isEqualTo(Setup.PASSIVE);
        assertThat(answered.iceUfrag()).isNull();
        assertThat(answered.media().protocol()).isEqualTo("UDP/TLS/RTP/SAVP");
        LegPlan.Ports plan = talk.portsPlan(0);
        assertThat(plan.dtls()).isNotNull();
        assertThat(plan.dtls().role()).isEqualTo(Dtls.Role.SERVER);
        assertThat(plan.rtcp()).as("multiplexed").isEqualTo(plan.rtp());
    }

    @Test
    void weOfferAHandshakeWithoutIce() {
        LegProfile phone = new LegProfile(Security.DTLS, false, true, false, false);
        MediaSection offered = audio(talk.offer(Sdps.phone("0"), SIP, phone));
        assertThat(offered.media().protocol()).isEqualTo("UDP/TLS/RTP/SAVP");
        assertThat(offered.setup()).isEqualTo(Setup.ACTPASS);
        assertThat(offered.cryptos()).isEmpty(); // R3

        assertThat(Talk.why(talk.tryAnswer(Talk.exchange("alice", "bob", "z1"), Sdps.phone("0"))))
                .isEqualTo("488 the answer to a DTLS offer has no a=fingerprint");
        talk.answer(dtlsPhone().replace("actpass", "passive"));

        assertThat(talk.portsPlan(1).dtls().role()).isEqualTo(Dtls.Role.CLIENT);
        assertThat(talk.portsPlan(1).rtcp()).isNotEqualTo(talk.portsPlan(1).rtp());
    }

    @Test
    void aBrowserWithoutMuxIsTaken() {
        talk.offer(Sdps.browserOffer().replace("a=rtcp-mux\n", ""), BROWSER, SIP);
        assertThat(audio(talk.answer(Sdps.phone("0"))).rtcpMux()).isFalse();
        talk.assertPatched(0, 1);
    }

    @Test
    void aPartyMayGoOverToDtlsAndBack() {
        talk.offer(Sdps.phone("0"), SIP, SIP);
        talk.answer(Sdps.phone("0"));
        long plain = talk.plan(0).leg();
        Exchange exchange = Talk.exchange("alice", "bob", "z2");

        talk.tryOffer(exchange, Sdps.browserOffer(), BROWSER, SIP);
        assertThat(talk.shard.plans).as("made before the other is broken").hasSize(3);
        talk.assertPatched(0, 1);
        MediaSection answered = audio(read(talk.tryAnswer(exchange, Sdps.phone("0"))));

        assertThat(answered.rtp()).isEqualTo(Talk.MEDIA);
        assertThat(answered.fingerprints()).hasSize(1);
        assertThat(talk.shard.plans).hasSize(2).doesNotContainKey(plain);
        talk.assertPatched(0, 1);
        assertThat(talk.browserPlan(1).dtls().fingerprints()).hasSize(1);

        talk.tryOffer(exchange, Sdps.phone("0"), SIP, SIP);
        assertThat(audio(read(talk.tryAnswer(exchange, Sdps.phone("0")))).fingerprints()).isEmpty();
        assertThat(talk.shard.plans).hasSize(2);
        talk.relay.release(Talk.CALL, talk.now);
        talk.assertNothingLeft();
    }

    @Test
    void aChangeThatIsRefusedLeavesTheCallAsItWas() {
        talk.offer(Sdps.phone("0"), SIP, SIP);
        talk.answer(Sdps.phone("0"));
        Exchange exchange = Talk.exchange("alice", "bob", "z2");
        talk.tryOffer(exchange, Sdps.browserOffer(), BROWSER, SIP);
        // Bob refuses; Alice goes on as before, and says so later.
        talk.assertPatched(0, 1);
        talk.tryOffer(exchange, Sdps.phone("0"), SIP, SIP);
        talk.tryAnswer(exchange, Sdps.phone("0"));
        assertThat(talk.shard.plans).hasSize(2);
        talk.assertPatched(0, 1);
    }
}
