package jackfield.sip.transaction;

import static jackfield.sip.transaction.Messages.UDP;
import static jackfield.sip.transaction.Messages.WSS;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Flow;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.NonInviteClientTransaction.Input;
import jackfield.sip.transaction.NonInviteClientTransaction.State;
import org.junit.jupiter.api.Test;

class NonInviteClientTransactionTest {
    private static final Request REQUEST = Messages.request(Method.OPTIONS);
    private static final TransactionId.Client ID =
            new TransactionId.Client("z9hG4bK1", Method.OPTIONS);

    private final Steps steps = new Steps();

    private NonInviteClientTransaction started(Flow flow) {
        NonInviteClientTransaction machine =
                new NonInviteClientTransaction(ID, REQUEST, flow, Timers.DEFAULT);
        machine.start(steps.now(), steps);
        return machine;
    }

    private void answer(NonInviteClientTransaction machine, int status) {
        Response response = Messages.response(REQUEST, status).popVia();
        machine.receive(new Input.Answered(response, machine.flow()), steps.now(), steps);
    }

    @Test
    void anUnansweredRequestIsRepeatedUpToEveryT2AndTimesOut() {
        NonInviteClientTransaction machine = started(UDP);
        steps.until(31.9, machine);
        assertThat(steps.times())
                .containsExactly(0.0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5);
        assertThat(machine.state()).isEqualTo(State.TRYING);
        steps.until(100, machine);
        assertThat(steps.taken()).containsExactly("TimedOut");
        assertThat(Steps.never(machine.deadline())).isTrue();
    }

    @Test
    void aProvisionalResponseSlowsTheRepetitionToT2() {
        NonInviteClientTransaction machine = started(UDP);
        answer(machine, 100);
        assertThat(machine.state()).isEqualTo(State.PROCEEDING);
        steps.times();
        steps.until(31.9, machine);
        assertThat(steps.times()).containsExactly(0.5, 4.5, 8.5, 12.5, 16.5, 20.5, 24.5, 28.5);
        steps.until(32, machine);
        assertThat(steps.taken()).containsExactly("TimedOut");
    }

    @Test
    void aFinalResponseGoesUpOnceAndRepetitionsAreAbsorbedForT4() {
        NonInviteClientTransaction machine = started(UDP);
        answer(machine, 200);
        answer(machine, 200);
        assertThat(machine.state()).isEqualTo(State.COMPLETED);
        assertThat(steps.taken()).containsExactly("OPTIONS", "Received 200");
        steps.until(4.999, machine);
        assertThat(machine.state()).isEqualTo(State.COMPLETED);
        steps.until(5, machine);
        assertThat(machine.state()).isEqualTo(State.TERMINATED);
    }

    @Test
    void overAConnectionItIsSentOnceAndTheFinalResponseEndsIt() {
        NonInviteClientTransaction machine = started(WSS);
        steps.until(31, machine);
        answer(machine, 401);
        assertThat(steps.taken()).containsExactly("OPTIONS", "Received 401");
        assertThat(machine.isTerminated()).isTrue();
    }

    @Test
    void overAConnectionItTimesOutAsWell() {
        NonInviteClientTransaction machine = started(WSS);
        answer(machine, 100);
        steps.until(32, machine);
        assertThat(steps.taken()).containsExactly("OPTIONS", "Received 100", "TimedOut");
    }

    @Test
    void aLostFlowIsToldUntilTheFinalResponse() {
        NonInviteClientTransaction waiting = started(WSS);
        waiting.lost(steps.now(), steps);
        assertThat(steps.taken()).containsExactly("OPTIONS", "Unreachable");

        NonInviteClientTransaction answered = started(UDP);
        answer(answered, 200);
        steps.taken();
        answered.lost(steps.now(), steps);
        assertThat(steps.taken()).isEmpty();
        assertThat(answered.isTerminated()).isTrue();
    }
}
