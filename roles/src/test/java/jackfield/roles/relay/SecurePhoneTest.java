package jackfield.roles.relay;

import static jackfield.roles.relay.CallRelayTest.isForPhone;
import static jackfield.roles.relay.LegProfile.BROWSER;
import static jackfield.roles.relay.LegProfile.SIP;
import static jackfield.roles.relay.LegProfile.SIP_SDES;
import static jackfield.roles.relay.Sdps.KEY_80;
import static jackfield.roles.relay.Sdps.KEY_GCM;
import static jackfield.roles.relay.Talk.audio;
import static jackfield.roles.relay.Talk.exchange;
import static jackfield.roles.relay.Talk.read;
import static jackfield.roles.relay.Talk.text;
import static jackfield.roles.relay.Talk.why;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.relay.media.LegPlan;
import jackfield.rtc.sdp.Crypto;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.srtp.SrtpProfile;
import org.junit.jupiter.api.Test;

/// Phones with keys in their SDP (RFC 4568).
class SecurePhoneTest {
    private final Talk talk = new Talk();

    @Test
    void phoneCallsSecurePhone() {
        MediaSection offered = audio(talk.offer(Sdps.phone("0"), SIP, SIP_SDES));
        isForPhone(offered, "RTP/SAVP");
        assertThat(offered.cryptos())
                .extracting(Crypto::profile)
                .containsExactly(SrtpProfile.AES_CM_128_HMAC_SHA1_80, SrtpProfile.AEAD_AES_128_GCM);
        assertThat(audio(talk.answer(Sdps.securePhone("0", KEY_80))).cryptos()).isEmpty();
        LegPlan.Sdes sdes = talk.portsPlan(1).sdes();
        assertThat(sdes).isNotNull();
        assertThat(sdes.outbound().profile()).isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
        assertThat(sdes.outbound().key()).isEqualTo(offered.cryptos().get(0).masterKey());
        assertThat(sdes.inbound()).isNotNull();
        assertThat(sdes.inbound().key()).hasSize(16).startsWith('w', 'D', 'f', 'v');
        assertThat(talk.portsPlan(0).sdes()).isNull();
    }

    @Test
    void securePhoneIsUnderstoodWhateverTheProfileSays() {
        talk.offer(Sdps.securePhone("0 101", KEY_GCM, KEY_80), SIP, BROWSER);
        MediaSection answered =
                audio(talk.answer(Sdps.browser("bZx0", "active", "0").replace("a=rtcp:", "a=x:")));
        assertThat(answered.media().protocol()).isEqualTo("RTP/SAVP");
        assertThat(answered.cryptos())
                .singleElement()
                .satisfies(crypto -> {
                    assertThat(crypto.tag()).isEqualTo(2);
                    assertThat(crypto.profile()).isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
                });
        LegPlan.Sdes sdes = talk.portsPlan(0).sdes();
        assertThat(sdes).isNotNull();
        assertThat(sdes.outbound().key()).isEqualTo(answered.cryptos().getFirst().masterKey());
        assertThat(sdes.inbound()).isNotNull();
        assertThat(sdes.outbound().key()).isNotEqualTo(sdes.inbound().key());
    }

    @Test
    void securePhoneThatOffersOnlyGcmGetsIt() {
        talk.offer(Sdps.securePhone("0", KEY_GCM), SIP, SIP);
        assertThat(audio(talk.answer(Sdps.phone("0"))).cryptos())
                .extracting(Crypto::profile)
                .containsExactly(SrtpProfile.AEAD_AES_128_GCM);
    }

    /// The packet count begins again with a key (RFC 3711 section 9.1).
    @Test
    void keyThatWasGivenUpNeverComesBack() {
        Exchange exchange = exchange("alice", null, "z1");
        byte[] first = keyTold(exchange, Sdps.securePhone("0", KEY_80));
        Exchange again = exchange.answeredBy("bob");
        assertThat(keyTold(again, Sdps.securePhone("0", KEY_80))).isEqualTo(first);
        keyTold(again, Sdps.securePhone("0", KEY_GCM));
        assertThat(keyTold(again, Sdps.securePhone("0", KEY_80))).isNotEqualTo(first);
    }

    /// Our key in the answer to `offer`.
    private byte[] keyTold(Exchange exchange, String offer) {
        text(talk.tryOffer(exchange, offer, SIP, SIP));
        var answer = talk.tryAnswer(exchange.answeredBy("bob"), Sdps.phone("0"));
        return audio(read(answer)).cryptos().getFirst().masterKey();
    }

    @Test
    void suiteThatWasNotOfferedIsNoAnswer() {
        Exchange exchange = exchange("alice", null, "z1");
        talk.tryOffer(exchange, Sdps.phone("0"), SIP, SIP_SDES);
        String short32 = KEY_80.replace("SHA1_80", "SHA1_32");
        assertThat(why(talk.tryAnswer(exchange.answeredBy("bob"), Sdps.securePhone("0", short32))))
                .isEqualTo("488 the answer to an SDES offer has no a=crypto that was offered");
        // From one who offers it first it is taken, and stays on offer to him.
        Exchange other = exchange("carol", null, "z2");
        talk.tryOffer(other, Sdps.securePhone("0", short32), SIP, SIP);
        talk.tryAnswer(other.answeredBy("dave"), Sdps.phone("0"));
        MediaSection back =
                audio(
                        read(
                                talk.tryOffer(
                                        exchange("dave", "carol", "z3"),
                                        Sdps.phone("0"),
                                        SIP,
                                        SIP)));
        assertThat(back.cryptos().getFirst().profile())
                .isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_32);
        assertThat(back.cryptos()).hasSize(3);
    }
}
