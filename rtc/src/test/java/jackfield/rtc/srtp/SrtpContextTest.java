package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.Packets.bytes;
import static jackfield.rtc.srtp.Packets.put;
import static jackfield.rtc.srtp.Packets.receiverReport;
import static jackfield.rtc.srtp.Packets.rtp;
import static jackfield.rtc.srtp.Packets.slot;
import static jackfield.rtc.srtp.Packets.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpContextTest {
    private static final int ALICE = 0xa11ce000;
    private static final int BOB = 0xb0b00000;

    private final SplittableRandom random = new SplittableRandom(3711);
    private byte[] key = new byte[0];
    private byte[] salt = new byte[0];
    private SrtpContext sender = context(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
    private SrtpContext receiver =
            SrtpContext.inbound(SrtpProfile.AES_CM_128_HMAC_SHA1_80, key, salt);

    @ParameterizedTest
    @EnumSource
    void rtpComesBackAsItWas(SrtpProfile profile) {
        open(profile);
        byte[] clear = rtp(ALICE, 1000);
        var slot = slot(clear);

        int sealed = sender.protectRtp(slot, clear.length);

        assertThat(sealed).isEqualTo(clear.length + profile.rtpTagBytes());
        assertThat(taken(slot, 12)).isEqualTo(taken(slot(clear), 12));
        assertThat(Arrays.equals(taken(slot, clear.length), clear)).isEqualTo(!profile.encrypts());
        assertThat(receiver.unprotectRtp(slot, sealed)).isEqualTo(clear.length);
        assertThat(taken(slot, clear.length)).isEqualTo(clear);
    }

    @ParameterizedTest
    @EnumSource
    void rtcpComesBackAsItWas(SrtpProfile profile) {
        open(profile);
        byte[] clear = receiverReport(ALICE, BOB);
        var slot = slot(clear);

        int sealed = sender.protectRtcp(slot, clear.length);

        // Also where RTP has a tag of 32 bits, RTCP has 80.
        int tag = profile.isAead() ? 16 : 10;
        assertThat(sealed).isEqualTo(clear.length + tag + 4);
        assertThat(receiver.unprotectRtcp(slot, sealed)).isEqualTo(clear.length);
        assertThat(taken(slot, clear.length)).isEqualTo(clear);
    }

    @ParameterizedTest
    @EnumSource
    void everyChangedByteIsNoticedAndChangesNothing(SrtpProfile profile) {
        open(profile);
        byte[] sealed = sealed(rtp(ALICE, 1000));
        for (int i = 0; i < sealed.length; i++) {
            byte[] forged = sealed.clone();
            forged[i] ^= (byte) (1 << random.nextInt(8));
            var slot = slot(forged);
            assertThat(receiver.unprotectRtp(slot, forged.length)).as("byte %d", i).isNegative();
            assertThat(taken(slot, forged.length)).isEqualTo(forged);
        }
        assertThat(receiver.unprotectRtp(slot(sealed), sealed.length)).isEqualTo(172);
    }

    @ParameterizedTest
    @EnumSource
    void replaysAreRefusedAndForgeriesDoNotMoveTheWindow(SrtpProfile profile) {
        open(profile);
        byte[] first = sealed(rtp(ALICE, 1));
        byte[] second = sealed(rtp(ALICE, 2));
        byte[] forged = sealed(rtp(ALICE, 30_000));
        forged[forged.length - 1] ^= 1;

        assertThat(receiver.unprotectRtp(slot(second), second.length)).isPositive();
        assertThat(receiver.unprotectRtp(slot(forged), forged.length))
                .isEqualTo(SrtpDrop.AUTHENTICATION);
        assertThat(receiver.unprotectRtp(slot(first), first.length)).isPositive();
        assertThat(receiver.unprotectRtp(slot(first), first.length)).isEqualTo(SrtpDrop.REPLAYED);
        assertThat(receiver.unprotectRtp(slot(second), second.length)).isEqualTo(SrtpDrop.REPLAYED);

        byte[] report = receiverReport(ALICE, BOB);
        var slot = slot(report);
        byte[] sealedReport = taken(slot, sender.protectRtcp(slot, report.length));
        assertThat(receiver.unprotectRtcp(slot(sealedReport), sealedReport.length)).isPositive();
        assertThat(receiver.unprotectRtcp(slot(sealedReport), sealedReport.length))
                .isEqualTo(SrtpDrop.REPLAYED);
    }

    @Test
    void theSenderNeverUsesAnIndexTwice() {
        byte[] other = rtp(ALICE, 5);
        other[100] ^= 1;

        assertThat(sender.protectRtp(slot(rtp(ALICE, 5)), 172)).isPositive();
        assertThat(sender.protectRtp(slot(other), 172)).isEqualTo(SrtpDrop.REPLAYED);
        assertThat(sender.protectRtp(slot(rtp(BOB, 5)), 172)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void theSequenceNumberRollsOver(SrtpProfile profile) {
        open(profile);
        for (int n = 65_000; n < 65_000 + 3 * 65_536; n += 97) {
            byte[] sealed = sealed(rtp(ALICE, n & 0xffff));
            if (n % 5 == 0) {
                continue; // lost
            }
            assertThat(receiver.unprotectRtp(slot(sealed), sealed.length)).isEqualTo(172);
        }
    }

    @Test
    void eachSourceHasItsOwnCounter() {
        for (int n = 0; n < 70_000; n += 1000) {
            byte[] fromAlice = sealed(rtp(ALICE, n & 0xffff));
            assertThat(receiver.unprotectRtp(slot(fromAlice), fromAlice.length)).isPositive();
        }
        byte[] fromBob = sealed(rtp(BOB, 9));
        assertThat(receiver.unprotectRtp(slot(fromBob), fromBob.length)).isPositive();
    }

    /// RFC 3711 section 3.1, RFC 7714 sections 8.2 and 9.2.
    @ParameterizedTest
    @EnumSource
    void packetsNameTheirKeyWhereAnIdentifierWasAgreed(SrtpProfile profile) {
        byte[] longKey = bytes(random, profile.keyBytes());
        byte[] longSalt = bytes(random, profile.saltBytes());
        byte[] mki = {0, 0, 0, 7};
        var work = new SrtpWorkspace();
        sender = SrtpContext.outbound(profile, longKey, longSalt, mki, work);
        receiver = SrtpContext.inbound(profile, longKey, longSalt, mki, work);
        byte[] clear = rtp(ALICE, 1000);
        byte[] sealed = sealed(clear);

        assertThat(sealed).hasSize(clear.length + profile.rtpTagBytes() + 4);
        byte[] of7 = sealed.clone();
        int at = profile.isAead() ? sealed.length - 4 : clear.length;
        assertThat(Arrays.copyOfRange(of7, at, at + 4)).isEqualTo(mki);
        of7[at + 3] = 8;
        assertThat(receiver.unprotectRtp(slot(of7), of7.length)).isEqualTo(SrtpDrop.AUTHENTICATION);
        var slot = slot(sealed);
        assertThat(receiver.unprotectRtp(slot, sealed.length)).isEqualTo(clear.length);
        assertThat(taken(slot, clear.length)).isEqualTo(clear);

        byte[] report = receiverReport(ALICE, BOB);
        slot = slot(report);
        int length = sender.protectRtcp(slot, report.length);
        assertThat(receiver.unprotectRtcp(slot, length)).isEqualTo(report.length);
        assertThat(taken(slot, report.length)).isEqualTo(report);
        assertThat(receiver.hasKeys(profile, longKey, longSalt)).isFalse();
        assertThat(receiver.hasKeys(profile, longKey, longSalt, mki)).isTrue();
    }

    @Test
    void authenticatedOnlyRtcpIsAccepted() {
        byte[] clear = receiverReport(ALICE, BOB);
        var work = new SrtpWorkspace();
        var keys = SessionKeys.forRtcp(SrtpProfile.AES_CM_128_HMAC_SHA1_80, key, salt, work);
        byte[] tagged = Arrays.copyOf(clear, clear.length + 14);
        tagged[clear.length + 3] = 9; // E bit 0, index 9
        System.arraycopy(tagged, 0, work.packet, 0, tagged.length);
        new HmacSha1(keys.authenticationKey(), work).compute(work, clear.length + 4);
        System.arraycopy(work.mac, 0, tagged, clear.length + 4, 10);
        var slot = slot(tagged);

        assertThat(receiver.unprotectRtcp(slot, tagged.length)).isEqualTo(clear.length);
        assertThat(taken(slot, clear.length)).isEqualTo(clear);
    }

    @Test
    void followsABoundedNumberOfSources() {
        for (int i = 0; i < Streams.MOST; i++) {
            assertThat(sender.protectRtp(slot(rtp(i, 1)), 172)).isPositive();
        }
        assertThat(sender.protectRtp(slot(rtp(-1, 1)), 172)).isEqualTo(SrtpDrop.TOO_MANY_SSRCS);
        assertThat(sender.protectRtp(slot(rtp(3, 2)), 172)).isPositive();
    }

    @Test
    void forgedSourcesFillNoTable() {
        byte[] forged = rtp(0, 1);
        for (int i = 0; i < 2 * Streams.MOST; i++) {
            forged[8] = (byte) (i >> 8);
            forged[11] = (byte) i;
            assertThat(receiver.unprotectRtp(slot(forged), forged.length))
                    .isEqualTo(SrtpDrop.AUTHENTICATION);
        }
        byte[] real = sealed(rtp(ALICE, 1));
        assertThat(receiver.unprotectRtp(slot(real), real.length)).isPositive();
    }

    @Test
    void extensionsAndSourcesStayReadable() {
        byte[] clear = rtp(ALICE, 77);
        clear[0] = (byte) 0x91; // one CSRC, an extension of two words
        clear[16] = (byte) 0xbe;
        clear[17] = (byte) 0xde;
        clear[18] = 0;
        clear[19] = 2;
        var slot = slot(clear);

        int sealed = sender.protectRtp(slot, clear.length);

        assertThat(taken(slot, 28)).isEqualTo(taken(slot(clear), 28));
        assertThat(receiver.unprotectRtp(slot, sealed)).isEqualTo(clear.length);
        assertThat(taken(slot, clear.length)).isEqualTo(clear);
    }

    @Test
    void whatIsNoPacketIsMalformed() {
        byte[] version1 = rtp(ALICE, 1);
        version1[0] = 0x40;
        byte[] longExtension = rtp(ALICE, 1);
        longExtension[0] = (byte) 0x90;
        longExtension[14] = (byte) 0xff;

        assertThat(sender.protectRtp(slot(version1), 172)).isEqualTo(SrtpDrop.MALFORMED);
        assertThat(sender.protectRtp(slot(longExtension), 172)).isEqualTo(SrtpDrop.MALFORMED);
        assertThat(sender.protectRtp(slot(rtp(ALICE, 1)), 11)).isEqualTo(SrtpDrop.MALFORMED);
        assertThat(sender.protectRtp(MemorySegment.ofArray(rtp(ALICE, 1)), 172))
                .as("no room for the tag")
                .isEqualTo(SrtpDrop.MALFORMED);
        assertThat(receiver.unprotectRtp(slot(rtp(ALICE, 1)), 21)).isEqualTo(SrtpDrop.MALFORMED);
        assertThat(receiver.unprotectRtcp(slot(new byte[21]), 21)).isEqualTo(SrtpDrop.MALFORMED);
        assertThat(receiver.unprotectRtcp(slot(new byte[9]), 0)).isEqualTo(SrtpDrop.MALFORMED);
    }

    @ParameterizedTest
    @EnumSource
    void noiseNeitherThrowsNorPasses(SrtpProfile profile) {
        open(profile);
        byte[] sealed = sealed(rtp(ALICE, 1000));
        var slot = slot(sealed);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = i % 2 == 0 ? sealed.clone() : bytes(random, 2048);
            for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                noise[random.nextInt(noise.length)] ^= (byte) random.nextInt(1, 256);
            }
            int length = random.nextInt(noise.length + 1);
            put(slot, noise);
            assertThat(receiver.unprotectRtp(slot, length)).isNegative();
            assertThat(receiver.unprotectRtcp(slot, length)).isNegative();
        }
    }

    @Test
    void knowsItsKeysButDoesNotTellThem() {
        assertThat(sender.hasKeys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, key, salt)).isTrue();
        assertThat(sender.hasKeys(SrtpProfile.AES_CM_128_HMAC_SHA1_32, key, salt)).isFalse();
        assertThat(sender.hasKeys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, bytes(random, 16), salt))
                .isFalse();
        assertThat(sender).hasToString("SrtpContext[AES_CM_128_HMAC_SHA1_80, outbound]");
        assertThatThrownBy(() -> sender.unprotectRtp(slot(rtp(ALICE, 1)), 172))
                .isInstanceOf(IllegalStateException.class);
    }

    private void open(SrtpProfile profile) {
        sender = context(profile);
        receiver = SrtpContext.inbound(profile, key, salt);
    }

    private SrtpContext context(SrtpProfile profile) {
        key = bytes(random, profile.keyBytes());
        salt = bytes(random, profile.saltBytes());
        return SrtpContext.outbound(profile, key, salt);
    }

    private byte[] sealed(byte[] clear) {
        var slot = slot(clear);
        return taken(slot, sender.protectRtp(slot, clear.length));
    }
}
