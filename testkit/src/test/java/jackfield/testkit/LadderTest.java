package jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.base.Transport;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LadderTest {
    private final Answerer answerer = new Answerer();
    private final Ladder ladder = new Ladder(answerer);

    private void answer(Party caller) {
        List<Node.Sent> sent = new ArrayList<>();
        answerer.answer(ladder.clock().now(), sent::add);
        sent.forEach(output -> caller.arrived(output.message()));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aCallIsTakenAndEnded(Transport transport) {
        Party alice = ladder.party("alice", transport);
        alice.sends(Method.INVITE, "sip:9999@example.com");
        alice.receives(100);
        alice.receives(180);
        ladder.advanceSeconds(20);
        answer(alice);
        alice.receives(200);
        Request ack = alice.sends(Method.ACK);
        assertThat(ack.uri()).hasToString("sip:echo@192.0.2.1");
        assertThat(answerer.told()).containsExactly("acknowledged");
        ladder.advanceSeconds(60);
        alice.sends(Method.BYE);
        alice.receives(200);
        ladder.advanceSeconds(32);
        ladder.assertQuiet();
        assertThat(answerer.inFlight()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void anUnacknowledged2xxIsRepeatedOnAnyTransportAndThenHungUp(Transport transport) {
        Party alice = ladder.party("alice", transport);
        alice.sends(Method.INVITE, "sip:9999@example.com");
        alice.receives(100);
        alice.receives(180);
        answer(alice);
        alice.receives(200);
        ladder.advanceSeconds(31.9);
        for (int i = 0; i < 10; i++) {
            alice.receives(200);
        }
        ladder.advanceSeconds(0.2);
        assertThat(answerer.told()).containsExactly("no ACK");
        Request bye = alice.receives(Method.BYE);
        assertThat(bye.uri()).hasToString(alice.contact());
        alice.sends(200);
        ladder.advanceSeconds(32);
        ladder.assertQuiet();
        assertThat(answerer.inFlight()).isZero();
    }

    @Test
    void aCancelledCallIsAnswered487() {
        Party alice = ladder.party("alice", Transport.UDP);
        alice.sends(Method.INVITE, "sip:9999@example.com");
        alice.receives(100);
        alice.receives(180);
        alice.sends(Method.CANCEL);
        alice.receives(200);
        alice.receives(487);
        alice.sends(Method.ACK);
        ladder.advanceSeconds(5);
        ladder.assertQuiet();
        assertThat(answerer.inFlight()).isZero();
    }

    @Test
    void aByeOfNoDialogIs481AndAnOldCSeqIs500() {
        Party alice = ladder.party("alice", Transport.UDP);
        alice.sends(Method.BYE, "sip:9999@example.com");
        alice.receives(481);
        alice.sends(Method.INVITE, "sip:9999@example.com");
        alice.receives(100);
        alice.receives(180);
        answer(alice);
        alice.receives(200);
        alice.sends(Method.ACK);
        alice.sends(alice.inCall(Method.INFO).with(HeaderName.CSEQ, "1 INFO"));
        alice.receives(500);
    }

    @Test
    void aCallerWhoGoesAwayWhileItRingsIsNoticed() {
        Party alice = ladder.party("alice", Transport.WSS);
        alice.sends(Method.INVITE, "sip:9999@example.com");
        alice.receives(100);
        alice.receives(180);
        alice.disconnects();
        assertThat(answerer.told()).containsExactly("unreachable");
        assertThat(answerer.inFlight()).isZero();
        ladder.assertQuiet();
    }

    @Test
    void theLadderNoticesWhatWasNotReceivedAndWhatNeverCame() {
        Party alice = ladder.party("alice", Transport.UDP);
        alice.sends(Method.OPTIONS, "sip:9999@example.com");
        assertThatThrownBy(ladder::assertQuiet).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> alice.receives(200)).hasMessageContaining("got 481");
        assertThatThrownBy(() -> alice.receives(200)).hasMessageContaining("got nothing");
    }
}
