package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Flow;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls as ladders: each line is one message.
@ParameterizedClass
@ValueSource(booleans = {false, true})
class CallTest {
    private final Ladder ladder;
    private final Party alice;
    private final Party bob;

    /// @param slow whether the relay answers later, as one in another program does
    CallTest(boolean slow) {
        ladder = new Ladder(slow);
        alice = ladder.browser("alice", 41000);
        bob = ladder.phone("bob", "10.0.0.2:5060");
    }

    private void bothRegister() {
        alice.registers(";expires=600");
        bob.registers(";expires=600");
    }

    @Test
    void aBrowserCallsAPhoneAndHangsUp() {
        bothRegister();
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.uri()).hasToString(bob.contact);
        assertThat(invite.body().text()).endsWith("a=relayed:offer for sip\r\n");
        assertThat(invite.headers().maxForwards()).isEqualTo(69);
        assertThat(invite.headers().has(HeaderName.PROXY_AUTHORIZATION)).isFalse();
        assertThat(invite.headers().topVia().host()).isEqualTo("10.0.0.1");

        bob.answers(invite, 180);
        alice.receives(180);
        bob.answers(invite, 200, Party.ANSWER);
        Response ok = alice.receives(200);
        assertThat(ok.body().text()).endsWith("a=relayed:answer\r\n");
        assertThat(ladder.core.calls()).singleElement().matches(c -> c.state().equals("answered"));

        Dialog dialog = alice.confirms(sent, ok);
        Request ack = bob.receives(Method.ACK);
        assertThat(ack.uri()).hasToString(bob.contact);
        assertThat(ack.headers().routes()).isEmpty();

        Request bye = alice.sends(dialog, Method.BYE, null);
        Request byeAtBob = bob.receives(Method.BYE);
        bob.answers(byeAtBob, 200);
        assertThat(alice.receives(200).headers().cseq()).isEqualTo(bye.headers().cseq());
        assertThat(ladder.relay.asked).containsExactly("offer browser>sip", "answer");
        ladder.assertQuiet();
    }

    @Test
    void aPhoneCallsABrowserAndBothEndsReachItsSocketThoughItsHostIsInvalid() {
        bothRegister();
        Request sent = bob.calls("alice", Party.OFFER);
        Request invite = alice.receives(Method.INVITE);
        assertThat(invite.uri()).hasToString(alice.contact);
        assertThat(invite.body().text()).endsWith("a=relayed:offer for browser\r\n");
        Response answered = alice.answers(invite, 200, Party.ANSWER);
        Response ok = bob.receives(200);

        Dialog callers = bob.confirms(sent, ok);
        Request ack = alice.receives(Method.ACK);
        assertThat(((SipUri) ack.uri()).host()).endsWith(".invalid");

        // Each side sees a Record-Route of its own transport, and none of the other's alone.
        assertThat(ok.headers().recordRoutes()).hasSize(2);
        assertThat(callers.routeSet().getFirst().uri().toString()).doesNotContain("transport=ws");
        Dialog callees = Dialog.uas(invite, answered).orThrow();
        assertThat(callees.routeSet().getFirst().uri().toString()).contains("transport=ws;lr");

        alice.sends(callees, Method.BYE, null);
        Request bye = bob.receives(Method.BYE);
        assertThat(bye.uri()).hasToString(bob.contact);
        bob.answers(bye, 200);
        alice.receives(200);
        assertThat(ladder.relay.asked).containsExactly("offer sip>browser", "answer");
        ladder.assertQuiet();
    }

    @Test
    void repeatedMessagesChangeNothing() {
        bothRegister();
        Request sent = bob.calls("alice", Party.OFFER);
        bob.repeats(sent);
        bob.receives(100);
        Request invite = alice.receives(Method.INVITE);
        alice.receivesNothing();

        Response ringing = alice.answers(invite, 183, Party.ANSWER);
        alice.repeats(ringing);
        bob.receives(183);
        bob.receives(183);
        Response answered = alice.answers(invite, 200, Party.ANSWER);
        Response ok = bob.receives(200);
        alice.repeats(answered);
        assertThat(bob.receives(200)).isEqualTo(ok);
        assertThat(ladder.relay.asked).containsExactly("offer sip>browser", "answer");

        Dialog dialog = bob.confirms(sent, ok);
        bob.confirms(sent, ok);
        alice.receives(Method.ACK);
        alice.receives(Method.ACK);
        Request bye = bob.sends(dialog, Method.BYE, null);
        bob.repeats(bye);
        alice.answers(alice.receives(Method.BYE), 200);
        alice.receivesNothing();
        bob.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void theCalleeIsBusy() {
        bothRegister();
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 486);
        bob.receives(Method.ACK);
        Response busy = alice.receives(486);
        alice.acknowledges(sent, busy);
        ladder.assertQuiet();
    }

    @Test
    void theCallerGivesUp() {
        bothRegister();
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 180);
        alice.receives(180);

        alice.cancels(sent);
        Request cancel = bob.receives(Method.CANCEL);
        bob.answers(cancel, 200);
        bob.answers(invite, 487);
        bob.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(487));
        ladder.assertQuiet();
    }

    @Test
    void anAnswerThatCrossesACancelReachesTheCaller() {
        bothRegister();
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 180);
        alice.receives(180);
        alice.cancels(sent);
        bob.answers(bob.receives(Method.CANCEL), 200);
        Response answered = bob.answers(invite, 200, Party.ANSWER);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
        assertThat(answered.status()).isEqualTo(200);
        ladder.assertQuiet();
    }

    @Test
    void nobodyAnswers() {
        bothRegister();
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 180);
        alice.receives(180);

        ladder.seconds(180);
        bob.receivesNothing();
        ladder.seconds(1.2);
        Request cancel = bob.receives(Method.CANCEL);
        assertThat(cancel.headers().first(HeaderName.REASON)).contains("No answer");
        bob.answers(cancel, 200);
        bob.answers(invite, 487);
        bob.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(408));
        ladder.assertQuiet();
    }

    @Test
    void aSilentPhoneIsGivenUpAfterTimerB() {
        bothRegister();
        Request sent = alice.calls("bob", Party.OFFER);
        ladder.seconds(33);
        alice.acknowledges(sent, alice.receives(408));
        ladder.assertQuiet();
    }

    @Test
    void unknownIs404UnregisteredIs480AndNeitherIsToldToStrangers() {
        alice.registers(";expires=600");
        alice.acknowledges(alice.calls("nobody", Party.OFFER), alice.receives(404));
        alice.acknowledges(alice.calls("carol", Party.OFFER), alice.receives(480));

        for (String callee : new String[] {"nobody", "carol", "alice"}) {
            Request stranger = bob.sends(bob.invite(callee, Party.OFFER));
            bob.acknowledges(stranger, bob.receives(407));
        }
        ladder.assertQuiet();
    }

    @Test
    void mediaThatCannotBeIs488WithTheReason() {
        bothRegister();
        ladder.relay.refuse = "video-only";
        Request sent = alice.calls("bob", "v=0\r\ns=video-only\r\n");
        Response refused = alice.receives(488);
        assertThat(refused.headers().first(HeaderName.WARNING))
                .isEqualTo("305 10.0.0.1 \"no m=audio with a 'codec'\"");
        bob.receivesNothing();
        alice.acknowledges(sent, refused);
        assertThat(ladder.records)
                .singleElement()
                .extracting(record -> record.ending().why())
                .isEqualTo("488 Not Acceptable Here: no m=audio with a 'codec'");
        ladder.assertQuiet();
    }

    @Test
    void anAnswerThatCannotBeEndsBothSides() {
        bothRegister();
        ladder.relay.refuse = "strange";
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 200, "v=0\r\ns=strange\r\n");
        bob.receives(Method.ACK);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.acknowledges(sent, alice.receives(488));
        ladder.assertQuiet();
    }

    @Test
    void bothSidesMayChangeTheSession() {
        bothRegister();
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        Response answered = bob.answers(invite, 200, Party.ANSWER);
        Dialog callers = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        Dialog callees = Dialog.uas(invite, answered).orThrow();
        ladder.relay.asked.clear();

        Request hold = bob.sends(callees, Method.INVITE, "v=0\r\na=sendonly\r\n");
        bob.receives(100);
        Request atAlice = alice.receives(Method.INVITE);
        assertThat(atAlice.body().text()).endsWith("a=relayed:offer for browser\r\n");
        alice.answers(atAlice, 200, "v=0\r\na=recvonly\r\n");
        Response ok = bob.receives(200);
        assertThat(ok.body().text()).endsWith("a=relayed:answer\r\n");
        bob.sends(callees.ack(hold.headers().cseq().number()));
        alice.receives(Method.ACK);

        alice.sends(callers, Method.UPDATE, Party.OFFER);
        Request update = bob.receives(Method.UPDATE);
        assertThat(update.body().text()).endsWith("a=relayed:offer for sip\r\n");
        bob.answers(update, 200, Party.ANSWER);
        assertThat(alice.receives(200).body().text()).endsWith("a=relayed:answer\r\n");
        assertThat(ladder.relay.asked)
                .containsExactly("offer sip>browser", "answer", "offer browser>sip", "answer");

        alice.sends(callers, Method.INFO, null);
        bob.answers(bob.receives(Method.INFO), 200);
        alice.receives(200);
        alice.sends(callers, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void anOfferMayComeInThe200AndItsAnswerInTheAck() {
        bothRegister();
        Request sent = bob.calls("alice", null);
        Request invite = alice.receives(Method.INVITE);
        assertThat(invite.body().isEmpty()).isTrue();
        alice.answers(invite, 200, Party.OFFER);
        Response ok = bob.receives(200);
        assertThat(ok.body().text()).endsWith("a=relayed:offer for sip\r\n");
        Dialog dialog = bob.confirms(sent, ok, Party.ANSWER);
        Request ack = alice.receives(Method.ACK);
        assertThat(ack.body().text()).endsWith("a=relayed:answer\r\n");
        assertThat(ladder.relay.asked).containsExactly("offer browser>sip", "answer");
        bob.sends(dialog, Method.BYE, null);
        alice.answers(alice.receives(Method.BYE), 200);
        bob.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void aReliableProvisionalResponseMayCarryTheAnswer() {
        Party carol = ladder.phone("carol", "10.0.0.3:5060");
        carol.registers(";expires=600");
        bothRegister();
        Request sent = bob.calls("carol", Party.OFFER);
        Request invite = carol.receives(Method.INVITE);
        carol.answers(invite, 183, Party.ANSWER);
        Response early = bob.receives(183);
        assertThat(early.body().text()).endsWith("a=relayed:answer\r\n");
        Dialog dialog = Dialog.uac(sent, early).orThrow();
        bob.sends(dialog, Method.PRACK, null);
        carol.answers(carol.receives(Method.PRACK), 200);
        bob.receives(200);
        bob.sends(dialog, Method.UPDATE, Party.OFFER);
        carol.answers(carol.receives(Method.UPDATE), 200, Party.ANSWER);
        assertThat(bob.receives(200).body().text()).endsWith("a=relayed:answer\r\n");
        carol.answers(invite, 200);
        dialog.receive(bob.receives(200));
        bob.sends(dialog.ack(2));
        carol.receives(Method.ACK);
        bob.sends(dialog, Method.BYE, null);
        carol.answers(carol.receives(Method.BYE), 200);
        bob.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void aBrowserThatReconnectsInMidCallStillGetsItsBye() {
        bothRegister();
        Request sent = bob.calls("alice", Party.OFFER);
        Request invite = alice.receives(Method.INVITE);
        Response answered = alice.answers(invite, 200, Party.ANSWER);
        Dialog callers = bob.confirms(sent, bob.receives(200));
        alice.receives(Method.ACK);

        ladder.lose(alice.flow);
        assertThat(ladder.core.callCount()).isEqualTo(1);
        ladder.seconds(10);
        bob.sends(callers, Method.INFO, null);
        bob.receives(430);

        Flow back = ladder.webSocket(41001);
        ladder.parties.put(back, alice);
        alice.flow = back;
        alice.registers(7, ";expires=600");
        Dialog callees = Dialog.uas(invite, answered).orThrow();
        alice.sends(callees, Method.INFO, null);
        bob.answers(bob.receives(Method.INFO), 200);
        alice.receives(200);

        bob.sends(callers, Method.BYE, null);
        alice.answers(alice.receives(Method.BYE), 200);
        bob.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void aBrowserThatReconnectsAndOnlyRegistersIsFoundByItsBinding() {
        bothRegister();
        Request sent = bob.calls("alice", Party.OFFER);
        alice.answers(alice.receives(Method.INVITE), 200, Party.ANSWER);
        Dialog callers = bob.confirms(sent, bob.receives(200));
        alice.receives(Method.ACK);
        ladder.lose(alice.flow);
        alice.flow = ladder.webSocket(41001);
        ladder.parties.put(alice.flow, alice);
        alice.registers(7, ";expires=600");

        bob.sends(callers, Method.BYE, null);
        alice.answers(alice.receives(Method.BYE), 200);
        bob.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void aCallWithDeadMediaIsEndedTowardsBothSides() {
        bothRegister();
        Request sent = alice.calls("bob", Party.OFFER);
        bob.answers(bob.receives(Method.INVITE), 200, Party.ANSWER);
        alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);

        ladder.seconds(3600);
        bob.receivesNothing();
        String callId = sent.headers().callId();
        ladder.core.mediaLost(callId, "no packet for 60 s", ladder.now, ladder::perform);
        Request toBob = bob.receives(Method.BYE);
        Request toAlice = alice.receives(Method.BYE);
        assertThat(toBob.uri()).hasToString(bob.contact);
        assertThat(toBob.headers().cseq().number()).isEqualTo(3);
        assertThat(toBob.headers().from().tag()).isEqualTo(sent.headers().from().tag());
        assertThat(toAlice.uri()).hasToString(alice.contact);
        assertThat(toAlice.headers().to().tag()).isEqualTo(sent.headers().from().tag());
        assertThat(toAlice.headers().first(HeaderName.REASON)).contains("media lost");
        bob.answers(toBob, 200);
        alice.answers(toAlice, 481);
        ladder.assertQuiet();
    }

    /// A crashed browser says no BYE, and the phone it talked to goes on sending.
    @Test
    void aCallIsEndedWhenItsBrowserHasNeitherConsentNorConnection() {
        String callId = talking();
        ladder.core.proxy().consent(callId, false, ladder.now);
        ladder.seconds(60);
        bob.receivesNothing();

        ladder.lose(alice.flow);
        ladder.seconds(20);
        bob.answers(bob.receives(Method.BYE), 200);
        ladder.assertQuiet();
    }

    @Test
    void aCallStaysWhileItsBrowserHasConsentOrAConnection() {
        String callId = talking();
        ladder.core.proxy().consent(callId, false, ladder.now);
        ladder.seconds(5);
        ladder.core.proxy().consent(callId, true, ladder.now);
        ladder.lose(alice.flow);
        ladder.seconds(600);
        bob.receivesNothing();
        assertThat(ladder.core.calls()).hasSize(1);
    }

    private String talking() {
        bothRegister();
        Request sent = alice.calls("bob", Party.OFFER);
        bob.answers(bob.receives(Method.INVITE), 200, Party.ANSWER);
        alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        return sent.headers().callId();
    }

    @Test
    void aCallerWhoseConnectionDiesWhileItRingsStopsTheRinging() {
        bothRegister();
        alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 180);
        ladder.lose(alice.flow);
        bob.answers(bob.receives(Method.CANCEL), 200);
        bob.answers(invite, 487);
        bob.receives(Method.ACK);
        ladder.assertQuiet();
    }

    @Test
    void theCalleeMayBeNamedInTheToOnly() {
        bothRegister();
        Request bare =
                alice.invite("bob", Party.OFFER).to(SipUri.parse("sip:example.org").orThrow());
        Request sent = alice.calls(bare);
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.uri()).hasToString(bob.contact);
        bob.answers(invite, 486);
        alice.acknowledges(sent, alice.receives(486));
        ladder.assertQuiet();
    }

    @Test
    void aPhoneBehindAProxyIsReachedByItsPath() {
        alice.registers();
        bob.registersBehind("<sip:edge.example.net;lr>");
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.headers().all(HeaderName.ROUTE))
                .containsExactly("<sip:edge.example.net;lr>");
        bob.answers(invite, 486);
        bob.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(486));
        ladder.assertQuiet();
    }

    @Test
    void aByeFindsItsWayOverUdpAfterARestart() {
        Party carol = ladder.phone("carol", "10.0.0.3:5060");
        bothRegister();
        carol.registers();
        Request sent = bob.calls("carol", Party.OFFER);
        carol.answers(carol.receives(Method.INVITE), 200, Party.ANSWER);
        Dialog dialog = bob.confirms(sent, bob.receives(200));
        carol.receives(Method.ACK);

        Ladder restarted = new Ladder(SignallingSettings.DEFAULT, 2);
        restarted.parties.put(bob.flow, bob);
        restarted.parties.put(carol.flow, carol);
        bob.ladder = restarted;
        carol.ladder = restarted;
        bob.sends(dialog, Method.UPDATE, Party.OFFER);
        bob.receives(481);
        bob.sends(dialog, Method.BYE, null);
        carol.answers(carol.receives(Method.BYE), 200);
        bob.receives(200);
        restarted.assertQuiet();
    }
}
