package jackfield.roles.relay.ng;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.relay.Prompts;
import jackfield.roles.relay.Sdps;
import jackfield.roles.relay.Talk;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.Direction;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What a proxy says to have somebody listen, publish, or be connected: one dialogue for each
/// command.
class GuestCommandsTest {
    private final Talk talk = new Talk();
    private final NgCore ng =
            new NgCore(NgRelay.of(talk.relay), Prompts.NONE, null, 1_700_000_000L, new Direct());
    private int cookies;

    /// Words `key=value`.
    private Map<String, NgValue> ask(String command, String... words) {
        return ask(command, null, words);
    }

    private Map<String, NgValue> ask(String command, NgValue medias, String... words) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("command", new NgValue.Text(command));
        if (medias != null) {
            entries.put("medias", medias);
        }
        for (String each : words) {
            int equals = each.indexOf('=');
            entries.put(each.substring(0, equals), new NgValue.Text(each.substring(equals + 1)));
        }
        byte[] body = Bencode.write(new NgValue.Dictionary(entries));
        String datagram = ++cookies + " " + new String(body, StandardCharsets.ISO_8859_1);
        byte[] reply = Direct.ask(ng, datagram.getBytes(StandardCharsets.ISO_8859_1), 1);
        String text = new String(Objects.requireNonNull(reply), StandardCharsets.ISO_8859_1);
        byte[] answer = text.substring(text.indexOf(' ') + 1).getBytes(StandardCharsets.ISO_8859_1);
        return Bencode.read(answer).orThrow().entries();
    }

    private static String phone(String payloads, String... more) {
        return "sdp=" + Sdps.phone(payloads, more).replace("\n", "\r\n");
    }

    private static String otherPhone() {
        return phone("0 97", "a=rtpmap:97 telephone-event/8000", "a=fmtp:97 0-15");
    }

    private static String text(Map<String, NgValue> reply, String key) {
        assertThat(reply).as(key).containsKey(key);
        return ((NgValue.Text) reply.get(key)).text();
    }

    private static void assertOk(Map<String, NgValue> reply) {
        assertThat(reply).containsEntry("result", new NgValue.Text("ok"));
    }

    private static void assertError(Map<String, NgValue> reply, String why) {
        assertThat(reply)
                .containsEntry("result", new NgValue.Text("error"))
                .containsEntry("error-reason", new NgValue.Text(why));
    }

    private static List<MediaSection> media(Map<String, NgValue> reply) {
        assertOk(reply);
        byte[] bytes = text(reply, "sdp").getBytes(StandardCharsets.ISO_8859_1);
        return SessionDescription.parse(bytes).orThrow().sections();
    }

    private static List<Integer> numbers(MediaSection section) {
        return section.codecs().stream().map(Codec::payloadType).toList();
    }

    private long stream(int leg) {
        return talk.stream(leg).stream();
    }

    private void call() {
        assertOk(ask("offer", "call-id=c", "from-tag=a", "set-label=caller", phone("0 8 101")));
        assertOk(ask("answer", "call-id=c", "from-tag=a", "to-tag=b", phone("0 101")));
    }

    @Test
    void somebodySubscribesAndUnsubscribes() {
        call();
        Map<String, NgValue> offer =
                ask("subscribe request", "call-id=c", "from-tag=b", "set-label=recorder");
        assertThat(media(offer).getFirst().direction()).isEqualTo(Direction.SENDONLY);
        assertThat(numbers(media(offer).getFirst())).containsExactly(0, 101);
        assertThat(text(offer, "from-tag")).isEqualTo("b");
        String tag = text(offer, "to-tag");
        assertThat(tag).isNotEmpty();
        assertThat(talk.shard.routes).isEmpty();

        assertOk(ask("subscribe answer", "call-id=c", "to-tag=" + tag, phone("0")));
        assertThat(talk.shard.routes).containsExactly(List.of(stream(1), stream(2)));
        Map<String, NgValue> tags =
                ((NgValue.Dictionary) ask("query", "call-id=c").get("tags")).entries();
        NgValue hearsB =
                new NgValue.Items(
                        List.of(new Fields().put("tag", "b").put("type", "pub/sub").dictionary()));
        assertThat(((NgValue.Dictionary) tags.get(tag)).entries())
                .containsEntry("label", new NgValue.Text("recorder"))
                .containsEntry("subscriptions", hearsB);
        assertThat(((NgValue.Dictionary) tags.get("b")).entries().get("subscribers").toString())
                .contains("offer/answer", "pub/sub", tag);

        assertOk(ask("unsubscribe", "call-id=c", "to-tag=" + tag));
        assertThat(ask("unsubscribe", "call-id=c", "to-tag=" + tag))
                .containsEntry("result", new NgValue.Text("ok"))
                .containsKey("warning");
        assertThat(talk.shard.routes).isEmpty();
        talk.assertPatched(0, 1);
    }

    @Test
    void somebodySubscribesToAllAndIsNotHeardByTheNext() {
        call();
        Map<String, NgValue> first =
                ask("subscribe request", "call-id=c", "flags=all", "to-tag=rec");
        assertThat(media(first)).hasSize(2);
        assertThat(text(first, "to-tag")).isEqualTo("rec");
        assertThat(first)
                .doesNotContainKey("from-tag")
                .containsEntry(
                        "from-tags",
                        new NgValue.Items(List.of(new NgValue.Text("a"), new NgValue.Text("b"))));
        assertThat(media(ask("subscribe request", "call-id=c", "all=yes"))).hasSize(2);
        assertThat(media(ask("subscribe request", "call-id=c", "label=caller"))).hasSize(1);
        assertThat(media(ask("subscribe request", "call-id=c", "flags=from-tags-b"))).hasSize(1);

        assertOk(ask("delete", "call-id=c"));
        talk.assertNothingLeft();
    }

    @Test
    void aSubscriberMaySpeakAnotherTransport() {
        call();
        Map<String, NgValue> offer =
                ask(
                        "subscribe request",
                        "call-id=c",
                        "from-tag=a",
                        "to-tag=rec",
                        "transport-protocol=RTP/SAVP");
        assertThat(media(offer).getFirst().cryptos()).isNotEmpty();
        assertOk(
                ask(
                        "subscribe answer",
                        "call-id=c",
                        "to-tag=rec",
                        "sdp="
                                + Sdps.securePhone(
                                                "0",
                                                "a=crypto:1 AES_CM_128_HMAC_SHA1_80"
                                                        + " inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj")
                                        .replace("\n", "\r\n")));
        assertThat(talk.shard.routes).hasSize(1);
    }

    @Test
    void subscriptionsThatCannotBe() {
        assertError(ask("subscribe request"), "No call-id in message");
        assertError(ask("subscribe request", "call-id=c"), "Unknown call-ID");
        call();
        assertError(ask("subscribe request", "call-id=c"), "No monologues matched");
        assertError(
                ask("subscribe request", "call-id=c", "from-tag=eve"),
                "From-tag given, but no such tag exists");
        assertError(
                ask("subscribe request", "call-id=c", "all=all", "flags=mix"),
                "Unsupported: subscribe request with mix of several; ask for each");
        assertError(ask("subscribe answer", "call-id=c", phone("0")), "No to-tag in message");
        assertError(ask("subscribe answer", "call-id=c", "to-tag=x"), "No SDP body in message");
        assertError(
                ask("subscribe answer", "call-id=c", "to-tag=x", phone("0")), "To-tag not found");
        assertError(ask("unsubscribe", "call-id=c"), "No to-tag in message");
        assertThat(talk.shard.plans).hasSize(2);
    }

    @Test
    void somebodyPublishesForAnotherToHear() {
        Map<String, NgValue> answer =
                ask("publish", phone("96 0 8 101"), "flags=codec-accept-PCMU");
        MediaSection told = media(answer).getFirst();
        assertThat(told.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(numbers(told)).containsExactly(0);
        String call = "call-id=" + text(answer, "call-id");
        String from = "from-tag=" + text(answer, "from-tag");
        assertThat(ng.calls()).isEqualTo(1);

        Map<String, NgValue> again = ask("publish", call, from, phone("8"));
        assertThat(numbers(media(again).getFirst())).containsExactly(8);
        assertThat(media(again).getFirst().media().port()).isEqualTo(told.media().port());

        assertOk(ask("subscribe request", call, from, "to-tag=fan"));
        assertOk(ask("subscribe answer", call, "to-tag=fan", phone("8")));
        assertThat(talk.shard.routes).containsExactly(List.of(stream(0), stream(1)));

        assertOk(ask("delete", call, "from-tag=fan"));
        assertThat(talk.shard.plans).hasSize(1);
        assertOk(ask("delete", call, from));
        assertThat(ng.calls()).isZero();
        talk.assertNothingLeft();
    }

    @Test
    void publicationsThatCannotBe() {
        assertError(ask("publish"), "No SDP body in message");
        assertError(ask("publish", "sdp=hello"), "Failed to parse SDP");
        assertError(ask("publish", phone("101")), "no m=audio with a codec we can relay");
        call();
        assertError(
                ask("publish", "call-id=c", "from-tag=a", phone("0")),
                "The tag is another party's");
        assertThat(ng.calls()).isEqualTo(1);
    }

    @Test
    void weOfferAndConnectWhoAnswers() {
        call();
        Map<String, NgValue> offer = ask("create", "call-id=c", "from-tag=ivr");
        assertThat(media(offer).getFirst().direction()).isEqualTo(Direction.SENDRECV);
        assertThat(numbers(media(offer).getFirst())).containsExactly(8, 0, 96, 101);
        assertThat(text(offer, "call-id")).isEqualTo("c");
        assertThat(text(offer, "from-tag")).isEqualTo("ivr");
        assertOk(ask("create answer", "call-id=c", "from-tag=ivr", phone("0 101")));

        assertOk(ask("connect", "call-id=c", "from-tag=a", "to-tag=ivr"));
        talk.assertPatched(0, 2);
        assertThat(talk.shard.patches).hasSize(2);
        assertOk(ask("connect", "call-id=c", "from-tag=a", "to-tag=b"));
        talk.assertPatched(0, 1);
        assertOk(ask("delete", "call-id=c"));
        talk.assertNothingLeft();
    }

    @Test
    void anOfferOfOursMayBeginACall() {
        NgValue medias =
                new NgValue.Items(
                        List.of(
                                new NgValue.Dictionary(
                                        Map.of(
                                                "type",
                                                new NgValue.Text("audio"),
                                                "codecs",
                                                new NgValue.Items(
                                                        List.of(new NgValue.Text("G722")))))));
        Map<String, NgValue> offer = ask("create", medias, "ICE=force");
        assertThat(numbers(media(offer).getFirst())).containsExactly(9, 101);
        assertThat(media(offer).getFirst().iceUfrag()).isNotNull();
        assertOk(ask("delete", "call-id=" + text(offer, "call-id")));
        talk.assertNothingLeft();
        assertError(
                ask("create", new NgValue.Items(List.of(new NgValue.Text("video")))),
                "Unsupported: create with media other than audio");
        assertError(ask("create answer", "call-id=c", phone("0")), "Unknown call-ID");
    }

    @Test
    void connectionsThatCannotBe() {
        call();
        assertError(ask("connect", "call-id=c", "to-tag=b"), "No from-tag in message");
        assertError(ask("connect", "call-id=x", "from-tag=a", "to-tag=b"), "Unknown call-ID");
        assertError(
                ask("connect", "call-id=c", "from-tag=a", "to-tag=b", "to-call-id=d"),
                "Unknown call-ID");
        second();
        assertError(
                ask("connect", "call-id=c", "from-tag=a", "to-tag=b", "to-call-id=d"),
                "Call-ID not found or tags didn't match");
        assertError(
                ask("connect", "call-id=c", "from-tag=a", "to-tag=eve"),
                "Call-ID not found or tags didn't match");
        talk.assertPatched(0, 1);
    }

    /// Another call, whose parties speak other numbers.
    private void second() {
        assertOk(ask("offer", "call-id=d", "from-tag=x", otherPhone()));
        assertOk(ask("answer", "call-id=d", "from-tag=x", "to-tag=y", otherPhone()));
    }

    private long from(int leg) {
        return talk.shard.patches.getOrDefault(stream(leg), 0L);
    }

    private Map<String, NgValue> across(String... more) {
        List<String> words =
                new ArrayList<>(List.of("call-id=c", "from-tag=a", "to-tag=x", "to-call-id=d"));
        words.addAll(List.of(more));
        return ask("connect", words.toArray(String[]::new));
    }

    @Test
    void partiesOfTwoCallsAreConnectedByABridge() {
        call();
        second();
        assertOk(across());

        talk.assertPatched(0, 4);
        talk.assertPatched(5, 2);
        assertThat(from(1)).isZero();
        assertThat(from(3)).isZero();
        assertThat(talk.plan(4).call()).isEqualTo(talk.plan(0).call());
        assertThat(talk.plan(5).call()).isEqualTo(talk.plan(2).call());
        // What the one presses, the other gets by its own number.
        assertThat(talk.stream(0).payloads().to(0)).isZero();
        assertThat(talk.stream(0).payloads().to(101)).isEqualTo(97);
        assertThat(talk.stream(4).payloads().to(97)).isEqualTo(101);
        assertThat(talk.stream(5).payloads().to(97)).isEqualTo(97);
    }

    @Test
    void theOtherPartiesHangUpAndThoseWhoWereConnectedTalkOn() {
        call();
        second();
        assertOk(across());
        assertOk(ask("delete", "call-id=c", "from-tag=b", "to-tag=a"));
        assertOk(ask("delete", "call-id=d", "from-tag=y", "to-tag=x"));

        assertThat(talk.shard.plans).hasSize(4);
        talk.assertPatched(0, 2);
        talk.assertPatched(3, 1);
        assertThat(talk.relay.calls()).isEqualTo(2);

        assertOk(ask("delete", "call-id=c", "from-tag=a", "to-tag=b"));
        assertThat(talk.relay.calls()).isEqualTo(1);
        assertThat(talk.shard.plans).hasSize(1);
        assertThat(talk.shard.patches).isEmpty();
        assertOk(ask("delete", "call-id=d"));
        talk.assertNothingLeft();
    }

    @Test
    void anOfferAndItsAnswerBringTheTwoOfADialogTogetherAgain() {
        call();
        second();
        assertOk(across());
        assertOk(ask("offer", "call-id=c", "from-tag=a", "to-tag=b", phone("0 8 101")));
        talk.assertPatched(0, 4);
        assertOk(ask("answer", "call-id=c", "from-tag=a", "to-tag=b", phone("0 101")));

        talk.assertPatched(0, 1);
        assertThat(talk.shard.plans).hasSize(4);
        assertThat(from(2)).isZero();
    }

    @Test
    void whoIsConnectedAgainLeavesThoseBefore() {
        call();
        second();
        assertOk(across());
        assertOk(ask("connect", "call-id=d", "from-tag=x", "to-tag=y"));
        talk.assertPatched(2, 3);
        assertThat(talk.shard.plans).hasSize(4);
        assertThat(from(0)).isZero();
        assertOk(ask("connect", "call-id=d", "from-tag=y", "to-tag=b", "to-call-id=c"));
        assertThat(from(2)).isZero();
        talk.assertPatched(3, 4);
        talk.assertPatched(5, 1);
        assertOk(ask("delete", "call-id=c"));
        assertOk(ask("delete", "call-id=d"));
        talk.assertNothingLeft();
    }

    @Test
    void oneWayTheOneHearsTheOtherAndAllElseStays() {
        call();
        second();
        assertOk(across("flags=directional"));

        talk.assertPatched(0, 1);
        assertThat(from(2)).isZero();
        assertThat(from(3)).isZero();
        assertThat(talk.shard.routes)
                .containsExactlyInAnyOrder(
                        List.of(stream(0), stream(4)), // a, to the bridge
                        List.of(stream(5), stream(2)), // and on to x,
                        List.of(stream(2), stream(3))); // who is still heard by y
        assertOk(ask("delete", "call-id=c"));
        assertThat(talk.shard.routes).containsExactly(List.of(stream(0), stream(1)));
        assertOk(ask("delete", "call-id=d"));
        talk.assertNothingLeft();
    }

    @Test
    void oneWayWithinACall() {
        call();
        assertOk(ask("create", "call-id=c", "from-tag=ivr"));
        assertOk(ask("create answer", "call-id=c", "from-tag=ivr", phone("0 101")));
        assertOk(ask("connect", "call-id=c", "from-tag=ivr", "to-tag=a", "directional=yes"));
        assertThat(talk.shard.routes)
                .containsExactlyInAnyOrder(
                        List.of(stream(2), stream(0)), List.of(stream(0), stream(1)));
        assertOk(ask("offer", "call-id=c", "from-tag=a", "to-tag=b", phone("0 8 101")));
        assertOk(ask("answer", "call-id=c", "from-tag=a", "to-tag=b", phone("0 101")));
        talk.assertPatched(0, 1);
        assertThat(talk.shard.routes).doesNotContain(List.of(stream(2), stream(0)));
    }

    @Test
    void aRecordingClientIsToldWhoseMediaItGets() {
        call();
        Map<String, NgValue> reply =
                ask("subscribe request", "call-id=c", "all=all", "to-tag=rec", "flags=SIPREC");
        assertThat(media(reply))
                .extracting(each -> each.media().attributes().first("label"))
                .containsExactly("1", "2");
        Fields first =
                new Fields()
                        .put("tag", "a")
                        .put("index", 1)
                        .put("type", "audio")
                        .put("mode", "sendrecv");
        assertThat(((NgValue.Dictionary) reply.get("media-labels")).entries())
                .containsOnlyKeys("1", "2")
                .containsEntry("1", first.dictionary());
        Fields medium =
                new Fields()
                        .put("index", 1)
                        .put("type", "audio")
                        .put("label", "2")
                        .put("mode", "sendrecv");
        assertThat(((NgValue.Items) reply.get("tag-medias")).items())
                .hasSize(2)
                .contains(
                        new Fields()
                                .put("tag", "b")
                                .put("medias", List.of(medium.dictionary()))
                                .dictionary());
        assertOk(ask("subscribe answer", "call-id=c", "to-tag=rec", phone("0 101")));
        assertThat(ask("subscribe request", "call-id=c", "from-tag=a", "flags=mix"))
                .doesNotContainKeys("tag-medias", "media-labels");
        assertOk(ask("delete", "call-id=c"));
        talk.assertNothingLeft();
    }
}
