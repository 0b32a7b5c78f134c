package jackfield.roles.relay.ng;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.relay.Sdps;
import jackfield.roles.relay.Talk;
import jackfield.roles.relay.media.LegPlan.Learning;
import jackfield.roles.relay.media.LegPlan.When;
import jackfield.roles.relay.media.LegSnapshot;
import jackfield.roles.relay.media.MediaQuality;
import jackfield.roles.relay.media.StreamSnapshot;
import jackfield.roles.relay.media.StreamSources;
import jackfield.roles.relay.media.Transcoded;
import jackfield.roles.relay.media.Verdict;
import jackfield.rtc.quality.Mos;
import jackfield.rtc.quality.MosCourse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What flags of an offer make of the call: how addresses are learnt, which way media goes, where
/// RTCP goes.
class NgTermsTest {
    private static final String MUX = "a=rtcp-mux";

    private final Talk talk = new Talk();
    private final NgCore ng = new NgCore(talk.relay, null, 1_700_000_000L, new Direct());

    @Test
    void aPeerIsLearntAsUsualWhereNothingIsSaid() {
        call(List.of(), "", "");
        assertThat(talk.portsPlan(0).learns()).isEqualTo(Learning.USUAL);
        assertThat(talk.portsPlan(1).learns()).isEqualTo(Learning.USUAL);
    }

    @Test
    void endpointLearningIsOfBothSides() {
        call(List.of("endpoint-learning-off"), "", "");
        assertThat(talk.portsPlan(0).learns()).isEqualTo(Learning.NEVER);
        assertThat(talk.portsPlan(1).learns()).isEqualTo(Learning.NEVER);
    }

    @Test
    void whoIsAsymmetricSaysSoOfItself() {
        call(List.of("asymmetric"), "", "");
        assertThat(talk.portsPlan(0).learns()).isEqualTo(new Learning(When.BEST, false, false));
        assertThat(talk.portsPlan(1).learns()).isEqualTo(Learning.USUAL);
    }

    @Test
    void aHandoverIsFollowedUnlessTheSourceIsToBeStrict() {
        call(List.of("media-handover"), "", "");
        assertThat(talk.portsPlan(1).learns()).isEqualTo(new Learning(When.BEST, true, true));
        ask("delete", Map.of());
        call(List.of("media-handover", "strict-source"), "", "");
        assertThat(talk.portsPlan(1).learns()).isEqualTo(Learning.USUAL);
    }

    @Test
    void tosMarksBothSidesUntilAnOfferWithoutIt() {
        call(List.of(), "", "");
        assertThat(marks()).containsExactly(-1, -1);
        tosCall(184);
        assertThat(marks()).containsExactly(184, 184);
        tosCall(-1);
        assertThat(marks()).as("below 0 is as before").containsExactly(184, 184);
        tosCall(256);
        assertThat(marks()).containsExactly(-1, -1);
        tosCall(184);
        call(List.of(), "", "");
        assertThat(marks()).as("an offer without it").containsExactly(-1, -1);
    }

    @Test
    void anAnswerMayMarkTooAndARefusedOneDoesNot() {
        offer(List.of(), "");
        Map<String, NgValue> refused = marked("18", 40);
        refused.put("to-tag", new NgValue.Text("b"));
        assertThat(ask("answer", refused)).containsEntry("result", new NgValue.Text("error"));
        answer(List.of(), "");
        assertThat(marks()).containsExactly(-1, -1);
        Map<String, NgValue> taken = marked("0", 40);
        taken.put("to-tag", new NgValue.Text("b"));
        offer(List.of(), "");
        sdp(ask("answer", taken));
        assertThat(marks()).containsExactly(40, 40);
    }

    @Test
    void directionsPassAsTheyAreWrittenWhereAskedFor() {
        String offer = offer(List.of("original-sendrecv"), "a=recvonly");
        assertThat(offer).contains("a=recvonly");
        assertThat(answer(List.of("original-sendrecv"), "a=recvonly")).contains("a=recvonly");
        ask("delete", Map.of());
        offer(List.of(), "a=recvonly");
        assertThat(answer(List.of(), "a=recvonly")).contains("a=inactive");
    }

    @Test
    void rtcpMuxIsAnsweredAsTheAnswererDid() {
        assertThat(offer(List.of(), MUX)).contains(MUX);
        assertThat(answer(List.of(), "")).doesNotContain(MUX);
        ask("delete", Map.of());
        offer(List.of(), MUX);
        assertThat(answer(List.of(), MUX)).contains(MUX);
    }

    @Test
    void rtcpMuxIsTakenHereWhereAskedFor() {
        assertThat(offer(List.of("rtcp-mux-demux"), MUX)).doesNotContain(MUX);
        assertThat(answer(List.of(), "")).contains(MUX);
        ask("delete", Map.of());
        assertThat(offer(List.of("rtcp-mux-accept"), MUX)).contains(MUX);
        assertThat(answer(List.of(), "")).contains(MUX);
    }

    @Test
    void reportsAreOursWhereAskedForUntilTheyAreNot() {
        call(List.of("generate-RTCP"), "", "");
        assertThat(talk.shard.reports.values()).containsExactly(true, true);
        call(List.of(), "", "");
        assertThat(talk.shard.reports.values()).containsExactly(true, true);
    }

    @Test
    void queryTellsSourcesApartAndBytesOfRtcp() {
        call(List.of(), "", "");
        long id = talk.plan(0).leg();
        var traffic = new LegSnapshot.Traffic(7, 1_204, 3, 252);
        var sources =
                new StreamSources(
                        List.of(
                                new StreamSources.Heard(9, 5, 860, 1, 65_540, 4_000_000_000L),
                                new StreamSources.Heard(11, 2, 344, 0, 3, 160)),
                        List.of(13));
        talk.shard.heard.put(
                id,
                List.of(
                        new StreamSnapshot(
                                id,
                                "audio",
                                null,
                                traffic,
                                traffic,
                                Map.of(),
                                1,
                                1,
                                1,
                                0,
                                MediaQuality.NONE,
                                new Verdict.Fine(),
                                Transcoded.NONE,
                                sources)));
        Map<String, NgValue> state = ask("query", Map.of());
        assertThat(inside(inside(state, "SSRC"), "9"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "packets", new NgValue.Whole(5),
                                "bytes", new NgValue.Whole(860),
                                "last RTP timestamp", new NgValue.Whole(4_000_000_000L),
                                "last RTP seq", new NgValue.Whole(65_540),
                                "cumulative loss", new NgValue.Whole(1)));
        assertThat(inside(state, "SSRC")).containsOnlyKeys("9", "11");
        assertThat(inside(inside(state, "totals"), "RTCP"))
                .containsEntry("bytes", new NgValue.Whole(252));
        Map<String, NgValue> media = first(inside(inside(state, "tags"), "a"), "medias");
        assertThat(first(media, "ingress SSRCs")).containsEntry("SSRC", new NgValue.Whole(9));
        assertThat(first(media, "egress SSRCs"))
                .containsEntry("SSRC", new NgValue.Whole(13))
                .containsEntry("packets", new NgValue.Whole(7));
    }

    private static Map<String, NgValue> first(Map<String, NgValue> whole, String key) {
        NgValue.Items items = (NgValue.Items) Objects.requireNonNull(whole.get(key));
        return ((NgValue.Dictionary) items.items().getFirst()).entries();
    }

    @Test
    void queryTellsHowEachSourceIsHeard() {
        call(List.of(), "", "");
        hears(0, 0xfedcba98, 30_000_000, new Mos(4.2, 3.1, 3.96, 5));
        hears(1, 7, -1, Mos.UNKNOWN);
        Map<String, NgValue> state = ask("query", Map.of());
        Map<String, NgValue> sources = inside(state, "SSRC");
        assertThat(sources).containsOnlyKeys("4275878552", "7");
        Map<String, NgValue> alice = inside(sources, "4275878552");
        assertThat(alice)
                .containsEntry("packets", new NgValue.Whole(500))
                .containsEntry("cumulative loss", new NgValue.Whole(12));
        assertThat(inside(alice, "average MOS"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "MOS", new NgValue.Whole(40),
                                "round-trip time", new NgValue.Whole(30_000),
                                "round-trip time leg", new NgValue.Whole(30_000),
                                "jitter", new NgValue.Whole(9),
                                "packet loss", new NgValue.Whole(2),
                                "samples", new NgValue.Whole(5)));
        assertThat(inside(alice, "lowest MOS"))
                .containsEntry("MOS", new NgValue.Whole(31))
                .containsKeys("reported at", "jitter", "packet loss");
        assertThat(inside(sources, "7")).containsOnlyKeys("packets", "bytes", "cumulative loss");
        assertThat(inside(inside(state, "totals"), "RTCP"))
                .containsEntry("packets", new NgValue.Whole(6));
    }

    private void tosCall(int tos) {
        sdp(ask("offer", marked("0", tos)));
        answer(List.of(), "");
    }

    private static Map<String, NgValue> marked(String codec, int tos) {
        Map<String, NgValue> message = message(List.of(), "");
        message.put("sdp", new NgValue.Text(Sdps.phone(codec).replace("\n", "\r\n")));
        message.put("TOS", new NgValue.Whole(tos));
        return message;
    }

    private List<Integer> marks() {
        return List.of(talk.portsPlan(0).tos(), talk.portsPlan(1).tos());
    }

    private void hears(int leg, int ssrc, long roundTrip, Mos mos) {
        MediaQuality none = MediaQuality.NONE;
        var quality =
                new MediaQuality(
                        "PCMU",
                        "PCMU",
                        none.times(),
                        roundTrip,
                        new MediaQuality.Way(ssrc, 0, 12, 2.4, 9_400, mos, MosCourse.NONE),
                        none.out(),
                        none.says());
        var traffic = new LegSnapshot.Traffic(500, 86_000, 3);
        long id = talk.plan(leg).leg();
        talk.shard.heard.put(
                id,
                List.of(
                        new StreamSnapshot(
                                id,
                                "audio",
                                null,
                                traffic,
                                traffic,
                                Map.of(),
                                1,
                                1,
                                12,
                                9_400,
                                quality,
                                new Verdict.Fine(),
                                Transcoded.NONE,
                                StreamSources.NONE)));
    }

    private static Map<String, NgValue> inside(Map<String, NgValue> whole, String key) {
        return ((NgValue.Dictionary) Objects.requireNonNull(whole.get(key))).entries();
    }

    private void call(List<String> flags, String offered, String answered) {
        offer(flags, offered);
        answer(List.of(), answered);
    }

    private String offer(List<String> flags, String line) {
        return sdp(ask("offer", message(flags, line)));
    }

    private String answer(List<String> flags, String line) {
        Map<String, NgValue> message = message(flags, line);
        message.put("to-tag", new NgValue.Text("b"));
        return sdp(ask("answer", message));
    }

    private static Map<String, NgValue> message(List<String> flags, String line) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        String phone = line.isEmpty() ? Sdps.phone("0") : Sdps.phone("0", line);
        entries.put("sdp", new NgValue.Text(phone.replace("\n", "\r\n")));
        entries.put(
                "flags",
                new NgValue.Items(flags.stream().<NgValue>map(NgValue.Text::new).toList()));
        return entries;
    }

    private static String sdp(Map<String, NgValue> reply) {
        assertThat(reply).containsEntry("result", new NgValue.Text("ok"));
        return ((NgValue.Text) reply.get("sdp")).text();
    }

    private int cookies;

    private Map<String, NgValue> ask(String command, Map<String, NgValue> more) {
        Map<String, NgValue> entries = new LinkedHashMap<>(more);
        entries.put("command", new NgValue.Text(command));
        entries.put("call-id", new NgValue.Text("t"));
        entries.put("from-tag", new NgValue.Text("a"));
        byte[] body = Bencode.write(new NgValue.Dictionary(entries));
        String datagram = ++cookies + " " + new String(body, StandardCharsets.ISO_8859_1);
        byte[] reply = Direct.ask(ng, datagram.getBytes(StandardCharsets.ISO_8859_1), 1);
        String text = new String(Objects.requireNonNull(reply), StandardCharsets.ISO_8859_1);
        byte[] answer = text.substring(text.indexOf(' ') + 1).getBytes(StandardCharsets.ISO_8859_1);
        return Bencode.read(answer).orThrow().entries();
    }
}
