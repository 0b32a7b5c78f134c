package jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.base.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VirtualNetworkTest {
    private static final Endpoint A = Endpoint.ipv4(1, 1);
    private static final Endpoint B = Endpoint.ipv4(2, 2);

    private final VirtualClock clock = new VirtualClock();
    private final VirtualNetwork<Integer> network =
            new VirtualNetwork<>(clock, new SplittableRandom(5));
    private final List<Integer> arrived = new ArrayList<>();

    @Test
    void aPerfectNetworkDeliversInOrderAndAtOnce() {
        network.attach(B, (_, packet) -> arrived.add(packet));
        for (int i = 0; i < 100; i++) {
            network.send(A, B, i);
        }
        clock.advanceSeconds(0);
        assertThat(arrived).hasSize(100).isSorted();
    }

    @Test
    void aBadOneLosesDoublesAndReordersItsShare() {
        network.loss(0.2).duplicate(0.1).delayMillis(1, 300);
        network.attach(B, (_, packet) -> arrived.add(packet));
        for (int i = 0; i < 10_000; i++) {
            network.send(A, B, i);
        }
        clock.runUntilIdle(20_000);
        assertThat(network.lost()).isBetween(1_800L, 2_200L);
        assertThat(arrived.size() - (10_000 - network.lost())).isBetween(650L, 950L);
        assertThat(arrived).isNotEqualTo(arrived.stream().sorted().toList());
        assertThat(clock.seconds()).isBetween(0.29, 0.3);
    }

    @Test
    void aStreamIsWholeAndInOrderUntilItIsCut() {
        network.loss(0.5).duplicate(0.5).delayMillis(1, 300);
        network.attach(B, (_, packet) -> arrived.add(packet));
        for (int i = 0; i < 1_000; i++) {
            network.stream(A, B, i);
        }
        clock.runUntilIdle(2_000);
        assertThat(arrived).hasSize(1_000).isSorted();
        network.stream(A, B, 1_000);
        network.cut(B, A);
        clock.runUntilIdle(10);
        assertThat(arrived).hasSize(1_000);
    }

    @Test
    void whatNeverEndsIsNoticed() {
        clock.add(clock::now, () -> {});
        assertThatThrownBy(() -> clock.runUntilIdle(50)).hasMessageContaining("still busy");
    }
}
