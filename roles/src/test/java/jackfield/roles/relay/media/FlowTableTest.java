package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import java.util.HashMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowTableTest {
    @Test
    void isFullAtItsBoundAndStillReplaces() {
        var table = new FlowTable<String>(3, 1);
        assertThat(table.put(0, 1, 1, "a")).isTrue();
        assertThat(table.put(0, 1, 2, "b")).isTrue();
        assertThat(table.put(0, 2, 1, "c")).isTrue();
        assertThat(table.put(1, 1, 1, "d")).isFalse();
        assertThat(table.put(0, 1, 2, "e")).isTrue();
        assertThat(table.find(0, 1, 2)).isEqualTo("e");
        table.remove(0, 1, 2, "b");
        assertThat(table.find(0, 1, 2)).as("not what it leads to").isEqualTo("e");
        assertThat(table.size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithAHashMap(long seed) {
        var random = new SplittableRandom(seed);
        var table = new FlowTable<Integer>(500, seed);
        var model = new HashMap<Endpoint, Integer>();
        for (int i = 0; i < 50_000; i++) {
            var at = new Endpoint(random.nextInt(2), random.nextInt(40), random.nextInt(20));
            Integer value = i;
            if (random.nextInt(3) == 0) {
                Integer known = model.remove(at);
                if (known != null) {
                    table.remove(at.high(), at.low(), at.port(), known);
                }
            } else if (table.put(at.high(), at.low(), at.port(), value)) {
                model.put(at, value);
            } else {
                assertThat(model).hasSize(500).doesNotContainKey(at);
            }
            assertThat(table.size()).isEqualTo(model.size());
            var asked = new Endpoint(random.nextInt(2), random.nextInt(40), random.nextInt(20));
            assertThat(table.find(asked.high(), asked.low(), asked.port()))
                    .isEqualTo(model.get(asked));
        }
        model.forEach((at, value) ->
                assertThat(table.find(at.high(), at.low(), at.port())).isEqualTo(value));
    }
}
