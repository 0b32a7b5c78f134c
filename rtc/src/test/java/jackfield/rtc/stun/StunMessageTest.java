package jackfield.rtc.stun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunMessageTest {
    private static final byte[] KEY = "a password of some length".getBytes(UTF_8);
    private static final TransactionId ID = new TransactionId(1, 2);

    @Test
    void everyAttributeWeWriteReadsBack() {
        byte[] bytes =
                new StunWriter(StunClass.ERROR, StunMessage.BINDING, ID)
                        .errorCode(487, "Role Conflict")
                        .unknownAttributes(new int[] {0x7001, 0x7002, 0x7003})
                        .put(StunAttribute.USERNAME, "left:right")
                        .priority(0xfedc_ba98L)
                        .put(StunAttribute.USE_CANDIDATE)
                        .tieBreaker(StunAttribute.ICE_CONTROLLING, -5)
                        .xorMappedAddress(Endpoint.parse("203.0.113.9:65535"))
                        .sign(KEY)
                        .finish();
        StunMessage read = StunMessage.parse(bytes).orThrow();
        assertThat(read.kind()).isEqualTo(StunClass.ERROR);
        assertThat(read.errorCode()).isEqualTo(487);
        assertThat(read.value(StunAttribute.UNKNOWN_ATTRIBUTES))
                .containsExactly(0x70, 1, 0x70, 2, 0x70, 3);
        assertThat(read.username()).isEqualTo("left:right");
        assertThat(read.priority()).isEqualTo(0xfedc_ba98L);
        assertThat(read.has(StunAttribute.USE_CANDIDATE)).isTrue();
        assertThat(read.tieBreaker(StunAttribute.ICE_CONTROLLING)).isEqualTo(-5);
        assertThat(read.has(StunAttribute.ICE_CONTROLLED)).isFalse();
        assertThat(read.xorMappedAddress()).isEqualTo(Endpoint.parse("203.0.113.9:65535"));
        assertThat(read.authentic(KEY)).isTrue();
    }

    @Test
    void aMessageInASlotIsReadUpToItsLength() {
        byte[] bytes = new StunWriter(StunClass.INDICATION, StunMessage.BINDING, ID).finish();
        MemorySegment slot = MemorySegment.ofArray(Arrays.copyOf(bytes, 2048));
        assertThat(StunMessage.parse(slot, bytes.length).orThrow().kind())
                .isEqualTo(StunClass.INDICATION);
        assertThat(StunMessage.parse(slot, bytes.length + 4)).isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void whatFollowsMessageIntegrityIsNotSeen() {
        byte[] bytes =
                new StunWriter(StunClass.REQUEST, StunMessage.BINDING, ID)
                        .put(StunAttribute.USERNAME, "a:b")
                        .sign(KEY)
                        .put(StunAttribute.USE_CANDIDATE)
                        .finish();
        StunMessage read = StunMessage.parse(bytes).orThrow();
        assertThat(read.authentic(KEY)).isTrue();
        assertThat(read.has(StunAttribute.USE_CANDIDATE)).isFalse();
    }

    @Test
    void anUnknownAttributeIsRequiredOnlyBelow0x8000() {
        byte[] bytes =
                new StunWriter(StunClass.REQUEST, StunMessage.BINDING, ID)
                        .put(StunAttribute.SOFTWARE, new byte[4])
                        .put(StunAttribute.REALM, new byte[4])
                        .finish();
        Wire.u16(bytes, 20, 0xC057); // NETWORK-COST
        Wire.u16(bytes, 28, 0x7fff);
        Wire.u32(bytes, bytes.length - 4, Wire.fingerprint(bytes, bytes.length - 8));
        assertThat(StunMessage.parse(bytes).orThrow().unknownRequired()).containsExactly(0x7fff);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 19, 2049, 5000})
    void aDatagramOfAnImpossibleLengthIsBad(int length) {
        assertThat(StunMessage.parse(new byte[length])).isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void aChangedBitIsSeenByTheFingerprint() {
        for (int bit = 0; bit < 8 * Rfc5769Test.request().length; bit++) {
            byte[] bytes = Rfc5769Test.request();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            boolean stillSound =
                    StunMessage.parse(bytes) instanceof Parsed.Ok<StunMessage>(StunMessage read)
                            && read.fingerprinted();
            assertThat(stillSound).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void mutatedMessagesNeverThrow() {
        byte[] valid =
                new StunWriter(StunClass.REQUEST, StunMessage.BINDING, ID)
                        .put(StunAttribute.USERNAME, "a:b")
                        .xorMappedAddress(Endpoint.parse("[2001:db8::1]:7"))
                        .errorCode(400, "")
                        .sign(KEY)
                        .finish();
        int sound = 0;
        for (long seed = 0; seed < 50_000; seed++) {
            sound += touch(StunMessage.parse(mutated(valid, new Random(seed)))) ? 1 : 0;
        }
        assertThat(sound).as("some mutations leave a sound message").isPositive();
    }

    private static byte[] mutated(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        if (random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(2 * bytes.length));
        }
        if (random.nextBoolean() && bytes.length >= 20) { // so that some get past the header
            Wire.u16(bytes, 0, 1);
            Wire.u16(bytes, 2, bytes.length - 20);
            Wire.u32(bytes, 4, Wire.COOKIE);
            if (bytes.length >= 28 && random.nextBoolean()) {
                Wire.u32(bytes, bytes.length - 4, Wire.fingerprint(bytes, bytes.length - 8));
            }
        }
        return bytes;
    }

    private static boolean touch(Parsed<StunMessage> parsed) {
        if (!(parsed instanceof Parsed.Ok<StunMessage>(StunMessage read))) {
            return false;
        }
        for (StunAttribute attribute : StunAttribute.values()) {
            read.value(attribute);
            read.text(attribute);
            read.tieBreaker(attribute);
        }
        read.kind();
        read.method();
        read.transaction();
        read.priority();
        read.errorCode();
        read.xorMappedAddress();
        read.unknownRequired();
        read.authentic(KEY);
        assertThat(read.toString()).isNotEmpty();
        return true;
    }
}
