package jackfield.rtc.srtp;

/// Why a packet was not protected or not accepted: the negative answers of [SrtpContext].
public final class SrtpDrop {
    /// The tag is wrong: forged, damaged, or other keys.
    public static final int AUTHENTICATION = -1;

    /// This packet's index was seen before, or is too old to tell (RFC 3711 section 3.3.2).
    public static final int REPLAYED = -2;

    /// Not an RTP or RTCP packet, or too long for the slot.
    public static final int MALFORMED = -3;

    /// The context already follows as many SSRCs as it may.
    public static final int TOO_MANY_SSRCS = -4;

    /// The key has protected as many packets as it may (RFC 3711 section 9.2).
    public static final int KEY_LIFETIME = -5;

    private SrtpDrop() {}

    /// The word for a drop in counters and reports: `authentication`.
    public static String name(int drop) {
        return switch (drop) {
            case AUTHENTICATION -> "authentication";
            case REPLAYED -> "replayed";
            case MALFORMED -> "malformed";
            case TOO_MANY_SSRCS -> "too-many-ssrcs";
            case KEY_LIFETIME -> "key-lifetime";
            default -> throw new IllegalArgumentException("drop " + drop);
        };
    }
}
