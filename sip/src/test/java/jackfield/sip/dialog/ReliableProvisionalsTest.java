package jackfield.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Parsed;
import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReliableProvisionalsTest {
    private static final long START = 1_000_000_000L;

    private final ReliableProvisionals provisionals =
            new ReliableProvisionals(
                    Timers.DEFAULT, RandomGeneratorFactory.of("L64X128MixRandom").create(1));
    private final List<String> said = new ArrayList<>();
    private long now = START;
    private long rseq;

    private void heard(ReliableProvisionals.Output output) {
        String what =
                switch (output) {
                    case ReliableProvisionals.Output.Respond(Response response) -> {
                        rseq = response.headers().number(HeaderName.RSEQ);
                        yield Integer.toString(response.status());
                    }
                    case ReliableProvisionals.Output.Unacknowledged(Response response) ->
                            "no PRACK of " + response.status();
                };
        said.add((now - START) / 1e9 + " " + what);
    }

    private void rings(int status) {
        provisionals.send(
                new Response(status, "", Headers.EMPTY.add(HeaderName.CSEQ, "7 INVITE"), Body.NONE),
                now,
                this::heard);
    }

    private ReliableProvisionals.Judgement prack(String rack) {
        return provisionals.receive(
                new Request(
                        Method.PRACK,
                        SipUri.of("bob", "example.org", 0),
                        Headers.EMPTY.add(HeaderName.RACK, rack),
                        Body.NONE),
                now,
                this::heard);
    }

    private void until(double seconds) {
        long end = START + Math.round(seconds * 1e9);
        while (provisionals.deadline() <= end) {
            now = provisionals.deadline();
            provisionals.wake(now, this::heard);
        }
        now = end;
    }

    @Test
    void itIsRepeatedTwiceAsLateEachTimeAndGivenUpAfter32Seconds() {
        rings(183);
        until(60);

        assertThat(said)
                .containsExactly(
                        "0.0 183",
                        "0.5 183",
                        "1.5 183",
                        "3.5 183",
                        "7.5 183",
                        "15.5 183",
                        "31.5 183",
                        "32.0 no PRACK of 183");
        assertThat(provisionals.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void theNextWaitsForThePrackOfTheOneBefore() {
        rings(183);
        long first = rseq;
        rings(180);
        until(1);
        assertThat(prack(first + " 7 INVITE"))
                .isInstanceOf(ReliableProvisionals.Judgement.Acknowledged.class);

        assertThat(said).containsExactly("0.0 183", "0.5 183", "1.0 180");
        assertThat(rseq).isEqualTo(first + 1);
        assertThat(provisionals.isSettled()).isFalse();
    }

    @Test
    void aPrackOfSomethingElseIsRefused() {
        rings(183);

        assertThat(prack(rseq + 1 + " 7 INVITE"))
                .isEqualTo(new ReliableProvisionals.Judgement.Rejected(481));
        assertThat(prack(rseq + " 8 INVITE"))
                .isEqualTo(new ReliableProvisionals.Judgement.Rejected(481));
        assertThat(prack("what?")).isEqualTo(new ReliableProvisionals.Judgement.Rejected(400));
        assertThat(provisionals.isSettled()).isFalse();
        prack(rseq + " 7 INVITE");
        assertThat(prack(rseq + " 7 INVITE"))
                .as("the same again")
                .isEqualTo(new ReliableProvisionals.Judgement.Rejected(481));
    }

    @Test
    void whatWaitsIsBounded() {
        for (int i = 0; i < 1000; i++) {
            rings(180);
        }
        int sent = 1;
        while (prack(rseq + " 7 INVITE") instanceof ReliableProvisionals.Judgement.Acknowledged
                && !provisionals.isSettled()) {
            sent++;
        }

        assertThat(sent).isEqualTo(17);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "0 1 INVITE",
                "1 INVITE",
                "-1 1 INVITE",
                "4294967296 1 INVITE",
                "1 2147483648 INVITE",
                "1 1",
                "99999999999 1 INVITE",
                "1 1 IN VITE"
            })
    void whatIsNoRAckIsBad(String text) {
        assertThat(RAck.parse(text)).isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void aRAckIsReadAsItIsWritten() {
        RAck rack = new RAck(776656, new CSeq(1, Method.INVITE));

        assertThat(RAck.parse(rack.toString())).isEqualTo(new Parsed.Ok<>(rack));
        assertThat(RAck.parse("  776656   1  INVITE ")).isEqualTo(new Parsed.Ok<>(rack));
    }
}
