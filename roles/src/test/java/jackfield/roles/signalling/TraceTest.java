package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.records.CallRecord;
import jackfield.roles.records.CallRecord.By;
import jackfield.roles.records.Outcome;
import jackfield.roles.trace.CallLadder;
import jackfield.roles.trace.CallTrace;
import jackfield.roles.trace.LadderDrawing;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What is seen of calls: their messages, and their records.
class TraceTest {
    private final Ladder ladder = new Ladder();
    private final Party alice = ladder.browser("alice", 41000);
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");

    private List<String> steps(String callId) {
        CallTrace trace = Objects.requireNonNull(ladder.traces.find(callId));
        CallLadder drawn = LadderDrawing.of(trace.messages());
        List<String> lines = new ArrayList<>();
        for (CallLadder.Step step : drawn.steps()) {
            lines.add(
                    drawn.parties().get(step.from()).name()
                            + " > "
                            + drawn.parties().get(step.to()).name()
                            + ": "
                            + step.what()
                            + (step.sdp().isEmpty() ? "" : " [" + step.sdp() + "]")
                            + (step.repeated() ? " again" : ""));
        }
        return lines;
    }

    @Test
    void aCallIsALadderAndARecord() {
        alice.registers(";expires=600");
        bob.registers(";expires=600");
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        ladder.seconds(0.2);
        bob.repeats(bob.answers(invite, 180));
        alice.receives(180);
        alice.receives(180);
        ladder.seconds(3);
        bob.answers(invite, 200, Party.ANSWER);
        Response ok = alice.receives(200);
        Dialog dialog = alice.confirms(sent, ok);
        bob.receives(Method.ACK);
        ladder.seconds(20);
        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);

        String callId = sent.headers().callId();
        String media = " [audio RTP/AVP PCMU sendrecv]";
        assertThat(steps(callId))
                .containsExactly(
                        "alice > jackfield: INVITE" + media,
                        "jackfield > alice: 407 Proxy Authentication Required",
                        "alice > jackfield: ACK",
                        "alice > jackfield: INVITE" + media,
                        "jackfield > alice: 100 Trying",
                        "jackfield > bob: INVITE" + media,
                        "bob > jackfield: 180 Ringing",
                        "jackfield > alice: 180 Ringing",
                        "bob > jackfield: 180 Ringing again",
                        "jackfield > alice: 180 Ringing again",
                        "bob > jackfield: 200 OK" + media,
                        "jackfield > alice: 200 OK" + media,
                        "alice > jackfield: ACK",
                        "jackfield > bob: ACK",
                        "alice > jackfield: BYE",
                        "jackfield > bob: BYE",
                        "bob > jackfield: 200 OK",
                        "jackfield > alice: 200 OK");
        assertThat(ladder.traces.all(CallTrace.Kind.CALL, ladder.now)).hasSize(1);
        assertThat(ladder.traces.all(CallTrace.Kind.OTHER, ladder.now)).hasSize(2);

        assertThat(ladder.records).hasSize(1);
        CallRecord record = ladder.records.getFirst();
        assertThat(record.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(record.ending())
                .isEqualTo(new CallRecord.Ending(200, By.CALLER, "caller hung up"));
        assertThat(record.parties().user()).isEqualTo("alice@example.org");
        assertThat(record.parties().source()).isEqualTo("ws 10.0.0.200:41000");
        assertThat(record.parties().destination()).isEqualTo("udp 10.0.0.2:5060");
        assertThat(record.talked()).isEqualTo(20 * Ladder.SECOND);
        assertThat(record.postDialDelay()).isEqualTo(Ladder.SECOND / 5);
    }

    @Test
    void aBusyPhoneIsRecordedOnce() {
        bob.registers(";expires=600");
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 486);
        bob.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(486));
        assertThat(ladder.records)
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.outcome()).isEqualTo(Outcome.BUSY);
                    assertThat(record.ending())
                            .isEqualTo(new CallRecord.Ending(486, By.CALLEE, "486 Busy Here"));
                });
        ladder.assertQuiet();
        assertThat(ladder.records).hasSize(1);
    }

    @Test
    void aCallerWhoGivesUpIsRecordedOnce() {
        bob.registers(";expires=600");
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 180);
        alice.receives(180);
        alice.cancels(sent);
        bob.answers(bob.receives(Method.CANCEL), 200);
        bob.answers(invite, 487);
        bob.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(487));
        assertThat(ladder.records)
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
                    assertThat(record.ending().by()).isEqualTo(By.CALLER);
                });
    }

    @Test
    void anAttemptThatBeganNoCallIsRecordedToo() {
        Request sent = alice.calls("carol", Party.OFFER);
        alice.acknowledges(sent, alice.receives(480));
        assertThat(ladder.records)
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.outcome()).isEqualTo(Outcome.UNREACHABLE);
                    assertThat(record.parties().to()).isEqualTo("sip:carol@example.org");
                    assertThat(record.parties().user()).isEqualTo("alice@example.org");
                    assertThat(record.parties().source()).isEqualTo("ws 10.0.0.200:41000");
                });
        String callId = sent.headers().callId();
        assertThat(Objects.requireNonNull(ladder.traces.find(callId)).kind())
                .isEqualTo(CallTrace.Kind.ATTEMPT);
    }

    @Test
    void aNodeThatStopsRecordsTheCallsItEnds() {
        bob.registers(";expires=600");
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 200, Party.ANSWER);
        alice.confirms(sent, alice.receives(200));
        ladder.core.stop(0, ladder.now, ladder::perform);
        ladder.seconds(1);
        assertThat(ladder.records)
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.outcome()).isEqualTo(Outcome.ANSWERED);
                    assertThat(record.ending().by()).isEqualTo(By.NODE);
                    assertThat(record.ending().why()).isEqualTo("the node is going down");
                });
    }
}
