package jackfield.rtc.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// RFC 8840 section 9.
class SdpFragmentTest {
    private static final String EXAMPLE =
            """
            a=ice-pwd:asd88fgpdd777uzjYhagZg
            a=ice-ufrag:8hhY
            m=audio 9 RTP/AVP 0
            a=mid:1
            a=candidate:1 1 UDP 2130706432 198.51.100.7 5000 typ host
            a=candidate:2 1 UDP 1694498815 192.0.2.3 5002 typ srflx raddr 198.51.100.7 rport 5000
            m=audio 9 RTP/AVP 0
            a=mid:2
            a=ice-ufrag:9uB6
            a=ice-pwd:YH75Fviy6338Vbrhrlp8Yh
            a=x-unknown
            a=end-of-candidates
            """;

    private static SdpFragment read(String text) {
        return SdpFragment.parse(text.getBytes(UTF_8)).orThrow();
    }

    @Test
    void section9_1_eachMediumHasItsCandidates() {
        for (String ends : List.of("\n", "\r\n")) {
            List<SdpFragment.Medium> media = read(EXAMPLE.replace("\n", ends)).media();

            assertThat(media).extracting(SdpFragment.Medium::mid).containsExactly("1", "2");
            assertThat(media.get(0).ufrag()).isEqualTo("8hhY");
            assertThat(media.get(0).password()).isEqualTo("asd88fgpdd777uzjYhagZg");
            assertThat(media.get(0).candidates())
                    .hasSize(2)
                    .first()
                    .isEqualTo("1 1 UDP 2130706432 198.51.100.7 5000 typ host");
            assertThat(media.get(0).end()).isFalse();
            assertThat(media.get(1).ufrag()).isEqualTo("9uB6");
            assertThat(media.get(1).candidates()).isEmpty();
            assertThat(media.get(1).end()).isTrue();
        }
    }

    @Test
    void withoutAnMLineItIsForTheOnlyTransport() {
        List<SdpFragment.Medium> media =
                read("a=ice-ufrag:8hhY\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n").media();

        assertThat(media).hasSize(1);
        assertThat(media.getFirst().mid()).isNull();
        assertThat(media.getFirst().candidates()).hasSize(1);
    }

    @Test
    void theEndOfAllIsTheEndOfEach() {
        assertThat(
                        read("a=end-of-candidates\nm=audio 9 RTP/AVP 0\na=mid:0\n")
                                .media()
                                .getFirst()
                                .end())
                .isTrue();
    }

    @Test
    void thePasswordIsNotShown() {
        assertThat(read(EXAMPLE).toString()).doesNotContain("asd88");
    }

    @Test
    void whatIsTooLongOrNoFragmentIsBad() {
        assertThat(SdpFragment.parse(new byte[20_000])).isInstanceOf(Parsed.Bad.class);
        assertThat(SdpFragment.parse("a=mid:0\n".repeat(300).getBytes(UTF_8)))
                .isInstanceOf(Parsed.Bad.class);
        assertThat(SdpFragment.parse("hello world".getBytes(UTF_8))).isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void mutatedFragmentsNeverThrow() {
        var random = new SplittableRandom(8840);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = EXAMPLE.getBytes(UTF_8);
            for (int flips = random.nextInt(1, 8); flips > 0; flips--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            if (SdpFragment.parse(body) instanceof Parsed.Ok<SdpFragment>(SdpFragment fragment)) {
                assertThat(fragment.media().size()).isPositive();
            }
        }
    }
}
