package jackfield.rtc.stun;

import static java.nio.charset.StandardCharsets.UTF_8;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A STUN message that came in (RFC 8489 section 5). It holds its own copy of the bytes and does
/// not change.
///
/// Holding one means that the header and the chain of attributes are sound and that a FINGERPRINT,
/// where there is one, is right. Nothing is authenticated before [#authentic] says so. Of an
/// attribute that occurs twice the first counts; what follows MESSAGE-INTEGRITY is not seen
/// (section 14.5), but for MESSAGE-INTEGRITY-SHA256.
public final class StunMessage {
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /// The Binding method, the only one of STUN itself (RFC 8489 section 18.2).
    public static final int BINDING = 0x001;

    /// Longer ones are not read: far more than any ICE or TURN control message needs.
    private static final int LONGEST = 2048;

    private static final int MOST_ATTRIBUTES = 32;

    private final byte[] bytes;
    private final int[] codes;
    private final int[] values;
    private final int count;
    private final int integrityAt;
    private final int integrity256At;
    private final boolean fingerprinted;

    private StunMessage(byte[] bytes, Scan scan) {
        this.bytes = bytes;
        this.codes = scan.codes;
        this.values = scan.values;
        this.count = scan.count;
        this.integrityAt = scan.integrityAt;
        this.integrity256At = scan.integrity256At;
        this.fingerprinted = scan.fingerprinted;
    }

    /// Whether a datagram has the header of a STUN message of just its length. Costs no garbage: a
    /// flood of what only begins like STUN ends here.
    public static boolean isPlausible(MemorySegment slot, int length) {
        return length >= Wire.HEADER_BYTES
                && length <= LONGEST
                && length % 4 == 0
                && (slot.get(U16, 2) & 0xffff) == length - Wire.HEADER_BYTES
                && slot.get(U32, 4) == Wire.COOKIE;
    }

    /// Reads the datagram in the first `length` bytes of `slot`, which is not kept.
    public static Parsed<StunMessage> parse(MemorySegment slot, int length) {
        if (length < Wire.HEADER_BYTES || length > LONGEST) {
            return new Parsed.Bad<>("STUN length", Integer.toString(length));
        }
        return read(slot.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }

    /// Reads a whole datagram.
    public static Parsed<StunMessage> parse(byte[] datagram) {
        if (datagram.length < Wire.HEADER_BYTES || datagram.length > LONGEST) {
            return new Parsed.Bad<>("STUN length", Integer.toString(datagram.length));
        }
        return read(datagram.clone());
    }

    private static Parsed<StunMessage> read(byte[] bytes) {
        if ((bytes[0] & 0xc0) != 0 || Wire.u32(bytes, 4) != Wire.COOKIE) {
            return new Parsed.Bad<>("STUN header", "no magic cookie");
        }
        int length = Wire.u16(bytes, 2);
        if (length % 4 != 0 || length != bytes.length - Wire.HEADER_BYTES) {
            return new Parsed.Bad<>("STUN length", Integer.toString(length));
        }
        Scan scan = new Scan(bytes);
        String wrong = scan.run();
        return wrong == null
                ? new Parsed.Ok<>(new StunMessage(bytes, scan))
                : new Parsed.Bad<>("STUN attribute", wrong);
    }

    /// Request, indication, success or error.
    public StunClass kind() {
        return StunClass.of(Wire.u16(bytes, 0));
    }

    /// The method: [#BINDING], or one of TURN's.
    public int method() {
        return Wire.u16(bytes, 0) & ~StunClass.MASK;
    }

    /// Pairs a response with its request.
    public TransactionId transaction() {
        return new TransactionId(Wire.u32(bytes, 8), Wire.u64(bytes, 12));
    }

    /// True where there was a FINGERPRINT (which then was right).
    public boolean fingerprinted() {
        return fingerprinted;
    }

    /// True if the message carries a MESSAGE-INTEGRITY made with `key` (RFC 8489 section 14.5).
    public boolean authentic(byte[] key) {
        if (integrityAt < 0) {
            return false;
        }
        byte[] claimed =
                Arrays.copyOfRange(bytes, integrityAt + 4, integrityAt + 4 + Wire.HMAC_BYTES);
        return MessageDigest.isEqual(claimed, Wire.hmac(bytes, integrityAt, key));
    }

    /// True if the message carries a MESSAGE-INTEGRITY-SHA256 made with `key`, whole or cut short
    /// as its sender may (RFC 8489 section 14.6).
    public boolean authentic256(byte[] key) {
        if (integrity256At < 0) {
            return false;
        }
        int length = Wire.u16(bytes, integrity256At + 2);
        byte[] claimed = Arrays.copyOfRange(bytes, integrity256At + 4, integrity256At + 4 + length);
        byte[] right = Wire.hmac256(bytes, integrity256At, length, key);
        return MessageDigest.isEqual(claimed, Arrays.copyOf(right, length));
    }

    /// True where the attribute is there.
    public boolean has(StunAttribute attribute) {
        return find(attribute) >= 0;
    }

    /// The attribute's value; null where it is missing.
    public byte @Nullable [] value(StunAttribute attribute) {
        int i = find(attribute);
        return i < 0 ? null : Arrays.copyOfRange(bytes, values[i], values[i] + lengthOf(i));
    }

    /// USERNAME, REALM, NONCE or SOFTWARE as text; null where it is missing.
    public @Nullable String text(StunAttribute attribute) {
        int i = find(attribute);
        return i < 0 ? null : new String(bytes, values[i], lengthOf(i), UTF_8);
    }

    /// USERNAME; null where it is missing.
    public @Nullable String username() {
        return text(StunAttribute.USERNAME);
    }

    /// PRIORITY as an unsigned number (RFC 8445 section 16.1); -1 where it is missing.
    public long priority() {
        int i = find(StunAttribute.PRIORITY);
        return i < 0 || lengthOf(i) != 4 ? -1 : Wire.u32(bytes, values[i]) & 0xffff_ffffL;
    }

    /// The tie-breaker in ICE-CONTROLLED or ICE-CONTROLLING; 0 where the attribute is missing or
    /// short (ask [#has] first).
    public long tieBreaker(StunAttribute attribute) {
        int i = find(attribute);
        return i < 0 || lengthOf(i) != 8 ? 0 : Wire.u64(bytes, values[i]);
    }

    /// ERROR-CODE as a number, 300 to 699; 0 where it is missing (RFC 8489 section 14.8).
    public int errorCode() {
        int i = find(StunAttribute.ERROR_CODE);
        if (i < 0 || lengthOf(i) < 4) {
            return 0;
        }
        int code = (bytes[values[i] + 2] & 0x07) * 100 + (bytes[values[i] + 3] & 0xff);
        return code >= 300 && code <= 699 ? code : 0;
    }

    /// An attribute of four bytes as they stand, such as LIFETIME; -1 where it is missing or of
    /// another length. The number is unsigned.
    public long number(StunAttribute attribute) {
        int i = find(attribute);
        return i < 0 || lengthOf(i) != 4 ? -1 : Wire.u32(bytes, values[i]) & 0xffff_ffffL;
    }

    /// XOR-MAPPED-ADDRESS; null where it is missing or of an unknown family (RFC 8489 section
    /// 14.2).
    public @Nullable Endpoint xorMappedAddress() {
        return xorAddress(StunAttribute.XOR_MAPPED_ADDRESS);
    }

    /// An address that is written as XOR-MAPPED-ADDRESS is; null where it is missing or of an
    /// unknown family.
    public @Nullable Endpoint xorAddress(StunAttribute attribute) {
        return xorAddress(find(attribute));
    }

    /// All addresses in attributes of this kind, in their order; null among them where one is of an
    /// unknown family.
    public List<@Nullable Endpoint> xorAddresses(StunAttribute attribute) {
        List<@Nullable Endpoint> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (codes[i] == attribute.code()) {
                all.add(xorAddress(i));
            }
        }
        return all;
    }

    private @Nullable Endpoint xorAddress(int i) {
        if (i < 0 || lengthOf(i) < 8) {
            return null;
        }
        int at = values[i];
        int port = Wire.u16(bytes, at + 2) ^ Wire.COOKIE >>> 16;
        if (bytes[at + 1] == 1 && lengthOf(i) == 8) {
            return Endpoint.ipv4(Wire.u32(bytes, at + 4) ^ Wire.COOKIE, port);
        }
        if (bytes[at + 1] == 2 && lengthOf(i) == 20) {
            // The cookie and the transaction id, as they stand in the header, are the mask.
            return new Endpoint(
                    Wire.u64(bytes, at + 4) ^ Wire.u64(bytes, 4),
                    Wire.u64(bytes, at + 12) ^ Wire.u64(bytes, 12),
                    port);
        }
        return null;
    }

    /// The comprehension-required attributes we do not know, for a 420 (RFC 8489 section 6.3.1).
    public int[] unknownRequired() {
        return Arrays.stream(codes, 0, count)
                .filter(code -> code < 0x8000 && StunAttribute.of(code) == null)
                .distinct()
                .toArray();
    }

    @Override
    public String toString() {
        return "StunMessage[" + kind() + " method " + method() + ", " + count + " attributes]";
    }

    private int find(StunAttribute attribute) {
        for (int i = 0; i < count; i++) {
            if (codes[i] == attribute.code()) {
                return i;
            }
        }
        return -1;
    }

    private int lengthOf(int i) {
        return Wire.u16(bytes, values[i] - 2);
    }

    /// One walk over the attributes.
    private static final class Scan {
        private final byte[] bytes;
        private int[] codes = new int[MOST_ATTRIBUTES];
        private int[] values = new int[MOST_ATTRIBUTES];
        private int count;
        private int integrityAt = -1;
        private int integrity256At = -1;
        private boolean fingerprinted;

        Scan(byte[] bytes) {
            this.bytes = bytes;
        }

        /// What is wrong, or null.
        @Nullable String run() {
            int at = Wire.HEADER_BYTES;
            while (at < bytes.length) {
                int code = Wire.u16(bytes, at);
                int length = Wire.u16(bytes, at + 2);
                int next = at + 4 + (length + 3 & ~3);
                if (next > bytes.length || fingerprinted || count == MOST_ATTRIBUTES) {
                    return Integer.toHexString(code) + " of " + length + " bytes";
                }
                String wrong = take(code, length, at);
                if (wrong != null) {
                    return wrong;
                }
                at = next;
            }
            codes = Arrays.copyOf(codes, count);
            values = Arrays.copyOf(values, count);
            return null;
        }

        private @Nullable String take(int code, int length, int at) {
            if (code == StunAttribute.FINGERPRINT.code()) {
                if (length != 4 || Wire.u32(bytes, at + 4) != Wire.fingerprint(bytes, at)) {
                    return "FINGERPRINT";
                }
                fingerprinted = true;
                return null;
            }
            if (integrity256At >= 0) {
                return null;
            }
            if (code == StunAttribute.MESSAGE_INTEGRITY_SHA256.code()) {
                if (length < 16 || length > Wire.HMAC256_BYTES || length % 4 != 0) {
                    return "MESSAGE-INTEGRITY-SHA256";
                }
                integrity256At = at;
            } else if (integrityAt >= 0) {
                return null;
            }
            if (code == StunAttribute.MESSAGE_INTEGRITY.code()) {
                if (length != Wire.HMAC_BYTES) {
                    return "MESSAGE-INTEGRITY";
                }
                integrityAt = at;
            }
            codes[count] = code;
            values[count++] = at + 4;
            return null;
        }
    }
}
