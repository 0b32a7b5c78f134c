package jackfield.roles.relay.ng;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlagLineTest {
    private final List<String> told = new ArrayList<>();
    private final NgWords known = new NgWords(told::add);

    private NgRequest request(String flags) {
        return request("rtpp-flags", new NgValue.Text(flags));
    }

    private NgRequest request(Object... pairs) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entries.put((String) pairs[i], (NgValue) pairs[i + 1]);
        }
        return new NgRequest(new NgValue.Dictionary(entries), known);
    }

    @Test
    void scriptsOfKamailio() {
        NgRequest request =
                request(
                        "trust-address replace-origin replace-session-connection rtcp-mux-accept"
                                + " rtcp-mux-offer ICE=force UDP/TLS/RTP/SAVPF");
        assertThat(request.hasFlag("trust-address")).isTrue();
        assertThat(request.words("replace")).containsExactly("origin", "session-connection");
        assertThat(request.words("rtcp-mux")).containsExactly("accept", "offer");
        assertThat(request.word("ice")).isEqualTo("force");
        assertThat(request.text("transport-protocol")).isEqualTo("UDP/TLS/RTP/SAVPF");
        assertThat(told).isEmpty();
    }

    @Test
    void listsAndWhatIsInThem() {
        NgRequest request =
                request(
                        "codec=[transcode=[PCMA opus/48000/2] strip=PCMU] direction=private"
                                + " direction=public rtcp-mux=[offer require] call-id=7");
        assertThat(request.list("codec", "transcode")).containsExactly("PCMA", "opus/48000/2");
        assertThat(request.list("codec", "strip")).containsExactly("PCMU");
        assertThat(request.list("direction")).containsExactly("private", "public");
        assertThat(request.words("rtcp-mux")).containsExactly("offer", "require");
        assertThat(request.whole("call-id", 0)).isEqualTo(7);
    }

    @Test
    void wordsThatAreAKeyAndAnItem() {
        NgRequest request =
                request(
                        "SDES-off SDES-no-AES_CM_128_HMAC_SHA1_32 OSRTP-offer T38-decode"
                                + " codec-mask-G722 transcode-opus/48000/2 codec-strip-PCMA"
                                + " sdp-attr-add-audio-foo--bar..baz endpoint-learning-off");
        assertThat(request.list("sdes")).containsExactly("off", "no-AES_CM_128_HMAC_SHA1_32");
        assertThat(request.words("osrtp")).containsExactly("offer");
        assertThat(request.words("t38")).containsExactly("decode");
        assertThat(request.list("codec", "mask")).containsExactly("G722");
        assertThat(request.list("codec", "transcode")).containsExactly("opus/48000/2");
        assertThat(request.list("codec", "strip")).containsExactly("PCMA");
        assertThat(request.list("sdp-attr-flags", "add/audio")).containsExactly("foo=bar baz");
        assertThat(request.word("endpoint-learning")).isEqualTo("off");
    }

    @Test
    void partsOfATransport() {
        assertThat(request("SRTP AVPF").list("transport-parts")).containsExactly("SRTP", "AVPF");
        assertThat(request("internal external").list("direction"))
                .containsExactly("internal", "external");
    }

    @Test
    void keysWinOverFlagsAndAreSpelledInManyWays() {
        NgRequest request =
                request(
                        "Transport Protocol",
                        new NgValue.Text("RTP/AVP"),
                        "call ID",
                        new NgValue.Whole(12),
                        "received from",
                        new NgValue.Items(
                                List.of(new NgValue.Text("IP4"), new NgValue.Text("192.0.2.1"))),
                        "record_call",
                        new NgValue.Text("yes"),
                        "flags",
                        new NgValue.Items(
                                List.of(
                                        new NgValue.Text("RTP/SAVP"),
                                        new NgValue.Text("loop protect"),
                                        new NgValue.Text("ICE=remove"))));
        assertThat(request.text("transport-protocol")).isEqualTo("RTP/AVP");
        assertThat(request.text("call-id")).isEqualTo("12");
        assertThat(request.list("received-from")).containsExactly("IP4", "192.0.2.1");
        assertThat(request.hasFlag("record-call")).isTrue();
        assertThat(request.hasFlag("loop-protect")).isTrue();
        assertThat(request.word("ice")).isEqualTo("remove");
    }

    @Test
    void whatIsUnknownIsToldOnceAndBounded() {
        request("bogus bogus bogus nonsense=[a b]");
        request("bogus");
        assertThat(told).hasSize(2);
        for (int i = 0; i < 1_000; i++) {
            known.seenFlag("x" + i);
        }
        assertThat(told).hasSize(200);
    }

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyLineIsRead(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        String alphabet = "[[]]==  ab-./\t";
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            line.append(alphabet.charAt(chance.nextInt(alphabet.length())));
        }
        assertThat(FlagLine.read(line.toString())).hasSizeLessThanOrEqualTo(FlagLine.MOST_WORDS);
        request(line.toString());
    }

    @Test
    void bracketsWithoutEnd() {
        assertThat(FlagLine.read("]".repeat(50_000))).isEmpty();
        assertThat(FlagLine.read("a=[".repeat(20_000))).isNotEmpty();
        assertThat(FlagLine.read("=".repeat(50_000))).hasSizeLessThanOrEqualTo(1);
    }
}
