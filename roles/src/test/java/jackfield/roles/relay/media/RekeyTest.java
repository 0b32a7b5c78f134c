package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.rtc.srtp.SrtpContext;
import jackfield.rtc.srtp.SrtpDrop;
import jackfield.rtc.srtp.SrtpProfile;
import jackfield.rtc.srtp.SrtpWorkspace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What a re-INVITE does to keys that stand in the SDP (RFC 4568 section 7.1.4, RFC 3711 sections
/// 3.2.3 and 3.3.1).
class RekeyTest {
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final SrtpProfile PROFILE = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
    private static final int ALICE = 0xa11ce;
    private static final int BOB = 0xb0b;

    private final LegSecurity leg = new LegSecurity(true, new SrtpWorkspace());
    private SrtpContext phone = SrtpContext.outbound(PROFILE, key(1), salt(1));

    RekeyTest() {
        leg.inbound(keys(1));
        leg.outbound(keys(9));
    }

    @Test
    void section7_1_4_anOfferWithTheSameKeyKeepsTheRolloverCounter() {
        rollOver();
        leg.inbound(keys(1)); // a re-INVITE: new arrays, the same key

        assertThat(heard(ALICE, 500)).isEqualTo(172);
    }

    @Test
    void section7_1_4_anOfferWithAnotherKeyBeginsAnew() {
        rollOver();
        leg.inbound(keys(2));
        assertThat(heard(ALICE, 500)).isEqualTo(SrtpDrop.AUTHENTICATION); // still with the old key

        phone = SrtpContext.outbound(PROFILE, key(2), salt(2));
        assertThat(heard(ALICE, 501)).isEqualTo(172);
    }

    @Test
    void section7_1_4_theOtherDirectionKeepsItsOwn() {
        MemorySegment slot = packet(BOB, 65_535);
        assertThat(leg.protectRtp(slot, 172)).isEqualTo(182);
        leg.inbound(keys(2));
        leg.outbound(keys(9));
        slot = packet(BOB, 0);
        int sealed = leg.protectRtp(slot, 172);

        SrtpContext far = SrtpContext.inbound(PROFILE, key(9), salt(9));
        MemorySegment before = packet(BOB, 65_535);
        SrtpContext same = SrtpContext.outbound(PROFILE, key(9), salt(9));
        far.unprotectRtp(before, same.protectRtp(before, 172));
        assertThat(far.unprotectRtp(slot, sealed)).isEqualTo(172); // counter 1, not 0
    }

    @Test
    void section3_2_3_aNewSourceHasAnIndexOfItsOwn() {
        rollOver();

        assertThat(heard(BOB, 7)).isEqualTo(172);
        assertThat(heard(ALICE, 500)).isEqualTo(172);
    }

    /// Alice's sequence numbers come around once.
    private void rollOver() {
        for (int n = 60_000; n < 65_536 + 400; n += 100) {
            assertThat(heard(ALICE, n & 0xffff)).isEqualTo(172);
        }
    }

    private int heard(int ssrc, int sequence) {
        MemorySegment slot = packet(ssrc, sequence);
        return leg.openRtp(slot, phone.protectRtp(slot, 172));
    }

    private static MemorySegment packet(int ssrc, int sequence) {
        MemorySegment slot = MemorySegment.ofArray(new byte[2048]);
        slot.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
        slot.set(U16, 2, (short) sequence);
        slot.set(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 8, ssrc);
        return slot;
    }

    private static LegPlan.SrtpKeys keys(int n) {
        return new LegPlan.SrtpKeys(PROFILE, key(n), salt(n));
    }

    private static byte[] key(int n) {
        byte[] key = new byte[16];
        Arrays.fill(key, (byte) n);
        return key;
    }

    private static byte[] salt(int n) {
        return Arrays.copyOf(key(n), 14);
    }
}
