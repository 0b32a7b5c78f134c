package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.Packets.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class HmacSha1Test {
    private final SplittableRandom random = new SplittableRandom(2104);

    @Test
    void thePublicWayIsTheJdksHmac() throws Exception {
        agrees(new SrtpWorkspace(false));
    }

    /// Only where the tests run with the door open, as the node does.
    @Test
    void theShortWayIsTheJdksHmac() throws Exception {
        var work = new SrtpWorkspace(true);
        assumeThat(work.sha1).isNotNull();
        agrees(work);
    }

    private void agrees(SrtpWorkspace work) throws Exception {
        for (int round = 0; round < 3_000; round++) {
            byte[] key = bytes(random, 20);
            byte[] message = bytes(random, round < 300 ? round : random.nextInt(2_052));
            System.arraycopy(message, 0, work.packet, 0, message.length);
            new HmacSha1(key, work).compute(work, message.length);
            Mac hmac = Mac.getInstance("HmacSHA1");
            hmac.init(new SecretKeySpec(key, "HmacSHA1"));

            assertThat(Arrays.copyOf(work.mac, 20)).isEqualTo(hmac.doFinal(message));
            assertThat(Arrays.copyOf(work.packet, message.length)).isEqualTo(message);
        }
    }
}
