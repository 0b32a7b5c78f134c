package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.dispatcher.Algorithm;
import jackfield.roles.dispatcher.GroupSettings;
import jackfield.roles.dispatcher.MemberSettings;
import jackfield.roles.dispatcher.MemberView;
import jackfield.roles.dispatcher.Probing;
import jackfield.roles.forwarding.Forwardings;
import jackfield.roles.routing.Action;
import jackfield.roles.routing.Rewrite;
import jackfield.roles.routing.Router;
import jackfield.roles.routing.RoutingRules;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls through a group of gateways, and probes of its members, in virtual time.
class GroupCallTest {
    private final Ladder ladder = new Ladder();
    private final Party alice = ladder.phone("alice", "10.0.0.2:5060");
    private final Party first = ladder.phone("first", "10.0.0.51:5060");
    private final Party second = ladder.phone("second", "10.0.0.52:5060");

    @BeforeEach
    void aliceRegisters() {
        alice.registers();
    }

    private void group(Probing probing) {
        GroupSettings group =
                new GroupSettings(
                        "gateways",
                        Algorithm.PRIORITY,
                        List.of(
                                new MemberSettings(RoutingTest.uri("sip:10.0.0.51"), 1, 1, 0),
                                new MemberSettings(RoutingTest.uri("sip:10.0.0.52"), 1, 2, 0)),
                        probing);
        Router router =
                new Router(
                        new RoutingRules(
                                List.of(),
                                Map.of(),
                                Map.of(),
                                List.of(
                                        RoutingTest.rule(
                                                RoutingTest.prefix("0"),
                                                new Action.ToGroup(
                                                        "gateways", new Rewrite(1, "+"))))),
                        "example.org");
        ladder.core.follow(new CallRules(router, List.of(group), Forwardings.NONE), ladder.now);
    }

    private static Probing off() {
        return new Probing(0, 2 * Ladder.SECOND, 1, 2, List.of(), "");
    }

    private static Probing every10() {
        return new Probing(
                10 * Ladder.SECOND,
                2 * Ladder.SECOND,
                2,
                2,
                List.of(new Probing.Codes(200, 299)),
                "");
    }

    private List<String> states() {
        return ladder.core.dispatcher().views().getFirst().members().stream()
                .map(MemberView::state)
                .toList();
    }

    private List<Integer> calls() {
        return ladder.core.dispatcher().views().getFirst().members().stream()
                .map(MemberView::calls)
                .toList();
    }

    private void talkAndHangUp(Request sent, Party callee, Request invite) {
        callee.answers(invite, 200, Party.ANSWER);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        callee.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        callee.answers(callee.receives(Method.BYE), 200);
        alice.receives(200);
    }

    @Test
    void aCallIsCountedWhileItLasts() {
        group(off());
        Request sent = alice.calls("049", Party.OFFER);
        Request invite = first.receives(Method.INVITE);
        assertThat(invite.uri()).hasToString("sip:+49@10.0.0.51");
        assertThat(calls()).containsExactly(1, 0);
        talkAndHangUp(sent, first, invite);
        assertThat(calls()).containsExactly(0, 0);
        ladder.assertQuiet();
    }

    @Test
    void a503LeadsToTheNextMember() {
        group(off());
        Request sent = alice.calls("049", Party.OFFER);
        first.answers(first.receives(Method.INVITE), 503);
        first.receives(Method.ACK);
        Request invite = second.receives(Method.INVITE);
        assertThat(calls()).containsExactly(0, 1);
        talkAndHangUp(sent, second, invite);
        ladder.assertQuiet();
    }

    @Test
    void aSilentMemberIsGivenUpSoonAndIsDownAfterTwoCalls() {
        group(off());
        for (int i = 0; i < 2; i++) {
            Request sent = alice.calls("049", Party.OFFER);
            first.receives(Method.INVITE);
            ladder.seconds(4.1);
            talkAndHangUp(sent, second, second.receives(Method.INVITE));
            first.inbox.clear();
        }
        assertThat(states()).containsExactly("down", "up");
        Request sent = alice.calls("049", Party.OFFER);
        talkAndHangUp(sent, second, second.receives(Method.INVITE));
        ladder.seconds(40); // the silent one's transactions end
        ladder.assertQuiet();
    }

    @Test
    void busyIsNotTriedElsewhere() {
        group(off());
        Request sent = alice.calls("049", Party.OFFER);
        first.answers(first.receives(Method.INVITE), 486);
        first.receives(Method.ACK);
        second.receivesNothing();
        alice.acknowledges(sent, alice.receives(486));
        ladder.assertQuiet();
    }

    @Test
    void aDisabledMemberGetsNoCallsAndWithoutAnyTheCallerIsTold() {
        group(off());
        ladder.core.dispatcher().disable("gateways", 1, true);
        Request sent = alice.calls("049", Party.OFFER);
        talkAndHangUp(sent, second, second.receives(Method.INVITE));
        ladder.core.dispatcher().disable("gateways", 2, true);
        assertThat(states()).containsExactly("disabled", "disabled");
        Request refused = alice.calls("049", Party.OFFER);
        alice.acknowledges(refused, alice.receives(503));
        first.receivesNothing();
        ladder.assertQuiet();
    }

    /// Answers the probes that have come for `party`.
    private static int answerProbes(Party party, int status) {
        int probes = 0;
        List<Message> all = new ArrayList<>(party.inbox);
        party.inbox.clear();
        for (Message message : all) {
            if (message instanceof Request options && options.is(Method.OPTIONS)) {
                party.answers(options, status);
                probes++;
            }
        }
        return probes;
    }

    @Test
    void probesTakeAMemberDownAndBringItUpAgain() {
        group(every10());
        ladder.seconds(1.1);
        assertThat(answerProbes(first, 200)).isEqualTo(1);
        assertThat(answerProbes(second, 200)).isEqualTo(1);
        assertThat(states()).containsExactly("up", "up");
        assertThat(ladder.core.dispatcher().views().getFirst().members().getFirst().latencyMs())
                .isBetween(0.0, 1100.0);

        // The first no longer answers: down after two probes.
        for (int i = 0; i < 60; i++) {
            ladder.seconds(0.5);
            first.inbox.clear();
            answerProbes(second, 200);
        }
        assertThat(states()).containsExactly("down", "up");
        Request sent = alice.calls("049", Party.OFFER);
        talkAndHangUp(sent, second, second.receives(Method.INVITE));

        // It comes back: two answers in a row.
        String between = "";
        for (int i = 0; i < 40 && !states().getFirst().equals("up"); i++) {
            ladder.seconds(0.5);
            between = states().getFirst();
            answerProbes(first, 200);
            answerProbes(second, 200);
        }
        assertThat(between).isEqualTo("probing");
        assertThat(states()).containsExactly("up", "up");
    }

    @Test
    void anAnswerThatIsNotAcceptedIsAFailure() {
        group(every10());
        for (int i = 0; i < 60; i++) {
            ladder.seconds(0.5);
            answerProbes(first, 500);
            answerProbes(second, 200);
        }
        assertThat(states()).containsExactly("down", "up");
        assertThat(ladder.core.dispatcher().views().getFirst().members().getFirst().why())
                .isEqualTo("500 to OPTIONS");
    }

    @Test
    void withoutProbingNothingIsSent() {
        group(off());
        ladder.seconds(120);
        first.receivesNothing();
        second.receivesNothing();
        ladder.assertQuiet();
    }
}
