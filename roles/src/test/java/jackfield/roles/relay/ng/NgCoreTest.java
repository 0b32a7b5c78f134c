package jackfield.roles.relay.ng;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import jackfield.roles.relay.RelaySettings;
import jackfield.roles.relay.Sdps;
import jackfield.roles.relay.Talk;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NgCoreTest {
    private static final long SECOND = 1_000_000_000L;

    private final Talk talk = new Talk();
    private final NgCore ng = new NgCore(talk.relay, null, 1_700_000_000L, new Direct());
    private int cookies;
    private long now = SECOND;

    private static NgValue.Text text(String text) {
        return new NgValue.Text(text);
    }

    private static NgValue.Items items(String... texts) {
        List<NgValue> items = new ArrayList<>();
        for (String each : texts) {
            items.add(text(each));
        }
        return new NgValue.Items(items);
    }

    /// A request: `key, value, key, value …` with strings or values.
    private static Map<String, NgValue> request(Object... pairs) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            entries.put(
                    (String) pairs[i],
                    value instanceof String string
                            ? text(string.replace("\n", "\r\n"))
                            : (NgValue) value);
        }
        return entries;
    }

    private Map<String, NgValue> ask(Object... pairs) {
        return ask("c" + ++cookies, request(pairs));
    }

    private Map<String, NgValue> ask(String cookie, Map<String, NgValue> request) {
        byte[] body = Bencode.write(new NgValue.Dictionary(request));
        String datagram = cookie + " " + new String(body, StandardCharsets.ISO_8859_1);
        return read(cookie, send(datagram));
    }

    private byte[] send(String datagram) {
        byte[] reply = Direct.ask(ng, datagram.getBytes(StandardCharsets.ISO_8859_1), now);
        return Objects.requireNonNull(reply);
    }

    private static Map<String, NgValue> read(String cookie, byte[] reply) {
        String text = new String(reply, StandardCharsets.ISO_8859_1);
        assertThat(text).startsWith(cookie + " d");
        String body = text.substring(cookie.length() + 1);
        return Bencode.read(body.getBytes(StandardCharsets.ISO_8859_1)).orThrow().entries();
    }

    private static String why(Map<String, NgValue> reply) {
        assertThat(reply).containsEntry("result", text("error"));
        return ((NgValue.Text) reply.get("error-reason")).text();
    }

    private static MediaSection audio(Map<String, NgValue> reply) {
        assertThat(reply).containsEntry("result", text("ok"));
        byte[] sdp = ((NgValue.Text) reply.get("sdp")).text().getBytes(StandardCharsets.ISO_8859_1);
        return SessionDescription.parse(sdp).orThrow().sections().getFirst();
    }

    @Test
    void ping() {
        assertThat(new String(send("1_2_3 d7:command4:pinge"), StandardCharsets.UTF_8))
                .isEqualTo("1_2_3 d6:result4:ponge");
    }

    @Test
    void kamailioBridgesABrowserToAPhone() {
        Map<String, NgValue> offered =
                ask(
                        "ICE", "remove",
                        "flags", items("trust-address", "replace-origin"),
                        "replace", items("origin", "session-connection"),
                        "rtcp-mux", items("demux"),
                        "transport-protocol", "RTP/AVP",
                        "received-from", items("IP4", "203.0.113.9"),
                        "call-id", "k1",
                        "via-branch", "z9hG4bK1",
                        "from-tag", "a",
                        "sdp", Sdps.browserOffer(),
                        "command", "offer");
        assertThat(audio(offered).media().protocol()).isEqualTo("RTP/AVP");
        assertThat(audio(offered).iceUfrag()).isNull();
        Map<String, NgValue> answered =
                ask(
                        "command",
                        "answer",
                        "call-id",
                        "k1",
                        "from-tag",
                        "a",
                        "to-tag",
                        "b",
                        "via-branch",
                        "z9hG4bK1",
                        "ICE",
                        "force",
                        "sdp",
                        Sdps.phone("0"));
        assertThat(audio(answered).media().protocol()).isEqualTo("UDP/TLS/RTP/SAVPF");
        assertThat(audio(answered).iceUfrag()).isNotNull();
        talk.assertPatched(0, 1);
        assertThat(ask("command", "list")).containsEntry("calls", items("k1"));
        now += 5 * SECOND;
        Map<String, NgValue> state = ask("command", "query", "call-id", "k1");
        assertThat(state)
                .containsEntry("created", new NgValue.Whole(1_700_000_001))
                .containsEntry("last signal", new NgValue.Whole(1_700_000_001));
        assertThat(((NgValue.Dictionary) state.get("tags")).entries()).containsOnlyKeys("a", "b");
        assertThat(ask("command", "delete", "call-id", "k1", "from-tag", "a"))
                .containsEntry("result", text("ok"));
        assertThat(ng.calls()).isZero();
        talk.assertNothingLeft();
    }

    @Test
    void benchmarkLoadOfSdesLegs() {
        Map<String, NgValue> offered =
                ask(
                        "command",
                        "offer",
                        "call-id",
                        "s1",
                        "from-tag",
                        "a",
                        "transport-protocol",
                        "RTP/SAVP",
                        "SDES",
                        items("only-AES_CM_128_HMAC_SHA1_80"),
                        "sdp",
                        Sdps.phone("0"));
        assertThat(audio(offered).media().protocol()).isEqualTo("RTP/SAVP");
        assertThat(audio(offered).cryptos()).isNotEmpty();
        Map<String, NgValue> answered =
                ask(
                        "command",
                        "answer",
                        "call-id",
                        "s1",
                        "from-tag",
                        "a",
                        "to-tag",
                        "b",
                        "sdp",
                        Sdps.securePhone(
                                "0",
                                "a=crypto:2 AES_CM_128_HMAC_SHA1_80"
                                        + " inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj"));
        assertThat(audio(answered).media().protocol()).isEqualTo("RTP/AVP");
        talk.assertPatched(0, 1);
    }

    @Test
    void flagsInOneLine() {
        Map<String, NgValue> offered =
                ask(
                        "command",
                        "offer",
                        "call_id",
                        "f1",
                        "from tag",
                        "a",
                        "sdp",
                        Sdps.phone("0"),
                        "rtpp-flags",
                        "replace-origin ICE=force rtcp-mux=[offer require] SDES-off"
                                + " UDP/TLS/RTP/SAVPF via-branch=x nonsense=[a b c] DTLS=passive");
        assertThat(audio(offered).setup()).isNotNull();
        assertThat(audio(offered).cryptos()).isEmpty();
        assertThat(audio(offered).rtcpMux()).isTrue();
    }

    @Test
    void secureAvpWithoutSdesIsDtls() {
        Map<String, NgValue> offered =
                ask(
                        "command",
                        "offer",
                        "call-id",
                        "d1",
                        "from-tag",
                        "a",
                        "sdp",
                        Sdps.phone("0"),
                        "transport-protocol",
                        "RTP/SAVPF",
                        "flags",
                        items("SDES-off"));
        assertThat(audio(offered).fingerprints()).isNotEmpty();
        assertThat(audio(offered).cryptos()).isEmpty();
        assertThat(
                        audio(
                                        ask(
                                                "command",
                                                "offer",
                                                "call-id",
                                                "d2",
                                                "from-tag",
                                                "a",
                                                "sdp",
                                                Sdps.phone("0"),
                                                "flags",
                                                items("WebRTC")))
                                .media()
                                .protocol())
                .isEqualTo("UDP/TLS/RTP/SAVPF");
    }

    @Test
    void withoutATransportItIsWhatCameIn() {
        Map<String, NgValue> offered =
                ask(
                        "command",
                        "offer",
                        "call-id",
                        "u",
                        "from-tag",
                        "a",
                        "sdp",
                        Sdps.browserOffer());
        assertThat(audio(offered).media().protocol()).isEqualTo("UDP/TLS/RTP/SAVPF");
    }

    @Test
    void repeatedCookieIsAnsweredAndNotDoneAgain() {
        Map<String, NgValue> request =
                request(
                        "command",
                        "offer",
                        "call-id",
                        "r",
                        "from-tag",
                        "a",
                        "sdp",
                        Sdps.phone("0"));
        Map<String, NgValue> first = ask("same", request);
        ask("command", "delete", "call-id", "r");
        now += 25 * SECOND;
        assertThat(ask("same", request)).isEqualTo(first);
        assertThat(ng.calls()).isZero();
        now += 61 * SECOND;
        assertThat(ask("same", request)).isNotEqualTo(first);
        assertThat(ng.calls()).isEqualTo(1);
    }

    @Test
    void forksAreDeletedByBranch() {
        for (String branch : List.of("z1", "z2")) {
            ask(
                    "command",
                    "offer",
                    "call-id",
                    "f",
                    "from-tag",
                    "a",
                    "via-branch",
                    branch,
                    "sdp",
                    Sdps.phone("0"));
        }
        assertThat(talk.shard.plans).hasSize(3);
        ask("command", "delete", "call-id", "f", "from-tag", "a", "via-branch", "z1");
        assertThat(talk.shard.plans).hasSize(2);
        ask("command", "delete", "call-id", "f", "from-tag", "a", "via-branch", "z2");
        talk.assertNothingLeft();
    }

    @Test
    void errorsThatProxiesCompareWith() {
        assertThat(why(ask("command", "dance"))).isEqualTo("Unrecognized command");
        assertThat(why(ask("command", "offer", "call-id", "x", "from-tag", "a")))
                .isEqualTo("No SDP body in message");
        assertThat(why(ask("command", "offer", "from-tag", "a", "sdp", "v=0")))
                .isEqualTo("No call-id in message");
        assertThat(why(ask("command", "offer", "call-id", "x", "sdp", "v=0")))
                .isEqualTo("No from-tag in message");
        assertThat(why(offer("x", "junk"))).isEqualTo("Failed to parse SDP");
        assertThat(why(offer("x", "v=0\no=- 1 1 IN IP4 h\n")))
                .isEqualTo("Incomplete SDP specification");
        assertThat(
                        why(
                                ask(
                                        "command",
                                        "answer",
                                        "call-id",
                                        "x",
                                        "from-tag",
                                        "a",
                                        "to-tag",
                                        "b",
                                        "sdp",
                                        Sdps.phone("0"))))
                .isEqualTo("Unknown call-id");
        assertThat(why(ask("command", "query", "call-id", "x"))).isEqualTo("Unknown call-id");
        assertThat(ask("command", "delete", "call-id", "x"))
                .containsEntry("result", text("ok"))
                .containsEntry("warning", text("Call-ID not found or tags didn't match"));
        assertThat(why(read("c", send("c i5e")))).isEqualTo("Invalid NG data format");
        assertThat(why(read("d", send("d {\"command\":\"ping\"}"))))
                .isEqualTo("Invalid NG data format");
        talk.assertNothingLeft();
    }

    private Map<String, NgValue> offer(String callId, String sdp) {
        return ask("command", "offer", "call-id", callId, "from-tag", "a", "sdp", sdp);
    }

    @Test
    void loadLimits() {
        Talk small =
                new Talk(new RelaySettings(1, 7, List.of(Talk.MEDIA), Talk.OURS), 40_000, 40_003);
        NgCore limited = new NgCore(small.relay, null, 0, new Direct());
        assertThat(said(limited, "a", "l1")).contains("6:result2:ok");
        assertThat(said(limited, "b", "l2")).contains("6:result10:load limit");
        limited.mediaLost("ng l1", "silence", 1);
        assertThat(limited.calls()).isZero();
        assertThat(said(limited, "c", "l3"))
                .isEqualTo("c d6:result5:error12:error-reason16:Ran out of portse");
        small.assertNothingLeft();
    }

    private static String said(NgCore core, String cookie, String callId) {
        byte[] body =
                Bencode.write(
                        new NgValue.Dictionary(
                                request(
                                        "command",
                                        "offer",
                                        "call-id",
                                        callId,
                                        "from-tag",
                                        "a",
                                        "supports",
                                        items("load limit"),
                                        "sdp",
                                        Sdps.phone("0"))));
        String datagram = cookie + " " + new String(body, StandardCharsets.ISO_8859_1);
        byte[] reply = Direct.ask(core, datagram.getBytes(StandardCharsets.ISO_8859_1), 1);
        return new String(Objects.requireNonNull(reply), StandardCharsets.ISO_8859_1);
    }

    @Test
    void jsonIsAnsweredInJson() {
        NgJson echoing =
                new NgJson() {
                    @Override
                    public Parsed<NgValue.Dictionary> read(byte[] json) {
                        return new Parsed.Ok<>(
                                new NgValue.Dictionary(Map.of("command", text("ping"))));
                    }

                    @Override
                    public byte[] write(NgValue.Dictionary value) {
                        return value.entries().toString().getBytes(StandardCharsets.UTF_8);
                    }
                };
        NgCore both = new NgCore(talk.relay, echoing, 0, new Direct());
        byte[] reply = Direct.ask(both, "j {}".getBytes(StandardCharsets.UTF_8), 1);
        assertThat(new String(Objects.requireNonNull(reply), StandardCharsets.UTF_8))
                .isEqualTo("j {result=Text[text=pong]}");
    }

    @Test
    void withoutACookieThereIsNoReply() {
        assertThat(Direct.ask(ng, "d7:command4:pinge".getBytes(StandardCharsets.UTF_8), 1))
                .isNull();
        assertThat(Direct.ask(ng, " d7:command4:pinge".getBytes(StandardCharsets.UTF_8), 1))
                .isNull();
        assertThat(Direct.ask(ng, new byte[0], 1)).isNull();
        assertThat(Direct.ask(ng, ("x".repeat(300) + " de").getBytes(StandardCharsets.UTF_8), 1))
                .isNull();
        assertThat(ng.dropped()).isEqualTo(4);
    }
}
