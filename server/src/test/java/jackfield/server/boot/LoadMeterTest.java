package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.net.udp.UdpCounters;
import jackfield.roles.relay.Load;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadMeterTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<Load> told = new ArrayList<>();
    private long bytes;
    private double cpu = 0.25;

    private final LoadMeter meter =
            new LoadMeter(
                    () -> cpu, () -> new UdpCounters(0, bytes, 0, bytes, 0, 0, 0, 0, 0), told::add);

    @Test
    void tellsOnceASecondWhatPassed() {
        bytes = 1_000_000;
        meter.start(5 * SECOND);
        assertThat(meter.deadline()).isEqualTo(6 * SECOND);
        bytes += 500_000;
        meter.wake(6 * SECOND);
        meter.wake(6 * SECOND + 1);
        bytes += 500_000;
        cpu = -1; // not known
        meter.wake(8 * SECOND);

        assertThat(told).containsExactly(new Load(0.25, 8_000_000), new Load(0, 4_000_000));
        assertThat(meter.deadline()).isEqualTo(9 * SECOND);
    }
}
