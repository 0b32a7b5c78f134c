package jackfield.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jackfield.base.Deadlines;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.Timers;
import jackfield.sip.transaction.TransactionId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InviteUasTest {
    private static final long START = 1_000_000_000L;
    private static final TransactionId.Server ID =
            new TransactionId.Server("z9hG4bK1", "pc:5060", Method.INVITE, 1);

    private final InviteUas uas = new InviteUas(ID, Timers.DEFAULT);
    private final List<String> said = new ArrayList<>();
    private long now = START;

    private void heard(InviteUas.Output output) {
        String what =
                switch (output) {
                    case InviteUas.Output.Respond(var _, Response response) ->
                            Integer.toString(response.status());
                    case InviteUas.Output.Acknowledged _ -> "acknowledged";
                    case InviteUas.Output.NoAck _ -> "no ACK";
                };
        said.add((now - START) / 1e9 + " " + what);
    }

    private void until(double seconds) {
        long end = START + Math.round(seconds * 1e9);
        while (uas.deadline() <= end) {
            now = uas.deadline();
            uas.wake(now, this::heard);
        }
        now = end;
    }

    private static Request ack(int cseq) {
        return new Request(
                Method.ACK,
                SipUri.of("echo", "example.com", 0),
                Headers.EMPTY.add(HeaderName.CSEQ, cseq + " ACK"),
                Body.NONE);
    }

    private static Response ok() {
        return new Response(200, "OK", Headers.EMPTY.add(HeaderName.CSEQ, "3 INVITE"), Body.NONE);
    }

    @Test
    void the2xxIsRepeatedAndGivenUpAfter32Seconds() {
        uas.answer(ok(), now, this::heard);
        until(100);
        assertThat(said)
                .containsExactly(
                        "0.0 200",
                        "0.5 200",
                        "1.5 200",
                        "3.5 200",
                        "7.5 200",
                        "11.5 200",
                        "15.5 200",
                        "19.5 200",
                        "23.5 200",
                        "27.5 200",
                        "31.5 200",
                        "32.0 no ACK");
        assertThat(uas.isDone()).isTrue();
        uas.receive(ack(3), now, this::heard);
        assertThat(said).hasSize(12);
    }

    @Test
    void theAckEndsItOnce() {
        uas.answer(ok(), now, this::heard);
        until(1);
        uas.receive(ack(2), now, this::heard);
        assertThat(uas.isDone()).isFalse();
        uas.receive(ack(3), now, this::heard);
        uas.receive(ack(3), now, this::heard);
        until(100);
        assertThat(said).containsExactly("0.0 200", "0.5 200", "1.0 acknowledged");
        assertThat(uas.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void aCallThatEndsOtherwiseStopsIt() {
        uas.answer(ok(), now, this::heard);
        uas.stop();
        until(100);
        assertThat(said).containsExactly("0.0 200");
    }

    @Test
    void itAnswersOnceAndOnlyWithSuccess() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        uas.answer(
                                new Response(486, "Busy", Headers.EMPTY, Body.NONE),
                                now,
                                this::heard));
        uas.answer(ok(), now, this::heard);
        assertThatIllegalStateException().isThrownBy(() -> uas.answer(ok(), now, this::heard));
    }
}
