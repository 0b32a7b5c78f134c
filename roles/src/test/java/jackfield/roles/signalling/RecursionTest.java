package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.proxy.ProxySettings;
import jackfield.roles.proxy.Target;
import jackfield.roles.proxy.TargetSet;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes of redirections (RFC 3261 sections 16.5 and 16.7 step 4), and what is hidden from
/// places outside.
class RecursionTest {
    private static final ProxySettings USUAL = ProxySettings.DEFAULT;

    private static ProxySettings settings(boolean recurse, boolean hide) {
        return new ProxySettings(
                USUAL.timerC(),
                USUAL.longestCall(),
                USUAL.mostCalls(),
                USUAL.retryAfterSeconds(),
                recurse,
                hide,
                ProxySettings.Keys.PASS);
    }

    private ProxyLadder ladder = new ProxyLadder(settings(true, false));
    private Party alice;
    private Party first;
    private Party second;
    private Party third;

    private void begin() {
        alice = ladder.party("alice", "10.0.0.2:5060");
        first = ladder.party("first", "192.0.2.1:5060");
        second = ladder.party("second", "192.0.2.2:5060");
        third = ladder.party("third", "192.0.2.3:5060");
        ladder.targets = TargetSet.parallel(List.of(at(first)));
        ladder.redirections =
                (contact, sender, now) ->
                        ladder.parties.values().stream()
                                .filter(party -> party.contact.equals(contact.toString()))
                                .map(RecursionTest::at)
                                .toList();
    }

    private static Target at(Party party) {
        return Target.over(party.flow, SipUri.parse(party.contact).orThrow(), List.of(), null);
    }

    private Request calls() {
        Request sent = alice.sends(alice.invite("bob", Party.OFFER));
        alice.receives(100);
        return sent;
    }

    private static void redirects(Party party, Request request, String... contacts) {
        Response moved =
                Response.to(request, 302)
                        .with(
                                HeaderName.TO,
                                request.headers().to().with("tag", "moved").toString());
        for (String contact : contacts) {
            moved = moved.with(moved.headers().add(HeaderName.CONTACT, contact));
        }
        party.repeats(moved);
        party.receives(Method.ACK);
    }

    @Test
    void aRedirectionIsFollowedInTheOrderOfPreference() {
        begin();
        Request sent = calls();
        redirects(
                first,
                first.receives(Method.INVITE),
                "<" + third.contact + ">;q=0.2",
                "<" + second.contact + "?Replaces=x>;q=0.7");
        third.receivesNothing();
        Request atSecond = second.receives(Method.INVITE);
        assertThat(atSecond.uri()).hasToString(second.contact);
        second.answers(atSecond, 480);
        second.receives(Method.ACK);
        third.answers(third.receives(Method.INVITE), 200, Party.ANSWER);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        third.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        third.answers(third.receives(Method.BYE), 200);
        alice.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void redirectionsInACircleEnd() {
        begin();
        Request sent = calls();
        redirects(first, first.receives(Method.INVITE), "<" + second.contact + ">");
        redirects(
                second,
                second.receives(Method.INVITE),
                "<" + first.contact + ">",
                "<" + second.contact + ">");
        first.receivesNothing();
        second.receivesNothing();
        Response up = alice.receives(302);
        assertThat(up.headers().contacts()).hasSize(2);
        alice.acknowledges(sent, up);
        ladder.assertQuiet();
    }

    @Test
    void whatTheCallerMayNotCallIsLeftToIt() {
        begin();
        Request sent = calls();
        redirects(
                first,
                first.receives(Method.INVITE),
                "<sip:elsewhere@192.0.2.9>",
                "<tel:+4930123456>",
                "<" + second.contact + ">");
        second.answers(second.receives(Method.INVITE), 480);
        second.receives(Method.ACK);
        Response up = alice.receives(302);
        assertThat(up.headers().all(HeaderName.CONTACT))
                .containsExactly("<sip:elsewhere@192.0.2.9>", "<tel:+4930123456>");
        alice.acknowledges(sent, up);
        ladder.assertQuiet();
    }

    @Test
    void withoutTheSettingTheCallerIsTold() {
        ladder = new ProxyLadder();
        begin();
        Request sent = calls();
        redirects(first, first.receives(Method.INVITE), "<" + second.contact + ">");
        second.receivesNothing();
        alice.acknowledges(sent, alice.receives(302));
        ladder.assertQuiet();
    }

    @Test
    void placesOutsideSeeNothingOfTheWayToUs() {
        ladder = new ProxyLadder(settings(false, true));
        begin();
        Request bare = alice.invite("bob", Party.OFFER);
        Request sent =
                bare.with(
                        bare.headers()
                                .push(HeaderName.VIA, "SIP/2.0/UDP 10.9.9.9;branch=z9hG4bKinner"));
        sent = alice.sends(sent);
        alice.receivesWithVias(100, 2);
        Request atFirst = first.receives(Method.INVITE);
        assertThat(atFirst.headers().vias()).hasSize(1);
        first.answers(atFirst, 180);
        Response ringing = alice.receivesWithVias(180, 2);
        assertThat(ringing.headers().all(HeaderName.VIA).getLast()).contains("10.9.9.9");
        first.answers(atFirst, 200, Party.ANSWER);
        Dialog dialog = alice.confirms(sent, alice.receivesWithVias(200, 2));
        first.receives(Method.ACK);
        first.sends(dialogOf(atFirst), Method.BYE, null);
        alice.answers(alice.receives(Method.BYE), 200);
        first.receives(200);
        assertThat(dialog.id()).isNotNull();
        ladder.assertQuiet();
    }

    private static Dialog dialogOf(Request invite) {
        Response ok =
                Response.to(invite, 200)
                        .with(
                                HeaderName.TO,
                                invite.headers().to().with("tag", "tofirst1").toString());
        for (String route : invite.headers().all(HeaderName.RECORD_ROUTE)) {
            ok = ok.with(ok.headers().add(HeaderName.RECORD_ROUTE, route));
        }
        return Dialog.uas(invite, ok).orThrow();
    }
}
