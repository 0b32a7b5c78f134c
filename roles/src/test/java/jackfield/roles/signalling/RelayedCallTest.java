package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.proxy.ProxySettings;
import jackfield.roles.relay.Sdps;
import jackfield.roles.relay.Shard;
import jackfield.roles.relay.Talk;
import jackfield.roles.relay.media.LegPlan;
import jackfield.roles.relay.media.Speech;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls through the real relay's control plane: what each side gets to see.
class RelayedCallTest {
    private static final String KEY =
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";

    private final Talk media = new Talk();
    private final Ladder ladder = new Ladder(SignallingSettings.DEFAULT, 1, media.relay);
    private final Party alice = ladder.browser("alice", 41000);
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");
    private final Party tab = ladder.browser("bob", 41001);

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
        ladder.assertQuiet();
        assertThat(media.relay.callIds()).isEmpty();
        assertThat(media.shard.plans).isEmpty();
        assertThat(media.sockets.bound).isEmpty();
    }

    @Test
    void aBrowserAndAPhoneEachGetTheirOwnKindOfMedia() {
        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.body().text())
                .contains("RTP/AVP")
                .doesNotContain("fingerprint", "ice-ufrag", "203.0.113.9");
        bob.answers(invite, 200, wire(Sdps.phone("0 101")));
        Response ok = alice.receives(200);
        assertThat(ok.body().text())
                .contains("UDP/TLS/RTP/SAVPF", "a=fingerprint", "a=ice-ufrag", "a=mid:0")
                .doesNotContain("crypto", "198.51.100.20");
        assertThat(media.shard.plans).hasSize(2);
        assertThat(media.shard.patches).hasSize(2);

        Dialog dialog = alice.confirms(sent, ok);
        bob.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
    }

    /// Who is on hold is not heard; an offer lifts that until its answer, and where it is refused
    /// the hold holds again.
    @ParameterizedTest
    @ValueSource(ints = {488, 491})
    void aRefusedOfferLeavesTheHold(int status) {
        Party carol = ladder.phone("carol", "10.0.0.4:5060");
        carol.registers();
        Request sent = carol.calls("bob", wire(Sdps.phone("0")));
        bob.answers(bob.receives(Method.INVITE), 200, wire(Sdps.phone("0")));
        Dialog dialog = carol.confirms(sent, carol.receives(200));
        bob.receives(Method.ACK);

        Request hold = carol.sends(dialog, Method.INVITE, wire(Sdps.phone("0", "a=sendonly")));
        carol.receives(100);
        bob.answers(bob.receives(Method.INVITE), 200, wire(Sdps.phone("0", "a=recvonly")));
        carol.confirms(hold, carol.receives(200));
        bob.receives(Method.ACK);
        assertThat(media.stream(1).speaks()).isFalse();

        Request resume = carol.sends(dialog, Method.INVITE, wire(Sdps.phone("0")));
        carol.receives(100);
        Request asked = bob.receives(Method.INVITE);
        assertThat(media.stream(1).speaks()).isTrue();
        bob.answers(asked, status);
        bob.receives(Method.ACK);
        carol.acknowledges(resume, carol.receives(status));
        assertThat(media.stream(1).speaks()).isFalse();

        carol.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        carol.receives(200);
    }

    /// RFC 8840 section 4: they are for our leg, so the phone hears nothing of them.
    @Test
    void candidatesThatComeByInfoAreTaken() {
        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        bob.answers(bob.receives(Method.INVITE), 200, wire(Sdps.phone("0 101")));
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);

        String candidate = "candidate:7 1 udp 1 203.0.113.9 50007 typ host";
        Request info = dialog.request(Method.INFO).with(HeaderName.CONTACT, "<sip:a@v.invalid>");
        alice.sends(
                info.with(Body.text("a=" + candidate + "\r\n"))
                        .with(HeaderName.CONTENT_TYPE, "application/trickle-ice-sdpfrag"));
        alice.receives(200);
        assertThat(media.shard.plans.values())
                .extracting(LegPlan::transport)
                .anyMatch(t ->
                        t instanceof LegPlan.Browser browser
                                && browser.ice().candidates().contains(candidate));

        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
    }

    /// By default the other party gets it; where the setting says so, it hears a key instead.
    @Test
    void keysThatComeByInfoPassOrBecomeKeysInTheMedia() {
        assertThat(infoWithAKey(ladder, alice, bob)).isTrue();
        assertThat(media.shard.said).isEmpty();
    }

    @Test
    void keysThatComeByInfoBecomeEvents() {
        Talk talk = new Talk();
        Ladder translating =
                new Ladder(KeysTest.settings(ProxySettings.Keys.INFO_TO_RTP), 1, talk.relay);
        Party one = translating.browser("alice", 41000);
        Party two = translating.phone("bob", "10.0.0.2:5060");
        one.registers();
        two.registers();
        assertThat(infoWithAKey(translating, one, two)).isFalse();
        assertThat(talk.shard.said)
                .extracting(Shard.Said::speech)
                .containsExactly(new Speech.Press(List.of(5), 160, 100, 8));
        assertThat(talk.shard.said.getFirst().coding().eventType()).isEqualTo(101);
        translating.assertQuiet();
    }

    /// A call in which the browser sends the key 5.
    ///
    /// @return whether the phone got it
    private static boolean infoWithAKey(Ladder ladder, Party alice, Party bob) {
        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        bob.answers(bob.receives(Method.INVITE), 200, wire(Sdps.phone("0 101")));
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        Request info = dialog.request(Method.INFO).with(HeaderName.CONTACT, "<sip:a@v.invalid>");
        alice.sends(
                info.with(Body.text("Signal=5\r\nDuration=160\r\n"))
                        .with(HeaderName.CONTENT_TYPE, "application/dtmf-relay"));
        boolean passed = !bob.inbox.isEmpty();
        if (passed) {
            bob.answers(bob.receives(Method.INFO), 200);
        }
        alice.receives(200);
        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
        return passed;
    }

    /// RFC 8643: the offer is plain with keys beside it, and the phone's answer decides.
    @Test
    void aPhoneMayTakeTheKeysBesideThePlainOffer() {
        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.body().text()).contains("RTP/AVP", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 ");
        bob.answers(invite, 200, wire(Sdps.phone("0 101", KEY)));
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        assertThat(media.shard.plans.values())
                .extracting(LegPlan::transport)
                .anyMatch(t -> t instanceof LegPlan.Ports ports && ports.sdes() != null);

        Request hold = alice.sends(dialog, Method.INVITE, wire(Sdps.browserOffer()));
        alice.receives(100);
        Request again = bob.receives(Method.INVITE);
        assertThat(again.body().text()).contains("RTP/AVP", "a=crypto:1 ");
        bob.answers(again, 200, wire(Sdps.phone("0 101", KEY)));
        alice.confirms(hold, alice.receives(200));
        bob.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
    }

    @Test
    void keysBesideAPlainOfferAreTaken() {
        Request sent = bob.calls("9999", wire(Sdps.phone("0 101", KEY)));
        Response ok = bob.receives(200);
        assertThat(ok.body().text()).contains("RTP/AVP", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 ");
        Dialog dialog = bob.confirms(sent, ok);
        bob.sends(dialog, Method.BYE, null);
        bob.receives(200);
    }

    private Request isOffered(String protocol) {
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.body().text()).contains(" " + protocol + " ", "a=crypto:1 ");
        return invite;
    }

    private void refuses(Request invite, int status) {
        bob.answers(invite, status);
        bob.receives(Method.ACK);
    }

    private void talksEncrypted(Request sent, Request invite) {
        bob.answers(invite, 200, wire(Sdps.securePhone("0 101", KEY)));
        Response ok = alice.receives(200);
        assertThat(ok.body().text()).contains("UDP/TLS/RTP/SAVPF");
        Dialog dialog = alice.confirms(sent, ok);
        bob.receives(Method.ACK);
        assertThat(media.shard.plans).as("the legs of the first offer are gone").hasSize(2);
        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
    }

    @Test
    void aPhoneThatTakesOnlySecureMediaTakesTheFirstCall() {
        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        Request first = isOffered("RTP/AVP");
        refuses(first, 488);
        Request second = isOffered("RTP/SAVP");
        assertThat(second.headers().callId()).isEqualTo(first.headers().callId());
        assertThat(second.headers().cseq()).isEqualTo(first.headers().cseq());
        bob.answers(second, 180);
        alice.receives(180);
        talksEncrypted(sent, second);

        Request again = alice.calls("bob", wire(Sdps.browserOffer()));
        talksEncrypted(again, isOffered("RTP/SAVP"));
    }

    @Test
    void aRefusalByAllIsAskedAgainToo() {
        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        refuses(isOffered("RTP/AVP"), 606);
        talksEncrypted(sent, isOffered("RTP/SAVP"));
    }

    @Test
    void aPhoneThatMergesRequestsIsAskedOnceItHasForgottenTheFirst() {
        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        refuses(isOffered("RTP/AVP"), 488);
        refuses(isOffered("RTP/SAVP"), 482);
        ladder.seconds(5.1);
        bob.receivesNothing();
        alice.receivesNothing();
        ladder.seconds(0.2);
        talksEncrypted(sent, isOffered("RTP/SAVP"));
    }

    @Test
    void whoMergesForEverIsTakenAtItsFirstWord() {
        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        refuses(isOffered("RTP/AVP"), 488);
        refuses(isOffered("RTP/SAVP"), 482);
        ladder.seconds(5.3);
        refuses(isOffered("RTP/SAVP"), 482);
        alice.acknowledges(sent, alice.receives(488));
    }

    @Test
    void aCallerWhoGivesUpMeanwhileIsDoneWithIt() {
        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        refuses(isOffered("RTP/AVP"), 488);
        refuses(isOffered("RTP/SAVP"), 482);
        alice.cancels(sent);
        alice.acknowledges(sent, alice.receives(487));
        ladder.seconds(6);
        bob.receivesNothing();
    }

    @Test
    void anotherPhoneRingsOnMeanwhile() {
        tab.registers();
        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        Request onTab = tab.receives(Method.INVITE);
        refuses(isOffered("RTP/AVP"), 488);
        refuses(isOffered("RTP/SAVP"), 482);
        tab.answers(onTab, 486);
        tab.receives(Method.ACK);
        alice.receivesNothing();
        ladder.seconds(5.3);
        talksEncrypted(sent, isOffered("RTP/SAVP"));
    }

    @Test
    void aPhoneThatTakesNeitherIsAskedTwiceInEachCall() {
        for (int call = 0; call < 2; call++) {
            Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
            refuses(isOffered("RTP/AVP"), 488);
            refuses(isOffered("RTP/SAVP"), 488);
            alice.acknowledges(sent, alice.receives(488));
        }
    }

    @Test
    void aPhoneThatOffersOnlySecureMediaIsCalledSo() {
        Request test = bob.calls("alice", wire(Sdps.securePhone("0 101", KEY)));
        alice.answers(alice.receives(Method.INVITE), 486);
        alice.receives(Method.ACK);
        bob.acknowledges(test, bob.receives(486));

        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.body().text()).contains(" RTP/SAVP ", "a=crypto:1 ");
        bob.answers(invite, 200, wire(Sdps.securePhone("0 101", KEY)));
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
    }

    @Test
    void aCallerIsToldThatTheCalleeTakesNothing() {
        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        refuses(isOffered("RTP/AVP"), 488);
        refuses(isOffered("RTP/SAVP"), 488);
        Response refusal = alice.receives(488);
        assertThat(refusal.headers().first(HeaderName.WARNING))
                .isEqualTo("305 10.0.0.1 \"the callee takes nothing of what was offered\"");
        alice.acknowledges(sent, refusal);
    }

    @Test
    void aLateOfferFromABrowserIsAnsweredInTheAck() {
        Request sent = bob.calls("alice", null);
        Request invite = alice.receives(Method.INVITE);
        alice.answers(invite, 200, wire(Sdps.browserOffer()));
        Response ok = bob.receives(200);
        assertThat(ok.body().text()).contains("RTP/AVP").doesNotContain("fingerprint");
        Dialog dialog = bob.confirms(sent, ok, wire(Sdps.phone("0 101")));
        assertThat(alice.receives(Method.ACK).body().text()).contains("a=fingerprint");
        assertThat(media.shard.patches).hasSize(2);
        bob.sends(dialog, Method.BYE, null);
        alice.answers(alice.receives(Method.BYE), 200);
        bob.receives(200);
    }

    @Test
    void theLosersLegsGoAndEarlyMediaMayDifferFromTheAnswer() {
        tab.registers();
        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        Request atTab = tab.receives(Method.INVITE);
        Request atBob = bob.receives(Method.INVITE);
        assertThat(atTab.body().text()).contains("a=fingerprint").doesNotContain("crypto");
        bob.answers(atBob, 183, wire(Sdps.phone("0")));
        assertThat(alice.receives(183).body().text()).contains("a=fingerprint");
        tab.answers(atTab, 180);
        alice.receives(180);
        bob.answers(atBob, 200, wire(Sdps.phone("8 101").replace("18472", "18474")));
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        tab.answers(tab.receives(Method.CANCEL), 200);
        tab.answers(atTab, 487);
        tab.receives(Method.ACK);
        assertThat(media.shard.plans).hasSize(2);
        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
    }

    @Test
    void theEchoTestSpeaksToBoth() {
        Request sent = alice.calls("9999", wire(Sdps.browserOffer()));
        Response ok = alice.receives(200);
        assertThat(ok.body().text()).contains("a=fingerprint");
        Dialog dialog = alice.confirms(sent, ok);
        alice.sends(dialog, Method.BYE, null);
        alice.receives(200);

        Request byPhone = bob.calls("9999", wire(Sdps.phone("0 101")));
        Response toPhone = bob.receives(200);
        assertThat(toPhone.body().text()).contains("RTP/AVP").doesNotContain("fingerprint");
        Dialog phones = bob.confirms(byPhone, toPhone);
        bob.sends(phones, Method.BYE, null);
        bob.receives(200);
    }
}
