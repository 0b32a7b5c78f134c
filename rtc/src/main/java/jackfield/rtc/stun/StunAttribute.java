package jackfield.rtc.stun;

import org.jspecify.annotations.Nullable;

/// The attributes we know by name (RFC 8489 section 18.3, RFC 8445 section 16.1, RFC 8656 section
/// 18, RFC 6062 section 6.2, RFC 8016 section 5).
///
/// A code below 0x8000 that is not here is one the message cannot be understood without
/// (comprehension-required); above, it is skipped (NETWORK-COST, GOOG-DELTA and the like).
public enum StunAttribute {
    MAPPED_ADDRESS(0x0001),
    USERNAME(0x0006),
    MESSAGE_INTEGRITY(0x0008),
    ERROR_CODE(0x0009),
    UNKNOWN_ATTRIBUTES(0x000A),
    CHANNEL_NUMBER(0x000C),
    LIFETIME(0x000D),
    XOR_PEER_ADDRESS(0x0012),
    DATA(0x0013),
    REALM(0x0014),
    NONCE(0x0015),
    XOR_RELAYED_ADDRESS(0x0016),
    REQUESTED_ADDRESS_FAMILY(0x0017),
    EVEN_PORT(0x0018),
    REQUESTED_TRANSPORT(0x0019),
    DONT_FRAGMENT(0x001A),
    MESSAGE_INTEGRITY_SHA256(0x001C),
    PASSWORD_ALGORITHM(0x001D),
    USERHASH(0x001E),
    XOR_MAPPED_ADDRESS(0x0020),
    RESERVATION_TOKEN(0x0022),
    PRIORITY(0x0024),
    USE_CANDIDATE(0x0025),
    CONNECTION_ID(0x002A),
    ADDITIONAL_ADDRESS_FAMILY(0x8000),
    ADDRESS_ERROR_CODE(0x8001),
    PASSWORD_ALGORITHMS(0x8002),
    SOFTWARE(0x8022),
    ALTERNATE_SERVER(0x8023),
    FINGERPRINT(0x8028),
    ICE_CONTROLLED(0x8029),
    ICE_CONTROLLING(0x802A),
    MOBILITY_TICKET(0x8030),
    /// The number that ADDITIONAL-ADDRESS-FAMILY had in drafts, and has in coturn 4.6.
    ADDITIONAL_ADDRESS_FAMILY_OF_DRAFTS(0x8032);

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
