package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The vectors of RFC 3711 appendix B, RFC 6188 section 7 and RFC 7714 sections 16 and 17.
class SrtpVectorsTest {
    private final SrtpWorkspace work = new SrtpWorkspace();

    /// Three blocks of it, with the salt that all examples have.
    private byte[] keyStream(String... key) {
        byte[] salt = hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD");
        Arrays.fill(work.packet, (byte) 0);
        new AesCounterMode(hex(key), salt, work).apply(work, 0, 48, 0, 0);
        return Arrays.copyOf(work.packet, 48);
    }

    @Test
    void keyStreamOfRfc3711AppendixB2() {
        assertThat(keyStream("2B7E151628AED2A6ABF7158809CF4F3C"))
                .isEqualTo(
                        hex(
                                "E03EAD0935C95E80E166B16DD92B4EB4",
                                "D23513162B02D0F72A43A2FE4A5F97AB",
                                "41E95B3BB0A2E8DD477901E4FCA894C0"));
    }

    @Test
    void keysOfRfc3711AppendixB3() {
        var function =
                new AesCounterMode(
                        hex("E1F97A0D3E018BE0D64FA32C06DE4139"),
                        hex("0EC675AD498AFEEBB6960B3AABE6"),
                        work);

        assertThat(function.derive(work, 0, 16)).isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
        assertThat(function.derive(work, 2, 14)).isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
        assertThat(function.derive(work, 1, 94))
                .startsWith(
                        hex(
                                "CEBE321F6FF7716B6FD4AB49AF256A15",
                                "6D38BAA48F0A0ACF3C34E2359E6CDBCE",
                                "E049646C43D9327AD175578EF7227098",
                                "6371C10C9A369AC2F94A8C5FBCDDDC25"));
    }

    @Test
    void keyStreamsOfRfc6188Section7() {
        assertThat(
                        keyStream(
                                "57f82fe3613fd170a85ec93c40b1f092",
                                "2ec4cb0dc025b58272147cc438944a98"))
                .isEqualTo(
                        hex(
                                "92bdd28a93c3f52511c677d08b5515a4",
                                "9da71b2378a854f67050756ded165bac",
                                "63c4868b7096d88421b563b8c94c9a31"));

        assertThat(keyStream("eab234764e517b2d3d160d587d8c86219740f65f99b6bcf7"))
                .isEqualTo(
                        hex(
                                "35096cba4610028dc1b57503804ce37c",
                                "5de986291dcce161d5165ec4568f5c9a",
                                "474a40c77894bc17180202272a4c264d"));
    }

    @Test
    void keysOfRfc6188Section7() {
        SessionKeys of256 =
                SessionKeys.forRtp(
                        SrtpProfile.AES_256_CM_HMAC_SHA1_80,
                        hex("f0f04914b513f2763a1b1fa130f10e29", "98f6f6e43e4309d1e622a0e332b9f1b6"),
                        hex("3b04803de51ee7c96423ab5b78d2"),
                        work);

        assertThat(of256.cipherKey())
                .isEqualTo(
                        hex(
                                "5ba1064e30ec51613cad926c5a28ef73",
                                "1ec7fb397f70a960653caf06554cd8c4"));
        assertThat(of256.salt()).isEqualTo(hex("fa31791685ca444a9e07c6c64e93"));
        assertThat(of256.authenticationKey())
                .isEqualTo(hex("fd9c32d39ed5fbb5a9dc96b30818454d1313dc05"));

        SessionKeys of192 =
                SessionKeys.forRtp(
                        SrtpProfile.AES_192_CM_HMAC_SHA1_80,
                        hex("73edc66c4fa15776fb57f9505c17136550ffda71f3e8e5f1"),
                        hex("c8522f3acd4ce86d5add78edbb11"),
                        work);

        assertThat(of192.cipherKey())
                .isEqualTo(hex("31874736a8f1143870c26e4857d8a5b2c4a354407faadabb"));
        assertThat(of192.salt()).isEqualTo(hex("2372b82d639b6d8503a47adc0a6c"));
        assertThat(of192.authenticationKey())
                .isEqualTo(hex("355b10973cd95b9eacf4061c7e1a7151e7cfbfcb"));
    }

    @Test
    void rtpOfRfc7714Section16With256Bits() {
        byte[] clear =
                hex(
                        "8040f17b8041f8d35501a0b2",
                        "47616c6c696120657374206f6d6e69732064697669736120",
                        "696e207061727465732074726573");
        byte[] sealed =
                hex(
                        "8040f17b8041f8d35501a0b2",
                        "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b",
                        "7aa3db36dfffd6b0f9bb7878d7a76c13");
        var gcm = gcm256();
        System.arraycopy(clear, 0, work.packet, 0, clear.length);

        assertThat(gcm.sealRtp(work, 12, clear.length, 0x5501a0b2, 0xf17b)).isEqualTo(66);
        assertThat(Arrays.copyOf(work.packet, 66)).isEqualTo(sealed);
        assertThat(gcm.openRtp(work, 12, 66, 0x5501a0b2, 0xf17b)).isEqualTo(clear.length);
        assertThat(Arrays.copyOf(work.packet, clear.length)).isEqualTo(clear);
    }

    @Test
    void rtcpOfRfc7714Section17With256Bits() {
        byte[] clear = hex(RTCP);
        byte[] sealed =
                hex(
                        "81c8000d4d617273d50ae4d1f5ce5d304ba297e47d470c28",
                        "2c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de047",
                        "6f1b6fad1d1eb30c4446839f57ff6f6cb26ac3be800005d4");
        var gcm = gcm256();
        System.arraycopy(clear, 0, work.packet, 0, clear.length);

        assertThat(gcm.sealRtcp(work, clear.length, MARS, 0x5d4)).isEqualTo(sealed.length);
        assertThat(Arrays.copyOf(work.packet, sealed.length)).isEqualTo(sealed);
        assertThat(gcm.openRtcp(work, sealed.length, MARS)).isEqualTo(clear.length);
        assertThat(Arrays.copyOf(work.packet, clear.length)).isEqualTo(clear);
    }

    @Test
    void rtpOfRfc7714Section16() {
        byte[] clear =
                hex(
                        "8040f17b8041f8d35501a0b2",
                        "47616c6c696120657374206f6d6e69732064697669736120",
                        "696e207061727465732074726573");
        byte[] sealed =
                hex(
                        "8040f17b8041f8d35501a0b2",
                        "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833",
                        "899d7f27beb16a9152cf765ee4390cce");
        var gcm = gcm();
        System.arraycopy(clear, 0, work.packet, 0, clear.length);

        assertThat(gcm.sealRtp(work, 12, clear.length, 0x5501a0b2, 0xf17b)).isEqualTo(66);
        assertThat(Arrays.copyOf(work.packet, 66)).isEqualTo(sealed);
        assertThat(gcm.openRtp(work, 12, 66, 0x5501a0b2, 0xf17b)).isEqualTo(clear.length);
        assertThat(Arrays.copyOf(work.packet, clear.length)).isEqualTo(clear);
    }

    @Test
    void rtcpOfRfc7714Section17() {
        byte[] clear = hex(RTCP);
        byte[] sealed =
                hex(
                        "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d",
                        "6fda4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4");
        var gcm = gcm();
        System.arraycopy(clear, 0, work.packet, 0, clear.length);

        assertThat(gcm.sealRtcp(work, clear.length, MARS, 0x5d4)).isEqualTo(sealed.length);
        assertThat(Arrays.copyOf(work.packet, sealed.length)).isEqualTo(sealed);
        assertThat(gcm.rtcpWord(work, sealed.length)).isEqualTo(0x800005d4);
        assertThat(gcm.openRtcp(work, sealed.length, MARS)).isEqualTo(clear.length);
        assertThat(Arrays.copyOf(work.packet, clear.length)).isEqualTo(clear);
    }

    @Test
    void rtcpOfRfc7714Section17ThatIsOnlyAuthenticated() {
        byte[] tagged = hex(RTCP, "841dd9683dd78ec92ae58790125f62b3", "000005d4");
        System.arraycopy(tagged, 0, work.packet, 0, tagged.length);

        assertThat(gcm().openRtcp(work, tagged.length, MARS)).isEqualTo(hex(RTCP).length);
        assertThat(Arrays.copyOf(work.packet, hex(RTCP).length)).isEqualTo(hex(RTCP));

        System.arraycopy(tagged, 0, work.packet, 0, tagged.length);
        work.packet[20] ^= 1;
        assertThat(gcm().openRtcp(work, tagged.length, MARS)).isEqualTo(SrtpDrop.AUTHENTICATION);
    }

    private static final int MARS = 0x4d617273;
    private static final String RTCP =
            "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61"
                    + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    private Transform gcm() {
        return gcm(SrtpProfile.AEAD_AES_128_GCM, "000102030405060708090a0b0c0d0e0f");
    }

    private Transform gcm256() {
        return gcm(
                SrtpProfile.AEAD_AES_256_GCM,
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    }

    private Transform gcm(SrtpProfile profile, String key) {
        return SrtpContext.transform(
                profile,
                new SessionKeys(hex(key), new byte[20], hex("517569642070726f2071756f")),
                new byte[0],
                work);
    }
}
