package jackfield.rtc.stun;

import static java.nio.charset.StandardCharsets.UTF_8;

import jackfield.base.Endpoint;
import java.util.Arrays;

/// Writes one STUN message, attribute after attribute (RFC 8489 section 5). [#sign] comes after the
/// attributes and [#finish] last.
public final class StunWriter {
    private byte[] bytes = new byte[160];
    private int length = Wire.HEADER_BYTES;

    /// Begins a message of `kind` and `method`.
    public StunWriter(StunClass kind, int method, TransactionId transaction) {
        Wire.u16(bytes, 0, method | kind.bits());
        Wire.u32(bytes, 4, Wire.COOKIE);
        Wire.u32(bytes, 8, transaction.high());
        Wire.u64(bytes, 12, transaction.low());
    }

    /// An attribute with any value, padded with zeros.
    public StunWriter put(StunAttribute attribute, byte[] value) {
        int at = open(attribute, value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        return this;
    }

    /// An attribute without a value, such as USE-CANDIDATE.
    public StunWriter put(StunAttribute attribute) {
        open(attribute, 0);
        return this;
    }

    /// USERNAME, REALM, NONCE or SOFTWARE.
    public StunWriter put(StunAttribute attribute, String text) {
        return put(attribute, text.getBytes(UTF_8));
    }

    /// PRIORITY (RFC 8445 section 16.1).
    public StunWriter priority(long priority) {
        Wire.u32(bytes, open(StunAttribute.PRIORITY, 4), (int) priority);
        return this;
    }

    /// ICE-CONTROLLED or ICE-CONTROLLING with the tie-breaker (RFC 8445 section 16.1).
    public StunWriter tieBreaker(StunAttribute attribute, long tieBreaker) {
        Wire.u64(bytes, open(attribute, 8), tieBreaker);
        return this;
    }

    /// XOR-MAPPED-ADDRESS (RFC 8489 section 14.2).
    public StunWriter xorMappedAddress(Endpoint address) {
        return xorAddress(StunAttribute.XOR_MAPPED_ADDRESS, address);
    }

    /// An attribute of four bytes, such as LIFETIME.
    public StunWriter number(StunAttribute attribute, long number) {
        Wire.u32(bytes, open(attribute, 4), (int) number);
        return this;
    }

    /// ALTERNATE-SERVER: an address as it is (RFC 8489 section 14.15).
    public StunWriter alternateServer(Endpoint address) {
        int at = open(StunAttribute.ALTERNATE_SERVER, address.isIpv4() ? 8 : 20);
        Wire.u16(bytes, at, address.isIpv4() ? 1 : 2);
        Wire.u16(bytes, at + 2, address.port());
        if (address.isIpv4()) {
            Wire.u32(bytes, at + 4, address.ipv4());
        } else {
            Wire.u64(bytes, at + 4, address.high());
            Wire.u64(bytes, at + 12, address.low());
        }
        return this;
    }

    /// An address written as XOR-MAPPED-ADDRESS is: XOR-PEER-ADDRESS, XOR-RELAYED-ADDRESS.
    public StunWriter xorAddress(StunAttribute attribute, Endpoint address) {
        int at = open(attribute, address.isIpv4() ? 8 : 20);
        Wire.u16(bytes, at, address.isIpv4() ? 1 : 2);
        Wire.u16(bytes, at + 2, address.port() ^ Wire.COOKIE >>> 16);
        if (address.isIpv4()) {
            Wire.u32(bytes, at + 4, address.ipv4() ^ Wire.COOKIE);
        } else {
            Wire.u64(bytes, at + 4, address.high() ^ Wire.u64(bytes, 4));
            Wire.u64(bytes, at + 12, address.low() ^ Wire.u64(bytes, 12));
        }
        return this;
    }

    /// ERROR-CODE (RFC 8489 section 14.8).
    public StunWriter errorCode(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        int at = open(StunAttribute.ERROR_CODE, 4 + text.length);
        bytes[at + 2] = (byte) (code / 100);
        bytes[at + 3] = (byte) (code % 100);
        System.arraycopy(text, 0, bytes, at + 4, text.length);
        return this;
    }

    /// UNKNOWN-ATTRIBUTES, beside a 420 (RFC 8489 section 14.13).
    public StunWriter unknownAttributes(int[] codes) {
        int at = open(StunAttribute.UNKNOWN_ATTRIBUTES, 2 * codes.length);
        for (int i = 0; i < codes.length; i++) {
            Wire.u16(bytes, at + 2 * i, codes[i]);
        }
        return this;
    }

    /// MESSAGE-INTEGRITY over all so far (RFC 8489 section 14.5).
    public StunWriter sign(byte[] key) {
        byte[] hmac = Wire.hmac(bytes, length, key);
        return put(StunAttribute.MESSAGE_INTEGRITY, hmac);
    }

    /// MESSAGE-INTEGRITY-SHA256 over all so far (RFC 8489 section 14.6).
    public StunWriter sign256(byte[] key) {
        byte[] hmac = Wire.hmac256(bytes, length, Wire.HMAC256_BYTES, key);
        return put(StunAttribute.MESSAGE_INTEGRITY_SHA256, hmac);
    }

    /// The datagram without a FINGERPRINT, for a port where nothing else can be mistaken for STUN.
    public byte[] bare() {
        return Arrays.copyOf(bytes, length);
    }

    /// Adds FINGERPRINT (RFC 8489 section 14.7) and gives the datagram.
    public byte[] finish() {
        int at = open(StunAttribute.FINGERPRINT, 4);
        Wire.u32(bytes, at, Wire.fingerprint(bytes, at - 4));
        return Arrays.copyOf(bytes, length);
    }

    /// Makes room for a value and gives its place; the header counts it from then on.
    private int open(StunAttribute attribute, int valueBytes) {
        int at = length + 4;
        int next = at + (valueBytes + 3 & ~3);
        if (next > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(next, 2 * bytes.length));
        }
        Wire.u16(bytes, length, attribute.code());
        Wire.u16(bytes, length + 2, valueBytes);
        length = next;
        Wire.u16(bytes, 2, length - Wire.HEADER_BYTES);
        return at;
    }
}
