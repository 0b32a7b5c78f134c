package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Browsers and phones that come back on another flow in the middle of a call: regression R19.
class ReconnectTest {
    private static final String INSTANCE = ";reg-id=1;+sip.instance=\"<urn:uuid:5B01>\"";

    private final Ladder ladder = new Ladder();
    private final Party browser = ladder.browser("alice", 41000);
    private final Party phone = ladder.phone("bob", "10.0.0.2:5060");

    @BeforeEach
    void theyRegister() {
        browser.instance = INSTANCE;
        browser.registers();
        phone.registers();
    }

    @AfterEach
    void nothingIsLeft() {
        ladder.assertQuiet();
    }

    /// The browser opens another connection and registers on it; its old one is not known to be
    /// gone, unless the test says so.
    private void comesBack(Flow flow) {
        ladder.parties.remove(browser.flow);
        browser.flow = flow;
        ladder.parties.put(flow, browser);
        browser.registers();
    }

    private Dialog phoneCallsBrowser() {
        Request sent = phone.calls("alice", Party.OFFER);
        browser.answers(browser.receives(Method.INVITE), 200, Party.ANSWER);
        Dialog dialog = phone.confirms(sent, phone.receives(200));
        browser.receives(Method.ACK);
        return dialog;
    }

    private void reinvitedByPhone(Dialog dialog) {
        Request again = phone.sends(dialog, Method.INVITE, Party.OFFER);
        phone.receives(100);
        browser.answers(browser.receives(Method.INVITE), 200, Party.ANSWER);
        phone.receives(200);
        phone.sends(dialog.ack(again.headers().cseq().number()));
        browser.receives(Method.ACK);
    }

    private void endedByPhone(Dialog dialog) {
        phone.sends(dialog, Method.BYE, null);
        browser.answers(browser.receives(Method.BYE), 200);
        phone.receives(200);
    }

    @Test
    void r19AfterALostConnectionTheCallGoesOnOverTheNewOne() {
        Dialog dialog = phoneCallsBrowser();
        ladder.lose(browser.flow);
        ladder.seconds(20);
        comesBack(ladder.webSocket(41001));

        reinvitedByPhone(dialog);
        endedByPhone(dialog);
    }

    /// The network changed under the browser: nobody has told us that its old connection is dead.
    @Test
    void r19AConnectionThatIsDeadAndNotKnownToBeIsLeftForTheNewOne() {
        Dialog dialog = phoneCallsBrowser();
        comesBack(ladder.webSocket(41001));

        reinvitedByPhone(dialog);
        endedByPhone(dialog);
    }

    @Test
    void r19ABrowserThatCalledIsFoundOnItsNewConnection() {
        Request sent = browser.calls("bob", Party.OFFER);
        Request invite = phone.receives(Method.INVITE);
        Dialog atPhone = Dialog.uas(invite, phone.answers(invite, 200, Party.ANSWER)).orThrow();
        browser.confirms(sent, browser.receives(200));
        phone.receives(Method.ACK);
        comesBack(ladder.webSocket(41001));

        phone.sends(atPhone, Method.BYE, null);
        browser.answers(browser.receives(Method.BYE), 200);
        phone.receives(200);
    }

    @Test
    void aPhoneWhoseNatMovedItIsReachedWhereItRegisteredLast() {
        Endpoint outside = Endpoint.parse("10.0.0.9:4000");
        Party phone =
                new Party(ladder, "carol", Ladder.udpFlow(outside), "sip:carol@192.168.1.7:5060");
        ladder.parties.put(phone.flow, phone);
        phone.registers();
        Request sent = phone.calls("alice", Party.OFFER);
        Request invite = browser.receives(Method.INVITE);
        Dialog atBrowser = Dialog.uas(invite, browser.answers(invite, 200, Party.ANSWER)).orThrow();
        phone.confirms(sent, phone.receives(200));
        browser.receives(Method.ACK);
        ladder.parties.remove(phone.flow);
        phone.flow = Ladder.udpFlow(Endpoint.parse("10.0.0.9:5999"));
        ladder.parties.put(phone.flow, phone);
        phone.registers();

        browser.sends(atBrowser, Method.BYE, null);
        phone.answers(phone.receives(Method.BYE), 200);
        browser.receives(200);
    }

    // A page that goes away and says so

    private void leaves() {
        ladder.core.proxy().leaving(browser.flow, ladder.now);
        ladder.lose(browser.flow);
    }

    @Test
    void aCallEndsSoonAfterItsPageWasClosed() {
        phoneCallsBrowser();
        leaves();
        ladder.seconds(7);
        phone.receivesNothing();
        ladder.seconds(2);
        Request bye = phone.receives(Method.BYE);
        assertThat(bye.headers().first(HeaderName.REASON)).contains("its page was closed");
        phone.answers(bye, 200);
    }

    @Test
    void aCallGoesOnWhereItsPageIsLoadedAnew() {
        Dialog dialog = phoneCallsBrowser();
        leaves();
        ladder.seconds(3);
        comesBack(ladder.webSocket(41001));
        ladder.seconds(600);
        reinvitedByPhone(dialog);
        endedByPhone(dialog);
    }

    @Test
    void aCallThatNobodyHasAnsweredEndsWithItsCallersPage() {
        browser.calls("bob", Party.OFFER);
        Request invite = phone.receives(Method.INVITE);
        phone.answers(invite, 180, "");
        leaves();
        ladder.seconds(0);
        phone.answers(phone.receives(Method.CANCEL), 200);
        phone.answers(invite, 487, "");
        phone.receives(Method.ACK);
    }

    // By GRUU, as JsSIP and SIP.js do once they were given one (RFC 5627 section 4.4)

    private Party withGruu() {
        Party other =
                new Party(ladder, "alice", browser.flow, "sip:alice@example.org;gr=urn:uuid:5B01");
        ladder.parties.put(browser.flow, other);
        return other;
    }

    private void assertForContact(Request request) {
        assertThat(request.uri()).hasToString(browser.contact);
    }

    @Test
    void aBrowserThatNamesItsGruuIsReachedAtItsContactAndAfterItCameBack() {
        Party named = withGruu();
        Request sent = phone.calls("alice", Party.OFFER);
        named.answers(named.receives(Method.INVITE), 200, Party.ANSWER);
        Response ok = phone.receives(200);
        Dialog dialog = phone.confirms(sent, ok);
        assertThat(ok.headers().contacts().getFirst().uri()).hasToString(named.contact);
        assertForContact(named.receives(Method.ACK));

        ladder.lose(browser.flow);
        comesBack(ladder.webSocket(41001));
        Request again = phone.sends(dialog, Method.INVITE, Party.OFFER);
        phone.receives(100);
        Request reinvite = browser.receives(Method.INVITE);
        assertForContact(reinvite);
        browser.answers(reinvite, 200, Party.ANSWER);
        phone.receives(200);
        phone.sends(dialog.ack(again.headers().cseq().number()));
        assertForContact(browser.receives(Method.ACK));
        endedByPhone(dialog);
    }

    @Test
    void aCallToAGruuRingsThatDeviceAlone() {
        Party other = ladder.browser("alice", 42000);
        other.registers();
        Request invite = phone.invite("alice", Party.OFFER);
        Request sent =
                phone.calls(
                        invite.to(
                                SipUri.parse("sip:alice@example.org;gr=urn:uuid:5B01").orThrow()));
        Request ringing = browser.receives(Method.INVITE);
        assertForContact(ringing);
        other.receivesNothing();
        browser.answers(ringing, 486);
        browser.receives(Method.ACK);
        phone.acknowledges(sent, phone.receives(486));
    }

    @Test
    void aGruuOfADeviceThatIsGoneIsNotAvailable() {
        Request invite = phone.invite("alice", Party.OFFER);
        SipUri gone = SipUri.parse("sip:alice@example.org;gr=urn:uuid:9").orThrow();
        Request sent = phone.calls(invite.to(gone));
        phone.acknowledges(sent, phone.receives(480));
        browser.receivesNothing();
    }

    @Test
    void nobodyRegistersForAnother() {
        Request bare =
                phone.request(
                        Method.REGISTER,
                        "sip:example.org",
                        "<sip:bob@example.org>",
                        "third-party",
                        1);
        Request third = bare.with(HeaderName.FROM, "<sip:carol@example.org>;tag=c");
        phone.sends(third);
        Response challenge = phone.receives(401);
        phone.sends(phone.proves(third.with(HeaderName.CSEQ, "2 REGISTER"), challenge));
        phone.receives(403);
    }

    @Test
    void aDeviceWithTwoFlowsRingsOnce() {
        Party second = ladder.browser("alice", 42000);
        second.instance = INSTANCE.replace("reg-id=1", "reg-id=2");
        second.registers();
        Request sent = phone.calls("alice", Party.OFFER);
        browser.receivesNothing();
        second.answers(second.receives(Method.INVITE), 486);
        second.receives(Method.ACK);
        phone.acknowledges(sent, phone.receives(486));
    }
}
