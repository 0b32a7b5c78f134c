package jackfield.rtc.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import jackfield.rtc.srtp.SrtpProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CryptoTest {
    private static final String KEY = "d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";

    @Test
    void linesOfAPhone() {
        List<Crypto> lines = Corpus.read("baresip-srtp-offer").sections().getFirst().cryptos();
        assertThat(lines).extracting(Crypto::tag).containsExactly(1, 2, 3);
        assertThat(lines)
                .extracting(Crypto::profile)
                .containsExactly(
                        SrtpProfile.AES_CM_128_HMAC_SHA1_32,
                        SrtpProfile.AES_CM_128_HMAC_SHA1_80,
                        SrtpProfile.AEAD_AES_128_GCM);
        Crypto second = lines.get(1);
        assertThat(second.masterKey()).hasSize(16).startsWith('w', 'D', 'f', 'v');
        assertThat(second.masterSalt()).hasSize(14).endsWith('%', '*', '#');
        assertThat(second.keys().getFirst().lifetime()).isEqualTo("2^20");
        assertThat(second.keys().getFirst().mki()).isEqualTo("1");
        assertThat(second.keys().getFirst().mkiBytes()).isEqualTo(32);
        assertThat(second.mki()).hasSize(32).startsWith(0, 0).endsWith(0, 1);
        assertThat(second.isUsable()).isTrue();
        Crypto third = lines.get(2);
        assertThat(third.isUsable()).isTrue();
        assertThat(third.masterSalt()).hasSize(12).startsWith(16, 17);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:4",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20|1:4 WSH=64",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20|1:4;inline:" + KEY + "|2^20|2:4",
                "7 UNKNOWN_SUITE inline:QUJD KDR=1",
            })
    void writtenAsRead(String value) {
        assertThat(Crypto.parse(value).orThrow().value()).isEqualTo(value);
    }

    @Test
    void paddingMayBeMissing() {
        String padded = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGw==";
        Crypto bare =
                Crypto.parse("1 AEAD_AES_128_GCM inline:" + padded.replace("=", "")).orThrow();
        assertThat(bare.value()).endsWith(padded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1 AES_CM_128_HMAC_SHA1_80",
                "x AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "1 AES_CM_128_HMAC_SHA1_80 " + KEY,
                "1 AES_CM_128_HMAC_SHA1_80 inline:QUJD",
                "1 AEAD_AES_128_GCM inline:" + KEY,
                "1 AES_CM_128_HMAC_SHA1_80 inline:***",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:x",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|a|b|c",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:0",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|256:1",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|-1:4",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^49",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|0",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|soon",
                "1 AES_256_CM_HMAC_SHA1_80 inline:" + KEY,
            })
    void unreadable(String value) {
        assertThat(Crypto.parse(value)).isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void anIdentifierOfOurs() {
        Crypto ours = Crypto.of(3, SrtpProfile.AEAD_AES_256_GCM, new byte[44], new byte[] {1, 2});

        assertThat(ours.value()).endsWith("|258:2");
        assertThat(Crypto.parse(ours.value()).orThrow().mki()).containsExactly(1, 2);
        assertThat(Crypto.parse(ours.value()).orThrow().masterKey()).hasSize(32);
    }

    @Test
    void whatWouldChangeThePacketsIsNotUsable() {
        String line = "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY;
        assertThat(Crypto.parse(line + " WSH=64 -X").orThrow().isUsable()).isTrue();
        assertThat(Crypto.parse(line + " UNENCRYPTED_SRTP").orThrow().isUsable()).isFalse();
        assertThat(Crypto.parse(line + " UNENCRYPTED_SRTCP").orThrow().isUsable()).isFalse();
        assertThat(Crypto.parse(line + " UNAUTHENTICATED_SRTP").orThrow().isUsable()).isFalse();
        assertThat(Crypto.parse(line + " FEC_ORDER=FEC_SRTP").orThrow().isUsable()).isFalse();
        assertThat(Crypto.parse(line + " FEC_KEY=inline:QUJD").orThrow().isUsable()).isFalse();
        String two = line + "|1:4;inline:" + KEY + "|2:4";
        assertThat(Crypto.parse(two).orThrow().isUsable()).isFalse(); // which one now?
        assertThat(Crypto.parse(line + " KDR=1").orThrow().isUsable()).isFalse();
        assertThat(Crypto.parse("7 UNKNOWN inline:QUJD").orThrow().isUsable()).isFalse();
    }
}
