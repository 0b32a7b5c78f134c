package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.forwarding.Forwarding;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.records.CallRecord;
import jackfield.roles.records.Outcome;
import jackfield.roles.routing.Destination;
import jackfield.roles.routing.Router;
import jackfield.roles.routing.RoutingRules;
import jackfield.roles.routing.Trunk;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls that users forward, of each kind.
class ForwardingTest {
    private final Ladder ladder = new Ladder();
    private final Party alice = ladder.phone("alice", "10.0.0.2:5060");
    private final Party bob = ladder.phone("bob", "10.0.0.3:5060");
    private final Party carol = ladder.phone("carol", "10.0.0.4:5060");
    private final Party gateway = ladder.phone("gateway", "10.0.0.50:5060");
    private final Map<String, Forwarding> wishes = new HashMap<>();

    @BeforeEach
    void everybodyRegisters() {
        alice.registers();
        bob.registers();
        carol.registers();
        Trunk trunk = new Trunk("carrier", RoutingTest.uri("sip:10.0.0.50"), List.of());
        Router router =
                new Router(
                        new RoutingRules(
                                List.of(),
                                Map.of(),
                                Map.of("carrier", trunk),
                                List.of(
                                        RoutingTest.rule(
                                                RoutingTest.prefix("00"),
                                                RoutingTest.send(
                                                        new Destination.ToTrunk("carrier"))))),
                        "example.org");
        ladder.core.follow(new CallRules(router, List.of(), this::of), ladder.now);
    }

    private Forwarding of(AddressOfRecord user) {
        return wishes.getOrDefault(user.user(), Forwarding.NONE);
    }

    private static Forwarding always(String target) {
        return new Forwarding(target, "", "", 20, "");
    }

    private void talkAndHangUp(Request sent, Party callee, Request invite) {
        callee.answers(invite, 200, Party.ANSWER);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        callee.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        callee.answers(callee.receives(Method.BYE), 200);
        alice.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void alwaysMeansThatTheOwnPhoneStaysSilent() {
        wishes.put("bob", always("carol"));
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = carol.receives(Method.INVITE);
        bob.receivesNothing();
        talkAndHangUp(sent, carol, invite);
    }

    @Test
    void busyLeadsOn() {
        wishes.put("bob", new Forwarding("", "carol", "", 20, ""));
        Request sent = alice.calls("bob", Party.OFFER);
        Request atBob = bob.receives(Method.INVITE);
        carol.receivesNothing();
        bob.answers(atBob, 486);
        bob.receives(Method.ACK);
        talkAndHangUp(sent, carol, carol.receives(Method.INVITE));
    }

    @Test
    void noAnswerLeadsOnAfterItsTime() {
        wishes.put("bob", new Forwarding("", "", "carol", 12, ""));
        Request sent = alice.calls("bob", Party.OFFER);
        Request atBob = bob.receives(Method.INVITE);
        bob.answers(atBob, 180);
        alice.receives(180);
        ladder.seconds(11.9);
        carol.receivesNothing();
        ladder.seconds(0.2);
        bob.answers(bob.receives(Method.CANCEL), 200);
        bob.answers(atBob, 487);
        bob.receives(Method.ACK);
        talkAndHangUp(sent, carol, carol.receives(Method.INVITE));
    }

    @Test
    void busyIsNotNoAnswer() {
        wishes.put("bob", new Forwarding("", "", "carol", 12, ""));
        Request sent = alice.calls("bob", Party.OFFER);
        bob.answers(bob.receives(Method.INVITE), 486);
        bob.receives(Method.ACK);
        carol.receivesNothing();
        alice.acknowledges(sent, alice.receives(486));
        ladder.assertQuiet();
    }

    /// Carol has two devices, so the way for "busy" is two attempts. Bob is not busy: neither is
    /// made.
    @Test
    void theWholeWayForBusyIsPassedOver() {
        Party second = ladder.phone("carol", "10.0.0.9:5060");
        second.registers(";q=0.5");
        wishes.put("bob", new Forwarding("", "carol", "", 20, ""));
        Request sent = alice.calls("bob", Party.OFFER);
        bob.answers(bob.receives(Method.INVITE), 404);
        bob.receives(Method.ACK);
        carol.receivesNothing();
        second.receivesNothing();
        alice.acknowledges(sent, alice.receives(404));
        ladder.assertQuiet();
    }

    /// How a forwarded call ends is not how it ended at the one who forwarded it.
    @Test
    void oneWayIsTakenAtMost() {
        wishes.put("bob", new Forwarding("", "carol", "", 20, "alice"));
        Request sent = alice.calls("bob", Party.OFFER);
        bob.answers(bob.receives(Method.INVITE), 486);
        bob.receives(Method.ACK);
        carol.answers(carol.receives(Method.INVITE), 480);
        carol.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(486));
        ladder.assertQuiet();
    }

    @Test
    void offlineLeadsOnAtOnce() {
        Party dave = ladder.phone("dave", "10.0.0.9:5060");
        ladder.lose(bob.flow);
        ladder.bindings.of(new AddressOfRecord("bob", "example.org")).stream()
                .map(binding -> binding.key())
                .toList()
                .forEach(key ->
                        ladder.bindings.remove(new AddressOfRecord("bob", "example.org"), key));
        wishes.put("bob", new Forwarding("", "", "", 20, "carol"));
        Request sent = alice.calls("bob", Party.OFFER);
        dave.receivesNothing();
        talkAndHangUp(sent, carol, carol.receives(Method.INVITE));
    }

    /// What becomes of a call that the echo test has: it talks, and hangs up.
    private void hearsItself(Request sent) {
        Response ok = alice.receives(200);
        assertThat(ok.body().text()).endsWith("a=relayed:echo\r\n");
        assertThat(ladder.core.calls()).hasSize(1);
        Dialog dialog = alice.confirms(sent, ok);
        alice.sends(dialog, Method.BYE, null);
        alice.receives(200);
        ladder.assertQuiet();
        assertThat(ladder.core.callCount()).isZero();
        assertThat(ladder.records)
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.ending().by()).isEqualTo(CallRecord.By.CALLER);
                    assertThat(record.outcome()).isEqualTo(Outcome.ANSWERED);
                });
    }

    @Test
    void theEchoTestTakesEveryCall() {
        wishes.put("bob", always("9999"));
        Request sent = alice.calls("bob", Party.OFFER);
        bob.receivesNothing();
        hearsItself(sent);
    }

    @Test
    void theEchoTestTakesACallThatFindsTheUserBusy() {
        wishes.put("bob", new Forwarding("", "9999", "", 20, ""));
        Request sent = alice.calls("bob", Party.OFFER);
        Request atBob = bob.receives(Method.INVITE);
        bob.answers(atBob, 180);
        alice.receives(180);
        bob.answers(atBob, 486);
        bob.receives(Method.ACK);
        hearsItself(sent);
    }

    @Test
    void theEchoTestTakesACallThatIsNotToBeDisturbed() {
        wishes.put("bob", new Forwarding("", "9999", "", 20, "").quiet(true));
        Request sent = alice.calls("bob", Party.OFFER);
        bob.receivesNothing();
        hearsItself(sent);
    }

    /// The phone answers in the moment that its time is over: it is hung up on.
    @Test
    void theEchoTestTakesACallThatNobodyAnswers() {
        wishes.put("bob", new Forwarding("", "", "9999", 12, ""));
        Request sent = alice.calls("bob", Party.OFFER);
        Request atBob = bob.receives(Method.INVITE);
        bob.answers(atBob, 180);
        alice.receives(180);
        ladder.seconds(12.1);
        Response ok = alice.receives(200);
        assertThat(ok.body().text()).endsWith("a=relayed:echo\r\n");
        Dialog dialog = alice.confirms(sent, ok);
        bob.answers(bob.receives(Method.CANCEL), 200);
        bob.answers(atBob, 200, Party.ANSWER);
        bob.receives(Method.ACK);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receivesNothing();
        alice.sends(dialog, Method.BYE, null);
        alice.receives(200);
        ladder.assertQuiet();
        assertThat(ladder.core.callCount()).isZero();
    }

    @Test
    void aNumberOutsideIsCalledByTheRulesOfTheOneWhoForwards() {
        wishes.put("bob", always("0049301234"));
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = gateway.receives(Method.INVITE);
        assertThat(invite.uri()).hasToString("sip:0049301234@10.0.0.50");
        talkAndHangUp(sent, gateway, invite);
    }

    @Test
    void aPlaceWhereTheUserMayNotCallIsNoTarget() {
        wishes.put("bob", always("sip:10.77.0.1"));
        Request sent = alice.calls("bob", Party.OFFER);
        alice.acknowledges(sent, alice.receives(480));
        ladder.assertQuiet();
    }

    @Test
    void forwardingToOneWhoForwardsGoesOn() {
        wishes.put("bob", new Forwarding("", "carol", "", 20, ""));
        wishes.put("carol", new Forwarding("", "0049", "", 20, ""));
        Request sent = alice.calls("bob", Party.OFFER);
        bob.answers(bob.receives(Method.INVITE), 486);
        bob.receives(Method.ACK);
        carol.answers(carol.receives(Method.INVITE), 486);
        carol.receives(Method.ACK);
        talkAndHangUp(sent, gateway, gateway.receives(Method.INVITE));
    }

    @Test
    void twoWhoForwardToEachOtherAreALoop() {
        wishes.put("bob", always("carol"));
        wishes.put("carol", always("bob"));
        Request sent = alice.calls("bob", Party.OFFER);
        bob.receivesNothing();
        carol.receivesNothing();
        alice.acknowledges(sent, alice.receives(482));
        ladder.assertQuiet();
    }

    @Test
    void busyBothWaysRingsEachOnce() {
        wishes.put("bob", new Forwarding("", "carol", "", 20, ""));
        wishes.put("carol", new Forwarding("", "bob", "", 20, ""));
        Request sent = alice.calls("bob", Party.OFFER);
        bob.answers(bob.receives(Method.INVITE), 486);
        bob.receives(Method.ACK);
        carol.answers(carol.receives(Method.INVITE), 486);
        carol.receives(Method.ACK);
        bob.receivesNothing();
        alice.acknowledges(sent, alice.receives(486));
        ladder.assertQuiet();
    }

    @Test
    void aMessageIsNotForwarded() {
        wishes.put("bob", always("carol"));
        Request message =
                alice.request(
                        Method.MESSAGE, "sip:bob@example.org", "<sip:bob@example.org>", "m-1", 1);
        alice.sends(message);
        alice.sends(
                alice.proves(
                        message.with(jackfield.sip.message.HeaderName.CSEQ, "2 MESSAGE"),
                        alice.receives(407)));
        bob.answers(bob.receives(Method.MESSAGE), 200);
        alice.receives(200);
        carol.receivesNothing();
        ladder.assertQuiet();
    }
}
