package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.roles.location.Binding;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Via;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A phone that sends from another port than it listens on, and says so by leaving out `rport`.
class ListeningPortTest {
    private final Ladder ladder = new Ladder();
    private final Party alice = ladder.browser("alice", 41000);
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");

    @BeforeEach
    void bobSendsFromAnotherPort() {
        bob.sendsOn = Ladder.udpFlow(Endpoint.parse("10.0.0.2:49152"));
        alice.registers();
        bob.registers();
    }

    @Test
    void itIsCalledWhereItListens() {
        Request sent = alice.calls("bob", Party.OFFER);
        bob.answers(bob.receives(Method.INVITE), 200, Party.ANSWER);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void whomItCallsHangsUpThere() {
        Request sent = bob.calls("alice", Party.OFFER);
        Request invite = alice.receives(Method.INVITE);
        Dialog callees = Dialog.uas(invite, alice.answers(invite, 200, Party.ANSWER)).orThrow();
        bob.confirms(sent, bob.receives(200));
        alice.receives(Method.ACK);
        alice.sends(callees, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
        ladder.assertQuiet();
    }

    /// Behind a NAT, or with `rport`, only the source is the way back.
    @Test
    void otherwiseTheSourceCounts() {
        Flow source = Ladder.udpFlow(Endpoint.parse("10.0.0.2:49152"));
        Request request = bob.invite("alice", null);
        Via own = Via.of(source.transport(), "10.0.0.2", 5060, "z9hG4bK1");
        Via natted = Via.of(source.transport(), "192.168.1.7", 5060, "z9hG4bK1");
        assertThat(ListeningPort.of(request.push(own), source).remote())
                .hasToString("10.0.0.2:5060");
        assertThat(ListeningPort.of(request.push(own.with("rport", "49152")), source))
                .isEqualTo(source);
        assertThat(ListeningPort.of(request.push(natted), source)).isEqualTo(source);
        assertThat(ListeningPort.of(request.push(own).push(natted), source)).isEqualTo(source);
        assertThat(ladder.core.registrations())
                .extracting(Binding::flow)
                .contains(bob.flow)
                .doesNotContain(source);
    }
}
