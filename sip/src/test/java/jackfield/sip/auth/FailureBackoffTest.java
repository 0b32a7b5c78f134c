package jackfield.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import org.junit.jupiter.api.Test;

class FailureBackoffTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Endpoint THERE = Endpoint.ipv4(0x0a000001, 5060);
    private static final Endpoint ELSEWHERE = Endpoint.ipv4(0x0a000002, 5060);

    private final FailureBackoff backoff = new FailureBackoff(3);

    private void fail(int times, long now) {
        for (int i = 0; i < times; i++) {
            backoff.failed(THERE, "alice", now);
        }
    }

    @Test
    void aFewMistakesCostNothing() {
        fail(4, SECOND);
        assertThat(backoff.refuses(THERE, "alice", SECOND)).isFalse();
    }

    @Test
    void eachFurtherOneCostsTwiceTheTime() {
        fail(5, SECOND);
        assertThat(backoff.refusedUntil(THERE, "alice")).isEqualTo(3 * SECOND);
        fail(1, SECOND);
        assertThat(backoff.refusedUntil(THERE, "alice")).isEqualTo(5 * SECOND);
        fail(1, SECOND);
        assertThat(backoff.refuses(THERE, "alice", 9 * SECOND - 1)).isTrue();
        assertThat(backoff.refuses(THERE, "alice", 9 * SECOND)).isFalse();
        fail(200, SECOND);
        assertThat(backoff.refusedUntil(THERE, "alice")).isEqualTo(301 * SECOND);
    }

    @Test
    void onlyThatUserThereIsRefusedOnWhateverPort() {
        fail(6, SECOND);
        assertThat(backoff.refuses(THERE.withPort(1), "alice", SECOND)).isTrue();
        assertThat(backoff.refuses(THERE, "bob", SECOND)).isFalse();
        assertThat(backoff.refuses(ELSEWHERE, "alice", SECOND)).isFalse();
    }

    @Test
    void anIpv6SourceIsItsNetwork() {
        for (int host = 1; host <= 6; host++) {
            backoff.failed(new Endpoint(0x2001_0db8_0000_0001L, host, 5060), "alice", SECOND);
        }
        Endpoint next = new Endpoint(0x2001_0db8_0000_0001L, 77, 5060);
        assertThat(backoff.refuses(next, "alice", SECOND)).isTrue();
        assertThat(backoff.refuses(new Endpoint(0x2001_0db8_0000_0002L, 77, 1), "alice", SECOND))
                .isFalse();
        assertThat(backoff.counted()).isEqualTo(1);
    }

    @Test
    void theRightPasswordClearsIt() {
        fail(4, SECOND);
        backoff.succeeded(THERE, "alice");
        fail(4, SECOND);
        assertThat(backoff.refuses(THERE, "alice", SECOND)).isFalse();
    }

    @Test
    void itIsForgottenInTime() {
        fail(6, SECOND);
        assertThat(backoff.deadline()).isEqualTo(901 * SECOND);
        backoff.wake(901 * SECOND - 1);
        assertThat(backoff.counted()).isEqualTo(1);
        backoff.wake(901 * SECOND);
        assertThat(backoff.counted()).isZero();
        assertThat(backoff.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void theTableIsBoundedAndForgetsTheQuietestFirst() {
        fail(5, SECOND);
        for (int i = 0; i < 100; i++) {
            backoff.failed(ELSEWHERE, "user" + i, 2 * SECOND);
            fail(1, 2 * SECOND);
        }
        assertThat(backoff.counted()).isEqualTo(3);
        assertThat(backoff.refuses(THERE, "alice", 2 * SECOND)).isTrue();
    }
}
