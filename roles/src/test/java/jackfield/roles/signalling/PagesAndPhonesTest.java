package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.records.CallRecord;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import org.junit.jupiter.api.Test;

/// Pages at `/signal` and SIP phones are one address space.
class PagesAndPhonesTest {
    private final Ladder ladder = new Ladder();
    private final Pages pages = new Pages(ladder);
    private final Pages.Page alice = pages.page("alice", "tab1");
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");

    PagesAndPhonesTest() {
        bob.registers(";expires=600");
    }

    private Dialog takes(Party phone, Request invite) {
        return Dialog.uas(invite, phone.answers(invite, 200, Party.ANSWER)).orThrow();
    }

    @Test
    void aPageCallsAPhone() {
        alice.calls("bob", "c1");
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 180);
        assertThat(alice.hears("call-ringing")).contains("\"from\":\"bob\"");
        Dialog dialog = takes(bob, invite);
        assertThat(alice.hears("call-answer")).contains("a=relayed:answer");
        bob.receives(Method.ACK);
        bob.sends(dialog, Method.BYE, null);
        bob.receives(200);
        assertThat(alice.hears("call-end")).contains("hung up");
        ladder.assertQuiet();
    }

    @Test
    void aPhoneCallsAPageThatHangsUp() {
        Request sent = bob.calls("alice", Party.OFFER);
        bob.receives(180);
        String call = alice.offered("bob");
        alice.answers(call);
        bob.confirms(sent, bob.receives(200));
        alice.says("call-end", call);
        bob.answers(bob.receives(Method.BYE), 200);
        ladder.assertQuiet();
    }

    /// R20: two tabs and a desk phone ring, whoever answers first has the call.
    @Test
    void twoTabsAndADeskPhoneRingAndThePhoneAnswers() {
        Pages.Page tab1 = pages.page("bob", "tab1");
        Pages.Page tab2 = pages.page("bob", "tab2");
        alice.calls("bob", "c1");
        tab1.offered("alice");
        tab2.offered("alice");
        Request invite = bob.receives(Method.INVITE);
        Dialog dialog = takes(bob, invite);
        alice.hears("call-answer");
        bob.receives(Method.ACK);
        assertThat(tab1.hears("call-taken")).contains("answered");
        assertThat(tab2.hears("call-taken")).contains("answered");
        bob.sends(dialog, Method.BYE, null);
        bob.receives(200);
        alice.hears("call-end");
        ladder.assertQuiet();
    }

    @Test
    void twoTabsAndADeskPhoneRingAndATabAnswers() {
        Pages.Page tab1 = pages.page("bob", "tab1");
        Pages.Page tab2 = pages.page("bob", "tab2");
        alice.calls("bob", "c1");
        tab1.offered("alice");
        tab2.offered("alice");
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 180);
        alice.hears("call-ringing");
        tab2.answers("c1");
        alice.hears("call-answer");
        tab1.hears("call-taken");
        Request cancel = bob.receives(Method.CANCEL);
        assertThat(cancel.headers().first(HeaderName.REASON)).contains("completed elsewhere");
        bob.answers(cancel, 200);
        bob.answers(invite, 487);
        bob.receives(Method.ACK);
        alice.says("call-end", "c1");
        tab2.hears("call-end");
        assertThat(ladder.relay.forks).isEmpty();
        ladder.assertQuiet();
    }

    @Test
    void aPhoneCallsOneWhoHasTabsAndAPhone() {
        Party alices = ladder.phone("alice", "10.0.0.4:5060");
        alices.registers(";expires=600");
        Pages.Page tab2 = pages.page("alice", "tab2");
        Request sent = bob.calls("alice", Party.OFFER);
        Request rings = alices.receives(Method.INVITE);
        bob.receives(180);
        String call = alice.offered("bob");
        assertThat(tab2.offered("bob")).isEqualTo(call);
        Dialog dialog = takes(alices, rings);
        assertThat(alice.hears("call-taken")).contains("answered");
        tab2.hears("call-taken");
        bob.confirms(sent, bob.receives(200));
        alices.receives(Method.ACK);
        alices.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alices.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void aTabAnswersAPhonesCallAndTheOthersStop() {
        Party alices = ladder.phone("alice", "10.0.0.4:5060");
        alices.registers(";expires=600");
        Pages.Page tab2 = pages.page("alice", "tab2");
        Request sent = bob.calls("alice", Party.OFFER);
        Request rings = alices.receives(Method.INVITE);
        bob.receives(180);
        String call = alice.offered("bob");
        tab2.offered("bob");
        alices.answers(rings, 180);
        bob.receives(180);
        alice.answers(call);
        tab2.hears("call-taken");
        bob.confirms(sent, bob.receives(200));
        Request cancel = alices.receives(Method.CANCEL);
        assertThat(cancel.headers().first(HeaderName.REASON)).contains("200");
        alices.answers(cancel, 200);
        alices.answers(rings, 487);
        alices.receives(Method.ACK);
        alice.says("call-end", call);
        bob.answers(bob.receives(Method.BYE), 200);
        ladder.assertQuiet();
    }

    @Test
    void whyACallIsNotTakenIsSaidBothWays() {
        alice.calls("bob", "c1");
        bob.answers(bob.receives(Method.INVITE), 486);
        bob.receives(Method.ACK);
        assertThat(alice.hears("call-busy")).contains("\"status\":486");

        alice.calls("bob", "c2");
        bob.answers(bob.receives(Method.INVITE), 603);
        bob.receives(Method.ACK);
        assertThat(alice.hears("call-reject")).contains("rejected");

        alice.calls("5551234", "c3");
        assertThat(alice.hears("call-unavailable")).contains("unknown", "404");

        Request sent = bob.calls("alice", Party.OFFER);
        bob.receives(180);
        alice.says("call-reject", alice.offered("bob"));
        bob.acknowledges(sent, bob.receives(603));

        sent = bob.calls("alice", Party.OFFER);
        bob.receives(180);
        alice.says("call-busy", alice.offered("bob"));
        bob.acknowledges(sent, bob.receives(486));

        sent = bob.calls("alice", Party.OFFER);
        bob.receives(180);
        String call = alice.offered("bob");
        ladder.seconds(60);
        bob.acknowledges(sent, bob.receives(480));
        assertThat(alice.hears("call-timeout")).contains(call);
        ladder.assertQuiet();
    }

    @Test
    void aPageInACallIsBusy() {
        alice.calls("9999", "c1");
        alice.hears("call-answer");
        Request sent = bob.calls("alice", Party.OFFER);
        bob.acknowledges(sent, bob.receives(486));
        alice.says("call-end", "c1");
        ladder.assertQuiet();
    }

    @Test
    void callersGiveUp() {
        alice.calls("bob", "c1");
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 180);
        alice.hears("call-ringing");
        alice.says("call-cancel", "c1");
        bob.answers(bob.receives(Method.CANCEL), 200);
        bob.answers(invite, 487);
        bob.receives(Method.ACK);

        Request sent = bob.calls("alice", Party.OFFER);
        bob.receives(180);
        alice.offered("bob");
        bob.cancels(sent);
        bob.acknowledges(sent, bob.receives(487));
        alice.hears("call-cancel");
        ladder.assertQuiet();
    }

    @Test
    void whoHasNoDeviceAtAllIsWaitedFor() {
        alice.calls("carol", "c1");
        alice.hears("call-queued");
        Pages.Page carol = pages.page("carol", "tab");
        carol.offered("alice");
        carol.answers("c1");
        alice.hears("call-answer");
        alice.says("call-end", "c1");
        carol.hears("call-end");
        ladder.assertQuiet();
    }

    @Test
    void theLastPageTakesItsUserAway() {
        Pages.Page tab2 = pages.page("alice", "tab2");
        tab2.leaves();
        assertThat(ladder.bindings.size()).isEqualTo(2);
        alice.leaves();
        assertThat(ladder.bindings.size()).isOne();
        Request sent = bob.calls("alice", Party.OFFER);
        bob.acknowledges(sent, bob.receives(480));
        ladder.assertQuiet();
    }

    @Test
    void aPageThatIsGoneEndsItsCall() {
        alice.calls("bob", "c1");
        Request invite = bob.receives(Method.INVITE);
        takes(bob, invite);
        alice.hears("call-answer");
        bob.receives(Method.ACK);
        alice.leaves();
        bob.receivesNothing();
        ladder.seconds(60);
        bob.answers(bob.receives(Method.BYE), 200);
        ladder.assertQuiet();
    }

    @Test
    void aChangedNetworkIsARenegotiation() {
        alice.calls("bob", "c1");
        Request invite = bob.receives(Method.INVITE);
        Dialog dialog = takes(bob, invite);
        alice.hears("call-answer");
        bob.receives(Method.ACK);
        alice.says(
                "{'type':'call-renegotiate','callId':'c1','offer':{'type':'offer','sdp':'v=0\\r\\nrestart'}}");
        Request again = bob.receives(Method.INVITE);
        assertThat(again.body().text()).contains("restart");
        bob.answers(again, 200, Party.ANSWER + "a=again\r\n");
        bob.receives(Method.ACK);
        assertThat(alice.hears("call-renegotiate-answer")).contains("a=again");

        alice.says(
                "{'type':'call-renegotiate','callId':'c1','offer':{'type':'offer','sdp':'v=0\\r\\nno'}}");
        bob.answers(bob.receives(Method.INVITE), 488);
        bob.receives(Method.ACK);
        assertThat(alice.hears("error")).contains("not-accepted");

        Request theirs = bob.sends(dialog, Method.INVITE, Party.OFFER + "a=hold\r\n");
        bob.receives(100);
        assertThat(alice.hears("call-renegotiate")).contains("a=hold");
        alice.says(
                "{'type':'call-renegotiate-answer','callId':'c1','answer':{'type':'answer','sdp':'v=0\\r\\nheld'}}");
        assertThat(bob.receives(200).body().text()).contains("held");
        bob.sends(dialog.ack(theirs.headers().cseq().number()));
        bob.sends(dialog, Method.BYE, null);
        bob.receives(200);
        alice.hears("call-end");
        ladder.assertQuiet();
    }

    @Test
    void callsBetweenPagesNeverTouchSip() {
        Pages.Page carol = pages.page("carol", "tab");
        alice.calls("carol", "c1");
        carol.offered("alice");
        carol.answers("c1");
        alice.hears("call-answer");
        assertThat(ladder.core.calls()).isEmpty();
        assertThat(ladder.relay.asked).isEmpty();
        alice.says("call-end", "c1");
        carol.hears("call-end");
        ladder.assertQuiet();
    }

    /// A page that is a SIP phone and a device here: what SIP brings, SIP rings.
    @Test
    void aPageThatIsAPhoneTooIsRungOnceByASipCaller() {
        Pages.Page page = pages.page("carol", "tab1");
        page.says("{'type':'settings','sip':false}");
        Party carol = ladder.phone("carol", "10.0.0.5:5060");
        carol.registers(";expires=600;+jackfield.signal");
        Request sent = bob.calls("carol", Party.OFFER);
        carol.answers(carol.receives(Method.INVITE), 486);
        carol.receives(Method.ACK);
        page.hearsNothing();
        bob.acknowledges(sent, bob.receives(486));
        ladder.assertQuiet();
    }

    /// And what comes from page to page rings there as such, with her desk phone, and not twice.
    @Test
    void aPageThatIsAPhoneTooIsRungOnceByAPage() {
        Pages.Page page = pages.page("carol", "tab1");
        page.says("{'type':'settings','sip':false}");
        Party carol = ladder.phone("carol", "10.0.0.5:5060");
        carol.registers(";expires=600;+jackfield.signal");
        alice.calls("carol", "c1");
        page.offered("alice");
        page.answers("c1");
        alice.hears("call-answer");
        alice.says("call-end", "c1");
        page.hears("call-end");
        Party desk = ladder.phone("carol", "10.0.0.6:5060");
        desk.registers(";expires=600");
        alice.calls("carol", "c2");
        page.offered("alice");
        Request invite = desk.receives(Method.INVITE);
        desk.answers(invite, 180);
        alice.hears("call-ringing");
        page.answers("c2");
        alice.hears("call-answer");
        desk.answers(desk.receives(Method.CANCEL), 200);
        desk.answers(invite, 487);
        desk.receives(Method.ACK);
        assertThat(ladder.records.getLast().ending().why()).isEqualTo(CallRecord.ELSEWHERE);
        alice.says("call-end", "c2");
        page.hears("call-end");
        ladder.assertQuiet();
    }

    @Test
    void aDirectCallIsNoneForPhones() {
        Pages.Page page = pages.page("bob", "tab1");
        alice.says(
                "{'type':'call-offer','toId':'bob','callId':'c1','direct':true,"
                        + "'offer':{'type':'offer','sdp':'v=0'}}");
        page.offered("alice");
        page.says("call-reject", "c1");
        alice.hears("call-reject");
        ladder.assertQuiet();
    }
}
