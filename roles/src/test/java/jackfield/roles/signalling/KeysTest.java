package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.media.dtmf.DtmfInfo;
import jackfield.roles.proxy.ProxySettings;
import jackfield.roles.relay.Sdps;
import jackfield.roles.relay.Talk;
import jackfield.roles.relay.media.MediaEvent;
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

/// Alice's browser presses keys in its media; bob's phone takes none there.
class KeysTest {
    private static final HeaderName RECV_INFO = HeaderName.of("Recv-Info");

    private final Talk media = new Talk();
    private final Ladder ladder = new Ladder(settings(ProxySettings.Keys.CARRIED), 1, media.relay);
    private final Party alice = ladder.browser("alice", 41000);
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");

    static SignallingSettings settings(ProxySettings.Keys keys) {
        SignallingSettings usual = SignallingSettings.DEFAULT;
        ProxySettings proxy = usual.proxy();
        return new SignallingSettings(
                usual.timers(),
                usual.transactions(),
                usual.registrations(),
                usual.admission(),
                new ProxySettings(
                        proxy.timerC(),
                        proxy.longestCall(),
                        proxy.mostCalls(),
                        proxy.retryAfterSeconds(),
                        proxy.recurse(),
                        proxy.hideTopology(),
                        keys),
                usual.echoUsers(),
                usual.addressesOutside(),
                usual.messages(),
                usual.upstreams(),
                usual.presence());
    }

    @BeforeEach
    void theyRegister() {
        alice.registers();
        bob.registers();
        media.byInfo =
                (call, tag, key, now) -> ladder.core.key(call, tag, key, now, ladder::perform);
    }

    @AfterEach
    void nothingIsLeft() {
        ladder.assertQuiet();
        assertThat(media.relay.callIds()).isEmpty();
    }

    @Test
    void aKeyInTheMediaIsAnInfoInAlicesName() {
        Dialog dialog = call("INVITE, INFO, BYE", null);
        press(5);
        Request info = bob.receives(Method.INFO);
        assertThat(info.headers().first(HeaderName.CONTENT_TYPE)).isEqualTo(DtmfInfo.RELAY);
        assertThat(info.body().text()).isEqualTo("Signal=5\r\nDuration=120\r\n");
        long first = info.headers().cseq().number();
        assertThat(info.headers().first(HeaderName.of("Info-Package"))).isNull();
        bob.answers(info, 200);
        alice.receivesNothing();

        // What alice sends next must still be newer to bob (RFC 3261 section 12.2.2).
        press(6);
        Request second = bob.receives(Method.INFO);
        assertThat(second.headers().cseq().number()).isEqualTo(first + 1);
        bob.answers(second, 200);
        Request hold = alice.sends(dialog, Method.INVITE, wire(Sdps.browserOffer()));
        alice.receives(100);
        Request again = bob.receives(Method.INVITE);
        assertThat(again.headers().cseq().number()).isEqualTo(hold.headers().cseq().number() + 2);
        press(7);
        Request third = bob.receives(Method.INFO);
        bob.answers(third, 200);
        bob.answers(again, 200, wire(Sdps.phone("0")));
        Response ok = alice.receives(200);
        assertThat(ok.headers().cseq()).isEqualTo(hold.headers().cseq());
        alice.confirms(hold, ok);
        assertThat(bob.receives(Method.ACK).headers().cseq().number())
                .isEqualTo(again.headers().cseq().number());
        end(dialog, third.headers().cseq().number());
    }

    @Test
    void whoAsksForThePackageGetsIt() {
        Dialog dialog = call("INVITE, INFO, BYE", "infoDtmf");
        press(11);
        Request info = bob.receives(Method.INFO);
        assertThat(info.headers().first(HeaderName.of("Info-Package"))).isEqualTo("infoDtmf");
        assertThat(info.headers().first(HeaderName.of("Content-Disposition")))
                .isEqualTo("Info-Package");
        bob.answers(info, 200);
        end(dialog, 2);
    }

    @Test
    void whoRefusesOneGetsTones() {
        Dialog dialog = call("INVITE, INFO, BYE", null);
        press(5);
        bob.answers(bob.receives(Method.INFO), 415);
        assertThat(media.shard.said).noneMatch(said -> said.speech() instanceof Speech.Play);
        press(5);
        bob.receivesNothing();
        assertThat(media.shard.said).anyMatch(said -> said.speech() instanceof Speech.Play);
        end(dialog, 2);
    }

    @Test
    void whoDoesNotSpeakOfInfoGetsTones() {
        Dialog dialog = call("INVITE, ACK, BYE", null);
        press(5);
        bob.receivesNothing();
        assertThat(media.shard.said).anyMatch(said -> said.speech() instanceof Speech.Play);
        end(dialog, 1);
    }

    @Test
    void aKeyByInfoIsPressedInTheMedia() {
        Dialog dialog = call("INVITE, INFO, BYE", null);
        Request byAlice = dialog.request(Method.INFO);
        Request info =
                byAlice.with(Body.text("Signal=5\r\nDuration=160\r\n"))
                        .with(HeaderName.CONTENT_TYPE, DtmfInfo.RELAY)
                        .with(HeaderName.of("Info-Package"), "infoDtmf")
                        .with(HeaderName.CONTACT, "<sip:a@v.invalid>");
        media.shard.said.clear();
        alice.sends(info);
        alice.receives(200);
        assertThat(media.shard.said).hasSize(1);
        end(dialog, 2);
    }

    /// Alice offers events and bob has none; she is answered with them all the same.
    private Dialog call(String allow, String recvInfo) {
        Request sent = alice.calls("bob", wire(Sdps.browserOffer()));
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.headers().first(RECV_INFO)).isEqualTo("infoDtmf");
        Response ok = Response.to(invite, 200).with(HeaderName.ALLOW, allow);
        ok = recvInfo == null ? ok : ok.with(RECV_INFO, recvInfo);
        bob.answersLike(invite, ok, wire(Sdps.phone("0")));
        Response got = alice.receives(200);
        assertThat(got.body().text()).contains("telephone-event");
        assertThat(got.headers().all(RECV_INFO)).containsExactly("infoDtmf");
        Dialog dialog = alice.confirms(sent, got);
        bob.receives(Method.ACK);
        return dialog;
    }

    private void press(int event) {
        long leg = media.plan(0).leg();
        long stream = media.stream(0).stream();
        media.relay.receive(new MediaEvent.KeyPressed(leg, stream, event, 120), ladder.now);
    }

    private void end(Dialog dialog, long atLeast) {
        alice.sends(dialog, Method.BYE, null);
        Request bye = bob.receives(Method.BYE);
        assertThat(bye.headers().cseq().number()).isGreaterThan(atLeast);
        bob.answers(bye, 200);
        alice.receives(200);
        assertThat(List.copyOf(bob.inbox)).isEmpty();
    }

    private static String wire(String sdp) {
        return sdp.replace("\n", "\r\n");
    }
}
