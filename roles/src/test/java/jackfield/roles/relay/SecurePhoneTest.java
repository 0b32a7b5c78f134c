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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        talk.offer(
                Sdps.securePhone(
                        "0 101",
                        KEY_80.replace(":2 AES", ":9 AES").replace("_80", "_32"),
                        KEY_GCM,
                        KEY_80),
                SIP,
                BROWSER);
        MediaSection answered =
                audio(talk.answer(Sdps.browser("bZx0", "active", "0").replace("a=rtcp:", "a=x:")));
        assertThat(answered.media().protocol()).isEqualTo("RTP/SAVP");
        assertThat(answered.cryptos())
                .singleElement()
                .satisfies(crypto -> {
                    // The first of its own order that has a whole tag.
                    assertThat(crypto.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
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

    @ParameterizedTest
    @EnumSource(names = "NULL_.*", mode = EnumSource.Mode.MATCH_NONE)
    void everySuiteThatEncryptsIsTaken(SrtpProfile profile) {
        String line =
                "a=crypto:"
                        + Crypto.of(7, profile, new byte[profile.keyBytes() + profile.saltBytes()])
                                .value();
        talk.offer(Sdps.securePhone("0", line), SIP, SIP);
        Crypto ours = audio(talk.answer(Sdps.phone("0"))).cryptos().getFirst();

        assertThat(ours.profile()).isEqualTo(profile);
        assertThat(ours.tag()).isEqualTo(7);
        assertThat(ours.masterKey()).hasSize(profile.keyBytes());
    }

    @Test
    void whatDoesNotEncryptIsTakenOnlyWhereItIsNamed() {
        String line =
                "a=crypto:" + Crypto.of(1, SrtpProfile.NULL_HMAC_SHA1_80, new byte[30]).value();
        Exchange exchange = exchange("alice", null, "z1");
        assertThat(why(talk.tryOffer(exchange, Sdps.securePhone("0", line), SIP, SIP)))
                .startsWith("488 RTP/SAVP without");

        LegProfile named = SIP_SDES.on(only("NULL_HMAC_SHA1_80"));
        MediaSection offered =
                audio(
                        read(
                                talk.tryOffer(
                                        exchange("carol", null, "z2"),
                                        Sdps.phone("0"),
                                        SIP,
                                        named)));
        assertThat(offered.cryptos())
                .extracting(Crypto::profile)
                .containsExactly(SrtpProfile.NULL_HMAC_SHA1_80);
    }

    @Test
    void aControllerNamesWhatIsOffered() {
        LegProfile named = SIP_SDES.on(only("AEAD_AES_256_GCM", "AES_256_CM_HMAC_SHA1_80"));
        MediaSection offered = audio(talk.offer(Sdps.phone("0"), SIP, named));
        assertThat(offered.cryptos())
                .extracting(Crypto::profile)
                .containsExactly(SrtpProfile.AEAD_AES_256_GCM, SrtpProfile.AES_256_CM_HMAC_SHA1_80);
    }

    private static LegOptions only(String... suites) {
        LegOptions usual = LegOptions.NONE;
        return new LegOptions(
                new LegOptions.Keying(
                        true,
                        List.of(suites),
                        List.of(),
                        List.of(),
                        LegOptions.Handshake.ANY,
                        true),
                usual.ice(),
                usual.place(),
                usual.following(),
                usual.lines());
    }

    /// RFC 4568 section 6.1; where the offer names its key, so do our packets.
    @Test
    void theAnswerNamesItsKeyAsTheOfferDoes() {
        talk.offer(Sdps.securePhone("0", KEY_80 + "|2^20|17:4"), SIP, SIP);
        Crypto ours = audio(talk.answer(Sdps.phone("0"))).cryptos().getFirst();

        assertThat(ours.value()).endsWith("|17:4");
        LegPlan.Sdes sdes = talk.portsPlan(0).sdes();
        assertThat(sdes).isNotNull();
        assertThat(sdes.outbound().mki()).containsExactly(0, 0, 0, 17);
        assertThat(sdes.inbound()).isNotNull();
        assertThat(sdes.inbound().mki()).containsExactly(0, 0, 0, 17);
    }
}
