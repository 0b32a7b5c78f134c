package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import org.junit.jupiter.api.Test;

class EchoTest {
    private final Ladder ladder = new Ladder();
    private final Party alice = ladder.browser("alice", 41000);
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");

    @Test
    void itAnswersChangesAndHangsUp() {
        Request sent = alice.calls("9999", Party.OFFER);
        Response ok = alice.receives(200);
        assertThat(ok.body().text()).endsWith("a=relayed:echo\r\n");
        assertThat(ok.headers().first(HeaderName.CONTENT_TYPE)).isEqualTo("application/sdp");
        assertThat(ok.headers().contacts()).hasSize(1);
        assertThat(ladder.core.calls()).singleElement().matches(c -> c.callee().contains("9999"));
        Dialog dialog = alice.confirms(sent, ok);

        Request again = alice.sends(dialog, Method.INVITE, Party.OFFER);
        alice.receives(100);
        assertThat(alice.receives(200).body().text()).endsWith("a=relayed:echo\r\n");
        alice.sends(dialog.ack(again.headers().cseq().number()));
        alice.sends(dialog, Method.UPDATE, null);
        assertThat(alice.receives(200).body().isEmpty()).isTrue();
        alice.sends(dialog, Method.UPDATE, Party.OFFER);
        assertThat(alice.receives(200).body().text()).endsWith("a=relayed:echo\r\n");
        alice.sends(dialog, Method.INFO, null);
        alice.receives(200);
        alice.sends(dialog, Method.REFER, null);
        alice.receives(405);
        alice.sends(dialog, Method.BYE, null);
        alice.receives(200);
        alice.sends(dialog, Method.BYE, null);
        alice.receives(481);
        ladder.assertQuiet();
    }

    @Test
    void the200IsRepeatedUntilTheAckAndThenNoMore() {
        Request sent = bob.calls("9999", Party.OFFER);
        Response ok = bob.receives(200);
        ladder.seconds(4);
        for (int i = 0; i < 3; i++) {
            assertThat(bob.receives(200)).isEqualTo(ok);
        }
        Dialog dialog = bob.confirms(sent, ok);
        ladder.seconds(40);
        bob.receivesNothing();
        bob.sends(dialog, Method.BYE, null);
        bob.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void withoutAnAckItHangsUp() {
        bob.calls("9999", Party.OFFER);
        ladder.seconds(33);
        bob.inbox.removeIf(message -> message instanceof Response);
        Request bye = bob.receives(Method.BYE);
        bob.answers(bye, 200);
        ladder.assertQuiet();
    }

    @Test
    void deadMediaEndsIt() {
        Request sent = bob.calls("9999", Party.OFFER);
        bob.confirms(sent, bob.receives(200));
        ladder.core.mediaLost(sent.headers().callId(), "silence", ladder.now, ladder::perform);
        bob.answers(bob.receives(Method.BYE), 200);
        ladder.assertQuiet();
    }

    @Test
    void whatItCannotDoItSays() {
        bob.acknowledges(bob.calls("9999", null), bob.receives(488));
        ladder.relay.refuse = "video";
        Request sent = bob.calls("9999", "v=0\r\ns=video\r\n");
        Response refused = bob.receives(488);
        assertThat(refused.headers().has(HeaderName.WARNING)).isTrue();
        bob.acknowledges(sent, refused);
        Request bare = bob.invite("9999", Party.OFFER).with(HeaderName.REQUIRE, "100rel");
        bob.acknowledges(bob.calls(bare), bob.receives(420));
        ladder.assertQuiet();
    }
}
