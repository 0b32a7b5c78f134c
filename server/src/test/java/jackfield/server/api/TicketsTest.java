package jackfield.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private long ms = 1;
    private final Tickets tickets = Tickets.toSignIn(new Random(7), () -> ms);

    @Test
    void aCodeIsGoodOnce() {
        String code = tickets.make();
        assertThat(tickets.take("")).isFalse();
        assertThat(tickets.take(code)).isTrue();
        assertThat(tickets.take(code)).isFalse();
    }

    @Test
    void aCodeIsGoodForFiveMinutes() {
        String code = tickets.make();
        ms += 300_000;
        assertThat(tickets.take(code)).isFalse();
    }

    @Test
    void thereAreTwentyAtMost() {
        String first = tickets.make();
        for (int i = 0; i < 20; i++) {
            assertThat(tickets.make()).isNotEqualTo(first);
        }
        assertThat(tickets.take(first)).isFalse();
    }
}
