package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import jackfield.roles.relay.Sdps;
import jackfield.roles.relay.Talk;
import jackfield.rtc.sdp.SessionDescription;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What others got wrong, by number: see docs/regressions.md. A phone calls a browser through the
/// real relay's control plane.
class RegressionsTest {
    private final Talk media = new Talk();
    private final Ladder ladder = new Ladder(SignallingSettings.DEFAULT, 1, media.relay);
    private final Party browser = ladder.browser("alice", 41000);
    private final Party phone = ladder.phone("bob", "10.0.0.2:5060");

    private static String wire(String sdp) {
        return sdp.replace("\n", "\r\n");
    }

    @BeforeEach
    void theyRegister() {
        browser.registers();
        phone.registers();
    }

    @AfterEach
    void nothingIsLeft() {
        ladder.assertQuiet();
        assertThat(media.shard.plans).isEmpty();
    }

    private static void assertForPhone(Message message) {
        assertThat(message.body().text())
                .contains("RTP/AVP")
                .doesNotContain("fingerprint", "ice-ufrag", "candidate", "a=mid", "SAVPF");
    }

    @Test
    void r1WhatABrowserAnswersAlwaysPassesTheRelayAndTheAckFollowsAtOnce() {
        Request sent = phone.calls("alice", wire(Sdps.phone("0 101")));
        Request invite = browser.receives(Method.INVITE);
        long asked = ladder.now;
        browser.answers(invite, 183, wire(Sdps.browserAnswer()));
        assertForPhone(phone.receives(183));
        Response answered = browser.answers(invite, 200, wire(Sdps.browserAnswer()));
        Response ok = phone.receives(200);
        assertForPhone(ok);
        browser.repeats(answered);
        assertForPhone(phone.receives(200));

        Dialog dialog = phone.confirms(sent, ok);
        browser.receives(Method.ACK);
        assertThat(ladder.now).as("no timer was waited for").isEqualTo(asked);
        assertThat(media.shard.patches).hasSize(2);
        phone.sends(dialog, Method.BYE, null);
        browser.answers(browser.receives(Method.BYE), 200);
        phone.receives(200);
    }

    /// The ladder's node has no resolver: a name that had to be looked up would reach nobody.
    @Test
    void r2RequestsToAnInvalidHostReachTheBrowsersSocket() {
        Request sent = phone.calls("alice", wire(Sdps.phone("0 101")));
        Request invite = browser.receives(Method.INVITE);
        browser.answers(invite, 200, wire(Sdps.browserAnswer()));
        Dialog dialog = phone.confirms(sent, phone.receives(200));
        assertInvalid(browser.receives(Method.ACK));

        Request again = phone.sends(dialog, Method.INVITE, wire(Sdps.phone("0 101")));
        phone.receives(100);
        Request reinvite = browser.receives(Method.INVITE);
        assertInvalid(reinvite);
        browser.answers(reinvite, 200, wire(Sdps.browserAnswer()));
        phone.receives(200);
        phone.sends(dialog.ack(again.headers().cseq().number()));
        assertInvalid(browser.receives(Method.ACK));

        for (Method method : new Method[] {Method.NOTIFY, Method.BYE}) {
            phone.sends(dialog, method, null);
            Request received = browser.receives(method);
            assertInvalid(received);
            browser.answers(received, 200);
            phone.receives(200);
        }
    }

    private void assertInvalid(Request request) {
        assertThat(((SipUri) request.uri()).host()).endsWith(".invalid");
        assertThat(request.uri()).hasToString(browser.contact);
    }

    @Test
    void r4AnOfferToABrowserHasABundleGroupAndAMid() {
        Request sent = phone.calls("alice", wire(Sdps.phone("0 101")));
        Request invite = browser.receives(Method.INVITE);
        SessionDescription offer = read(invite);
        String mid = offer.sections().getFirst().mid();
        assertThat(mid).isNotNull();
        assertThat(invite.body().text())
                .contains("a=group:BUNDLE " + mid + "\r\n")
                .containsOnlyOnce("a=mid:");
        browser.answers(invite, 486);
        browser.receives(Method.ACK);
        phone.acknowledges(sent, phone.receives(486));
    }

    @Test
    void r7ACallWithoutAUserInItsRequestUriGoesToTheOneInTo() {
        Request nameless =
                phone.invite("alice", wire(Sdps.phone("0 101")))
                        .to(SipUri.of(null, "example.org", 0));
        Request sent = phone.calls(nameless);
        Request invite = browser.receives(Method.INVITE);
        assertThat(invite.uri()).hasToString(browser.contact);
        browser.answers(invite, 486);
        browser.receives(Method.ACK);
        phone.acknowledges(sent, phone.receives(486));
    }

    @Test
    void r11APbxRefreshesItsSessionThoughTheBrowserKnowsNoTimers() {
        Request asking =
                phone.invite("alice", wire(Sdps.phone("0 101")))
                        .with(HeaderName.SUPPORTED, "timer")
                        .with(HeaderName.SESSION_EXPIRES, "1800");
        Request sent = phone.calls(asking);
        Request invite = browser.receives(Method.INVITE);
        browser.answers(invite, 200, wire(Sdps.browserAnswer()));
        Response ok = phone.receives(200);
        assertThat(ok.headers().first(HeaderName.SESSION_EXPIRES)).isEqualTo("1800;refresher=uac");
        assertThat(ok.headers().lists(HeaderName.REQUIRE, "timer")).isTrue();
        Dialog dialog = phone.confirms(sent, ok);
        browser.receives(Method.ACK);

        Request refresh =
                dialog.request(Method.INVITE)
                        .with(HeaderName.CONTACT, "<" + phone.contact + ">")
                        .with(HeaderName.SUPPORTED, "timer")
                        .with(HeaderName.SESSION_EXPIRES, "1800;refresher=uac");
        phone.sends(Party.withSdp(refresh, wire(Sdps.phone("0 101"))));
        phone.receives(100);
        Request again = browser.receives(Method.INVITE);
        assertThat(again.body().text()).as("the same offer").isEqualTo(invite.body().text());
        browser.answers(again, 200, wire(Sdps.browserAnswer()));
        assertThat(phone.receives(200).headers().first(HeaderName.SESSION_EXPIRES))
                .isEqualTo("1800;refresher=uac");
        phone.sends(dialog.ack(refresh.headers().cseq().number()));
        browser.receives(Method.ACK);
        phone.sends(dialog, Method.BYE, null);
        browser.answers(browser.receives(Method.BYE), 200);
        phone.receives(200);
    }

    @Test
    void r11AnIntervalThatACalleeFindsTooBriefIsTheCallersToRepair() {
        Request asking =
                phone.invite("alice", wire(Sdps.phone("0 101")))
                        .with(HeaderName.SUPPORTED, "timer")
                        .with(HeaderName.SESSION_EXPIRES, "90");
        Request sent = phone.calls(asking);
        Request invite = browser.receives(Method.INVITE);
        browser.repeats(
                Response.to(invite, 422)
                        .with(HeaderName.TO, invite.headers().to().with("tag", "t").toString())
                        .with(HeaderName.MIN_SE, "600"));
        browser.receives(Method.ACK);
        Response refused = phone.receives(422);
        assertThat(refused.headers().first(HeaderName.MIN_SE)).isEqualTo("600");
        phone.acknowledges(sent, refused);
    }

    private static SessionDescription read(Message message) {
        byte[] bytes = message.body().text().getBytes(StandardCharsets.UTF_8);
        return ((Parsed.Ok<SessionDescription>) SessionDescription.parse(bytes)).value();
    }
}
