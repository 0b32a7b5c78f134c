package jackfield.rtc.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// STUN bytes that our writer would not write.
final class RawStun {
    private RawStun() {}

    /// A signed Binding request with an empty attribute 0x7001.
    static byte[] withUnknownAttribute(String username, byte[] key) {
        byte[] user = username.getBytes(UTF_8);
        int padded = user.length + 3 & ~3;
        ByteBuffer b = ByteBuffer.allocate(20 + 4 + padded + 4 + 24 + 8);
        b.putShort((short) 1).putShort((short) (b.capacity() - 20 - 8)).putInt(0x2112A442);
        b.putLong(5).putInt(5);
        b.putShort((short) 0x0006).putShort((short) user.length).put(user);
        b.position(20 + 4 + padded);
        b.putShort((short) 0x7001).putShort((short) 0);
        byte[] hmac = hmac(b.array(), b.position(), key);
        b.putShort((short) 0x0008).putShort((short) 20).put(hmac);
        b.putShort((short) 0x8028).putShort((short) 4);
        b.putShort(2, (short) (b.capacity() - 20));
        fixFingerprint(b.array());
        return b.array();
    }

    /// Makes the FINGERPRINT at the end right again.
    static void fixFingerprint(byte[] message) {
        CRC32 crc = new CRC32();
        crc.update(message, 0, message.length - 8);
        ByteBuffer.wrap(message).putInt(message.length - 4, (int) crc.getValue() ^ 0x5354554e);
    }

    private static byte[] hmac(byte[] message, int end, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            mac.update(message, 0, end);
            return mac.doFinal();
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
