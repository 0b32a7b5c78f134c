package jackfield.rtc.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands in a body: it is read or refused, and what is read can be asked and written.
class SdpRobustnessTest {
    private static final int MUTANTS = 1_000;
    private static final String[] SPICE = {
        "\r\n",
        "\n",
        "\0",
        "a=",
        "m=audio 1 RTP/AVP 0\r\n",
        "c=IN IP6 ::%1\r\n",
        ":",
        "/",
        "-1",
        "99999999999999999999",
        "|",
        ";",
        "inline:",
        " ",
        "\u00ff",
        "a=rtpmap:0 x/1/1\r\n",
        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AA|1:1\r\n",
        "a=ssrc:4294967296 x\r\n",
    };

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mutants(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] body = Corpus.bytes(Corpus.ALL[chance.nextInt(Corpus.ALL.length)]);
            for (int n = chance.nextInt(1, 8); n > 0; n--) {
                body = mutated(body, chance);
            }
            if (SessionDescription.parse(body) instanceof Parsed.Ok<SessionDescription>(var sdp)) {
                askEverything(sdp);
                byte[] written = sdp.toBytes();
                // Strict out: what we write, anyone reads, and it says the same.
                SessionDescription again = SessionDescription.parse(written).orThrow();
                assertThat(again.toBytes()).isEqualTo(written);
            }
        }
    }

    private static void askEverything(SessionDescription sdp) {
        sdp.groups().forEach(Object::toString);
        for (MediaSection each : sdp.sections()) {
            each.rtp();
            each.rtcp();
            each.codecs().forEach(Codec::rtpmap);
            each.cryptos().forEach(Crypto::isUsable);
            each.cryptos().forEach(Crypto::value);
            each.fingerprints();
            each.sources();
            each.icePwd();
            each.iceOptions();
            each.setup();
            each.mid();
            each.direction();
        }
    }

    private static byte[] mutated(byte[] body, SplittableRandom chance) {
        int at = chance.nextInt(body.length + 1);
        return switch (chance.nextInt(4)) {
            case 0 -> Arrays.copyOf(body, at);
            case 1 -> joined(body, at, SPICE[chance.nextInt(SPICE.length)], at);
            case 2 -> joined(body, at, "", Math.min(body.length, at + chance.nextInt(40)));
            default ->
                    joined(
                            body,
                            at,
                            String.valueOf((char) chance.nextInt(256)),
                            Math.min(body.length, at + 1));
        };
    }

    private static byte[] joined(byte[] body, int until, String middle, int from) {
        byte[] spice = middle.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(body, until + spice.length + body.length - from);
        System.arraycopy(spice, 0, all, until, spice.length);
        System.arraycopy(body, from, all, until + spice.length, body.length - from);
        return all;
    }
}
