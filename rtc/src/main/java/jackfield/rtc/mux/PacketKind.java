package jackfield.rtc.mux;

/// What a datagram on a media port is (RFC 7983 section 7, RFC 5761 section 4). Asked once, at the
/// door.
public enum PacketKind {
    STUN,
    ZRTP,
    DTLS,
    TURN_CHANNEL,
    RTP,
    RTCP,
    /// In no range: dropped.
    UNKNOWN;

    /// The kind of the datagram that begins with these two bytes.
    ///
    /// With both on one port, a second byte of 192 to 223 is RTCP's packet type; an RTP packet has
    /// it only with the marker and a payload type of 64 to 95, which RFC 5761 forbids.
    public static PacketKind of(byte first, byte second) {
        int b = first & 0xff;
        if (b >= 128 && b <= 191) {
            int type = second & 0xff;
            return type >= 192 && type <= 223 ? RTCP : RTP;
        }
        if (b <= 3) {
            return STUN;
        }
        if (b >= 20 && b <= 63) {
            return DTLS;
        }
        if (b >= 16 && b <= 19) {
            return ZRTP;
        }
        return b >= 64 && b <= 79 ? TURN_CHANNEL : UNKNOWN;
    }
}
