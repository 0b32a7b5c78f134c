package jackfield.rtc.stun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The test vectors of RFC 5769.
class Rfc5769Test {
    private static final byte[] PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt".getBytes(UTF_8);
    private static final TransactionId ID = new TransactionId(0xb7e7a701, 0xbc34d686fa87dfaeL);

    private static final byte[] REQUEST =
            hex(
                    "000100582112a442b7e7a701bc34d686fa87dfae"
                            + "802200105354554e207465737420636c69656e74"
                            + "002400046e0001ff80290008932ff9b151263b36"
                            + "000600096576746a3a68367659202020"
                            + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
                            + "80280004e57a3bcf");
    private static final byte[] IPV4_RESPONSE =
            hex(
                    "0101003c2112a442b7e7a701bc34d686fa87dfae"
                            + "8022000b7465737420766563746f7220"
                            + "002000080001a147e112a643"
                            + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
                            + "80280004c07d4c96");
    private static final byte[] IPV6_RESPONSE =
            hex(
                    "010100482112a442b7e7a701bc34d686fa87dfae"
                            + "8022000b7465737420766563746f7220"
                            + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
                            + "00080014a382954e4be67bf11784c97c8292c275bfe3ed41"
                            + "80280004c8fb0b4c");
    private static final byte[] LONG_TERM_REQUEST =
            hex(
                    "000100602112a44278ad3433c6ad72c029da412e"
                            + "00060012e3839ee38388e383aae38383e382afe382b90000"
                            + "0015001c662f2f3439396b39353464364f4c33346f4c39465354767936347341"
                            + "0014000b6578616d706c652e6f726700"
                            + "00080014f67024656dd64a3e02b8e0712e85c9a28ca89666");

    @Test
    void sampleRequest() {
        StunMessage request = StunMessage.parse(REQUEST).orThrow();
        assertThat(request.kind()).isEqualTo(StunClass.REQUEST);
        assertThat(request.method()).isEqualTo(StunMessage.BINDING);
        assertThat(request.transaction()).isEqualTo(ID);
        assertThat(request.text(StunAttribute.SOFTWARE)).isEqualTo("STUN test client");
        assertThat(request.username()).isEqualTo("evtj:h6vY");
        assertThat(request.priority()).isEqualTo(0x6e0001ffL);
        assertThat(request.tieBreaker(StunAttribute.ICE_CONTROLLED)).isEqualTo(0x932ff9b151263b36L);
        assertThat(request.fingerprinted()).isTrue();
        assertThat(request.authentic(PASSWORD)).isTrue();
        assertThat(request.authentic("another".getBytes(UTF_8))).isFalse();
        assertThat(request.unknownRequired()).isEmpty();
    }

    @Test
    void sampleIpv4Response() {
        StunMessage response = StunMessage.parse(IPV4_RESPONSE).orThrow();
        assertThat(response.kind()).isEqualTo(StunClass.SUCCESS);
        assertThat(response.authentic(PASSWORD)).isTrue();
        assertThat(response.xorMappedAddress()).isEqualTo(Endpoint.parse("192.0.2.1:32853"));
    }

    @Test
    void sampleIpv6Response() {
        StunMessage response = StunMessage.parse(IPV6_RESPONSE).orThrow();
        assertThat(response.authentic(PASSWORD)).isTrue();
        assertThat(response.xorMappedAddress())
                .isEqualTo(Endpoint.parse("[2001:db8:1234:5678:11:2233:4455:6677]:32853"));
    }

    @Test
    void sampleRequestWithLongTermAuthentication() throws Exception {
        StunMessage request = StunMessage.parse(LONG_TERM_REQUEST).orThrow();
        String user = request.username();
        assertThat(user).isEqualTo("\u30de\u30c8\u30ea\u30c3\u30af\u30b9");
        assertThat(request.text(StunAttribute.NONCE)).isEqualTo("f//499k954d6OL34oL9FSTvy64sA");
        String realm = request.text(StunAttribute.REALM);
        byte[] key =
                MessageDigest.getInstance("MD5")
                        .digest((user + ":" + realm + ":TheMatrIX").getBytes(UTF_8));
        assertThat(request.authentic(key)).isTrue();
        assertThat(request.fingerprinted()).isFalse();
    }

    @Test
    void ourWriterGivesTheIpv6ResponseButForItsPadding() {
        byte[] written =
                new StunWriter(StunClass.SUCCESS, StunMessage.BINDING, ID)
                        .put(StunAttribute.SOFTWARE, "test vector")
                        .xorMappedAddress(
                                StunMessage.parse(IPV6_RESPONSE).orThrow().xorMappedAddress())
                        .sign(PASSWORD)
                        .finish();
        assertThat(written).hasSameSizeAs(IPV6_RESPONSE);
        StunMessage again = StunMessage.parse(written).orThrow();
        assertThat(again.authentic(PASSWORD)).isTrue();
        assertThat(again.value(StunAttribute.XOR_MAPPED_ADDRESS))
                .isEqualTo(
                        StunMessage.parse(IPV6_RESPONSE)
                                .orThrow()
                                .value(StunAttribute.XOR_MAPPED_ADDRESS));
    }

    static byte[] request() {
        return REQUEST.clone();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
