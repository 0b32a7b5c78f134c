package jackfield.sip.transaction;

import static jackfield.sip.transaction.Messages.UDP;
import static jackfield.sip.transaction.Messages.WSS;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Flow;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.transaction.InviteServerTransaction.Input;
import jackfield.sip.transaction.InviteServerTransaction.State;
import jackfield.sip.transaction.TransactionPolicy.Trying;
import org.junit.jupiter.api.Test;

class InviteServerTransactionTest {
    private static final Request INVITE = Messages.request(Method.INVITE);
    private static final TransactionId.Server ID =
            new TransactionId.Server("z9hG4bK1", "client.example.com:5060", Method.INVITE, 1);

    private final Steps steps = new Steps();

    private InviteServerTransaction started(Flow flow, Trying trying) {
        InviteServerTransaction machine =
                new InviteServerTransaction(ID, INVITE, flow, Timers.DEFAULT);
        machine.start(trying, steps.now(), steps);
        return machine;
    }

    private void respond(InviteServerTransaction machine, int status) {
        machine.receive(new Input.Respond(Messages.response(INVITE, status)), steps.now(), steps);
    }

    private void invite(InviteServerTransaction machine) {
        machine.receive(new Input.Invite(), steps.now(), steps);
    }

    private void ack(InviteServerTransaction machine) {
        Request ack = Messages.request(Method.ACK);
        machine.receive(new Input.Acked(ack, machine.flow()), steps.now(), steps);
    }

    @Test
    void aProxyTriesAtOnce() {
        InviteServerTransaction machine = started(UDP, Trying.AT_ONCE);
        assertThat(machine.state()).isEqualTo(State.PROCEEDING);
        assertThat(steps.taken()).containsExactly("100");
        assertThat(Steps.never(machine.deadline())).as("no timer runs").isTrue();
    }

    @Test
    void anEndpointTriesAfterTwoHundredMillisecondsUnlessItHasAnswered() {
        InviteServerTransaction slow = started(UDP, Trying.AFTER_200_MS);
        steps.until(10, slow);
        assertThat(steps.times()).containsExactly(0.2);

        InviteServerTransaction quick = started(UDP, Trying.AFTER_200_MS);
        respond(quick, 180);
        steps.until(20, quick);
        assertThat(steps.taken()).containsExactly("180");
    }

    @Test
    void theHundredCarriesTheTimestamp() {
        Request stamped = INVITE.with(HeaderName.of("Timestamp"), "54");
        InviteServerTransaction machine =
                new InviteServerTransaction(ID, stamped, UDP, Timers.DEFAULT);
        machine.start(Trying.AT_ONCE, steps.now(), steps);
        Response trying = (Response) steps.taken(TransactionOutput.Send.class).getFirst().message();
        assertThat(trying.headers().first(HeaderName.of("Timestamp"))).isEqualTo("54");
        assertThat(trying.headers().to().tag()).isNull();
    }

    @Test
    void aRepeatedInviteGetsTheLastProvisionalResponseAgain() {
        InviteServerTransaction machine = started(UDP, Trying.AT_ONCE);
        respond(machine, 180);
        respond(machine, 183);
        invite(machine);
        assertThat(steps.taken()).containsExactly("100", "180", "183", "183");
    }

    @Test
    void aFinalResponseIsRepeatedUntilTheAckIsGivenUp() {
        InviteServerTransaction machine = started(UDP, Trying.AT_ONCE);
        steps.times();
        respond(machine, 486);
        assertThat(machine.state()).isEqualTo(State.COMPLETED);
        steps.until(100, machine);
        assertThat(steps.times())
                .containsExactly(0.0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5);
        assertThat(machine.isTerminated()).isTrue();
        assertThat(Steps.never(machine.deadline())).isTrue();
    }

    @Test
    void theMachineIsThereForThirtyTwoSecondsAndNoLonger() {
        InviteServerTransaction machine = started(UDP, Trying.AT_ONCE);
        respond(machine, 486);
        steps.until(31.999, machine);
        assertThat(machine.state()).isEqualTo(State.COMPLETED);
        steps.until(32, machine);
        assertThat(machine.state()).isEqualTo(State.TERMINATED);
    }

    @Test
    void theAckStopsTheRepetitionAndFurtherAcksAreAbsorbedForT4() {
        InviteServerTransaction machine = started(UDP, Trying.AT_ONCE);
        respond(machine, 486);
        steps.until(2, machine);
        steps.taken();
        ack(machine);
        ack(machine);
        invite(machine);
        respond(machine, 487);
        assertThat(machine.state()).isEqualTo(State.CONFIRMED);
        steps.until(6.999, machine);
        assertThat(machine.state()).isEqualTo(State.CONFIRMED);
        steps.until(7, machine);
        assertThat(machine.state()).isEqualTo(State.TERMINATED);
        assertThat(steps.taken()).isEmpty();
    }

    @Test
    void completedAnswersARepeatedInviteAndTakesNoSecondFinalResponse() {
        InviteServerTransaction machine = started(UDP, Trying.AT_ONCE);
        respond(machine, 486);
        respond(machine, 200);
        invite(machine);
        assertThat(machine.state()).isEqualTo(State.COMPLETED);
        assertThat(steps.taken()).containsExactly("100", "486", "486");
    }

    @Test
    void overAConnectionNothingIsRepeatedAndTheAckEndsIt() {
        InviteServerTransaction machine = started(WSS, Trying.AT_ONCE);
        respond(machine, 486);
        steps.until(20, machine);
        assertThat(steps.taken()).containsExactly("100", "486");
        ack(machine);
        assertThat(machine.state()).isEqualTo(State.TERMINATED);
    }

    @Test
    void overAConnectionTheAckIsStillWaitedForForThirtyTwoSeconds() {
        InviteServerTransaction machine = started(WSS, Trying.AT_ONCE);
        respond(machine, 486);
        steps.until(31.999, machine);
        assertThat(machine.state()).isEqualTo(State.COMPLETED);
        steps.until(32, machine);
        assertThat(machine.state()).isEqualTo(State.TERMINATED);
    }

    @Test
    void acceptedAbsorbsInvitesPassesEach2xxAndEndsAfterTimerL() {
        InviteServerTransaction machine = started(UDP, Trying.AT_ONCE);
        respond(machine, 200);
        assertThat(machine.state()).isEqualTo(State.ACCEPTED);
        invite(machine);
        respond(machine, 200);
        respond(machine, 486);
        respond(machine, 180);
        assertThat(steps.taken()).containsExactly("100", "200", "200");
        steps.until(31.999, machine);
        assertThat(machine.state()).isEqualTo(State.ACCEPTED);
        steps.until(32, machine);
        assertThat(machine.state()).isEqualTo(State.TERMINATED);
        assertThat(steps.taken()).as("a 2xx is not repeated by the machine").isEmpty();
    }

    @Test
    void acceptedHoldsOverAConnectionToo() {
        InviteServerTransaction machine = started(WSS, Trying.AT_ONCE);
        respond(machine, 200);
        steps.until(31.999, machine);
        assertThat(machine.state()).isEqualTo(State.ACCEPTED);
        steps.until(32, machine);
        assertThat(machine.state()).isEqualTo(State.TERMINATED);
    }

    @Test
    void anAckWithTheInvitesBranchAfterA2xxGoesUp() {
        InviteServerTransaction machine = started(UDP, Trying.AT_ONCE);
        respond(machine, 200);
        steps.taken();
        ack(machine);
        assertThat(steps.taken()).containsExactly("Ack");
        assertThat(machine.state()).isEqualTo(State.ACCEPTED);
    }

    @Test
    void aCallerWhoseFlowIsLostWhileItWaitsIsUnreachable() {
        InviteServerTransaction machine = started(WSS, Trying.AT_ONCE);
        steps.taken();
        machine.lost(steps.now(), steps);
        assertThat(steps.taken()).containsExactly("Unreachable");
        assertThat(machine.isTerminated()).isTrue();
    }

    @Test
    void afterTheFinalResponseALostFlowEndsItQuietly() {
        for (int status : new int[] {200, 486}) {
            InviteServerTransaction machine = started(WSS, Trying.AT_ONCE);
            respond(machine, status);
            steps.taken();
            machine.lost(steps.now(), steps);
            assertThat(steps.taken()).isEmpty();
            assertThat(machine.isTerminated()).isTrue();
        }
    }

    @Test
    void aDatagramThatCameBackEndsNothing() {
        InviteServerTransaction machine = started(UDP, Trying.AT_ONCE);
        machine.lost(steps.now(), steps);
        assertThat(machine.state()).isEqualTo(State.PROCEEDING);
        respond(machine, 486);
        machine.lost(steps.now(), steps);
        invite(machine);
        assertThat(steps.taken()).containsExactly("100", "486", "486");
    }

    @Test
    void aCancelCountsOnceAndNotAfterTheFinalResponse() {
        InviteServerTransaction machine = started(UDP, Trying.AT_ONCE);
        assertThat(machine.cancel()).isTrue();
        assertThat(machine.cancel()).isFalse();

        InviteServerTransaction answered = started(UDP, Trying.AT_ONCE);
        respond(answered, 200);
        assertThat(answered.cancel()).isFalse();
    }
}
