package jackfield.roles.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PortRangeTest {
    private static final long SECOND = 1_000_000_000L;

    private final Talk.Sockets sockets = new Talk.Sockets();

    private PortRange range(int first, int last) {
        Duration rest = Duration.ofSeconds(30);
        return new PortRange(first, last, rest, sockets, new SplittableRandom(5));
    }

    private static RtpPorts.Pair take(PortRange range, long now) {
        return Objects.requireNonNull(range.take(now));
    }

    @Test
    void everyPairOnceAndThenNoMore() {
        PortRange range = range(30_001, 30_010);
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            ports.add(take(range, 1).advertised().port());
        }
        assertThat(ports).containsExactlyInAnyOrder(30_002, 30_004, 30_006, 30_008);
        assertThat(range.take(1)).isNull();
        assertThat(range.used()).isEqualTo(4);
        PortRange.Use use = range.use(1);
        assertThat(use.first()).isEqualTo(30_002);
        assertThat(use.last()).isEqualTo(30_009);
        assertThat(use.all()).isEqualTo(8);
        assertThat(use.free()).isZero();
        assertThat(ports).contains(use.latest());
    }

    @Test
    void closedPortsRest() { // R30
        PortRange range = range(30_000, 30_001);
        range.give(take(range, 1), 10 * SECOND);
        assertThat(range.take(39 * SECOND)).isNull();
        assertThat(range.free(39 * SECOND)).isZero();
        assertThat(range.take(40 * SECOND)).isNotNull();
    }

    /// A binder whose closed ports someone may still send to.
    private static final class Watched implements PortRange.Binder {
        private long came;
        private int closed;

        @Override
        public RtpPorts.Pair bind(int rtpPort) {
            return new RtpPorts.Pair(rtpPort, rtpPort + 1, Talk.MEDIA.withPort(rtpPort));
        }

        @Override
        public long packets(RtpPorts.Pair pair) {
            return came;
        }

        @Override
        public void close(RtpPorts.Pair pair) {
            closed++;
        }
    }

    @Test
    void aPortThatIsStillSentToRestsOn() { // R30
        Watched watched = new Watched();
        PortRange range =
                new PortRange(
                        30_000, 30_001, Duration.ofSeconds(30), watched, new SplittableRandom(5));
        range.give(take(range, 1), 0);
        assertThat(range.resting()).isEqualTo(1);
        for (int second = 0; second < 90; second++) {
            watched.came++; // the peer does not know yet
            assertThat(range.take(second * SECOND)).isNull();
        }
        assertThat(range.take(104 * SECOND)).isNull(); // silent, but not for long enough
        assertThat(watched.closed).isZero();

        assertThat(range.take(120 * SECOND)).isNotNull();
        assertThat(watched.closed).isEqualTo(1);
        assertThat(range.resting()).isZero();
    }

    @Test
    void lastPacketsOfACallDoNotLengthenTheRest() {
        Watched watched = new Watched();
        PortRange range =
                new PortRange(
                        30_000, 30_001, Duration.ofSeconds(30), watched, new SplittableRandom(5));
        range.give(take(range, 1), 0);
        watched.came++;
        assertThat(range.take(15 * SECOND)).isNull();
        assertThat(range.take(30 * SECOND)).isNotNull();
    }

    @Test
    void whoNeverStopsDoesNotKeepThePort() {
        Watched watched = new Watched();
        PortRange range =
                new PortRange(
                        30_000, 30_001, Duration.ofSeconds(30), watched, new SplittableRandom(5));
        range.give(take(range, 1), 0);
        for (int second = 0; second < 1_800; second++) {
            watched.came++;
            assertThat(range.take(second * SECOND)).isNull();
        }
        watched.came++;
        assertThat(range.take(1_815 * SECOND)).isNotNull();
    }

    /// RTP and RTCP each have a port of a trunk's leg: 100 ports are 50 calls (R26).
    @Test
    void aHundredPortsCarryFiftyTrunkCalls() {
        PortRange range = range(30_000, 30_099);
        for (int call = 0; call < 50; call++) {
            assertThat(take(range, 1).advertised().port() % 2).isZero();
        }
        assertThat(range.take(1)).isNull();
        assertThat(sockets.bound).hasSize(50);
    }

    @Test
    void portsOfOthersArePassedOver() {
        for (int port = 30_000; port < 30_018; port += 2) {
            sockets.foreign.add(port);
        }
        PortRange range = range(30_000, 30_019);
        assertThat(take(range, 1).advertised().port()).isEqualTo(30_018);
        assertThat(range.take(1)).isNull();
    }

    @Test
    void triesAreBounded() {
        int[] tries = {0};
        PortRange.Binder none =
                new PortRange.Binder() {
                    @Override
                    public RtpPorts.Pair bind(int rtpPort) {
                        tries[0]++;
                        return null;
                    }

                    @Override
                    public void close(RtpPorts.Pair pair) {}
                };
        PortRange range =
                new PortRange(30_000, 39_999, Duration.ZERO, none, new SplittableRandom(5));
        assertThat(range.take(1)).isNull();
        assertThat(tries[0]).isEqualTo(50);
    }

    @Test
    void picksAreSpread() {
        Set<Integer> first = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            PortRange range =
                    new PortRange(
                            30_000,
                            39_999,
                            Duration.ZERO,
                            new Talk.Sockets(),
                            new SplittableRandom(seed));
            first.add(take(range, 1).advertised().port());
        }
        assertThat(first).hasSizeGreaterThan(40);
    }

    @Test
    void rangesWithoutAPairAreMistakes() {
        assertThatThrownBy(() -> range(30_001, 30_002)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> range(0, 1)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> range(65_000, 70_000)).isInstanceOf(RuntimeException.class);
        RtpPorts.Pair foreign = new RtpPorts.Pair(1, 2, Talk.MEDIA);
        assertThatThrownBy(() -> range(30_000, 30_001).give(foreign, 1))
                .isInstanceOf(RuntimeException.class);
    }
}
