package jackfield.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AesBlocksTest {
    private record Pair(AesCounterMode near, AesCounterMode far) {}

    @Test
    void theLaunchersDoorIsOpen() {
        assumeThat(Ghash.isFast()).isTrue();
        assertThat(AesBlocks.open()).isNotNull();
    }

    /// Many keys of all lengths by turns through one cipher, beside a public cipher for each.
    @Test
    void everyKeyIsItsOwn() {
        Random random = new Random(3);
        SrtpWorkspace near = new SrtpWorkspace();
        SrtpWorkspace far = new SrtpWorkspace(false);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            byte[] key = new byte[16 + 8 * (i % 3)];
            byte[] salt = new byte[14];
            random.nextBytes(key);
            random.nextBytes(salt);
            pairs.add(
                    new Pair(
                            new AesCounterMode(key, salt, near),
                            new AesCounterMode(key, salt, far)));
        }
        for (int round = 0; round < 20_000; round++) {
            Pair pair = pairs.get(random.nextInt(pairs.size()));
            int length = 1 + random.nextInt(400);
            int ssrc = random.nextInt();
            pair.near.keyStream(near, length, ssrc, round);
            pair.far.keyStream(far, length, ssrc, round);
            int compared = Arrays.mismatch(near.output, 0, length, far.output, 0, length);
            assertThat(compared).as("round %d, %d bytes", round, length).isEqualTo(-1);
        }
    }
}
