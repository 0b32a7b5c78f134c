package jackfield.roles.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowIndexTest {
    private final RowIndex index = new RowIndex();

    private List<Integer> ring(int first) {
        List<Integer> rows = new ArrayList<>();
        for (int row = first; row != RowIndex.NONE; row = index.next(row, first)) {
            rows.add(row);
        }
        return rows;
    }

    @Test
    void keysOfOneHashAreToldApart() {
        index.reach(4);
        index.add(0, 7, RowIndex.NONE);
        index.add(1, 7, RowIndex.NONE);
        index.add(2, 7, 0);
        assertThat(ring(index.first(7, row -> row % 2 == 0))).containsExactly(0, 2);
        assertThat(ring(index.first(7, row -> row % 2 == 1))).containsExactly(1);
        assertThat(index.first(7, _ -> false)).isEqualTo(RowIndex.NONE);
        assertThat(index.keys()).isEqualTo(2);
    }

    @Test
    void ringsKeepTheirOrderWhoeverLeaves() {
        var random = new SplittableRandom(1);
        Map<Integer, List<Integer>> model = new TreeMap<>();
        int[] keys = new int[500];
        List<Integer> free = new ArrayList<>();
        for (int row = 0; row < keys.length; row++) {
            free.add(row);
        }
        index.reach(keys.length);
        for (int step = 0; step < 20_000; step++) {
            int key = random.nextInt(200);
            List<Integer> rows = model.computeIfAbsent(key, _ -> new ArrayList<>());
            // Eight keys share a hash.
            int first = index.first(key >> 3, row -> keys[row] == key);
            if (random.nextBoolean() && !free.isEmpty()) {
                int row = free.removeLast();
                keys[row] = key;
                index.add(row, key >> 3, first);
                rows.add(row);
            } else if (!rows.isEmpty()) {
                Integer row = rows.remove(random.nextInt(rows.size()));
                index.remove(row);
                free.add(row);
            }
            first = index.first(key >> 3, row -> keys[row] == key);
            assertThat(ring(first)).isEqualTo(rows);
            if (!rows.isEmpty()) {
                assertThat(index.last(first)).isEqualTo(rows.getLast());
            }
        }
    }
}
