package jackfield.roles.relay.ng;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import jackfield.roles.relay.Prompts;
import jackfield.roles.relay.Sdps;
import jackfield.roles.relay.Talk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NgRobustnessTest {
    static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    private static byte[] offer() {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("command", new NgValue.Text("offer"));
        entries.put("call-id", new NgValue.Text("c"));
        entries.put("from-tag", new NgValue.Text("a"));
        entries.put("rtpp-flags", new NgValue.Text("a=[b c] RTP/SAVP x=y =z [ ] SDES-off"));
        entries.put("flags", new NgValue.Items(List.of(new NgValue.Whole(-5))));
        entries.put("sdp", new NgValue.Text(Sdps.phone("0 8")));
        byte[] body = Bencode.write(new NgValue.Dictionary(entries));
        byte[] datagram = Arrays.copyOf("12345 ".getBytes(StandardCharsets.UTF_8), 6 + body.length);
        System.arraycopy(body, 0, datagram, 6, body.length);
        return datagram;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mutantsAreAnsweredOrDropped(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        Talk talk = new Talk();
        NgCore ng = new NgCore(talk.relay, null, 0, new Direct());
        byte[] whole = offer();
        for (int i = 0; i < 300; i++) {
            byte[] mutant =
                    Arrays.copyOf(whole, whole.length - chance.nextInt(3) * chance.nextInt(40));
            for (int n = chance.nextInt(6); n > 0; n--) {
                int at = chance.nextInt(chance.nextBoolean() ? 120 : mutant.length);
                mutant[at] = (byte) chance.nextInt(256);
            }
            for (int digit = 0; digit < 5; digit++) { // another cookie each time
                mutant[digit] = (byte) ('0' + chance.nextInt(10));
            }
            byte[] reply = Direct.ask(ng, mutant, i + 1);
            if (reply != null) {
                String text = new String(reply, StandardCharsets.ISO_8859_1);
                byte[] body = Arrays.copyOfRange(reply, text.indexOf(' ') + 1, reply.length);
                assertThat(Bencode.read(body).orThrow().entries()).containsKey("result");
            }
        }
        assertThat(ng.calls()).isLessThanOrEqualTo(talk.relay.calls());
    }

    private static final List<String> COMMANDS =
            List.of(
                    "offer",
                    "answer",
                    "delete",
                    "query",
                    "list",
                    "statistics",
                    "ping",
                    "publish",
                    "subscribe request",
                    "subscribe answer",
                    "unsubscribe",
                    "connect",
                    "create",
                    "create answer");
    private static final List<String> KEYS =
            List.of(
                    "ICE",
                    "flags",
                    "rtpp-flags",
                    "replace",
                    "codec",
                    "sdp-attr",
                    "direction",
                    "transport-protocol",
                    "rtcp-mux",
                    "SDES",
                    "media-address",
                    "to-tag",
                    "limit",
                    "via-branch",
                    "ptime",
                    "TOS",
                    "OSRTP",
                    "received from",
                    "metadata",
                    "medias",
                    "from-tags",
                    "to-call-id",
                    "supports");
    private static final List<String> WORDS =
            List.of(
                    "force",
                    "off",
                    "RTP/SAVP",
                    "UDP/TLS/RTP/SAVPF",
                    "a",
                    "b",
                    "z1",
                    "-1",
                    "=[",
                    "]",
                    "loop-protect",
                    "require",
                    "sdp-attr-add-audio-x..y",
                    "trickle ICE",
                    "WebRTC",
                    "full-rtcp-attribute",
                    "999999999999999999",
                    "SIP-source-address",
                    "::1",
                    "codec-strip-all",
                    "only-",
                    "all",
                    "bidirectional",
                    "directional",
                    "order:;",
                    "a=[b=[c=[d=[e=[f=[g=[h=[i=[j");

    private static NgValue anyValue(SplittableRandom chance, int depth) {
        return switch (chance.nextInt(depth > 3 ? 2 : 4)) {
            case 0 -> new NgValue.Text(WORDS.get(chance.nextInt(WORDS.size())));
            case 1 -> new NgValue.Whole(chance.nextLong() >> chance.nextInt(8, 64));
            case 2 ->
                    new NgValue.Items(
                            List.of(anyValue(chance, depth + 1), anyValue(chance, depth + 1)));
            default ->
                    new NgValue.Dictionary(
                            Map.of(
                                    List.of("audio", "add", "substitute", "strip", "session")
                                            .get(chance.nextInt(5)),
                                    anyValue(chance, depth + 1)));
        };
    }

    /// Requests that are well formed and make little sense.
    @ParameterizedTest
    @MethodSource("seeds")
    void anyRequestIsAnswered(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        Talk talk = new Talk();
        Direct host = new Direct();
        NgCore ng = new NgCore(NgRelay.of(talk.relay), Prompts.NONE, null, 0, host);
        List<String> sdps = List.of(Sdps.phone("0 8"), Sdps.browserOffer(), "v=0", "");
        for (int i = 0; i < 400; i++) {
            Map<String, NgValue> entries = new LinkedHashMap<>();
            entries.put("command", new NgValue.Text(COMMANDS.get(chance.nextInt(COMMANDS.size()))));
            entries.put("call-id", new NgValue.Text("c" + chance.nextInt(4)));
            entries.put("from-tag", new NgValue.Text("a" + chance.nextInt(3)));
            entries.put("sdp", new NgValue.Text(sdps.get(chance.nextInt(4)).replace("\n", "\r\n")));
            for (int n = chance.nextInt(5); n > 0; n--) {
                entries.put(KEYS.get(chance.nextInt(KEYS.size())), anyValue(chance, 0));
            }
            byte[] body = Bencode.write(new NgValue.Dictionary(entries));
            List<byte[]> replies = new ArrayList<>();
            ng.plain(body, Direct.PROXY, replies::add, i + 1);
            assertThat(replies).hasSize(1);
            assertThat(Bencode.read(replies.getFirst()).orThrow().entries()).containsKey("result");
        }
        assertThat(ng.calls()).isEqualTo(talk.relay.calls());
        assertThat(host.told.size()).isLessThanOrEqualTo(200);
        for (NgCallView each : ng.views()) {
            ng.mediaLost(each.relayed(), "silence", 1_000);
        }
        talk.assertNothingLeft();
    }

    @Test
    void bencodeIsWrittenAsItWasRead() {
        String text = "d3:inti-42e4:listl1:ai7ee0:de1:zd1:k1:vee";
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Bencode.write(Bencode.read(bytes).orThrow())).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "d",
                "de ",
                "i5e",
                "le",
                "d1:ae",
                "d1:ai5",
                "di5e1:ae",
                "d1:ai5ee9",
                "d9:ae",
                "d1:a99999999999999999999:e",
                "d1:ai--5ee",
                "d1:aiee",
                "d1:al",
                "d-1:ae",
            })
    void bencodeThatIsNone(String text) {
        assertThat(Bencode.read(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void depthIsBounded() {
        String deep = "d1:a" + "l".repeat(5_000) + "e".repeat(5_000) + "e";
        assertThat(Bencode.read(deep.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void cookiesAreBounded() {
        CookieCache cache = new CookieCache();
        byte[] reply = {1};
        for (int i = 0; i < CookieCache.MOST + 10; i++) {
            cache.done(cache.begin("c" + i, 1), reply);
        }
        assertThat(cache.find("c0", 1)).isNotNull();
        assertThat(cache.find("c" + (CookieCache.MOST + 5), 1)).isNull();
        assertThat(cache.find("c0", 1 + CookieCache.GENERATION_NS)).isNotNull();
        assertThat(cache.find("c0", 1 + 2 * CookieCache.GENERATION_NS)).isNull();
    }

    @Test
    void repliesAreBoundedInBytes() {
        CookieCache cache = new CookieCache();
        byte[] longest = new byte[1 << 20];
        for (int i = 0; i < 40; i++) {
            cache.done(cache.begin("c" + i, 1), longest);
        }
        assertThat(cache.find("c0", 1)).isNull();
        assertThat(cache.find("c39", 1)).isNotNull();
    }

    @Test
    void whoAsksAgainMeanwhileWaitsForTheOneReply() {
        CookieCache cache = new CookieCache();
        List<byte[]> got = new ArrayList<>();
        CookieCache.Entry entry = cache.begin("c", 1);
        entry.await(got::add);
        Objects.requireNonNull(cache.find("c", 2)).await(got::add);
        assertThat(got).isEmpty();
        cache.done(entry, new byte[] {7});
        Objects.requireNonNull(cache.find("c", 3)).await(got::add);
        assertThat(got).hasSize(3).allMatch(each -> each[0] == 7);
    }
}
