package jackfield.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTimerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = SECOND;

    private final SessionTimer timer = new SessionTimer(SessionTimer.Policy.DEFAULT);
    private final List<String> said = new ArrayList<>();

    private static Request invite(String... fields) {
        Headers headers = Headers.EMPTY;
        for (String field : fields) {
            int colon = field.indexOf(':');
            headers =
                    headers.add(
                            HeaderName.of(field.substring(0, colon)),
                            field.substring(colon + 1).strip());
        }
        return new Request(Method.INVITE, SipUri.of("bob", "example.org", 0), headers, Body.NONE);
    }

    private static Response ok(String... fields) {
        return new Response(200, "OK", invite(fields).headers(), Body.NONE);
    }

    private List<String> until(long seconds) {
        while (timer.deadline() <= START + seconds * SECOND) {
            long now = timer.deadline();
            timer.wake(now, output -> said.add((now - START) / SECOND + " " + output));
        }
        return said;
    }

    @Test
    void theOneWhoAskedRefreshesAtHalfTheTime() {
        Request asked = timer.ask(invite());
        assertThat(asked.headers().first(HeaderName.SESSION_EXPIRES)).isEqualTo("1800");
        assertThat(asked.headers().lists(HeaderName.SUPPORTED, "timer")).isTrue();
        timer.answered(ok("Session-Expires: 600;refresher=uac"), START);

        assertThat(until(10_000)).containsExactly("300 REFRESH", "600 EXPIRED");
        assertThat(timer.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void whereTheOtherRefreshesWeHangUpALittleBeforeTheEnd() {
        timer.answered(ok("Session-Expires: 600;refresher=uas"), START);

        assertThat(until(10_000)).containsExactly("568 EXPIRED");
    }

    @Test
    void aShortIntervalLeavesAThird() {
        timer.answered(ok("Session-Expires: 90;refresher=uas"), START);

        assertThat(until(1000)).containsExactly("60 EXPIRED");
    }

    @Test
    void aPeerWithoutTimersIsRefreshedByUs() {
        timer.answered(ok(), START);

        assertThat(until(10_000)).containsExactly("900 REFRESH", "1800 EXPIRED");
    }

    @ParameterizedTest(name = "{0} / {1}: {2}")
    @CsvSource({
        "timer, 1800;refresher=uas, 1800;refresher=uas",
        "timer, 1800;refresher=uac, 1800;refresher=uac",
        "timer, 1800, 1800;refresher=uac",
        "'', 1800, 1800;refresher=uas",
        "timer, '', 1800;refresher=uac"
    })
    void theAnswerSaysWhoRefreshes(String supported, String asked, String agreed) {
        List<String> fields = new ArrayList<>();
        if (!supported.isEmpty()) {
            fields.add("Supported: " + supported);
        }
        if (!asked.isEmpty()) {
            fields.add("Session-Expires: " + asked);
        }
        Response answer = timer.answer(invite(fields.toArray(String[]::new)), ok(), START);

        assertThat(answer.headers().first(HeaderName.SESSION_EXPIRES)).isEqualTo(agreed);
        assertThat(answer.headers().lists(HeaderName.REQUIRE, "timer"))
                .isEqualTo(agreed.endsWith("uac"));
    }

    @Test
    void tooShortAnIntervalIsRefusedOnlyToThoseWhoUnderstand() {
        assertThat(timer.refuses(invite("Supported: timer", "Session-Expires: 60"))).isEqualTo(90);
        assertThat(timer.refuses(invite("Session-Expires: 60"))).isZero();
        assertThat(timer.refuses(invite("Supported: timer", "Session-Expires: 90"))).isZero();
        assertThat(timer.refuses(invite("Supported: timer", "Session-Expires: nonsense"))).isZero();
    }

    @Test
    void aProxysMinimumIsKept() {
        Response answer = timer.answer(invite("Supported: timer", "Min-SE: 7200"), ok(), START);

        assertThat(answer.headers().first(HeaderName.SESSION_EXPIRES))
                .isEqualTo("7200;refresher=uac");
    }
}
