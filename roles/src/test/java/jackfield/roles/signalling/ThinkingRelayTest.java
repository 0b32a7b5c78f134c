package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.relay.Sdps;
import jackfield.roles.relay.Talk;
import jackfield.roles.transactionuser.LiteralLocator;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happens while a relay in another program thinks. After each of it no port, no transaction
/// and no call is left.
class ThinkingRelayTest {
    private static final String OFFER = wire(Sdps.phone("0 8 101"));
    private static final String ANSWER = wire(Sdps.phone("0 101"));

    private final Talk media = new Talk();
    private final Ladder ladder =
            new Ladder(true, SignallingSettings.DEFAULT, 1, media.relay, new LiteralLocator());
    private final Party alice = ladder.phone("alice", "10.0.0.3:5060");
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");
    private final Party desk = ladder.phone("bob", "10.0.0.4:5060");

    private static String wire(String sdp) {
        return sdp.replace("\n", "\r\n");
    }

    @BeforeEach
    void theyRegister() {
        alice.registers();
        bob.registers();
    }

    @AfterEach
    void nothingIsLeft() {
        ladder.relayThinks = false;
        ladder.assertQuiet();
        assertThat(ladder.slowRelay.waiting()).isZero();
        assertThat(media.relay.callIds()).as("calls of the relay").isEmpty();
        assertThat(media.shard.plans).as("legs").isEmpty();
        assertThat(media.sockets.bound).as("ports").isEmpty();
    }

    private void relayThinks() {
        ladder.relayThinks = true;
    }

    private void relayAnswers() {
        ladder.relayAnswers();
    }

    private void relayAnswersAll() {
        ladder.relayThinks = false;
        ladder.relays();
    }

    private Dialog callIsUp() {
        Request sent = alice.calls("bob", OFFER);
        bob.answers(bob.receives(Method.INVITE), 200, ANSWER);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        return dialog;
    }

    private void hangsUp(Dialog dialog) {
        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
    }

    @Test
    void aCancelWhileTheRelayThinksOfTheOffer() {
        relayThinks();
        Request sent = alice.calls("bob", OFFER);
        bob.receivesNothing();
        alice.cancels(sent);
        alice.acknowledges(sent, alice.receives(487));
        relayAnswersAll();
        bob.receivesNothing();
    }

    @Test
    void aCancelWhileTheRelayThinksOfEarlyMedia() {
        Request sent = alice.calls("bob", OFFER);
        Request invite = bob.receives(Method.INVITE);
        relayThinks();
        bob.answers(invite, 183, ANSWER);
        alice.receivesNothing();
        alice.cancels(sent);
        relayAnswersAll();
        bob.answers(bob.receives(Method.CANCEL), 200);
        bob.answers(invite, 487);
        bob.receives(Method.ACK);
        alice.acknowledges(sent, lastOf(alice));
    }

    /// Bob answered before he heard of the CANCEL: his 200 wins, and alice hangs up.
    @Test
    void aCancelWhileTheRelayThinksOfTheAnswer() {
        Request sent = alice.calls("bob", OFFER);
        Request invite = bob.receives(Method.INVITE);
        relayThinks();
        bob.answers(invite, 200, ANSWER);
        alice.receivesNothing();
        alice.cancels(sent);
        relayAnswersAll();
        Response ok = alice.receives(200);
        Dialog dialog = alice.confirms(sent, ok);
        bob.receives(Method.ACK);
        hangsUp(dialog);
    }

    @Test
    void aByeWhileTheRelayThinksOfAReInvite() {
        Dialog dialog = callIsUp();
        relayThinks();
        Request again = alice.sends(dialog, Method.INVITE, OFFER);
        alice.receives(100);
        bob.receivesNothing();
        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
        relayAnswersAll();
        if (!bob.inbox.isEmpty()) {
            bob.answers(bob.receives(Method.INVITE), 481);
            bob.receives(Method.ACK);
        }
        Response refusal = lastOf(alice);
        assertThat(refusal.status()).isGreaterThanOrEqualTo(400);
        alice.acknowledges(again, refusal);
    }

    @Test
    void aByeOfTheOtherWhileTheRelayThinksOfAReInvite() {
        Request sent = alice.calls("bob", OFFER);
        Request invite = bob.receives(Method.INVITE);
        Response ok = bob.answers(invite, 200, ANSWER);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        Dialog bobs = Dialog.uas(invite, ok).orThrow();
        relayThinks();
        Request again = alice.sends(dialog, Method.INVITE, OFFER);
        alice.receives(100);
        bob.sends(bobs, Method.BYE, null);
        alice.answers(alice.receives(Method.BYE), 200);
        bob.receives(200);
        relayAnswersAll();
        if (!bob.inbox.isEmpty()) {
            bob.answers(bob.receives(Method.INVITE), 481);
            bob.receives(Method.ACK);
        }
        alice.acknowledges(again, lastOf(alice));
    }

    @Test
    void theAnswerComesWhileTheFormerOneIsAtTheRelay() {
        Request sent = alice.calls("bob", OFFER);
        Request invite = bob.receives(Method.INVITE);
        relayThinks();
        bob.answers(invite, 183, ANSWER);
        bob.answers(invite, 200, ANSWER);
        bob.answers(invite, 200, ANSWER); // repeated: it hears nothing
        assertThat(ladder.slowRelay.waiting()).as("one at a time").isEqualTo(1);
        relayAnswers();
        alice.receives(183);
        relayAnswersAll();
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        hangsUp(dialog);
    }

    @Test
    void aReInviteIsAnsweredWhileItsOfferIsStillRemembered() {
        Dialog dialog = callIsUp();
        relayThinks();
        Request hold = alice.sends(dialog, Method.INVITE, OFFER);
        alice.receives(100);
        relayAnswers();
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 200, ANSWER);
        alice.receivesNothing();
        relayAnswersAll();
        alice.confirms(hold, alice.receives(200));
        bob.receives(Method.ACK);
        hangsUp(dialog);
    }

    /// Both want to change the session at once (RFC 3261 section 14.2): the relay is asked by both.
    @Test
    void bothOfferAtOnceWhileTheRelayThinks() {
        Request sent = alice.calls("bob", OFFER);
        Request invite = bob.receives(Method.INVITE);
        Response ok = bob.answers(invite, 200, ANSWER);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        Dialog bobs = Dialog.uas(invite, ok).orThrow();
        relayThinks();
        Request byAlice = alice.sends(dialog, Method.INVITE, OFFER);
        alice.receives(100);
        Request byBob = bob.sends(bobs, Method.INVITE, ANSWER);
        bob.receives(100);
        relayAnswersAll();
        bob.answers(bob.receives(Method.INVITE), 491);
        alice.answers(alice.receives(Method.INVITE), 491);
        bob.receives(Method.ACK);
        alice.acknowledges(byAlice, alice.receives(491));
        alice.receives(Method.ACK);
        bob.acknowledges(byBob, bob.receives(491));
        hangsUp(dialog);
    }

    @Test
    void twoPhonesGiveEarlyMediaAndOneAnswers() {
        desk.registers();
        relayThinks();
        Request sent = alice.calls("bob", OFFER);
        bob.receivesNothing();
        relayAnswers();
        relayAnswers();
        Request atBob = bob.receives(Method.INVITE);
        Request atDesk = desk.receives(Method.INVITE);
        assertThat(atBob.headers().first(HeaderName.VIA))
                .as("each fork has its branch")
                .isNotEqualTo(atDesk.headers().first(HeaderName.VIA));
        bob.answers(atBob, 183, ANSWER);
        desk.answers(atDesk, 183, wire(Sdps.phone("8 101")));
        relayAnswers();
        assertThat(alice.receives(183).body().text()).contains("RTP/AVP 0");
        relayAnswers();
        assertThat(alice.receives(183).body().text()).contains("RTP/AVP 8");
        desk.answers(atDesk, 200, wire(Sdps.phone("8 101")));
        relayAnswersAll();
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        desk.receives(Method.ACK);
        bob.answers(bob.receives(Method.CANCEL), 200);
        bob.answers(atBob, 487);
        bob.receives(Method.ACK);
        assertThat(media.shard.plans).hasSize(2);
        alice.sends(dialog, Method.BYE, null);
        desk.answers(desk.receives(Method.BYE), 200);
        alice.receives(200);
    }

    @Test
    void bothPhonesAnswerWhileTheRelayThinks() {
        desk.registers();
        Request sent = alice.calls("bob", OFFER);
        Request atBob = bob.receives(Method.INVITE);
        Request atDesk = desk.receives(Method.INVITE);
        relayThinks();
        bob.answers(atBob, 200, ANSWER);
        desk.answers(atDesk, 200, ANSWER);
        relayAnswersAll();
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        hangsUp(dialog);
        // The other one is told too that it is over.
        while (!desk.inbox.isEmpty()) {
            if (desk.inbox.peekFirst() instanceof Request request
                    && !request.method().equals(Method.ACK)) {
                desk.answers(request, 200);
            }
            desk.inbox.removeFirst();
        }
    }

    @Test
    void theRelayAnswersWhenTheCallIsLongOver() {
        relayThinks();
        Request sent = alice.calls("bob", OFFER);
        alice.cancels(sent);
        alice.acknowledges(sent, alice.receives(487));
        ladder.seconds(60);
        relayAnswersAll();
        bob.receivesNothing();
        alice.receivesNothing();
    }

    @Test
    void theRelayGivesTheOfferUp() {
        relayThinks();
        Request sent = alice.calls("bob", OFFER);
        ladder.seconds(5);
        gaveUp();
        // A proxy's 503 would be taken for one of the whole node (RFC 3261 section 16.7).
        alice.acknowledges(sent, alice.receives(500));
        bob.receivesNothing();
    }

    @Test
    void theRelayGivesTheAnswerUp() {
        Request sent = alice.calls("bob", OFFER);
        Request invite = bob.receives(Method.INVITE);
        relayThinks();
        bob.answers(invite, 200, ANSWER);
        gaveUp();
        relayAnswersAll();
        bob.receives(Method.ACK);
        bob.answers(bob.receives(Method.BYE), 200);
        Response refusal = lastOf(alice);
        assertThat(refusal.status()).isGreaterThanOrEqualTo(480);
        alice.acknowledges(sent, refusal);
    }

    @Test
    void theRelayGivesAReInviteUpAndTheCallGoesOn() {
        Dialog dialog = callIsUp();
        relayThinks();
        Request again = alice.sends(dialog, Method.INVITE, OFFER);
        alice.receives(100);
        gaveUp();
        alice.acknowledges(again, alice.receives(500));
        relayAnswersAll();
        assertThat(media.shard.plans).hasSize(2);
        hangsUp(dialog);
    }

    private void gaveUp() {
        ladder.resumes(ladder.slowRelay::givesUp);
    }

    /// The final response to an INVITE, whatever it is.
    private static Response lastOf(Party party) {
        Response last = null;
        while (!party.inbox.isEmpty()) {
            if (party.inbox.removeFirst() instanceof Response response) {
                last = response;
            }
        }
        assertThat(last).isNotNull();
        return last;
    }
}
