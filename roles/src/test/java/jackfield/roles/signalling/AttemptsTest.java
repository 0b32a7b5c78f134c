package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Transport;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.proxy.Outcome;
import jackfield.roles.proxy.Target;
import jackfield.roles.proxy.TargetSet;
import jackfield.roles.proxy.TargetSet.Attempt;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// One place after the other: who is tried when, and what the caller gets (RFC 3261 section 16).
class AttemptsTest {
    private static final long SECOND = Ladder.SECOND;
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");

    private final ProxyLadder ladder = new ProxyLadder();
    private final Party alice = ladder.party("alice", "10.0.0.2:5060");
    private final Party desk = ladder.party("bob", "10.0.0.3:5060");
    private final Party mobile = ladder.party("bob", "10.0.0.4:5060");
    private final Party mailbox = ladder.party("mailbox", "10.0.0.5:5060");

    private static Target at(Party party) {
        return Target.over(party.flow, SipUri.parse(party.contact).orThrow(), List.of(), BOB);
    }

    private static Attempt ringing(Party party, int seconds) {
        return new Attempt(
                List.of(at(party)), seconds * SECOND, EnumSet.allOf(Outcome.class), false);
    }

    private static Attempt forwarded(Party party, Outcome... after) {
        return new Attempt(List.of(at(party)), 0, Set.of(after), true);
    }

    private void going(Attempt... attempts) {
        ladder.targets = new TargetSet(List.of(attempts));
    }

    private Request calls() {
        Request sent = alice.sends(alice.invite("bob", Party.OFFER));
        alice.receives(100);
        return sent;
    }

    private void talks(Request sent, Party callee) {
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        callee.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        callee.answers(callee.receives(Method.BYE), 200);
        alice.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void whoDoesNotAnswerInTimeIsCancelledAndTheNextRings() {
        going(ringing(desk, 20), ringing(mobile, 20));
        Request sent = calls();
        Request atDesk = desk.receives(Method.INVITE);
        desk.answers(atDesk, 180);
        alice.receives(180);
        mobile.receivesNothing();
        ladder.seconds(20);
        Request cancel = desk.receives(Method.CANCEL);
        assertThat(cancel.headers().first(HeaderName.REASON)).contains("cause=408");
        Request atMobile = mobile.receives(Method.INVITE);
        desk.answers(cancel, 200);
        desk.answers(atDesk, 487);
        desk.receives(Method.ACK);
        mobile.answers(atMobile, 180);
        alice.receives(180);
        mobile.answers(atMobile, 200, Party.ANSWER);
        talks(sent, mobile);
    }

    @Test
    void theCallersLegOutlivesAnAttemptThatFailed() {
        going(ringing(desk, 0), ringing(mobile, 0));
        Request sent = calls();
        Request atDesk = desk.receives(Method.INVITE);
        desk.answers(atDesk, 183, Party.ANSWER);
        alice.receives(183);
        desk.answers(atDesk, 480);
        desk.receives(Method.ACK);
        assertThat(ladder.relay.forks.values())
                .singleElement()
                .satisfies(forks -> assertThat(forks).hasSize(1));
        mobile.answers(mobile.receives(Method.INVITE), 200, Party.ANSWER);
        talks(sent, mobile);
    }

    @Test
    void whenNobodyIsLeftTheCallerGetsTheBestOfAllAnswers() {
        going(ringing(desk, 0), ringing(mobile, 5));
        Request sent = calls();
        desk.answers(desk.receives(Method.INVITE), 486);
        desk.receives(Method.ACK);
        Request atMobile = mobile.receives(Method.INVITE);
        mobile.answers(atMobile, 180);
        alice.receives(180);
        ladder.seconds(5);
        alice.acknowledges(sent, alice.receives(486));
        mobile.answers(mobile.receives(Method.CANCEL), 200);
        mobile.answers(atMobile, 487);
        mobile.receives(Method.ACK);
        ladder.assertQuiet();
    }

    @Test
    void theOutcomeDecidesWhoIsNext() {
        going(
                ringing(desk, 20),
                forwarded(mobile, Outcome.NO_ANSWER),
                forwarded(mailbox, Outcome.BUSY));
        Request sent = calls();
        desk.answers(desk.receives(Method.INVITE), 486);
        desk.receives(Method.ACK);
        mobile.receivesNothing();
        mailbox.answers(mailbox.receives(Method.INVITE), 200, Party.ANSWER);
        talks(sent, mailbox);
    }

    @Test
    void aRefusalThatNobodyAskedForEndsIt() {
        going(ringing(desk, 20), forwarded(mailbox, Outcome.BUSY, Outcome.NO_ANSWER));
        Request sent = calls();
        desk.answers(desk.receives(Method.INVITE), 403);
        desk.receives(Method.ACK);
        mailbox.receivesNothing();
        alice.acknowledges(sent, alice.receives(403));
        ladder.assertQuiet();
    }

    @Test
    void aDeclineEverywhereEndsItButForSomebodyElse() {
        going(ringing(desk, 20), ringing(mobile, 20), forwarded(mailbox, Outcome.BUSY));
        Request sent = calls();
        desk.answers(desk.receives(Method.INVITE), 600);
        desk.receives(Method.ACK);
        mobile.receivesNothing();
        Request atMailbox = mailbox.receives(Method.INVITE);
        assertThat(atMailbox.headers().first(HeaderName.of("Diversion")))
                .isEqualTo("<sip:bob@example.org>;reason=user-busy;counter=1");
        mailbox.answers(atMailbox, 480);
        mailbox.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(600));
        ladder.assertQuiet();
    }

    @Test
    void anAnswerThatCrossesTheCancelWins() {
        going(ringing(desk, 20), ringing(mobile, 20));
        Request sent = calls();
        Request atDesk = desk.receives(Method.INVITE);
        desk.answers(atDesk, 180);
        alice.receives(180);
        ladder.seconds(20);
        desk.answers(desk.receives(Method.CANCEL), 200);
        Request atMobile = mobile.receives(Method.INVITE);
        mobile.answers(atMobile, 180);
        alice.receives(180);
        desk.answers(atDesk, 200, Party.ANSWER);
        mobile.answers(mobile.receives(Method.CANCEL), 200);
        mobile.answers(atMobile, 487);
        mobile.receives(Method.ACK);
        talks(sent, desk);
    }

    @Test
    void theCallerGivesUpDuringTheSecondAttempt() {
        going(ringing(desk, 20), ringing(mobile, 20), ringing(mailbox, 20));
        Request sent = calls();
        desk.answers(desk.receives(Method.INVITE), 480);
        desk.receives(Method.ACK);
        Request atMobile = mobile.receives(Method.INVITE);
        mobile.answers(atMobile, 180);
        alice.receives(180);
        alice.cancels(sent);
        mobile.answers(mobile.receives(Method.CANCEL), 200);
        mobile.answers(atMobile, 487);
        mobile.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(487));
        mailbox.receivesNothing();
        ladder.assertQuiet();
    }

    @Test
    void theBreadthIsSplitOverWhatMayBeOpenAtOnce() {
        going(ringing(desk, 5), ringing(mobile, 0));
        Request bare = alice.invite("bob", Party.OFFER).with(HeaderName.MAX_BREADTH, "5");
        Request sent = alice.sends(bare);
        alice.receives(100);
        Request atDesk = desk.receives(Method.INVITE);
        assertThat(atDesk.headers().first(HeaderName.MAX_BREADTH)).isEqualTo("2");
        desk.answers(atDesk, 180);
        alice.receives(180);
        ladder.seconds(5);
        Request atMobile = mobile.receives(Method.INVITE);
        assertThat(atMobile.headers().first(HeaderName.MAX_BREADTH)).isEqualTo("3");
        mobile.answers(atMobile, 486);
        alice.acknowledges(sent, alice.receives(486));

        ladder.targets = TargetSet.parallel(List.of(at(desk), at(mobile)));
        ladder.dropRepeats();
        alice.sends(alice.invite("bob", Party.OFFER).with(HeaderName.MAX_BREADTH, "1"));
        alice.receives(100);
        alice.receives(440);
        ladder.assertQuiet();
    }

    // Preference and devices

    private static Binding binding(Party party, int q, String instance, int regId) {
        return new Binding(
                BOB,
                NameAddr.of(SipUri.parse(party.contact).orThrow()),
                instance,
                regId,
                q,
                Long.MAX_VALUE / 2,
                party.flow,
                List.of(),
                "reg",
                1,
                "");
    }

    @Test
    void contactsOfTheSameQRingTogetherAndLowerOnesLater() {
        ladder.targets =
                TargetSet.byPreference(
                        List.of(
                                binding(desk, 1000, "", 0),
                                binding(mobile, 1000, "", 0),
                                binding(mailbox, 500, "", 0)));
        Request sent = calls();
        Request atDesk = desk.receives(Method.INVITE);
        desk.answers(atDesk, 180);
        alice.receives(180);
        mobile.answers(mobile.receives(Method.INVITE), 486);
        mobile.receives(Method.ACK);
        mailbox.receivesNothing();
        desk.answers(atDesk, 480);
        desk.receives(Method.ACK);
        mailbox.answers(mailbox.receives(Method.INVITE), 200, Party.ANSWER);
        talks(sent, mailbox);
    }

    @Test
    void aDeviceWithTwoFlowsRingsOnceAndOnTheOtherWhenOneHasFailed() {
        ladder.targets =
                TargetSet.byPreference(
                        List.of(
                                binding(desk, 1000, "\"<urn:uuid:1>\"", 1),
                                binding(mobile, 1000, "\"<urn:uuid:1>\"", 2),
                                binding(mailbox, 1000, "\"<urn:uuid:2>\"", 1)));
        Request sent = calls();
        Request atDesk = desk.receives(Method.INVITE);
        Request atMailbox = mailbox.receives(Method.INVITE);
        mobile.receivesNothing();
        mailbox.answers(atMailbox, 480);
        mailbox.receives(Method.ACK);
        desk.answers(atDesk, 430);
        desk.receives(Method.ACK);
        mobile.answers(mobile.receives(Method.INVITE), 200, Party.ANSWER);
        talks(sent, mobile);
    }

    // Servers of a URI

    private final Party first = ladder.party("first", "192.0.2.1:5060");
    private final Party second = ladder.party("second", "192.0.2.2:5060");

    private void outside() {
        ladder.targets =
                TargetSet.parallel(List.of(Target.outside(SipUri.of("x", "example.net", 0))));
    }

    @Test
    void aServerThatSaysNothingGivesWayToTheNextOnANewBranch() {
        outside();
        Request sent = calls();
        first.receivesNothing();
        ladder.seconds(2);
        ladder.found("example.net", ProxyLadder.server(first), ProxyLadder.server(second));
        Request atFirst = first.receives(Method.INVITE);
        ladder.seconds(4);
        Request atSecond = second.receives(Method.INVITE);
        assertThat(atSecond.headers().topVia().branch())
                .isNotEqualTo(atFirst.headers().topVia().branch());
        assertThat(ladder.failed).containsExactly(ProxyLadder.server(first));
        second.answers(atSecond, 200, Party.ANSWER);
        talks(sent, second);
    }

    @Test
    void aServerWithoutTimeGivesWayAndTheLastOnesTroubleIsOurs() {
        outside();
        ladder.hosts.put(
                "example.net", List.of(ProxyLadder.server(first), ProxyLadder.server(second)));
        Request sent = calls();
        first.answers(first.receives(Method.INVITE), 503);
        first.receives(Method.ACK);
        second.answers(second.receives(Method.INVITE), 503);
        second.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(500));
        assertThat(ladder.failed).hasSize(2);
        ladder.assertQuiet();
    }

    @Test
    void aBusyPhoneBehindOneServerIsNotAskedAgainByTheOther() {
        outside();
        ladder.hosts.put(
                "example.net", List.of(ProxyLadder.server(first), ProxyLadder.server(second)));
        Request sent = calls();
        first.answers(first.receives(Method.INVITE), 486);
        first.receives(Method.ACK);
        second.receivesNothing();
        alice.acknowledges(sent, alice.receives(486));
        ladder.assertQuiet();
    }

    @Test
    void aMessageFailsOverToo() {
        outside();
        ladder.hosts.put(
                "example.net", List.of(ProxyLadder.server(first), ProxyLadder.server(second)));
        alice.sends(
                alice.request(Method.MESSAGE, "sip:x@example.net", "<sip:x@example.net>", "m1", 1));
        first.receives(Method.MESSAGE);
        ladder.seconds(4);
        second.answers(second.receives(Method.MESSAGE), 202);
        alice.inbox.removeIf(message -> message instanceof Response r && r.status() == 100);
        alice.receives(202);
        ladder.assertQuiet();
    }

    @Test
    void aCallerWhoGivesUpWhileServersAreSoughtIsDoneAtOnce() {
        outside();
        Request sent = calls();
        alice.cancels(sent);
        alice.acknowledges(sent, alice.receives(487));
        ladder.found("example.net", ProxyLadder.server(first));
        first.receivesNothing();
        ladder.assertQuiet();
    }

    @Test
    void aNameThatNobodyKnowsOrTellsOfIsNotFound() {
        outside();
        Request sent = calls();
        ladder.found("example.net");
        alice.acknowledges(sent, alice.receives(404));
        ladder.assertQuiet();

        sent = calls();
        ladder.seconds(8);
        alice.acknowledges(sent, alice.receives(404));
        ladder.found("example.net", ProxyLadder.server(first));
        first.receivesNothing();
        ladder.assertQuiet();
    }

    @Test
    void aLargeRequestGoesByTcpAndByUdpOnlyWhereThatFails() {
        Party stream = ladder.party("first", Transport.TCP, "192.0.2.1:5060");
        outside();
        ladder.hosts.put("example.net", List.of(ProxyLadder.server(first)));
        Request sent =
                alice.sends(alice.invite("x", Party.OFFER + "a=x:" + "y".repeat(1300) + "\r\n"));
        alice.receives(100);
        first.receivesNothing();
        Request atStream = stream.receives(Method.INVITE);
        assertThat(atStream.headers().topVia().transport()).isEqualTo(Transport.TCP);
        ladder.lose(stream.flow);
        first.answers(first.receives(Method.INVITE), 200, Party.ANSWER);
        talks(sent, first);
    }
}
