package jackfield.roles.relay;

import static jackfield.roles.relay.LegProfile.BROWSER;
import static jackfield.roles.relay.LegProfile.SIP;
import static jackfield.roles.relay.Talk.audio;
import static jackfield.roles.relay.Talk.read;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.relay.media.StreamPlan;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.Direction;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Those who talk to the relay alone: listeners, publishers, and those it offers to.
class SubscriptionsTest {
    private final Talk talk = new Talk();

    private void call() {
        talk.offer(Sdps.phone("0 8"), SIP, SIP);
        talk.answer(Sdps.phone("0"));
    }

    private Passed subscribe(LegProfile listener, String... tags) {
        return talk.relay.subscribe(
                new Subscriptions.Listening(Talk.CALL, List.of(tags), "s1", false),
                _ -> listener,
                talk.now);
    }

    private String subscribed(String sdp) {
        return talk.relay.subscribed(Talk.CALL, "s1", Sdps.bytes(sdp), talk.now);
    }

    private Passed publish(String tag, String sdp, List<String> codecs) {
        return talk.relay.publish(
                new Subscriptions.Publishing(Talk.CALL, tag, SIP),
                Sdps.bytes(sdp),
                codecs,
                false,
                talk.now);
    }

    private long stream(int leg) {
        return talk.stream(leg).stream();
    }

    private static List<Integer> numbers(MediaSection section) {
        return section.codecs().stream().map(Codec::payloadType).toList();
    }

    private String connect(String one, String other) {
        return talk.relay.connect(
                new Subscriptions.Named(Talk.CALL, one),
                new Subscriptions.Named(Talk.CALL, other),
                false,
                talk.now);
    }

    @Test
    void aListenerHearsAPartyAndTheCallGoesOn() {
        call();
        SessionDescription offered = read(subscribe(SIP, "bob"));
        assertThat(audio(offered).direction()).isEqualTo(Direction.SENDONLY);
        assertThat(offered.media().getFirst().formats()).containsExactly("0");
        assertThat(talk.shard.routes).isEmpty();

        assertThat(subscribed(Sdps.phone("0", "a=recvonly"))).isNull();

        assertThat(talk.shard.routes).containsExactly(List.of(stream(1), stream(2)));
        assertThat(talk.portsPlan(2).remote()).isNotNull();
        talk.assertPatched(0, 1);

        assertThat(talk.relay.unsubscribe(Talk.CALL, "s1", null, talk.now)).isTrue();
        assertThat(talk.relay.unsubscribe(Talk.CALL, "s1", null, talk.now)).isFalse();
        assertThat(talk.shard.routes).isEmpty();
        assertThat(talk.shard.plans).hasSize(2);
        talk.assertPatched(0, 1);
        talk.relay.release(Talk.CALL, talk.now);
        talk.assertNothingLeft();
    }

    @Test
    void aListenerHearsBothAndThenOnlyOne() {
        call();
        SessionDescription offered = read(subscribe(SIP, "alice", "bob"));
        assertThat(offered.media()).hasSize(2);
        String second = Sdps.phone("0").substring(Sdps.phone("0").indexOf("m=audio"));
        assertThat(subscribed(Sdps.phone("0") + second)).isNull();
        assertThat(talk.shard.routes)
                .containsExactly(List.of(stream(0), stream(2)), List.of(stream(1), stream(3)));

        assertThat(talk.relay.unsubscribe(Talk.CALL, "s1", "alice", talk.now)).isTrue();
        assertThat(talk.shard.routes).containsExactly(List.of(stream(1), stream(3)));

        SessionDescription again = read(subscribe(SIP, "alice"));
        assertThat(again.media().getFirst().port()).isEqualTo(offered.media().getFirst().port());
        assertThat(again.media().getLast().port()).isZero();
        assertThat(subscribed(Sdps.phone("0"))).isNull();
        assertThat(talk.shard.routes).containsExactly(List.of(stream(0), stream(2)));
        talk.relay.release(Talk.CALL, talk.now);
        talk.assertNothingLeft();
    }

    @Test
    void aBrowserListensToAPhone() {
        call();
        read(subscribe(BROWSER, "alice"));
        String answer = Sdps.browser("bZx0", "active", "0").replace("sendrecv", "recvonly");
        assertThat(subscribed(answer)).isNull();
        assertThat(talk.browserPlan(2).ice().remoteUfrag()).isEqualTo("bZx0");
        assertThat(talk.shard.routes).hasSize(1);
    }

    @Test
    void aListenerFollowsAPartyToItsOtherLeg() {
        talk.offer(Sdps.phone("0 8"), SIP, SIP);
        talk.answer(Sdps.phone("0"));
        read(subscribe(SIP, "alice"));
        assertThat(subscribed(Sdps.phone("0"))).isNull();
        long before = stream(0);
        read(talk.tryOffer(Talk.exchange("alice", "bob", "z1"), Sdps.browserOffer(), BROWSER, SIP));
        read(talk.tryAnswer(Talk.exchange("alice", "bob", "z1"), Sdps.phone("0")));
        assertThat(talk.shard.plans).hasSize(3);
        assertThat(talk.shard.routes).hasSize(1);
        assertThat(talk.shard.routes.getFirst().getFirst()).isNotEqualTo(before);
    }

    @Test
    void subscriptionsThatCannotBe() {
        assertThat(Talk.why(subscribe(SIP, "bob"))).isEqualTo("488 Unknown call-id");
        call();
        assertThat(Talk.why(subscribe(SIP, "eve"))).isEqualTo("488 Unknown party");
        assertThat(
                        Talk.why(
                                talk.relay.subscribe(
                                        new Subscriptions.Listening(
                                                Talk.CALL, List.of("bob"), "alice", false),
                                        _ -> SIP,
                                        talk.now)))
                .isEqualTo("488 The tag is another party's");
        assertThat(talk.shard.plans).hasSize(2);
        read(subscribe(SIP, "bob"));
        assertThat(subscribed(Sdps.phone("8"))).isEqualTo("the answer has no codec of the offer");
        assertThat(talk.relay.subscribed(Talk.CALL, "s2", Sdps.bytes(Sdps.phone("0")), talk.now))
                .isEqualTo("Unknown party");
        talk.assertPatched(0, 1);
    }

    @Test
    void whoIsPublishedIsHeardByListenersOnly() {
        SessionDescription answer = read(publish("pub", Sdps.phone("96 0 8 101"), List.of("PCMA")));
        assertThat(audio(answer).direction()).isEqualTo(Direction.RECVONLY);
        assertThat(numbers(audio(answer))).containsExactly(8);
        StreamPlan published = talk.stream(0);
        assertThat(published.payloads().to(8)).isEqualTo(8);
        assertThat(published.payloads().to(0)).isNegative();

        SessionDescription offered = read(subscribe(SIP, "pub"));
        assertThat(numbers(audio(offered))).containsExactly(8);
        assertThat(subscribed(Sdps.phone("8"))).isNull();
        assertThat(talk.shard.routes).containsExactly(List.of(stream(0), stream(1)));
        assertThat(talk.shard.patches).isEmpty();

        assertThat(talk.relay.leave(Talk.CALL, "pub", talk.now)).isTrue();
        talk.assertNothingLeft();
    }

    @Test
    void whatWeOfferedIsConnectedAndTranslated() {
        call();
        SessionDescription wanted =
                SessionDescription.parse(Sdps.bytes(Sdps.phone("96 101"))).orThrow();
        SessionDescription offered =
                read(talk.relay.create(Talk.CALL, "carol", wanted, SIP, talk.now));
        assertThat(numbers(audio(offered))).containsExactly(96, 101);
        assertThat(audio(offered).direction()).isEqualTo(Direction.SENDRECV);
        assertThat(connect("alice", "carol")).isEqualTo("the two have no codec in common");
        assertThat(
                        talk.relay.created(
                                Talk.CALL, "carol", Sdps.bytes(Sdps.phone("96 101")), talk.now))
                .isNull();

        assertThat(connect("alice", "carol")).isNull();
        talk.assertPatched(0, 2);
        assertThat(talk.shard.patches).hasSize(2);
        assertThat(talk.shard.treated.get(List.of(stream(0), stream(2)))).hasSize(1);
        assertThat(talk.shard.treated.get(List.of(stream(2), stream(0)))).hasSize(1);

        assertThat(connect("bob", "alice")).isNull();
        talk.assertPatched(0, 1);
        assertThat(talk.stream(0).payloads().to(0)).isZero();
        talk.relay.release(Talk.CALL, talk.now);
        talk.assertNothingLeft();
    }

    @Test
    void aRefusedGuestLeavesNothing() {
        assertThat(Talk.why(publish("pub", Sdps.phone("101"), List.of())))
                .isEqualTo("488 no m=audio with a codec we can relay");
        talk.assertNothingLeft();
    }
}
