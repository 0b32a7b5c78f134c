package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.forwarding.Forwarding;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.routing.Router;
import jackfield.roles.waking.Sleepers;
import jackfield.roles.waking.WakingCall;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Calls for users who are not there and can be woken: they ring until somebody comes, and who
/// comes rings.
class WokenTest {
    private final Ladder ladder = new Ladder();
    private final Party alice = ladder.phone("alice", "10.0.0.2:5060");
    private final Party tab = ladder.browser("bob", 43001);
    private final Party other = ladder.browser("bob", 43002);
    private final Deque<String> told = new ArrayDeque<>();

    WokenTest() {
        ladder.core.wakeBy(
                new Sleepers() {
                    @Override
                    public boolean canWake(AddressOfRecord user) {
                        return user.user().equals("bob");
                    }

                    @Override
                    public long patience() {
                        return 30 * Ladder.SECOND;
                    }

                    @Override
                    public void called(WakingCall call) {
                        told.add("wake " + call.user() + " for " + call.from());
                    }

                    @Override
                    public void over(String callId, Ending ending) {
                        told.add(ending.toString());
                    }

                    @Override
                    public void wrote(AddressOfRecord user, AddressOfRecord from, String text) {
                        told.add(from + " wrote " + text);
                    }
                });
        alice.registers();
    }

    private void hears(String... what) {
        assertThat(told).containsExactly(what);
        told.clear();
    }

    private Request callsWhoIsAway() {
        Request sent = alice.calls("bob", Party.OFFER);
        assertThat(alice.receives(180).headers().to().tag()).isNotNull();
        hears("wake bob@example.org for sip:alice@example.org");
        return sent;
    }

    private void talkAndHangUp(Request sent, Party callee, Request invite) {
        callee.answers(invite, 200, Party.ANSWER);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        callee.receives(Method.ACK);
        hears("ANSWERED");
        alice.sends(dialog, Method.BYE, null);
        callee.answers(callee.receives(Method.BYE), 200);
        alice.receives(200);
        hears("ANSWERED");
        ladder.assertQuiet();
    }

    @Test
    void whoComesRingsAndAnswers() {
        Request sent = callsWhoIsAway();
        ladder.seconds(12);
        alice.receivesNothing();
        tab.registers();
        Request invite = tab.receives(Method.INVITE);
        assertThat(invite.body().text()).endsWith("offer for browser\r\n");
        tab.answers(invite, 180);
        alice.receives(180);
        talkAndHangUp(sent, tab, invite);
    }

    @Test
    void aSecondDeviceRingsTooAndARegistrationRefreshedRingsNobodyTwice() {
        Request sent = callsWhoIsAway();
        tab.registers();
        Request invite = tab.receives(Method.INVITE);
        tab.registers();
        tab.receivesNothing();
        other.registers();
        Request second = other.receives(Method.INVITE);
        other.answers(second, 180);
        alice.receives(180);
        tab.answers(invite, 200, Party.ANSWER);
        other.answers(other.receives(Method.CANCEL), 200);
        other.answers(second, 487);
        other.receives(Method.ACK);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        tab.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        tab.answers(tab.receives(Method.BYE), 200);
        alice.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void nobodyComesInTime() {
        Request sent = callsWhoIsAway();
        ladder.seconds(29.9);
        alice.receivesNothing();
        ladder.seconds(0.2);
        alice.acknowledges(sent, alice.receives(480));
        hears("MISSED");
        tab.registers();
        tab.receivesNothing();
        ladder.assertQuiet();
    }

    @Test
    void theCallerGivesUp() {
        Request sent = callsWhoIsAway();
        alice.cancels(sent);
        alice.acknowledges(sent, alice.receives(487));
        hears("MISSED");
        tab.registers();
        tab.receivesNothing();
        ladder.assertQuiet();
    }

    @Test
    void whoComesAndDeclinesEndsTheWaiting() {
        Request sent = callsWhoIsAway();
        tab.registers();
        tab.answers(tab.receives(Method.INVITE), 486);
        tab.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(486));
        hears("DECLINED");
        ladder.assertQuiet();
    }

    @Test
    void oneWhoseConnectionDiesAgainIsReplacedByTheNext() {
        Request sent = callsWhoIsAway();
        tab.registers();
        Request first = tab.receives(Method.INVITE);
        tab.answers(first, 180);
        alice.receives(180);
        other.registers();
        Request invite = other.receives(Method.INVITE);
        tab.answers(first, 480);
        tab.receives(Method.ACK);
        talkAndHangUp(sent, other, invite);
    }

    @Test
    void oneWhoRingsWhenThePatienceEndsGoesOnRinging() {
        Request sent = callsWhoIsAway();
        ladder.seconds(29);
        tab.registers();
        Request invite = tab.receives(Method.INVITE);
        tab.answers(invite, 180);
        alice.receives(180);
        ladder.seconds(10);
        alice.receivesNothing();
        talkAndHangUp(sent, tab, invite);
    }

    @Test
    void whoIsThereIsNotWoken() {
        tab.registers();
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = tab.receives(Method.INVITE);
        alice.receivesNothing();
        talkAndHangUp(sent, tab, invite);
    }

    @Test
    void aCallerWhoTakesReliableResponsesOnlyHearsNoneOfOurs() {
        Request invite = alice.invite("bob", Party.OFFER).with(HeaderName.REQUIRE, "100rel");
        Request first = alice.sends(invite);
        var challenge = alice.receives(407);
        alice.acknowledges(first, challenge);
        Request sent = alice.sends(alice.proves(invite, challenge));
        alice.receives(100);
        alice.receivesNothing();
        ladder.seconds(31);
        alice.acknowledges(sent, alice.receives(480));
        ladder.assertQuiet();
    }

    @Test
    void whoIsOfflineAndForwardsIsForwardedOnceNobodyCame() {
        Party carol = ladder.phone("carol", "10.0.0.4:5060");
        carol.registers();
        Forwarding away = new Forwarding("", "", "", 20, "carol");
        ladder.core.follow(
                new CallRules(
                        Router.EMPTY,
                        List.of(),
                        user -> user.user().equals("bob") ? away : Forwarding.NONE),
                ladder.now);
        Request sent = callsWhoIsAway();
        carol.receivesNothing();
        ladder.seconds(30.1);
        talkAndHangUp(sent, carol, carol.receives(Method.INVITE));
    }

    @Test
    void aPageThatSignsInAtSignalRingsThere() {
        Request sent = callsWhoIsAway();
        Pages pages = new Pages(ladder);
        Pages.Page page = pages.page("bob", "tab1");
        String call = page.offered("alice");
        alice.receives(180);
        page.answers(call);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        alice.sends(dialog, Method.BYE, null);
        alice.receives(200);
        page.hears("call-end");
        ladder.assertQuiet();
    }

    @Test
    void aPageAtSignalCallsOneWhoSleeps() {
        Pages pages = new Pages(ladder);
        Pages.Page carol = pages.page("carol", "tab1");
        carol.calls("bob", "c1");
        carol.hears("call-ringing");
        hears("wake bob@example.org for sip:carol@example.org");
        tab.registers();
        Request invite = tab.receives(Method.INVITE);
        Dialog dialog = Dialog.uas(invite, tab.answers(invite, 200, Party.ANSWER)).orThrow();
        carol.hears("call-answer");
        tab.receives(Method.ACK);
        tab.sends(dialog, Method.BYE, null);
        tab.receives(200);
        carol.hears("call-end");
        ladder.assertQuiet();
    }

    @Test
    void aPageAtSignalCallsOneWhoComesThereAndRingsOnce() {
        Pages pages = new Pages(ladder);
        Pages.Page carol = pages.page("carol", "tab1");
        carol.calls("bob", "c1");
        carol.hears("call-ringing");
        Pages.Page bob = pages.page("bob", "tab1");
        bob.offered("carol");
        bob.hearsNothing();
        bob.answers("c1");
        carol.hears("call-answer");
        hears("wake bob@example.org for sip:carol@example.org", "MISSED");
        carol.says("call-end", "c1");
        bob.hears("call-end");
        ladder.assertQuiet();
    }
}
