package jackfield.rtc.stun;

import org.jspecify.annotations.Nullable;

/// The attributes we know by name (RFC 8489 section 18.3, RFC 8445 section 16.1).
///
/// A code below 0x8000 that is not here is one the message cannot be understood without
/// (comprehension-required); above, it is skipped (NETWORK-COST, GOOG-DELTA and the like).
public enum StunAttribute {
    MAPPED_ADDRESS(0x0001),
    USERNAME(0x0006),
    MESSAGE_INTEGRITY(0x0008),
    ERROR_CODE(0x0009),
    UNKNOWN_ATTRIBUTES(0x000A),
    REALM(0x0014),
    NONCE(0x0015),
    MESSAGE_INTEGRITY_SHA256(0x001C),
    XOR_MAPPED_ADDRESS(0x0020),
    PRIORITY(0x0024),
    USE_CANDIDATE(0x0025),
    SOFTWARE(0x8022),
    FINGERPRINT(0x8028),
    ICE_CONTROLLED(0x8029),
    ICE_CONTROLLING(0x802A);

    private static final StunAttribute[] ALL = values();

    private final int code;

    StunAttribute(int code) {
        this.code = code;
    }

    /// The attribute's number on the wire.
    public int code() {
        return code;
    }

    static @Nullable StunAttribute of(int code) {
        for (StunAttribute attribute : ALL) {
            if (attribute.code == code) {
                return attribute;
            }
        }
        return null;
    }
}
