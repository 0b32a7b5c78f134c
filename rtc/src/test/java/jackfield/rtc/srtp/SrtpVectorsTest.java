package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The vectors of RFC 3711 appendix B and RFC 7714 sections 16 and 17.
class SrtpVectorsTest {
    private final SrtpWorkspace work = new SrtpWorkspace();

    @Test
    void keyStreamOfRfc3711AppendixB2() {
        var mode =
                new AesCounterMode(
                        hex("2B7E151628AED2A6ABF7158809CF4F3C"),
                        hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
        mode.apply(work, 0, 48, 0, 0);

        assertThat(Arrays.copyOf(work.packet, 48))
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
                        hex("0EC675AD498AFEEBB6960B3AABE6"));

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

    private static Transform gcm() {
        return SrtpContext.transform(
                SrtpProfile.AEAD_AES_128_GCM,
                new SessionKeys(
                        hex("000102030405060708090a0b0c0d0e0f"),
                        new byte[20],
                        hex("517569642070726f2071756f")));
    }
}
