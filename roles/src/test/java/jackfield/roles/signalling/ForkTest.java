package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// One user, several devices: all ring, the first to answer wins.
@ParameterizedClass
@ValueSource(booleans = {false, true})
class ForkTest {
    private final Ladder ladder;
    private final Party alice;
    private final Party tab1;
    private final Party tab2;
    private final Party desk;

    /// @param slow whether the relay answers later, as one in another program does
    ForkTest(boolean slow) {
        ladder = new Ladder(slow);
        alice = ladder.phone("alice", "10.0.0.2:5060");
        tab1 = ladder.browser("bob", 43001);
        tab2 = ladder.browser("bob", 43002);
        desk = ladder.phone("bob", "10.0.0.3:5060");
    }

    @BeforeEach
    void everybodyRegisters() {
        alice.registers();
        tab1.registers();
        tab2.registers();
        desk.registers();
    }

    @Test
    void allRingAndTheFirstAnswerEndsTheOthers() {
        Request sent = alice.calls("bob", Party.OFFER);
        Request atTab1 = tab1.receives(Method.INVITE);
        Request atTab2 = tab2.receives(Method.INVITE);
        Request atDesk = desk.receives(Method.INVITE);
        assertThat(atTab1.body().text()).endsWith("offer for browser\r\n");
        assertThat(atDesk.body().text()).endsWith("offer for sip\r\n");
        for (Party party : new Party[] {tab1, tab2, desk}) {
            party.answers(party == tab1 ? atTab1 : party == tab2 ? atTab2 : atDesk, 180);
            alice.receives(180);
        }

        tab2.answers(atTab2, 200, Party.ANSWER);
        Response ok = alice.receives(200);
        for (Party party : new Party[] {tab1, desk}) {
            Request cancel = party.receives(Method.CANCEL);
            assertThat(cancel.headers().first(HeaderName.REASON))
                    .isEqualTo("SIP;cause=200;text=\"Call completed elsewhere\"");
            party.answers(cancel, 200);
            party.answers(party == tab1 ? atTab1 : atDesk, 487);
            party.receives(Method.ACK);
        }
        assertThat(ladder.relay.forks.values()).singleElement().matches(legs -> legs.size() == 1);

        Dialog dialog = alice.confirms(sent, ok);
        tab2.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        tab2.answers(tab2.receives(Method.BYE), 200);
        alice.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void twoAnswersAtOnceBothReachTheCallerAndOneCallRemains() {
        Request sent = alice.calls("bob", Party.OFFER);
        Request atTab1 = tab1.receives(Method.INVITE);
        tab2.answers(tab2.receives(Method.INVITE), 486);
        tab2.receives(Method.ACK);
        Request atDesk = desk.receives(Method.INVITE);
        tab1.answers(atTab1, 180);
        desk.answers(atDesk, 180);
        alice.receives(180);
        alice.receives(180);

        tab1.answers(atTab1, 200, Party.ANSWER);
        desk.answers(atDesk, 200, "v=0\r\ns=late\r\n");
        Response first = alice.receives(200);
        Response late = alice.receives(200);
        assertThat(late.headers().to().tag()).isNotEqualTo(first.headers().to().tag());
        assertThat(late.body()).isEqualTo(first.body());
        desk.answers(desk.receives(Method.CANCEL), 200);

        Dialog kept = alice.confirms(sent, first);
        Dialog spare = alice.confirms(sent, late);
        tab1.receives(Method.ACK);
        desk.receives(Method.ACK);
        alice.sends(spare, Method.BYE, null);
        desk.answers(desk.receives(Method.BYE), 200);
        alice.receives(200);
        assertThat(ladder.core.callCount()).isEqualTo(1);
        assertThat(ladder.relay.forks).hasSize(1);

        alice.sends(kept, Method.BYE, null);
        tab1.answers(tab1.receives(Method.BYE), 200);
        alice.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void theBestOfAllRefusalsIsChosenWhenNobodyAnswers() {
        Request sent = alice.calls("bob", Party.OFFER);
        tab1.answers(tab1.receives(Method.INVITE), 480);
        tab1.receives(Method.ACK);
        desk.answers(desk.receives(Method.INVITE), 503);
        desk.receives(Method.ACK);
        alice.receivesNothing();
        tab2.answers(tab2.receives(Method.INVITE), 486);
        tab2.receives(Method.ACK);
        int status = ((Response) alice.inbox.element()).status();
        assertThat(status).isIn(480, 486);
        alice.acknowledges(sent, alice.receives(status));
        ladder.assertQuiet();
    }

    @Test
    void aDeclineEverywhereStopsTheOthers() {
        Request sent = alice.calls("bob", Party.OFFER);
        Request atTab1 = tab1.receives(Method.INVITE);
        Request atTab2 = tab2.receives(Method.INVITE);
        Request atDesk = desk.receives(Method.INVITE);
        tab1.answers(atTab1, 180);
        alice.receives(180);
        desk.answers(atDesk, 603);
        desk.receives(Method.ACK);
        tab1.answers(tab1.receives(Method.CANCEL), 200);
        tab1.answers(atTab1, 487);
        tab1.receives(Method.ACK);
        tab2.answers(atTab2, 487);
        tab2.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(603));
        ladder.assertQuiet();
    }

    @Test
    void aLostTabIsNotRungAndOneLostWhileRingingDoesNotDisturb() {
        ladder.lose(tab1.flow);
        Request sent = alice.calls("bob", Party.OFFER);
        Request atTab2 = tab2.receives(Method.INVITE);
        Request atDesk = desk.receives(Method.INVITE);
        tab1.receivesNothing();
        tab2.answers(atTab2, 180);
        alice.receives(180);
        ladder.lose(tab2.flow);
        alice.receivesNothing();
        desk.answers(atDesk, 200, Party.ANSWER);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        desk.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        desk.answers(desk.receives(Method.BYE), 200);
        alice.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void aMessageGoesToAllDevicesAndTheFirstAnswerIsEnough() {
        Request message =
                alice.request(
                        Method.MESSAGE,
                        "sip:bob@example.org",
                        "<sip:bob@example.org>",
                        "message-1",
                        1);
        alice.sends(message);
        Response challenge = alice.receives(407);
        alice.sends(alice.proves(message.with(HeaderName.CSEQ, "2 MESSAGE"), challenge));
        tab1.answers(tab1.receives(Method.MESSAGE), 200);
        assertThat(alice.receives(200).headers().cseq().method()).isEqualTo(Method.MESSAGE);
        tab2.answers(tab2.receives(Method.MESSAGE), 200);
        desk.answers(desk.receives(Method.MESSAGE), 405);
        alice.receivesNothing();
        ladder.assertQuiet();
    }
}
