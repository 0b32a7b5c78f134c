package jackfield.sip.transaction;

import static jackfield.sip.transaction.Messages.UDP;
import static jackfield.sip.transaction.Messages.WSS;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Flow;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.InviteClientTransaction.Input;
import jackfield.sip.transaction.InviteClientTransaction.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class InviteClientTransactionTest {
    private static final Request INVITE = Messages.request(Method.INVITE);
    private static final TransactionId.Client ID =
            new TransactionId.Client("z9hG4bK1", Method.INVITE);

    private final Steps steps = new Steps();

    private InviteClientTransaction started(Flow flow) {
        InviteClientTransaction machine =
                new InviteClientTransaction(ID, INVITE, flow, Timers.DEFAULT);
        machine.start(steps.now(), steps);
        return machine;
    }

    private void answer(InviteClientTransaction machine, int status) {
        Response response = Messages.response(INVITE, status).popVia();
        machine.receive(new Input.Answered(response, machine.flow()), steps.now(), steps);
    }

    @Test
    void anUnansweredInviteIsRepeatedEverSlowerAndTimesOut() {
        InviteClientTransaction machine = started(UDP);
        assertThat(machine.state()).isEqualTo(State.CALLING);
        steps.until(31.9, machine);
        assertThat(steps.times()).containsExactly(0.0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5);
        steps.until(100, machine);
        assertThat(steps.taken()).containsExactly("TimedOut");
        assertThat(machine.isTerminated()).isTrue();
        assertThat(Steps.never(machine.deadline())).isTrue();
    }

    @Test
    void overAConnectionItIsSentOnceAndTimesOutAsWell() {
        InviteClientTransaction machine = started(WSS);
        steps.until(31.999, machine);
        assertThat(steps.taken()).containsExactly("INVITE");
        steps.until(32, machine);
        assertThat(steps.taken()).containsExactly("TimedOut");
    }

    @Test
    void aProvisionalResponseStopsEveryTimer() {
        InviteClientTransaction machine = started(UDP);
        answer(machine, 100);
        assertThat(machine.state()).isEqualTo(State.PROCEEDING);
        assertThat(Steps.never(machine.deadline())).as("ringing has no end here").isTrue();
        answer(machine, 180);
        assertThat(steps.taken()).containsExactly("INVITE", "Received 100", "Received 180");
    }

    @Test
    void aRefusalIsAcknowledgedAsOftenAsItComes() {
        InviteClientTransaction machine = started(UDP);
        answer(machine, 180);
        answer(machine, 486);
        assertThat(machine.state()).isEqualTo(State.COMPLETED);
        answer(machine, 486);
        answer(machine, 180);
        answer(machine, 200);
        assertThat(steps.taken())
                .containsExactly("INVITE", "Received 180", "ACK", "Received 486", "ACK");
        steps.until(31.999, machine);
        assertThat(machine.state()).isEqualTo(State.COMPLETED);
        steps.until(32, machine);
        assertThat(machine.state()).isEqualTo(State.TERMINATED);
    }

    @Test
    void aRefusalMayComeFirst() {
        InviteClientTransaction machine = started(UDP);
        answer(machine, 404);
        assertThat(machine.state()).isEqualTo(State.COMPLETED);
        steps.until(20, machine);
        assertThat(steps.taken()).containsExactly("INVITE", "ACK", "Received 404");
    }

    @Test
    void overAConnectionARefusalEndsIt() {
        InviteClientTransaction machine = started(WSS);
        answer(machine, 486);
        assertThat(machine.state()).isEqualTo(State.TERMINATED);
        assertThat(Steps.never(machine.deadline())).isTrue();
    }

    @Test
    void theAckGoesTheInvitesWayWithTheResponsesTag() {
        InviteClientTransaction machine = started(UDP);
        steps.taken();
        answer(machine, 486);
        Request ack = (Request) steps.taken(TransactionOutput.Send.class).getFirst().message();
        assertThat(ack.method()).isEqualTo(Method.ACK);
        assertThat(ack.uri()).isEqualTo(INVITE.uri());
        assertThat(ack.headers().vias()).containsExactly(INVITE.headers().topVia());
        assertThat(ack.headers().to().tag()).isEqualTo("b1");
        assertThat(ack.headers().from()).isEqualTo(INVITE.headers().from());
        assertThat(ack.headers().callId()).isEqualTo("call-1");
        assertThat(ack.headers().cseq()).hasToString("7 ACK");
        assertThat(ack.headers().routes()).isEqualTo(INVITE.headers().routes());
        assertThat(ack.headers().maxForwards()).isEqualTo(70);
    }

    @Test
    void every2xxGoesUpFor32SecondsAndNothingElseDoes() {
        for (Flow flow : new Flow[] {UDP, WSS}) {
            Steps own = new Steps();
            InviteClientTransaction machine =
                    new InviteClientTransaction(ID, INVITE, flow, Timers.DEFAULT);
            machine.start(own.now(), own);
            for (int status : new int[] {200, 200, 486, 180, 202}) {
                Response response = Messages.response(INVITE, status).popVia();
                machine.receive(new Input.Answered(response, flow), own.now(), own);
            }
            assertThat(machine.state()).isEqualTo(State.ACCEPTED);
            assertThat(own.taken())
                    .containsExactly("INVITE", "Received 200", "Received 200", "Received 202");
            own.until(31.999, machine);
            assertThat(machine.state()).isEqualTo(State.ACCEPTED);
            own.until(32, machine);
            assertThat(machine.state()).isEqualTo(State.TERMINATED);
            assertThat(own.taken()).isEmpty();
        }
    }

    @Test
    void aCancelWaitsForTheFirstProvisionalResponse() {
        InviteClientTransaction machine = started(UDP);
        machine.cancel(List.of());
        assertThat(machine.takeCancel(steps.now())).isNull();
        answer(machine, 100);
        assertThat(machine.takeCancel(steps.now())).isNotNull();
        assertThat(machine.takeCancel(steps.now())).as("once").isNull();
    }

    @Test
    void thereIsNothingToCancelAfterTheFinalResponse() {
        for (int status : new int[] {200, 486}) {
            InviteClientTransaction machine = started(UDP);
            answer(machine, 180);
            answer(machine, status);
            machine.cancel(List.of());
            assertThat(machine.takeCancel(steps.now())).isNull();
        }
    }

    @Test
    void theCancelIsTheInviteWithAReason() {
        InviteClientTransaction machine = started(UDP);
        answer(machine, 180);
        machine.cancel(
                List.of(new Headers.Field(HeaderName.REASON, "SIP;cause=200;text=\"elsewhere\"")));
        Request cancel = machine.takeCancel(steps.now());
        assertThat(cancel).isNotNull();
        assertThat(cancel.uri()).isEqualTo(INVITE.uri());
        assertThat(cancel.headers().vias()).containsExactly(INVITE.headers().topVia());
        assertThat(cancel.headers().cseq()).hasToString("7 CANCEL");
        assertThat(cancel.headers().to()).isEqualTo(INVITE.headers().to());
        assertThat(cancel.headers().routes()).isEqualTo(INVITE.headers().routes());
        assertThat(cancel.headers().first(HeaderName.REASON)).contains("elsewhere");
    }

    @Test
    void aCancelledInviteThatGetsNoFinalResponseTimesOut() {
        InviteClientTransaction machine = started(UDP);
        answer(machine, 180);
        steps.until(100, machine);
        machine.cancel(List.of());
        assertThat(machine.takeCancel(steps.now())).isNotNull();
        steps.taken();
        answer(machine, 180);
        steps.until(131.999, machine);
        assertThat(steps.taken()).containsExactly("Received 180");
        steps.until(132, machine);
        assertThat(steps.taken()).containsExactly("TimedOut");
    }

    @Test
    void aLostFlowIsToldUntilTheFinalResponse() {
        InviteClientTransaction calling = started(WSS);
        calling.lost(steps.now(), steps);
        assertThat(steps.taken()).containsExactly("INVITE", "Unreachable");

        InviteClientTransaction ringing = started(WSS);
        answer(ringing, 180);
        ringing.lost(steps.now(), steps);
        assertThat(steps.taken()).containsExactly("INVITE", "Received 180", "Unreachable");

        for (int status : new int[] {200, 486}) {
            InviteClientTransaction answered = started(UDP);
            answer(answered, status);
            steps.taken();
            answered.lost(steps.now(), steps);
            assertThat(steps.taken()).isEmpty();
            assertThat(answered.isTerminated()).isTrue();
        }
    }
}
