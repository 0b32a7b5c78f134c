package jackfield.roles.relay.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.LegOptions;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.ng.NgValue;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls and the nodes that carry them: each line is one message, or a time that passes.
class NodeRelayTest {
    private static final String A = "10.0.0.1:2223";
    private static final String B = "10.0.0.2:2223";
    private static final NodeSettings FIRST = NodeRoom.node(A, 1, "near");
    private static final NodeSettings RESERVE = NodeRoom.node(B, 1, "far");

    private static List<String> words(NgValue.Dictionary command, String key) {
        return command.entries().get(key) instanceof NgValue.Items(List<NgValue> items)
                ? items.stream().map(each -> ((NgValue.Text) each).text()).toList()
                : List.of();
    }

    @Test
    void anOfferForABrowserAsksForAllThatBrowsersWant() {
        NodeRoom room = new NodeRoom(FIRST);
        NodeRoom.Answer offer = room.offers("c1", "b1", LegProfile.SIP, LegProfile.BROWSER);
        assertThat(offer.times).as("nobody is waited for").isZero();
        room.seconds(0.01);
        assertThat(offer.sdp()).contains("offer by " + A);
        NgValue.Dictionary asked = room.at(A).last();
        assertThat(NodeCommands.text(asked, "transport-protocol")).isEqualTo("UDP/TLS/RTP/SAVPF");
        assertThat(NodeCommands.text(asked, "ICE")).isEqualTo("force");
        assertThat(words(asked, "SDES")).containsExactly("off");
        assertThat(words(asked, "rtcp-mux")).containsExactly("offer", "require");
        assertThat(words(asked, "flags")).contains("generate-mid", "trust-address");
        assertThat(words(asked, "replace")).containsExactly("origin");
        assertThat(NodeCommands.text(asked, "from-tag")).isEqualTo("alice");
        assertThat(NodeCommands.text(asked, "via-branch")).isEqualTo("b1");
        assertThat(asked.entries()).doesNotContainKeys("to-tag", "DTLS");

        room.answers("c1", "b1", "bob");
        room.seconds(0.01);
        NgValue.Dictionary answered = room.at(A).last();
        assertThat(NodeCommands.text(answered, "from-tag")).isEqualTo("alice");
        assertThat(NodeCommands.text(answered, "to-tag")).isEqualTo("bob");
        assertThat(NodeCommands.text(answered, "ICE")).as("for the phone").isEqualTo("remove");
    }

    @Test
    void theOnlyMediumIsBundledForBrowsers() {
        byte[] one =
                "v=0\r\nt=0 0\r\nm=audio 1 x 0\r\na=mid:7\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(NodeRoom.text(Mids.bundled(one)))
                .isEqualTo("v=0\r\nt=0 0\r\na=group:BUNDLE 7\r\nm=audio 1 x 0\r\na=mid:7\r\n");
        assertThat(Mids.bundled(Mids.bundled(one))).isEqualTo(Mids.bundled(one));
        byte[] two =
                "v=0\r\nm=a\r\na=mid:0\r\nm=b\r\na=mid:1\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(Mids.bundled(two)).isEqualTo(two);
    }

    @Test
    void anOfferForAPhoneHasNoIceAndNoDtls() {
        NodeRoom room = new NodeRoom(FIRST);
        room.offers("c1", "b1", LegProfile.BROWSER, LegProfile.SIP_EITHER);
        room.seconds(0.01);
        NgValue.Dictionary asked = room.at(A).last();
        assertThat(NodeCommands.text(asked, "transport-protocol")).isEqualTo("RTP/AVP");
        assertThat(NodeCommands.text(asked, "ICE")).isEqualTo("remove");
        assertThat(NodeCommands.text(asked, "DTLS")).isEqualTo("off");
        assertThat(words(asked, "rtcp-mux")).containsExactly("demux");
        assertThat(words(asked, "OSRTP")).containsExactly("offer");
        assertThat(words(asked, "SDES")).contains("no-NULL_HMAC_SHA1_80").doesNotContain("off");

        room.answers("c1", "b1", "bob");
        room.seconds(0.01);
        NgValue.Dictionary answered = room.at(A).last();
        assertThat(NodeCommands.text(answered, "ICE")).as("for the browser").isEqualTo("force");
        assertThat(words(answered, "SDES")).containsExactly("off");
    }

    @Test
    void aCommandIsRepeatedWithItsCookieAndDoneOnce() {
        NodeRoom room = new NodeRoom(FIRST);
        room.seconds(0.01); // the first ping
        NodeRoom.Node node = room.at(A);
        node.cookies.clear();
        node.deaf = true;
        NodeRoom.Answer offer = room.offers("c1", "b1", LegProfile.SIP, LegProfile.SIP);
        room.seconds(1);
        assertThat(node.cookies).hasSize(3).containsOnly(node.cookies.getFirst());
        node.deaf = false;
        room.seconds(0.5);
        assertThat(node.cookies).hasSize(4);
        assertThat(node.did()).containsExactly("offer c1");
        assertThat(offer.isOk()).isTrue();
        assertThat(room.relay.views(room.now).getFirst().state()).isEqualTo("up");
    }

    @Test
    void aSilentNodeIsPassedOverAndProbedUntilItAnswers() {
        NodeRoom room = new NodeRoom(FIRST, RESERVE);
        room.seconds(0.01);
        room.at(A).silent = true;
        NodeRoom.Answer first = room.offers("c1", "b1", LegProfile.SIP, LegProfile.SIP);
        room.seconds(2.1);
        assertThat(first.sdp()).contains("offer by " + B);
        assertThat(room.log).singleElement().asString().contains(A).contains("does not answer");
        assertThat(room.relay.views(room.now).getFirst().state()).isEqualTo("down");
        assertThat(room.relay.views(room.now).getFirst().tally().failovers()).isEqualTo(1);

        NodeRoom.Answer second = room.offers("c2", "b1", LegProfile.SIP, LegProfile.SIP);
        room.seconds(0.01);
        assertThat(second.sdp()).as("at once").contains("offer by " + B);

        room.at(A).silent = false;
        room.seconds(12);
        assertThat(room.log.getLast()).contains(A).contains("answers again");
        NodeRoom.Answer third = room.offers("c3", "b1", LegProfile.SIP, LegProfile.SIP);
        room.seconds(0.01);
        assertThat(third.sdp()).contains("offer by " + A);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Parallel session limit reached", "Ran out of ports"})
    void aNodeThatIsFullSaysSoAndAnotherTakesTheCall(String error) {
        NodeRoom room = new NodeRoom(FIRST, RESERVE);
        room.at(A).error = error;
        NodeRoom.Answer offer = room.offers("c1", "b1", LegProfile.SIP, LegProfile.SIP);
        room.seconds(0.1);
        assertThat(offer.sdp()).contains("offer by " + B);
        assertThat(room.relay.views(room.now).getFirst().state()).isEqualTo("full");
        assertThat(room.told).containsExactly("c1: relay node udp:" + A + ": " + error);
        room.offers("c2", "b1", LegProfile.SIP, LegProfile.SIP);
        room.seconds(1);
        assertThat(room.at(A).did()).as("asked once").containsExactly("offer c1");
        room.seconds(5);
        room.offers("c3", "b1", LegProfile.SIP, LegProfile.SIP);
        room.seconds(1);
        assertThat(room.at(A).did()).as("and again later").hasSize(2);
    }

    @Test
    void theLoadLimitLeadsToAnotherNodeToo() {
        NodeRoom room = new NodeRoom(FIRST, RESERVE);
        room.at(A).overloaded = true;
        NodeRoom.Answer offer = room.offers("c1", "b1", LegProfile.SIP, LegProfile.SIP);
        room.seconds(0.1);
        assertThat(offer.sdp()).contains("offer by " + B);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Failed to parse SDP", "ran out of ports", "Incomplete SDP specification"})
    void anyOtherErrorIsFinal(String error) {
        NodeRoom room = new NodeRoom(FIRST, RESERVE);
        room.at(A).error = error;
        NodeRoom.Answer offer = room.offers("c1", "b1", LegProfile.SIP, LegProfile.SIP);
        room.seconds(0.1);
        assertThat(offer.refused().status()).isEqualTo(error.contains("SDP") ? 488 : 500);
        assertThat(offer.refused().why()).contains(error);
        assertThat(room.at(B).did()).isEmpty();
        assertThat(room.relay.calls()).isZero();
    }

    @Test
    void whereNobodyAnswersTheCallIsRefusedWithinTheLimit() {
        NodeRoom room = new NodeRoom(FIRST, RESERVE, NodeRoom.node("10.0.0.3:2223", 1, "far"));
        room.seconds(0.01);
        room.nodes.values().forEach(node -> node.silent = true);
        long began = room.now;
        NodeRoom.Answer offer = room.offers("c1", "b1", LegProfile.SIP, LegProfile.SIP);
        NodeRoom.Answer fork = room.offers("c1", "b2", LegProfile.SIP, LegProfile.SIP);
        room.seconds(30);
        assertThat(offer.refused().status()).isEqualTo(503);
        assertThat(offer.at - began).isLessThanOrEqualTo(NodePolicy.DEFAULT.limit());
        assertThat(fork.at - began).isLessThanOrEqualTo(NodePolicy.DEFAULT.limit());
        NodeRoom.Answer next = room.offers("c2", "b1", LegProfile.SIP, LegProfile.SIP);
        assertThat(next.refused().why()).as("at once").isEqualTo("no relay node is up");
        assertThat(room.relay.calls()).isZero();
    }

    @Test
    void aCallKeepsItsNodeToTheEnd() {
        NodeRoom room = new NodeRoom(NodeRoom.node(A, 1, "near"), NodeRoom.node(B, 1, "near"));
        for (int i = 0; i < 20; i++) {
            String id = "c" + i;
            room.calls(id);
            Exchange again = new Exchange(id, "bob", "alice", "b1");
            room.offers(again, LegProfile.SIP, LegProfile.SIP);
            room.seconds(0.01);
            room.relay.release(id, room.now);
            room.seconds(0.01);
        }
        assertThat(room.at(A).did()).isNotEmpty();
        assertThat(room.at(B).did()).isNotEmpty();
        for (NodeRoom.Node node : room.nodes.values()) {
            Map<String, Integer> commands = new HashMap<>();
            node.did().forEach(each -> commands.merge(each.split(" ")[1], 1, Integer::sum));
            assertThat(commands.values()).as("offer, answer, offer, delete").containsOnly(4);
            assertThat(node.calls).isEmpty();
        }
        assertThat(room.relay.calls()).isZero();
        assertThat(room.relay.views(room.now)).allMatch(node -> node.calls() == 0);
    }

    @Test
    void aCallWhoseNodeDiedMovesWithItsNextOfferAndSaysSo() {
        NodeRoom room = new NodeRoom(FIRST, RESERVE);
        room.calls("c1");
        room.at(A).silent = true;
        Exchange again = new Exchange("c1", "bob", "alice", "b1");
        NodeRoom.Answer offer = room.offers(again, LegProfile.SIP, LegProfile.BROWSER);
        room.seconds(2.1);
        assertThat(offer.sdp()).contains("offer by " + B);
        assertThat(room.told.getLast())
                .isEqualTo("c1: media moves from relay node udp:" + A + " to udp:" + B);
        assertThat(room.relay.nodeOf("c1")).isEqualTo("udp:" + B);
        NodeRoom.Answer answer = new NodeRoom.Answer();
        room.relay.answer(
                new Exchange("c1", "bob", "alice", "b1"),
                NodeRoom.SDP,
                room.now,
                (passed, _) -> answer.passed = passed);
        room.seconds(0.01);
        assertThat(answer.sdp()).contains("answer by " + B);
        room.relay.release("c1", room.now);
        room.seconds(3);
        assertThat(room.at(B).calls).isEmpty();
        assertThat(room.relay.calls()).isZero();
    }

    @Test
    void aBrowserIsNotMovedInTheMiddleOfItsHandshake() {
        NodeRoom room = new NodeRoom(FIRST, RESERVE);
        room.offers("c1", "b1", LegProfile.BROWSER, LegProfile.SIP);
        room.seconds(0.01);
        room.at(A).silent = true;
        NodeRoom.Answer answer = room.answers("c1", "b1", "bob");
        room.seconds(2.1);
        assertThat(answer.refused().status()).isEqualTo(503);
        assertThat(answer.refused().why()).contains(A);
    }

    @Test
    void mediaKeepTheNamesOfTheBrowserOnTheOtherNode() {
        NodeRoom room = new NodeRoom(FIRST, RESERVE);
        byte[] browsers = "v=0\r\nm=audio 9 x 0\r\na=mid:0\r\n".getBytes(StandardCharsets.US_ASCII);
        room.offers(
                new Exchange("c1", "alice", null, "b1"),
                browsers,
                LegProfile.BROWSER,
                LegProfile.SIP);
        room.seconds(0.01);
        room.answers("c1", "b1", "bob");
        room.seconds(0.01);
        room.at(A).silent = true;
        room.at(B).media = "m=audio 31000 x 0\r\na=mid:1\r\n";
        NodeRoom.Answer offer =
                room.offers(
                        new Exchange("c1", "bob", "alice", "b1"),
                        LegProfile.SIP,
                        LegProfile.BROWSER);
        room.seconds(2.1);
        assertThat(offer.sdp())
                .isEqualTo(
                        "v=0\r\ns=offer by "
                                + B
                                + "\r\na=group:BUNDLE 0\r\nm=audio 31000 x 0\r\na=mid:0\r\n");
    }

    @Test
    void namesAreChangedInTheGroupTooAndOnlyWhereTheyAreKnown() {
        byte[] made =
                "a=group:BUNDLE 1 2\r\nm=a\r\na=mid:1\r\nm=b\r\na=mid:2\r\nm=c\r\n"
                        .getBytes(StandardCharsets.US_ASCII);
        assertThat(NodeRoom.text(Mids.kept(made, List.of("2", "1"))))
                .isEqualTo("a=group:BUNDLE 2 1\r\nm=a\r\na=mid:2\r\nm=b\r\na=mid:1\r\nm=c\r\n");
        assertThat(NodeRoom.text(Mids.kept(made, List.of("", "$1", "x"))))
                .isEqualTo("a=group:BUNDLE 1 $1\r\nm=a\r\na=mid:1\r\nm=b\r\na=mid:$1\r\nm=c\r\n");
        assertThat(Mids.kept(made, List.of())).isEqualTo(made);
        assertThat(Mids.of(made)).containsExactly("1", "2", "");
    }

    @Test
    void anAnswerThatNoNodeTakesSaysWhy() {
        NodeRoom room = new NodeRoom(FIRST);
        room.offers("c1", "b1", LegProfile.SIP, LegProfile.SIP);
        room.seconds(0.01);
        room.at(A).silent = true;
        NodeRoom.Answer answer = room.answers("c1", "b1", "bob");
        room.seconds(3);
        assertThat(answer.refused().status()).isEqualTo(503);
        assertThat(answer.refused().why()).contains(A);
    }

    @Test
    void anAnswerMovesWithItsOfferAndWhoAnsweredIsToBeTold() {
        NodeRoom room = new NodeRoom(FIRST, RESERVE);
        room.offers("c1", "b1", LegProfile.SIP, LegProfile.SIP);
        room.offers("c1", "b2", LegProfile.SIP, LegProfile.SIP);
        room.seconds(0.01);
        room.at(A).silent = true;
        NodeRoom.Answer answer = room.answers("c1", "b1", "bob");
        room.seconds(3);
        assertThat(answer.sdp()).contains("answer by " + room.at(B).address);
        assertThat(room.at(B).did()).containsExactly("offer c1", "answer c1");
        assertThat(room.moved).hasSize(1).first().asString().contains("bob", "offer by");

        // The other fork was on the dead node too.
        NodeRoom.Answer other = room.answers("c1", "b2", "carol");
        room.seconds(1);
        assertThat(other.sdp()).contains("answer by " + room.at(B).address);
        assertThat(room.at(B).did())
                .containsExactly("offer c1", "answer c1", "offer c1", "answer c1");
        assertThat(room.moved).hasSize(2);
    }

    @Test
    void aDeleteWaitsForTheOfferBeforeItSoThatNothingIsLeft() {
        NodeRoom room = new NodeRoom(FIRST);
        room.seconds(0.01);
        room.at(A).silent = true;
        room.offers("c1", "b1", LegProfile.SIP, LegProfile.SIP);
        room.relay.release("c1", room.now);
        room.seconds(0.5);
        room.at(A).silent = false;
        room.seconds(3);
        assertThat(room.at(A).did()).containsExactly("offer c1", "delete c1");
        assertThat(room.at(A).calls).isEmpty();
        assertThat(room.relay.calls()).isZero();
    }

    @Test
    void aForkIsGivenUpByItsBranchAndTheLastOneWithTheCall() {
        NodeRoom room = new NodeRoom(FIRST);
        room.offers("c1", "b1", LegProfile.SIP, LegProfile.SIP);
        room.offers("c1", "b2", LegProfile.SIP, LegProfile.SIP);
        room.seconds(0.01);
        room.relay.release("c1", "b1", room.now);
        room.seconds(0.01);
        NgValue.Dictionary one = room.at(A).last();
        assertThat(NodeCommands.text(one, "via-branch")).isEqualTo("b1");
        assertThat(NodeCommands.text(one, "from-tag")).isEqualTo("alice");
        room.relay.release("c1", "b2", room.now);
        room.seconds(0.01);
        assertThat(room.at(A).last().entries()).doesNotContainKeys("via-branch", "from-tag");
        assertThat(room.relay.calls()).isZero();
    }

    @Test
    void aNodeThatForgotACallEndsIt() {
        NodeRoom room = new NodeRoom(FIRST);
        room.calls("c1");
        room.calls("c2");
        room.seconds(100);
        assertThat(room.lost).isEmpty();
        room.at(A).calls.remove("c1");
        room.seconds(70);
        assertThat(room.lost).singleElement().asString().startsWith("c1: relay node udp:" + A);
        assertThat(room.relay.calls()).isEqualTo(1);
    }

    @Test
    void aDisabledNodeKeepsItsCallsAndGetsNoNewOnes() {
        NodeRoom room = new NodeRoom(FIRST, RESERVE);
        room.calls("c1");
        assertThat(room.relay.disable(1, true)).isTrue();
        assertThat(room.relay.disable(3, true)).isFalse();
        room.calls("c2");
        assertThat(room.relay.nodeOf("c2")).isEqualTo("udp:" + B);
        Exchange again = new Exchange("c1", "bob", "alice", "b1");
        assertThat(room.offers(again, LegProfile.SIP, LegProfile.SIP).times).isZero();
        room.seconds(0.01);
        assertThat(room.relay.nodeOf("c1")).isEqualTo("udp:" + A);
    }

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void weightsShareOutTheCallsOfTheFirstSetThatLives(long seed) {
        NodeRoom room =
                new NodeRoom(
                        seed,
                        NodeRoom.node(A, 3, "near"),
                        NodeRoom.node(B, 1, "near"),
                        NodeRoom.node("10.0.0.3:2223", 0, "near"),
                        NodeRoom.node("10.0.0.4:2223", 5, "far"));
        for (int i = 0; i < 400; i++) {
            room.offers("c" + i, "b", LegProfile.SIP, LegProfile.SIP);
        }
        room.seconds(1);
        assertThat(room.at(A).calls).hasSizeBetween(250, 350);
        assertThat(room.at(A).calls.size() + room.at(B).calls.size()).isEqualTo(400);
        room.at(A).silent = true;
        room.at(B).silent = true;
        room.seconds(15);
        for (int i = 400; i < 420; i++) {
            room.offers("c" + i, "b", LegProfile.SIP, LegProfile.SIP);
        }
        room.seconds(1);
        assertThat(room.at("10.0.0.4:2223").calls).hasSize(20);
        assertThat(room.at("10.0.0.3:2223").calls).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyQuestionGetsOneAnswerWhateverTheNetworkDoes(long seed) {
        NodeRoom room =
                new NodeRoom(seed, NodeRoom.node(A, 1, "near"), NodeRoom.node(B, 1, "near"));
        room.loss = 0.2;
        List<NodeRoom.Answer> answers = new java.util.ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String id = "c" + i;
            long at = room.random.nextLong(20 * NodeRoom.SECOND);
            room.after(
                    at,
                    () -> {
                        answers.add(room.offers(id, "b1", LegProfile.SIP, LegProfile.BROWSER));
                        answers.add(room.offers(id, "b2", LegProfile.SIP, LegProfile.SIP));
                        answers.add(room.answers(id, "b1", "bob"));
                    });
            room.after(
                    at + room.random.nextLong(5 * NodeRoom.SECOND),
                    () -> room.relay.release(id, "b2", room.now));
            room.after(
                    at + room.random.nextLong(10 * NodeRoom.SECOND),
                    () -> room.relay.release(id, room.now));
        }
        room.at(seed % 2 == 0 ? A : B).silent = seed % 3 == 0;
        room.seconds(60);
        assertThat(answers).hasSize(180).allMatch(answer -> answer.times == 1);
        assertThat(room.relay.calls()).isZero();
        assertThat(room.relay.views(room.now)).allMatch(node -> node.calls() == 0);
        for (NodeRoom.Node node : room.nodes.values()) {
            assertThat(node.replies.size()).as("each cookie once").isEqualTo(node.done.size());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsNoReplyIsCountedAndDropped(long seed) {
        NodeRoom room = new NodeRoom(seed, FIRST);
        room.at(A).silent = true;
        NodeRoom.Answer offer = room.offers("c1", "b1", LegProfile.SIP, LegProfile.SIP);
        room.seconds(0.01);
        String cookie = room.at(A).cookies.getLast();
        byte[] good = (cookie + " d6:result2:ok3:sdp3:v=0e").getBytes(StandardCharsets.US_ASCII);
        room.relay.receive(good.clone(), NodeRoom.node(B, 1, "").address(), room.now);
        assertThat(offer.times).as("from somebody else").isZero();
        for (int i = 0; i < 200; i++) {
            byte[] bad = good.clone();
            for (int flips = 1 + room.random.nextInt(4); flips > 0; flips--) {
                bad[room.random.nextInt(bad.length)] = (byte) room.random.nextInt();
            }
            byte[] cut = java.util.Arrays.copyOf(bad, room.random.nextInt(bad.length));
            room.relay.receive(cut, FIRST.address(), room.now);
        }
        room.relay.receive(new byte[0], FIRST.address(), room.now);
        room.seconds(3);
        assertThat(offer.times).isEqualTo(1);
        assertThat(room.relay.strays()).isGreaterThan(190);
    }

    @Test
    void aNodeWithTwoSidesIsToldWhichPeerIsOnWhich() {
        Exchange exchange = new Exchange("c1", "alice", null, "b1");
        var sides = new NodePolicy.Sides("external", "internal");
        NgValue.Dictionary toPhone =
                NodeCommands.offer(
                        exchange, NodeRoom.SDP, LegProfile.BROWSER, LegProfile.SIP_EITHER, sides);
        assertThat(words(toPhone, "direction")).containsExactly("external", "internal");
        NgValue.Dictionary back =
                NodeCommands.offer(
                        exchange, NodeRoom.SDP, LegProfile.SIP, LegProfile.BROWSER, sides);
        assertThat(words(back, "direction")).containsExactly("internal", "external");
        LegOptions usual = LegOptions.NONE;
        LegProfile trunk =
                LegProfile.SIP.on(
                        new LegOptions(
                                usual.keying(),
                                usual.ice(),
                                new LegOptions.Place("trunk", LegOptions.Family.IP6),
                                usual.following(),
                                usual.lines()));
        NgValue.Dictionary named =
                NodeCommands.offer(exchange, NodeRoom.SDP, LegProfile.BROWSER, trunk, sides);
        assertThat(words(named, "direction")).containsExactly("external", "trunk");
        assertThat(NodeCommands.text(named, "address family")).isEqualTo("IP6");
        NgValue.Dictionary one =
                NodeCommands.offer(
                        exchange, NodeRoom.SDP, LegProfile.BROWSER, trunk, NodePolicy.Sides.NONE);
        assertThat(one.entries()).as("both or none").doesNotContainKey("direction");
    }
}
