package jackfield.roles.trace;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.roles.trace.CallTrace.Kind;
import jackfield.roles.trace.MessageTap.Direction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CallTracesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Flow FLOW =
            new Flow(
                    1,
                    Transport.UDP,
                    Objects.requireNonNull(Endpoint.parse("10.0.0.1:5060")),
                    Objects.requireNonNull(Endpoint.parse("10.0.0.2:5060")));

    private final CallTraces traces = new CallTraces(new CallTraces.Limits(3, 64_000, 60 * SECOND));
    private long now = SECOND;

    private void say(Direction direction, String callId, String text) {
        traces.message(direction, FLOW, text.getBytes(StandardCharsets.UTF_8), callId, now++);
    }

    @Test
    void whatIsOldestGoesFirst() {
        for (String callId : new String[] {"a", "b", "c", "a", "d"}) {
            say(Direction.OUT, callId, "INVITE sip:x");
        }
        assertThat(traces.all(Kind.CALL, now).stream().map(CallTrace::callId))
                .containsExactly("d", "a", "c");
        assertThat(traces.find("b")).isNull();
    }

    @Test
    void strangersAndRegistrationsPushNoCallOut() {
        say(Direction.IN, "call", "INVITE sip:x");
        say(Direction.OUT, "call", "INVITE sip:x");
        for (int i = 0; i < 100; i++) {
            say(Direction.IN, "stranger" + i, "INVITE sip:x");
            say(Direction.OUT, "stranger" + i, "SIP/2.0 407 Proxy Authentication Required");
            say(Direction.IN, "phone" + i, "REGISTER sip:x");
            say(Direction.OUT, "phone" + i, "SIP/2.0 200 OK");
        }
        assertThat(traces.all(Kind.CALL, now)).hasSize(1);
        assertThat(traces.all(Kind.ATTEMPT, now)).hasSize(3);
        assertThat(traces.all(Kind.OTHER, now)).hasSize(3);
    }

    @Test
    void aLongCallKeepsItsBeginningAndItsEnd() {
        say(Direction.OUT, "call", "INVITE sip:x");
        for (int i = 1; i < 250; i++) {
            say(Direction.IN, "call", "INFO " + i);
        }
        CallTrace trace = Objects.requireNonNull(traces.find("call"));
        assertThat(trace.messages()).hasSize(CallTraces.MOST_OF_A_CALL);
        assertThat(trace.dropped()).isEqualTo(150);
        assertThat(text(trace, 0)).isEqualTo("INVITE sip:x");
        assertThat(text(trace, CallTraces.FIRST - 1)).isEqualTo("INFO 29");
        assertThat(text(trace, CallTraces.FIRST)).isEqualTo("INFO 180");
        assertThat(text(trace, CallTraces.MOST_OF_A_CALL - 1)).isEqualTo("INFO 249");
    }

    private static String text(CallTrace trace, int index) {
        return new String(trace.messages().get(index).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsTooLongAgoIsForgotten() {
        say(Direction.OUT, "call", "INVITE sip:x");
        now += 61 * SECOND;
        assertThat(traces.all(Kind.CALL, now)).isEmpty();
        assertThat(traces.bytes()).isZero();
    }

    @Test
    void noneIsKeptWhereNoneIsWanted() {
        CallTraces none = new CallTraces(new CallTraces.Limits(0, 1000, SECOND));
        none.message(Direction.OUT, FLOW, new byte[10], "call", 1);
        assertThat(none.size()).isZero();
    }

    /// Whatever comes, the table stays within its bounds, and its sums stay right.
    @RepeatedTest(20)
    void boundsHold(RepetitionInfo run) {
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(run.getCurrentRepetition());
        String[] starts = {"INVITE ", "SIP/2.0 200 OK", "REGISTER ", "BYE ", "SIP/2.0 486 ", "x"};
        for (int i = 0; i < 3000; i++) {
            byte[] start = starts[random.nextInt(starts.length)].getBytes(StandardCharsets.UTF_8);
            byte[] bytes = Arrays.copyOf(start, start.length + random.nextInt(3000));
            now += random.nextLong(SECOND);
            traces.message(
                    random.nextBoolean() ? Direction.IN : Direction.OUT,
                    FLOW,
                    bytes,
                    "c" + random.nextInt(1 + i % 40),
                    now);
            assertThat(traces.bytes()).isBetween(0L, 64_000L);
            assertThat(traces.size()).isLessThanOrEqualTo(9);
        }
        long kept = 0;
        for (Kind kind : Kind.values()) {
            kept += traces.all(kind, now).size();
        }
        assertThat(kept).isEqualTo(traces.size());
        now += 61 * SECOND;
        for (Kind kind : Kind.values()) {
            assertThat(traces.all(kind, now)).isEmpty();
        }
        assertThat(traces.bytes()).isZero();
        assertThat(traces.size()).isZero();
    }
}
