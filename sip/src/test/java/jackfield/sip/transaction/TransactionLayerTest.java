package jackfield.sip.transaction;

import static jackfield.sip.transaction.Messages.SENT_BY;
import static jackfield.sip.transaction.Messages.UDP;
import static jackfield.sip.transaction.Messages.WSS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jackfield.base.Deadlines;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.Via;
import jackfield.sip.transaction.TransactionOutput.Cancelled;
import jackfield.sip.transaction.TransactionOutput.NewRequest;
import jackfield.sip.transaction.TransactionOutput.Received;
import jackfield.sip.transaction.TransactionOutput.Send;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TransactionLayerTest {
    private final Steps steps = new Steps();
    private TransactionLayer layer = new TransactionLayer(new SplittableRandom(1), Timers.DEFAULT);

    private void receive(Message message, Flow flow) {
        layer.receive(message, flow, steps.now(), steps);
    }

    private NewRequest opened(Request request, Flow flow) {
        receive(request, flow);
        return steps.taken(NewRequest.class).getFirst();
    }

    private void respond(NewRequest opened, int status) {
        layer.respond(opened.id(), Messages.response(opened.request(), status), steps.now(), steps);
    }

    private TransactionId.Client send(Method method, Flow flow) {
        return layer.send(Messages.bare(method), flow, SENT_BY, steps.now(), steps);
    }

    private Request sent() {
        return (Request) steps.taken(Send.class).getFirst().message();
    }

    private void assertIdle() {
        assertThat(layer.inFlight()).isZero();
        assertThat(layer.deadline()).isEqualTo(Deadlines.NEVER);
    }

    // The server side.

    @Test
    void anInviteIsTriedAndHandedUpOnce() {
        Request invite = Messages.request(Method.INVITE);
        receive(invite, UDP);
        receive(invite, UDP);
        assertThat(steps.taken()).containsExactly("100", "NewRequest INVITE", "100");
        assertThat(layer.servers()).isEqualTo(1);
    }

    @Test
    void aRefusedInviteEndsWithItsAck() {
        NewRequest invite = opened(Messages.request(Method.INVITE), UDP);
        respond(invite, 486);
        receive(Messages.request(Method.ACK), UDP);
        steps.until(5, layer);
        assertThat(steps.taken()).containsExactly("486", "Ended");
        assertIdle();
    }

    @Test
    void theAckOfA2xxGoesUp() {
        NewRequest invite = opened(Messages.request(Method.INVITE), UDP);
        respond(invite, 200);
        receive(Messages.request(Method.ACK, "SIP/2.0/UDP client;branch=z9hG4bK2"), UDP);
        steps.until(32, layer);
        assertThat(steps.taken()).containsExactly("200", "Ack", "Ended");
        assertIdle();
    }

    @Test
    void requestsOfOneShortBranchOnTwoFlowsAreTwoTransactions() {
        String via = "SIP/2.0/WSS abc.invalid;branch=z9hG4bK59";
        Flow other = new Flow(8, Transport.WSS, WSS.local(), WSS.remote().withPort(40113));
        receive(Messages.request(Method.OPTIONS, via), WSS);
        receive(Messages.request(Method.OPTIONS, via), other);
        receive(Messages.request(Method.INFO, via), WSS);
        receive(Messages.request(Method.INFO, via.replace("abc.invalid", "abd.invalid")), WSS);
        assertThat(steps.taken(NewRequest.class)).hasSize(4);
        assertThat(layer.servers()).isEqualTo(4);
    }

    @Test
    void aRequestWithoutTheMagicCookieIsMatchedByCallAndCSeq() {
        receive(Messages.request(Method.INVITE, "SIP/2.0/UDP old.example.com;branch=1"), UDP);
        receive(Messages.request(Method.INVITE, "SIP/2.0/UDP old.example.com;branch=1"), UDP);
        receive(
                Messages.request(Method.INVITE, "SIP/2.0/UDP old.example.com;branch=1")
                        .with(HeaderName.CSEQ, "8 INVITE"),
                UDP);
        assertThat(steps.taken(NewRequest.class)).hasSize(2);
    }

    @Test
    void aFreshTransactionOfAClosedOneIsUnknown() {
        NewRequest options = opened(Messages.request(Method.OPTIONS), WSS);
        respond(options, 200);
        assertThat(steps.taken()).containsExactly("200", "Ended");
        respond(options, 500);
        assertThat(steps.taken()).isEmpty();
        assertThat(layer.isOpen(options.id())).isFalse();
    }

    @Test
    void aFinalResponseIsRepeatedFromTheBytesThatWereLeft() {
        NewRequest options = opened(Messages.request(Method.OPTIONS), UDP);
        respond(options, 200);
        Kept kept = steps.taken(Send.class).getFirst().kept();
        assertThat(kept).isNotNull();
        kept.wrote("SIP/2.0 200 OK".getBytes(StandardCharsets.US_ASCII));
        receive(Messages.request(Method.OPTIONS), UDP);
        receive(Messages.request(Method.OPTIONS), UDP);
        assertThat(steps.taken()).containsExactly("Again 200", "Again 200");
    }

    @Test
    void aChallengeKeepsNothing() {
        NewRequest register = opened(Messages.request(Method.REGISTER), UDP);
        layer.refuse(register.id(), Response.to(register.request(), 401), steps.now(), steps);
        assertThat(steps.taken()).containsExactly("401", "Ended");
        assertIdle();
        receive(Messages.request(Method.REGISTER), UDP);
        assertThat(steps.taken()).containsExactly("NewRequest REGISTER");
    }

    @Test
    void theAckOfAChallengeIsKnownByItsTag() {
        layer =
                new TransactionLayer(
                        new SplittableRandom(1), Timers.DEFAULT, TransactionPolicy.CHALLENGING);
        NewRequest invite = opened(Messages.request(Method.INVITE), UDP);
        steps.taken();
        Response challenge = Response.to(invite.request(), 407);
        layer.refuse(invite.id(), challenge, steps.now(), steps);
        Response sent = (Response) steps.taken(Send.class).getFirst().message();
        assertThat(sent.headers().to().tag()).isNotNull();
        receive(
                Messages.request(Method.ACK).with(HeaderName.TO, sent.headers().to().toString()),
                UDP);
        assertThat(steps.taken()).isEmpty();
        assertIdle();
    }

    @Test
    void aChallengeBehindA100IsRepeatedUntilItsAck() {
        NewRequest invite = opened(Messages.request(Method.INVITE), UDP);
        steps.taken();
        layer.refuse(invite.id(), Response.to(invite.request(), 407), steps.now(), steps);
        assertThat(steps.taken()).containsExactly("407");
        assertThat(layer.isOpen(invite.id())).isTrue();
    }

    @Test
    void anInviteIsTriedWhenTheUserSaysSo() {
        layer =
                new TransactionLayer(
                        new SplittableRandom(1), Timers.DEFAULT, TransactionPolicy.CHALLENGING);
        NewRequest invite = opened(Messages.request(Method.INVITE), UDP);
        layer.trying(invite.id(), steps);
        layer.trying(invite.id(), steps);
        assertThat(steps.taken()).containsExactly("100");
    }

    // Via (RFC 3581, RFC 3261 section 18.2).

    @Test
    void rportIsFilledInAndAnswersGoBackToTheSource() {
        NewRequest opened = opened(Messages.request(Method.OPTIONS), UDP);
        Via via = opened.request().headers().topVia();
        assertThat(via.parameters().get("rport")).isEqualTo("40112");
        assertThat(via.parameters().get("received")).isEqualTo("198.51.100.1");
        respond(opened, 200);
        Send answer = steps.taken(Send.class).getFirst();
        assertThat(answer.flow()).isEqualTo(UDP);
        assertThat(answer.message().headers().topVia()).isEqualTo(via);
    }

    @Test
    void withoutRportAnswersGoToTheSourceAddressAndTheSentByPort() {
        NewRequest named =
                opened(
                        Messages.request(
                                Method.OPTIONS, "SIP/2.0/UDP pc.example.com:5070;branch=z9hG4bK3"),
                        UDP);
        assertThat(named.request().headers().topVia().parameters().get("received"))
                .isEqualTo("198.51.100.1");
        assertThat(named.request().headers().topVia().parameters().has("rport")).isFalse();
        respond(named, 200);
        assertThat(steps.taken(Send.class).getFirst().flow().remote())
                .isEqualTo(UDP.remote().withPort(5070));
    }

    @Test
    void aTrueSentByGetsNoReceivedAndAForgedOneIsOverwritten() {
        NewRequest honest =
                opened(
                        Messages.request(
                                Method.OPTIONS, "SIP/2.0/UDP 198.51.100.1;branch=z9hG4bK4"),
                        UDP);
        assertThat(honest.request().headers().topVia().parameters().has("received")).isFalse();
        NewRequest forged =
                opened(
                        Messages.request(
                                Method.OPTIONS,
                                "SIP/2.0/UDP 198.51.100.1;branch=z9hG4bK5"
                                        + ";received=203.0.113.9;maddr=203.0.113.9"),
                        UDP);
        assertThat(forged.request().headers().topVia().parameters().has("received")).isFalse();
        respond(forged, 200);
        assertThat(steps.taken(Send.class).getFirst().flow().remote())
                .isEqualTo(UDP.remote().withPort(5060));
    }

    @Test
    void onAConnectionBothAreAlwaysAdded() {
        NewRequest opened =
                opened(
                        Messages.request(Method.REGISTER, "SIP/2.0/WSS x.invalid;branch=z9hG4bK6"),
                        WSS);
        assertThat(opened.request().headers().topVia())
                .hasToString(
                        "SIP/2.0/WSS x.invalid;branch=z9hG4bK6;received=198.51.100.1;rport=40112");
        respond(opened, 200);
        assertThat(steps.taken(Send.class).getFirst().flow()).isEqualTo(WSS);
    }

    @Test
    void theViasBelowAreLeftAlone() {
        Request request =
                Messages.request(
                        Method.OPTIONS,
                        "SIP/2.0/TCP p.example.com;branch=z9hG4bK7, SIP/2.0/UDP a;branch=z9hG4bK8");
        Flow tcp = new Flow(9, Transport.TCP, UDP.local(), UDP.remote());
        assertThat(opened(request, tcp).request().headers().all(HeaderName.VIA))
                .containsExactly(
                        "SIP/2.0/TCP"
                                + " p.example.com;branch=z9hG4bK7;received=198.51.100.1;rport=40112",
                        "SIP/2.0/UDP a;branch=z9hG4bK8");
    }

    @Test
    void aMessageWithoutAReadableTopViaIsDroppedAndCounted() {
        receive(Messages.bare(Method.OPTIONS), UDP);
        receive(Messages.request(Method.OPTIONS, "nonsense"), UDP);
        assertThat(steps.taken()).isEmpty();
        assertThat(layer.malformed()).isEqualTo(2);
    }

    // CANCEL.

    @Test
    void aCancelIsAnsweredAndHandedUpOnce() {
        NewRequest invite = opened(Messages.request(Method.INVITE), UDP);
        respond(invite, 180);
        steps.taken();
        receive(Messages.request(Method.CANCEL), UDP);
        receive(Messages.request(Method.CANCEL), UDP);
        respond(invite, 487);
        receive(Messages.request(Method.ACK), UDP);
        assertThat(steps.taken()).containsExactly("200", "Cancelled", "200", "487");
    }

    @Test
    void theAnswerToACancelHasTheTagOfTheInvitesAnswer() {
        NewRequest invite = opened(Messages.request(Method.INVITE), UDP);
        respond(invite, 180);
        steps.taken();
        receive(Messages.request(Method.CANCEL), UDP);
        Response ok = (Response) steps.taken(Send.class).getFirst().message();
        assertThat(ok.headers().to().tag()).isEqualTo("b1");
        assertThat(ok.headers().cseq()).hasToString("7 CANCEL");
    }

    @Test
    void theReasonOfACancelGoesUp() {
        NewRequest invite = opened(Messages.request(Method.INVITE), UDP);
        receive(Messages.request(Method.CANCEL).with(HeaderName.REASON, "SIP;cause=200"), UDP);
        Cancelled cancelled = steps.taken(Cancelled.class).getFirst();
        assertThat(cancelled.invite()).isEqualTo(invite.id());
        assertThat(cancelled.cancel().headers().first(HeaderName.REASON))
                .isEqualTo("SIP;cause=200");
    }

    @Test
    void aCancelOfNothingIs481AndALateOneChangesNothing() {
        receive(Messages.request(Method.CANCEL), UDP);
        assertThat(steps.taken()).containsExactly("481");
        NewRequest invite = opened(Messages.request(Method.INVITE), UDP);
        respond(invite, 200);
        steps.taken();
        receive(Messages.request(Method.CANCEL), UDP);
        assertThat(steps.taken()).containsExactly("200");
    }

    @Test
    void aCancelFromAnotherConnectionReachesNobody() {
        Flow other = new Flow(8, Transport.WSS, WSS.local(), WSS.remote());
        opened(Messages.request(Method.INVITE), WSS);
        receive(Messages.request(Method.CANCEL), other);
        assertThat(steps.taken()).containsExactly("481");
    }

    // The client side.

    @Test
    void ourViaIsOnTopWithAFreshBranchAndIsGoneFromTheResponse() {
        TransactionId.Client id = send(Method.OPTIONS, UDP);
        Request request = sent();
        Via via = request.headers().topVia();
        assertThat(via.branch()).isEqualTo(id.branch()).startsWith(Via.MAGIC_COOKIE);
        assertThat(via.host()).isEqualTo("192.0.2.1");
        assertThat(via.parameters().has("rport")).isTrue();
        receive(Messages.response(request, 200), UDP);
        Received received = steps.taken(Received.class).getFirst();
        assertThat(received.client()).isEqualTo(id);
        assertThat(received.response().headers().has(HeaderName.VIA)).isFalse();
    }

    @Test
    void aForwardedRequestKeepsTheViasBelow() {
        Request below = Messages.request(Method.OPTIONS);
        layer.send(below, WSS, SENT_BY, "z9hG4bKmine-42", steps.now(), steps);
        Request request = sent();
        assertThat(request.headers().vias()).hasSize(2);
        assertThat(request.headers().topVia())
                .hasToString("SIP/2.0/WSS 192.0.2.1:5060;branch=z9hG4bKmine-42");
        receive(Messages.response(request, 404), WSS);
        assertThat(steps.taken(Received.class).getFirst().response().headers().vias())
                .isEqualTo(below.headers().vias());
    }

    @Test
    void branchesAreNeverUsedTwice() {
        assertThat(layer.branch()).isNotEqualTo(layer.branch());
        TransactionId.Client id = send(Method.OPTIONS, UDP);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        layer.send(
                                Messages.bare(Method.OPTIONS),
                                UDP,
                                SENT_BY,
                                id.branch(),
                                steps.now(),
                                steps));
    }

    @Test
    void aResponseOfNoTransactionIsStray() {
        receive(Messages.response(Messages.request(Method.INVITE), 200), UDP);
        TransactionId.Client options = send(Method.OPTIONS, UDP);
        Request request = sent();
        receive(Messages.response(request, 200).with(HeaderName.CSEQ, "7 INVITE"), UDP);
        assertThat(steps.taken()).containsExactly("Stray 200");
        assertThat(layer.isOpen(options)).isTrue();
    }

    @Test
    void aCancelIsHeldUntilTheFirstProvisionalResponse() {
        TransactionId.Client id = send(Method.INVITE, UDP);
        Request invite = sent();
        layer.cancel(
                id,
                List.of(new Headers.Field(HeaderName.REASON, "SIP;cause=200")),
                steps.now(),
                steps);
        assertThat(steps.taken()).isEmpty();
        receive(Messages.response(invite, 100), UDP);
        Request cancel = sent();
        assertThat(cancel.method()).isEqualTo(Method.CANCEL);
        assertThat(cancel.headers().topVia()).isEqualTo(invite.headers().topVia());
        assertThat(cancel.headers().first(HeaderName.REASON)).isEqualTo("SIP;cause=200");
        receive(Messages.response(cancel, 200), UDP);
        receive(Messages.response(invite, 487), UDP);
        steps.until(100, layer);
        assertThat(steps.taken()).containsExactly("ACK", "Received 487", "Ended");
        assertIdle();
    }

    @Test
    void ourCancelIsRepeatedAndItsFateIsNotHandedUp() {
        TransactionId.Client id = send(Method.INVITE, UDP);
        Request invite = sent();
        receive(Messages.response(invite, 180), UDP);
        layer.cancel(id, List.of(), steps.now(), steps);
        steps.taken();
        steps.until(100, layer);
        assertThat(steps.taken())
                .containsSubsequence("CANCEL", "CANCEL", "TimedOut", "Ended")
                .containsOnlyOnce("TimedOut")
                .containsOnlyOnce("Ended");
        assertIdle();
    }

    @Test
    void theAckOfA2xxIsSentOutsideAnyTransaction() {
        layer.sendStateless(Messages.bare(Method.ACK), WSS, SENT_BY, steps);
        assertThat(sent().headers().topVia().branch()).startsWith(Via.MAGIC_COOKIE);
        assertIdle();
    }

    // Flows, limits, time.

    @Test
    void aLostConnectionEndsWhatRunsOnItAndNothingElse() {
        NewRequest invite = opened(Messages.request(Method.INVITE), WSS);
        TransactionId.Client here = send(Method.INVITE, WSS);
        TransactionId.Client there = send(Method.OPTIONS, UDP);
        steps.taken();
        layer.flowLost(WSS, steps.now(), steps);
        assertThat(steps.taken()).containsExactly("Unreachable", "Ended", "Unreachable", "Ended");
        assertThat(layer.isOpen(invite.id())).isFalse();
        assertThat(layer.isOpen(here)).isFalse();
        assertThat(layer.isOpen(there)).isTrue();
        layer.flowLost(WSS, steps.now(), steps);
        assertThat(steps.taken()).isEmpty();
    }

    @Test
    void aFullTableRefusesNewRequestsAndRecovers() {
        layer =
                new TransactionLayer(
                        new SplittableRandom(1),
                        Timers.DEFAULT,
                        new TransactionPolicy(TransactionPolicy.Trying.AT_ONCE, 8, 7));
        for (int i = 0; i < 8; i++) {
            receive(Messages.request(Method.OPTIONS, "SIP/2.0/UDP c;branch=z9hG4bK" + i), UDP);
        }
        steps.taken();
        Request late = Messages.request(Method.INVITE, "SIP/2.0/UDP c;rport;branch=z9hG4bKlate");
        receive(late, UDP);
        Response busy = (Response) steps.taken(Send.class).getFirst().message();
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.headers().first(HeaderName.RETRY_AFTER)).isEqualTo("7");
        assertThat(layer.refused()).isEqualTo(1);
        assertThat(layer.inFlight()).isEqualTo(8);

        Request ack =
                Messages.request(Method.ACK, "SIP/2.0/UDP c;rport;branch=z9hG4bKlate")
                        .with(HeaderName.TO, busy.headers().to().toString());
        receive(ack, UDP);
        assertThat(steps.taken()).as("the ACK of our own 503 goes nowhere").isEmpty();

        receive(
                Messages.request(Method.BYE, "SIP/2.0/UDP c;branch=z9hG4bKbye")
                        .with(HeaderName.TO, "<sip:bob@example.com>;tag=b1"),
                UDP);
        assertThat(steps.taken()).containsExactly("NewRequest BYE");

        steps.until(40, layer);
        steps.taken();
        receive(late, UDP);
        assertThat(steps.taken()).containsExactly("100", "NewRequest INVITE");
    }

    @Test
    void manyTransactionsEndInTheOrderOfTheirDeadlinesAndLeaveNothing() {
        for (int i = 0; i < 20_000; i++) {
            receive(Messages.request(Method.OPTIONS, "SIP/2.0/UDP c;branch=z9hG4bK" + i), UDP);
            send(Method.OPTIONS, UDP);
        }
        assertThat(layer.inFlight()).isEqualTo(40_000);
        steps.taken();
        steps.until(37, layer);
        assertThat(steps.taken(TransactionOutput.Ended.class)).hasSize(40_000);
        assertIdle();
    }

    @Test
    void serverIdsThatAreEqualCompareAsEqual() {
        TransactionId.Server one = new TransactionId.Server("b", "h:1", Method.INVITE, 1);
        assertThat(one)
                .isEqualByComparingTo(new TransactionId.Server("b", "h:1", Method.INVITE, 1));
        assertThat(one.compareTo(new TransactionId.Server("b", "h:1", Method.INVITE, 2)))
                .isNotZero();
        assertThat(one.compareTo(new TransactionId.Server("b", "h:1", Method.BYE, 1))).isNotZero();
        assertThat(one.compareTo(new TransactionId.Server("b", "h:2", Method.INVITE, 1)))
                .isNotZero();
        assertThat(one.compareTo(new TransactionId.Server("c", "h:1", Method.INVITE, 1)))
                .isNotZero();
    }
}
