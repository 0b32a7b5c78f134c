package jackfield.sip.transaction;

import static jackfield.sip.transaction.Messages.UDP;
import static jackfield.sip.transaction.Messages.WSS;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Flow;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.transaction.NonInviteServerTransaction.Input;
import jackfield.sip.transaction.NonInviteServerTransaction.State;
import org.junit.jupiter.api.Test;

class NonInviteServerTransactionTest {
    private static final Request REQUEST = Messages.request(Method.OPTIONS);
    private static final TransactionId.Server ID =
            new TransactionId.Server("z9hG4bK1", "client.example.com:5060", Method.OPTIONS, 1);

    private final Steps steps = new Steps();

    private NonInviteServerTransaction started(Flow flow) {
        NonInviteServerTransaction machine =
                new NonInviteServerTransaction(ID, REQUEST, flow, Timers.DEFAULT);
        machine.start(steps.now());
        return machine;
    }

    private void respond(NonInviteServerTransaction machine, int status) {
        machine.receive(new Input.Respond(Messages.response(REQUEST, status)), steps.now(), steps);
    }

    private void repeat(NonInviteServerTransaction machine) {
        machine.receive(new Input.Repeated(), steps.now(), steps);
    }

    @Test
    void aRepetitionBeforeAnyResponseGetsNothing() {
        NonInviteServerTransaction machine = started(UDP);
        repeat(machine);
        assertThat(machine.state()).isEqualTo(State.TRYING);
        assertThat(steps.taken()).isEmpty();
    }

    @Test
    void theFinalResponseIsRepeatedOnDemandFor32Seconds() {
        NonInviteServerTransaction machine = started(UDP);
        respond(machine, 200);
        repeat(machine);
        respond(machine, 500);
        repeat(machine);
        assertThat(machine.state()).isEqualTo(State.COMPLETED);
        assertThat(steps.taken()).containsExactly("200", "200", "200");
        steps.until(31.999, machine);
        assertThat(machine.state()).isEqualTo(State.COMPLETED);
        steps.until(32, machine);
        assertThat(machine.state()).isEqualTo(State.TERMINATED);
    }

    @Test
    void overAConnectionTheFinalResponseEndsIt() {
        NonInviteServerTransaction machine = started(WSS);
        respond(machine, 200);
        assertThat(machine.state()).isEqualTo(State.TERMINATED);
        assertThat(Steps.never(machine.deadline())).isTrue();
    }

    @Test
    void aSlowAnswerIsCoveredByA100After3500Milliseconds() {
        for (Flow flow : new Flow[] {UDP, WSS}) {
            Steps own = new Steps();
            NonInviteServerTransaction machine =
                    new NonInviteServerTransaction(ID, REQUEST, flow, Timers.DEFAULT);
            machine.start(own.now());
            own.until(3.499, machine);
            assertThat(own.taken()).isEmpty();
            own.until(3.5, machine);
            assertThat(own.taken()).containsExactly("100");
            assertThat(machine.state()).isEqualTo(State.PROCEEDING);
        }
    }

    @Test
    void proceedingRepeatsThe100OnDemand() {
        NonInviteServerTransaction machine = started(UDP);
        steps.until(4, machine);
        repeat(machine);
        respond(machine, 183);
        respond(machine, 404);
        assertThat(steps.taken()).containsExactly("100", "100", "404");
        assertThat(machine.state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void ofProvisionalResponsesOnlyA100IsSentAndOverUdpNotBeforeItsTime() {
        NonInviteServerTransaction udp = started(UDP);
        respond(udp, 180);
        respond(udp, 100);
        assertThat(udp.state()).isEqualTo(State.TRYING);
        NonInviteServerTransaction wss = started(WSS);
        respond(wss, 180);
        assertThat(steps.taken()).isEmpty();
        respond(wss, 100);
        assertThat(steps.taken()).containsExactly("100");
    }

    @Test
    void a408IsNeverSent() {
        NonInviteServerTransaction udp = started(UDP);
        respond(udp, 408);
        repeat(udp);
        assertThat(udp.state()).isEqualTo(State.COMPLETED);
        NonInviteServerTransaction wss = started(WSS);
        respond(wss, 408);
        assertThat(wss.isTerminated()).isTrue();
        assertThat(steps.taken()).isEmpty();
    }

    @Test
    void anAnswerThatComesAfterThePeerGaveUpIsNotSent() {
        for (Flow flow : new Flow[] {UDP, WSS}) {
            NonInviteServerTransaction machine = started(flow);
            steps.until(steps.seconds() + 32, machine);
            steps.taken();
            respond(machine, 200);
            assertThat(steps.taken()).isEmpty();
        }
    }

    @Test
    void aRequestThatWasNeverAnsweredIsAbsorbedForT4Longer() {
        NonInviteServerTransaction machine = started(UDP);
        steps.until(34, machine);
        steps.taken();
        repeat(machine);
        assertThat(steps.taken()).isEmpty();
        steps.until(36.999, machine);
        assertThat(machine.isTerminated()).isFalse();
        steps.until(37, machine);
        assertThat(machine.isTerminated()).isTrue();
    }

    @Test
    void overAConnectionNothingComesLate() {
        NonInviteServerTransaction machine = started(WSS);
        steps.until(31.999, machine);
        assertThat(machine.isTerminated()).isFalse();
        steps.until(32, machine);
        assertThat(machine.isTerminated()).isTrue();
    }

    @Test
    void aLostFlowIsToldOnlyToOneWhoStillHasToAnswer() {
        NonInviteServerTransaction waiting = started(WSS);
        waiting.lost(steps.now(), steps);
        assertThat(steps.taken()).containsExactly("Unreachable");

        NonInviteServerTransaction proceeding = started(WSS);
        respond(proceeding, 100);
        proceeding.lost(steps.now(), steps);
        assertThat(steps.taken()).containsExactly("100", "Unreachable");

        NonInviteServerTransaction answered = started(UDP);
        respond(answered, 200);
        answered.lost(steps.now(), steps);
        repeat(answered);
        assertThat(steps.taken()).as("a datagram that came back").containsExactly("200", "200");
    }
}
