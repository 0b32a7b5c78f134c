package jackfield.roles.sbc;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import org.junit.jupiter.api.Test;

class SourceLimitsTest {
    private static final long SECOND = 1_000_000_000L;
    private final SourceLimits limits = new SourceLimits(10, 20, 2);

    private int admitted(String source, int count, long now) {
        int admitted = 0;
        for (int i = 0; i < count; i++) {
            admitted += limits.admit(Endpoint.parse(source), now) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void aBurstThenTheRateWhateverThePort() {
        assertThat(admitted("192.0.2.1:1", 30, SECOND)).isEqualTo(20);
        assertThat(admitted("192.0.2.1:2", 30, 2 * SECOND)).isEqualTo(10);
        assertThat(admitted("192.0.2.2:1", 30, 2 * SECOND)).isEqualTo(20);
        assertThat(admitted("192.0.2.1:1", 30, 100 * SECOND)).isEqualTo(20);
    }

    @Test
    void anIpv6NetworkIsOneSource() {
        assertThat(admitted("[2001:db8::1]:1", 15, SECOND)).isEqualTo(15);
        assertThat(admitted("[2001:db8::2]:1", 15, SECOND)).isEqualTo(5);
        assertThat(admitted("[2001:db8:0:1::2]:1", 15, SECOND)).isEqualTo(15);
    }

    @Test
    void onlySoManySourcesAreRemembered() {
        admitted("192.0.2.1:1", 20, SECOND);
        admitted("192.0.2.2:1", 20, SECOND);
        admitted("192.0.2.3:1", 1, SECOND);
        assertThat(admitted("192.0.2.1:1", 30, SECOND)).isEqualTo(20);
    }
}
