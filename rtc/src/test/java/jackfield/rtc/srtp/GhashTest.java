package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.Packets.bytes;
import static jackfield.rtc.srtp.Packets.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GhashTest {
    private final SplittableRandom random = new SplittableRandom(800_38);

    /// Test case 2 of the GCM specification: one block of text, one of lengths.
    @Test
    void theSpecificationsOwn() {
        var hash = new Ghash(hex("66e94bd4ef8a2c3b884cfa59ca342b2e"), false);
        hash.compute(
                hex("0388dace60b6a392f328c2b971b2fe78", "00000000000000000000000000000080"), 2);

        assertThat(hash.high()).isEqualTo(0xf38cbb1ad69223dcL);
        assertThat(hash.low()).isEqualTo(0xc3457ae5b6b0f885L);
    }

    @Test
    void integersMultiplyAsBitsDo() {
        for (int round = 0; round < 200; round++) {
            byte[] key = bytes(random, 16);
            int blocks = random.nextInt(12);
            byte[] data = bytes(random, 16 * blocks);
            var hash = new Ghash(key, false);
            hash.compute(data, blocks);

            assertThat(text(hash)).isEqualTo(bitByBit(key, data));
        }
    }

    /// Only where the tests run with the door open, as the node does.
    @Test
    void theJdksAgrees() {
        assumeThat(Ghash.isFast()).isTrue();
        for (int round = 0; round < 20_000; round++) {
            byte[] key = bytes(random, 16);
            int blocks = random.nextInt(80);
            byte[] data = bytes(random, 16 * blocks);
            var fast = new Ghash(key, true);
            var slow = new Ghash(key, false);
            fast.compute(data, blocks);
            slow.compute(data, blocks);

            assertThat(fast.high()).isEqualTo(slow.high());
            assertThat(fast.low()).isEqualTo(slow.low());
        }
    }

    private static String text(Ghash hash) {
        return "%016x%016x".formatted(hash.high(), hash.low());
    }

    /// The definition: bit 0 is the leftmost.
    private static String bitByBit(byte[] key, byte[] data) {
        BigInteger reduction = new BigInteger("e1000000000000000000000000000000", 16);
        BigInteger y = BigInteger.ZERO;
        for (int block = 0; block < data.length; block += 16) {
            y = y.xor(new BigInteger(1, Arrays.copyOfRange(data, block, block + 16)));
            BigInteger v = new BigInteger(1, key);
            BigInteger z = BigInteger.ZERO;
            for (int bit = 127; bit >= 0; bit--) {
                z = y.testBit(bit) ? z.xor(v) : z;
                v = v.testBit(0) ? v.shiftRight(1).xor(reduction) : v.shiftRight(1);
            }
            y = z;
        }
        return "%032x".formatted(y);
    }
}
