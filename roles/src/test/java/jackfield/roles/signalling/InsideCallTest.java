package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.useragent.CallRef;
import jackfield.roles.useragent.Decline;
import jackfield.roles.useragent.SipCalls.Offer;
import jackfield.roles.useragent.SipCalls.Reach;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls between a user with a device that is not SIP's, and SIP devices: each line is one message,
/// or one thing said to or by the user agent inside the node.
@ParameterizedClass
@ValueSource(booleans = {false, true})
class InsideCallTest {
    private final Ladder ladder;
    private final Insider inside;
    private final Party bob;

    /// @param slow whether the relay answers later, as one in another program does
    InsideCallTest(boolean slow) {
        ladder = new Ladder(slow);
        inside = new Insider(ladder);
        bob = ladder.phone("bob", "10.0.0.2:5060");
        bob.registers(";expires=600");
        inside.signsIn("alice");
    }

    @Test
    void aPhoneIsCalledAnswersAndHangsUp() {
        inside.calls("alice", "bob");
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.headers().from().uri()).hasToString("sip:alice@example.org");
        assertThat(invite.body().text()).endsWith("a=relayed:offer for sip\r\n");
        bob.answers(invite, 180);
        inside.hears("ringing");
        Dialog dialog = Dialog.uas(invite, bob.answers(invite, 200, Party.ANSWER)).orThrow();
        assertThat(inside.hears("answered")).endsWith("a=relayed:answer\r\n");
        bob.receives(Method.ACK);
        assertThat(ladder.core.calls()).singleElement().matches(c -> c.state().equals("answered"));

        bob.sends(dialog, Method.BYE, null);
        bob.receives(200);
        inside.hears("ended hung up");
        assertThat(ladder.relay.asked).containsExactly("offer browser>sip", "answer");
        assertThat(ladder.records).singleElement().matches(r -> r.ending().status() == 200);
        ladder.assertQuiet();
    }

    @Test
    void aPhoneIsCalledAndTheCallerHangsUp() {
        CallRef call = inside.calls("alice", "sip:bob@example.org");
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 200, Party.ANSWER);
        inside.hears("answered");
        bob.receives(Method.ACK);
        inside.ends(call, false);
        Request bye = bob.receives(Method.BYE);
        bob.answers(bye, 200);
        inside.hearsNothing();
        ladder.assertQuiet();
    }

    @Test
    void aPhoneCallsAndHangsUp() {
        Request sent = bob.calls("alice", Party.OFFER);
        assertThat(inside.hears("incoming bob \"\" for alice"))
                .endsWith("a=relayed:offer for browser\r\n");
        inside.ringing(inside.last);
        bob.receives(180);
        inside.answers(inside.last, Party.ANSWER);
        Response ok = bob.receives(200);
        assertThat(ok.body().text()).endsWith("a=relayed:answer\r\n");
        Dialog dialog = bob.confirms(sent, ok);
        bob.sends(dialog, Method.BYE, null);
        bob.receives(200);
        inside.hears("ended hung up");
        ladder.assertQuiet();
    }

    @Test
    void aPhoneCallsAndTheCalleeHangsUpBeforeTheAckIsThere() {
        Request sent = bob.calls("alice", Party.OFFER);
        inside.hears("incoming");
        inside.answers(inside.last, Party.ANSWER);
        Response ok = bob.receives(200);
        inside.ends(inside.last, false);
        bob.receivesNothing();
        bob.confirms(sent, ok);
        Request bye = bob.receives(Method.BYE);
        bob.answers(bye, 200);
        ladder.assertQuiet();
    }

    @Test
    void aPhoneCallsAndIsRefused() {
        for (Decline why : Decline.values()) {
            Request sent = bob.calls("alice", Party.OFFER);
            inside.hears("incoming");
            inside.ringing(inside.last);
            bob.receives(180);
            inside.agent.refuse(inside.last, why, ladder.now);
            ladder.relays();
            Response refused = bob.receives(why.status());
            bob.acknowledges(sent, refused);
            ladder.assertQuiet();
        }
    }

    @Test
    void aPhoneGivesUp() {
        Request sent = bob.calls("alice", Party.OFFER);
        inside.hears("incoming");
        inside.ringing(inside.last);
        bob.receives(180);
        bob.cancels(sent);
        bob.acknowledges(sent, bob.receives(487));
        inside.hears("cancelled");
        inside.answers(inside.last, Party.ANSWER);
        ladder.assertQuiet();
    }

    @Test
    void theCallerGivesUp() {
        CallRef call = inside.calls("alice", "bob");
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 180);
        inside.hears("ringing");
        inside.ends(call, true);
        Request cancel = bob.receives(Method.CANCEL);
        assertThat(cancel.headers().first(HeaderName.REASON)).contains("cause=200");
        bob.answers(cancel, 200);
        bob.answers(invite, 487);
        bob.receives(Method.ACK);
        inside.hearsNothing();
        ladder.assertQuiet();
    }

    @Test
    void anAnswerThatCrossesTheCancelIsEnded() {
        CallRef call = inside.calls("alice", "bob");
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 180);
        inside.hears("ringing");
        inside.ends(call, false);
        bob.answers(bob.receives(Method.CANCEL), 200);
        bob.answers(invite, 200, Party.ANSWER);
        bob.receives(Method.ACK);
        bob.answers(bob.receives(Method.BYE), 200);
        inside.hearsNothing();
        ladder.assertQuiet();
    }

    @Test
    void busyAndUnknownAreSaidInWords() {
        inside.calls("alice", "bob");
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 486);
        bob.receives(Method.ACK);
        inside.hears("refused 486 Busy Here");
        inside.calls("alice", "nobody");
        inside.hears("refused 404");
        inside.calls("alice", "carol");
        inside.hears("refused 480");
        inside.calls("alice", "not an address");
        inside.hears("refused 404 No Such Address");
        ladder.assertQuiet();
    }

    @Test
    void theEchoTestAnswers() {
        CallRef call = inside.calls("alice", "9999");
        inside.hears("answered");
        assertThat(ladder.relay.asked).containsExactly("echo browser");
        inside.ends(call, false);
        ladder.assertQuiet();
    }

    @Test
    void twoPhonesRingOneAnswersAndTheOtherIsTold() {
        Party desk = ladder.phone("bob", "10.0.0.3:5060");
        desk.registers(";expires=600");
        inside.calls("alice", "bob");
        Request one = bob.receives(Method.INVITE);
        Request two = desk.receives(Method.INVITE);
        bob.answers(one, 180);
        inside.hears("ringing");
        desk.answers(two, 200, Party.ANSWER);
        inside.hears("answered");
        desk.receives(Method.ACK);
        Request cancel = bob.receives(Method.CANCEL);
        bob.answers(cancel, 200);
        bob.answers(one, 487);
        bob.receives(Method.ACK);
        Dialog dialog = Dialog.uas(two, desk.answers(two, 200, Party.ANSWER)).orThrow();
        desk.receives(Method.ACK);
        desk.sends(dialog, Method.BYE, null);
        desk.receives(200);
        inside.hears("ended");
        ladder.assertQuiet();
    }

    @Test
    void aUsersPhoneAndOtherDevicesRingTogether() {
        Party alices = ladder.phone("alice", "10.0.0.4:5060");
        alices.registers(";expires=600");
        assertThat(inside.agent.reach("bob", "alice")).isEqualTo(Reach.BOTH);
        Request sent = bob.calls("alice", Party.OFFER);
        Request rings = alices.receives(Method.INVITE);
        inside.hears("incoming");
        alices.answers(rings, 180);
        bob.receives(180);
        Dialog dialog = Dialog.uas(rings, alices.answers(rings, 200, Party.ANSWER)).orThrow();
        inside.hears("cancelled elsewhere");
        bob.confirms(sent, bob.receives(200));
        alices.receives(Method.ACK);
        alices.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alices.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void aCallDoesNotComeBackToTheDevicesThatRingAlready() {
        inside.signsIn("bob");
        assertThat(inside.agent.reach("alice", "bob")).isEqualTo(Reach.BOTH);
        inside.calls("alice", "bob");
        bob.answers(bob.receives(Method.INVITE), 486);
        bob.receives(Method.ACK);
        inside.hears("refused 486");
        ladder.assertQuiet();
    }

    @Test
    void whoIsWhereIsKnown() {
        assertThat(inside.agent.reach("bob", "alice")).isEqualTo(Reach.DEVICES);
        assertThat(inside.agent.reach("bob", "alice@example.org")).isEqualTo(Reach.DEVICES);
        assertThat(inside.agent.reach("alice", "bob")).isEqualTo(Reach.SIP);
        assertThat(inside.agent.reach("alice", "9999")).isEqualTo(Reach.SIP);
        assertThat(inside.agent.reach("alice", "@@")).isEqualTo(Reach.SIP);
        assertThat(inside.agent.reach("alice", "carol")).isEqualTo(Reach.NOBODY);
        assertThat(inside.agent.reach("alice", "nobody")).isEqualTo(Reach.SIP);
        inside.agent.reachable("alice", false, ladder.now);
        ladder.relays();
        assertThat(inside.agent.reach("bob", "alice")).isEqualTo(Reach.NOBODY);
        Request sent = bob.calls("alice", Party.OFFER);
        bob.acknowledges(sent, bob.receives(480));
        assertThat(ladder.bindings.size()).isOne();
        ladder.assertQuiet();
    }

    @Test
    void aPhonesRegisterTakesNothingOfOurs() {
        Party alices = ladder.phone("alice", "10.0.0.4:5060");
        alices.registers(";expires=600");
        assertThat(ladder.bindings.size()).isEqualTo(3);
        alices.registers(";expires=0");
        assertThat(inside.agent.reach("bob", "alice")).isEqualTo(Reach.DEVICES);
        ladder.assertQuiet();
    }

    @Test
    void bothSidesOfferAnew() {
        CallRef call = inside.calls("alice", "bob");
        Request invite = bob.receives(Method.INVITE);
        Dialog dialog = Dialog.uas(invite, bob.answers(invite, 200, Party.ANSWER)).orThrow();
        inside.hears("answered");
        bob.receives(Method.ACK);

        inside.agent.renegotiate(call, Party.OFFER + "a=mine\r\n", ladder.now);
        ladder.relays();
        Request mine = bob.receives(Method.INVITE);
        assertThat(mine.body().text()).contains("a=mine");
        bob.answers(mine, 200, Party.ANSWER + "a=yes\r\n");
        assertThat(inside.hears("renegotiated")).contains("a=yes");
        bob.receives(Method.ACK);

        Request theirs = bob.sends(dialog, Method.INVITE, Party.OFFER + "a=theirs\r\n");
        bob.receives(100);
        assertThat(inside.hears("renegotiate ")).contains("a=theirs");
        inside.agent.renegotiated(call, Party.ANSWER + "a=well\r\n", ladder.now);
        ladder.relays();
        Response ok = bob.receives(200);
        assertThat(ok.body().text()).contains("a=well");
        bob.sends(dialog.ack(theirs.headers().cseq().number()));

        bob.sends(dialog, Method.UPDATE, Party.OFFER + "a=update\r\n");
        inside.hears("renegotiate ");
        inside.agent.renegotiated(call, Party.ANSWER, ladder.now);
        ladder.relays();
        bob.receives(200);

        inside.ends(call, false);
        bob.answers(bob.receives(Method.BYE), 200);
        ladder.assertQuiet();
    }

    @Test
    void anOfferThatNobodyAnswersIsAskedForAgainLater() {
        CallRef call = inside.calls("alice", "bob");
        Request invite = bob.receives(Method.INVITE);
        Dialog dialog = Dialog.uas(invite, bob.answers(invite, 200, Party.ANSWER)).orThrow();
        inside.hears("answered");
        bob.receives(Method.ACK);
        Request offer = bob.sends(dialog, Method.INVITE, Party.OFFER + "a=theirs\r\n");
        bob.receives(100);
        inside.hears("renegotiate ");
        inside.agent.renegotiate(call, Party.OFFER, ladder.now);
        ladder.relays();
        inside.hears("renegotiation refused 491");
        ladder.seconds(15);
        Response later = bob.receives(500);
        assertThat(later.headers().has(HeaderName.RETRY_AFTER)).isTrue();
        bob.acknowledges(offer, later);
        inside.ends(call, false);
        bob.answers(bob.receives(Method.BYE), 200);
        ladder.assertQuiet();
    }

    @Test
    void whoNoLongerKnowsOfTheCallHasEndedIt() {
        CallRef call = inside.calls("alice", "bob");
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 200, Party.ANSWER);
        inside.hears("answered");
        bob.receives(Method.ACK);
        inside.agent.renegotiate(call, Party.OFFER + "a=mine\r\n", ladder.now);
        ladder.relays();
        bob.answers(bob.receives(Method.INVITE), 481);
        bob.receives(Method.ACK);
        inside.hears("ended the other side is gone");
        bob.answers(bob.receives(Method.BYE), 481);
        ladder.assertQuiet();
    }

    @Test
    void anOfferlessInviteIsRefusedInWords() {
        Request sent = bob.calls("alice", null);
        Response refused = bob.receives(488);
        assertThat(refused.reason()).isEqualTo("An Offer Is Needed In The INVITE");
        bob.acknowledges(sent, refused);
        ladder.assertQuiet();
    }

    @Test
    void whatWeDoNotDoIsSaid() {
        CallRef call = inside.calls("alice", "bob");
        Request invite = bob.receives(Method.INVITE);
        Dialog dialog = Dialog.uas(invite, bob.answers(invite, 200, Party.ANSWER)).orThrow();
        inside.hears("answered");
        bob.receives(Method.ACK);
        bob.sends(dialog, Method.REFER, null);
        assertThat(bob.receives(405).headers().first(HeaderName.ALLOW)).doesNotContain("REFER");
        bob.sends(dialog.request(Method.INFO).with(HeaderName.of("Info-Package"), "conference"));
        bob.receives(469);
        bob.sends(dialog, Method.OPTIONS, null);
        bob.receives(200);
        inside.ends(call, false);
        bob.answers(bob.receives(Method.BYE), 200);
        ladder.assertQuiet();
    }

    @Test
    void candidatesThatComeLateGoInOneInfo() {
        CallRef call = inside.calls("alice", "bob");
        Request invite = bob.receives(Method.INVITE);
        inside.agent.candidate(
                call, "candidate:1 1 udp 1 10.0.0.9 9 typ host", null, 0, ladder.now);
        Dialog dialog = Dialog.uas(invite, bob.answers(invite, 200, Party.ANSWER)).orThrow();
        inside.hears("answered");
        bob.receives(Method.ACK);
        inside.agent.candidate(call, "", null, 0, ladder.now);
        ladder.seconds(0.2);
        Request info = bob.receives(Method.INFO);
        assertThat(info.headers().first(HeaderName.of("Info-Package"))).isEqualTo("trickle-ice");
        assertThat(info.body().text())
                .contains("a=candidate:1 1 udp 1 10.0.0.9 9 typ host", "a=end-of-candidates");
        bob.answers(info, 200);
        bob.sends(dialog, Method.BYE, null);
        bob.receives(200);
        inside.hears("ended");
        ladder.assertQuiet();
    }

    @Test
    void whoWantsProvisionalResponsesReliablyGetsThem() {
        Request sent =
                bob.calls(bob.invite("alice", Party.OFFER).with(HeaderName.REQUIRE, "100rel"));
        inside.hears("incoming");
        inside.ringing(inside.last);
        Response ringing = bob.receives(180);
        assertThat(ringing.headers().has(HeaderName.RSEQ)).isTrue();
        Dialog early = Dialog.uac(sent, ringing).orThrow();
        bob.sends(
                early.request(Method.PRACK)
                        .with(
                                HeaderName.RACK,
                                ringing.headers().first(HeaderName.RSEQ) + " 2 INVITE"));
        bob.receives(200);
        inside.answers(inside.last, Party.ANSWER);
        Dialog dialog = bob.confirms(sent, bob.receives(200));
        dialog.request(Method.OPTIONS); // the PRACK had that number
        bob.sends(dialog, Method.BYE, null);
        bob.receives(200);
        inside.hears("ended");
        ladder.assertQuiet();
    }

    @Test
    void whoSaysNothingForLongIsGone() {
        inside.calls("alice", "bob");
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 200, Party.ANSWER);
        inside.hears("answered");
        bob.receives(Method.ACK);
        ladder.seconds(901);
        Request refresh = bob.receives(Method.INVITE);
        assertThat(refresh.body().text()).contains(Party.OFFER.lines().toList().getLast());
        ladder.seconds(80);
        inside.hears("ended the other side is gone");
        ladder.assertQuiet();
    }

    @Test
    void theCallersNameIsShown() {
        CallRef call = new CallRef("named");
        inside.agent.call(
                call,
                "alice",
                "Alice \"Al\" \u00c4hre",
                "bob",
                new Offer(Party.OFFER, false),
                ladder.now);
        ladder.relays();
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.headers().from().displayName()).isEqualTo("Alice \"Al\" \u00c4hre");
        bob.answers(invite, 486);
        bob.receives(Method.ACK);
        inside.hears("refused 486");
        ladder.assertQuiet();
    }
}
