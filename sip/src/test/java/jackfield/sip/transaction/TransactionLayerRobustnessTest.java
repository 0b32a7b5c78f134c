package jackfield.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Flow;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Strangers send what they like, in any order: the layer neither throws nor keeps anything. The
/// fields that the parser guarantees stay readable, and everything else is garbled.
class TransactionLayerRobustnessTest {
    private static final List<Method> METHODS =
            List.of(Method.INVITE, Method.ACK, Method.CANCEL, Method.OPTIONS, new Method("FOO"));
    private static final List<HeaderName> FREE =
            List.of(
                    HeaderName.VIA,
                    HeaderName.ROUTE,
                    HeaderName.RECORD_ROUTE,
                    HeaderName.CONTACT,
                    HeaderName.MAX_FORWARDS,
                    HeaderName.of("Timestamp"),
                    HeaderName.REASON);

    static LongStream seeds() {
        return LongStream.range(0, 1_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingAStrangerSendsDisturbsIt(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Steps steps = new Steps();
        TransactionLayer layer =
                new TransactionLayer(
                        random.split(),
                        Timers.DEFAULT,
                        new TransactionPolicy(
                                random.nextBoolean()
                                        ? TransactionPolicy.Trying.AT_ONCE
                                        : TransactionPolicy.Trying.AFTER_200_MS,
                                10,
                                5));
        List<TransactionOutput.NewRequest> invites = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Flow flow = random.nextBoolean() ? Messages.UDP : Messages.WSS;
            layer.receive(message(random), flow, steps.now(), steps);
            assertThat(layer.inFlight()).isLessThanOrEqualTo(11);
            for (var opened : steps.taken(TransactionOutput.NewRequest.class)) {
                int status = 100 * random.nextInt(1, 7) + random.nextInt(100);
                if (opened.request().is(Method.INVITE)) {
                    invites.add(opened);
                }
                layer.respond(
                        opened.id(), Response.to(opened.request(), status), steps.now(), steps);
            }
            steps.until(steps.seconds() + random.nextDouble(3), layer);
        }
        layer.flowLost(Messages.WSS, steps.now(), steps);
        for (var ringing : invites) {
            layer.respond(ringing.id(), Response.to(ringing.request(), 480), steps.now(), steps);
        }
        steps.until(steps.seconds() + 100, layer);
        assertThat(layer.inFlight()).isZero();
        assertThat(layer.deadline()).isEqualTo(Deadlines.NEVER);
    }

    private static Message message(SplittableRandom random) {
        Method method = METHODS.get(random.nextInt(METHODS.size()));
        String rport = random.nextBoolean() ? ";rport" : ";rport=" + random.nextInt(70_000);
        String via =
                "SIP/2.0/UDP "
                        + (random.nextBoolean() ? "pc" : "[2001:db8::1]")
                        + (random.nextBoolean() ? "" : ":" + random.nextInt(1, 4))
                        + (random.nextBoolean() ? "" : rport)
                        + (random.nextBoolean() ? "" : ";received=x;maddr=203.0.113.1")
                        + (random.nextInt(5) == 0 ? "" : ";branch=z9hG4bK" + random.nextInt(3));
        Request request = Messages.request(method, via);
        if (random.nextInt(4) == 0) {
            request = request.with(HeaderName.TO, "<sip:bob@example.com>;tag=t");
        }
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            HeaderName name = FREE.get(random.nextInt(FREE.size()));
            request = request.with(request.headers().add(name, garbage(random)));
        }
        if (random.nextInt(6) == 0) {
            request = request.with(HeaderName.VIA, garbage(random));
        }
        return random.nextInt(4) == 0 ? Response.to(request, random.nextInt(100, 700)) : request;
    }

    private static String garbage(SplittableRandom random) {
        String letters = "SIP/2.0/UDP a:,;<>\"\\=%@[]()z9hG4bK\u00e9\u4e2d\u0000 ";
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(30); length > 0; length--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
