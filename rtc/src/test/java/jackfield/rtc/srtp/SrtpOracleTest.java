package jackfield.rtc.srtp;

import static jackfield.rtc.srtp.Packets.bytes;
import static jackfield.rtc.srtp.Packets.receiverReport;
import static jackfield.rtc.srtp.Packets.rtp;
import static jackfield.rtc.srtp.Packets.slot;
import static jackfield.rtc.srtp.Packets.taken;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What we protect another implementation opens, and the other way round, over a rollover. It has
/// no NULL cipher with the usual key derivation, so that one is held to the JDK's HMAC.
class SrtpOracleTest {
    private static final int SSRC = 0x5eed0001;
    private static final int FIRST = 65_500;

    private final SplittableRandom random = new SplittableRandom(3711);

    @ParameterizedTest
    @EnumSource(names = "NULL_.*", mode = EnumSource.Mode.MATCH_NONE)
    void theOtherOneOpensOurRtp(SrtpProfile profile) throws Exception {
        byte[] key = bytes(random, profile.keyBytes());
        byte[] salt = bytes(random, profile.saltBytes());
        var ours = SrtpContext.outbound(profile, key, salt);
        var theirs = theirs(profile, false, key, salt).deriveContext(SSRC, 0);
        for (int n = FIRST; n < FIRST + 100; n++) {
            byte[] clear = rtp(SSRC, n & 0xffff);
            var slot = slot(clear);
            var buffer = new Buffer(taken(slot, ours.protectRtp(slot, clear.length)));
            assertThat(theirs.reverseTransformPacket(buffer, false)).isEqualTo(SrtpErrorStatus.OK);
            assertThat(buffer.taken()).isEqualTo(clear);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NULL_.*", mode = EnumSource.Mode.MATCH_NONE)
    void weOpenTheOtherOnesRtp(SrtpProfile profile) throws Exception {
        byte[] key = bytes(random, profile.keyBytes());
        byte[] salt = bytes(random, profile.saltBytes());
        var ours = SrtpContext.inbound(profile, key, salt);
        var theirs = theirs(profile, true, key, salt).deriveContext(SSRC, 0);
        for (int n = FIRST; n < FIRST + 100; n++) {
            byte[] clear = rtp(SSRC, n & 0xffff);
            var buffer = new Buffer(clear);
            assertThat(theirs.transformPacket(buffer)).isEqualTo(SrtpErrorStatus.OK);
            var slot = slot(buffer.taken());
            assertThat(ours.unprotectRtp(slot, buffer.getLength())).isEqualTo(clear.length);
            assertThat(taken(slot, clear.length)).isEqualTo(clear);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NULL_.*", mode = EnumSource.Mode.MATCH_NONE)
    void rtcpGoesBothWays(SrtpProfile profile) throws Exception {
        byte[] key = bytes(random, profile.keyBytes());
        byte[] salt = bytes(random, profile.saltBytes());
        var outbound = SrtpContext.outbound(profile, key, salt);
        var inbound = SrtpContext.inbound(profile, key, salt);
        var opening = theirs(profile, false, key, salt).deriveControlContext(SSRC);
        var sealing = theirs(profile, true, key, salt).deriveControlContext(SSRC);
        for (int n = 0; n < 20; n++) {
            byte[] clear = receiverReport(SSRC, n);
            var slot = slot(clear);
            var buffer = new Buffer(taken(slot, outbound.protectRtcp(slot, clear.length)));
            assertThat(opening.reverseTransformPacket(buffer)).isEqualTo(SrtpErrorStatus.OK);
            assertThat(buffer.taken()).isEqualTo(clear);

            buffer = new Buffer(clear);
            assertThat(sealing.transformPacket(buffer)).isEqualTo(SrtpErrorStatus.OK);
            slot = slot(buffer.taken());
            assertThat(inbound.unprotectRtcp(slot, buffer.getLength())).isEqualTo(clear.length);
            assertThat(taken(slot, clear.length)).isEqualTo(clear);
        }
    }

    @Test
    void withoutACipherTheJdksHmacIsTheTag() throws Exception {
        byte[] key = bytes(random, 16);
        byte[] salt = bytes(random, 14);
        var profile = SrtpProfile.NULL_HMAC_SHA1_32;
        byte[] clear = rtp(SSRC, 7);
        var slot = slot(clear);
        byte[] sealed =
                taken(
                        slot,
                        SrtpContext.outbound(profile, key, salt).protectRtp(slot, clear.length));
        var keys = SessionKeys.forRtp(profile, key, salt, new SrtpWorkspace());
        Mac hmac = Mac.getInstance("HmacSHA1");
        hmac.init(new SecretKeySpec(keys.authenticationKey(), "HmacSHA1"));
        hmac.update(clear);
        hmac.update(new byte[4]);

        assertThat(Arrays.copyOf(sealed, clear.length)).isEqualTo(clear);
        assertThat(Arrays.copyOfRange(sealed, clear.length, sealed.length))
                .isEqualTo(Arrays.copyOf(hmac.doFinal(), 4));
    }

    private static SrtpContextFactory theirs(
            SrtpProfile profile, boolean sender, byte[] key, byte[] salt) {
        return new SrtpContextFactory(
                sender,
                key,
                salt,
                policy(profile, profile.rtpTagBytes()),
                policy(profile, profile.isAead() ? 16 : 10),
                silent());
    }

    private static SrtpPolicy policy(SrtpProfile profile, int tag) {
        boolean gcm = profile.isAead();
        return new SrtpPolicy(
                cipher(profile),
                profile.keyBytes(),
                gcm ? SrtpPolicy.NULL_AUTHENTICATION : SrtpPolicy.HMACSHA1_AUTHENTICATION,
                gcm ? 0 : 20,
                tag,
                profile.saltBytes());
    }

    private static int cipher(SrtpProfile profile) {
        return profile.isAead()
                ? SrtpPolicy.AESGCM_ENCRYPTION
                : profile.encrypts() ? SrtpPolicy.AESCM_ENCRYPTION : SrtpPolicy.NULL_ENCRYPTION;
    }

    private static Logger silent() {
        return (Logger)
                Proxy.newProxyInstance(
                        Logger.class.getClassLoader(),
                        new Class<?>[] {Logger.class},
                        (proxy, method, _) ->
                                method.getReturnType() == boolean.class
                                        ? Boolean.FALSE
                                        : method.getReturnType() == Logger.class ? proxy : null);
    }

    private static final class Buffer implements ByteArrayBuffer {
        private byte[] bytes;
        private int length;

        Buffer(byte[] packet) {
            bytes = Arrays.copyOf(packet, 2048);
            length = packet.length;
        }

        byte[] taken() {
            return Arrays.copyOf(bytes, length);
        }

        @Override
        public byte[] getBuffer() {
            return bytes;
        }

        @Override
        public int getOffset() {
            return 0;
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void setLength(int length) {
            this.length = length;
        }

        @Override
        public void setOffset(int offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(int offset, int count, byte[] out) {
            System.arraycopy(bytes, offset, out, 0, count);
        }

        @Override
        public void grow(int by) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length, length + by));
        }

        @Override
        public void append(byte[] data, int count) {
            System.arraycopy(data, 0, bytes, length, count);
            length += count;
        }

        @Override
        public void shrink(int by) {
            length -= by;
        }
    }
}
