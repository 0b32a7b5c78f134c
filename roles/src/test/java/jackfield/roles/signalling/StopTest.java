package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import org.junit.jupiter.api.Test;

class StopTest {
    private final Ladder ladder = new Ladder();
    private final Party alice = ladder.browser("alice", 41000);
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");
    private final Party carol = ladder.phone("carol", "10.0.0.3:5060");

    private Dialog call(Party caller, Party callee) {
        Request sent = caller.calls(callee.user, Party.OFFER);
        callee.answers(callee.receives(Method.INVITE), 200, Party.ANSWER);
        Dialog dialog = caller.confirms(sent, caller.receives(200));
        callee.receives(Method.ACK);
        return dialog;
    }

    @Test
    void newCallsAreSentAwayRunningOnesMayFinish() {
        alice.registers();
        bob.registers();
        Dialog dialog = call(alice, bob);
        ladder.core.stop(60 * Ladder.SECOND, ladder.now, ladder::perform);
        assertThat(ladder.core.isStopped()).isFalse();

        Request sent = alice.calls("bob", Party.OFFER);
        Response sentAway = alice.receives(503);
        assertThat(sentAway.headers().first(HeaderName.RETRY_AFTER)).isEqualTo("5");
        alice.acknowledges(sent, sentAway);
        bob.receivesNothing();

        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
        ladder.seconds(40);
        assertThat(ladder.core.isStopped()).isTrue();
        ladder.assertQuiet();
    }

    @Test
    void whatIsLeftWhenTheGraceIsOverIsEnded() {
        alice.registers();
        bob.registers();
        carol.registers();
        call(alice, bob);
        Request sent = bob.calls("carol", Party.OFFER);
        Request ringing = carol.receives(Method.INVITE);
        carol.answers(ringing, 180);
        bob.receives(180);
        Request echo = alice.calls("9999", Party.OFFER);
        alice.confirms(echo, alice.receives(200));
        assertThat(ladder.core.callCount()).isEqualTo(3);

        ladder.core.stop(10 * Ladder.SECOND, ladder.now, ladder::perform);
        ladder.seconds(10.1);
        alice.answers(alice.receives(Method.BYE), 200);
        alice.answers(alice.receives(Method.BYE), 200);
        assertThat(ladder.core.callCount()).isZero();
        Response away = null;
        for (var message : bob.inbox) {
            if (message instanceof Response response && response.status() == 503) {
                away = response;
            }
        }
        assertThat(away).isNotNull();
        bob.acknowledges(sent, away);
        Request bye =
                (Request)
                        bob.inbox.stream()
                                .filter(Request.class::isInstance)
                                .findFirst()
                                .orElseThrow();
        bob.answers(bye, 200);
        carol.answers(carol.receives(Method.CANCEL), 200);
        carol.answers(ringing, 487);
        carol.receives(Method.ACK);
        ladder.assertQuiet();
        assertThat(ladder.core.isStopped()).isTrue();
    }

    @Test
    void aCallEndsWhenItHasLastedTooLong() {
        alice.registers(";expires=7200");
        bob.registers(";expires=7200");
        call(alice, bob);
        ladder.seconds(12 * 3600 + 0.2);
        alice.answers(alice.receives(Method.BYE), 200);
        bob.answers(bob.receives(Method.BYE), 200);
        ladder.assertQuiet();
    }
}
