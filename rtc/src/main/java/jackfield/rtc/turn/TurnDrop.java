package jackfield.rtc.turn;

/// Why a datagram went no further.
public enum TurnDrop {
    /// Not STUN and not ChannelData, or cut short.
    MALFORMED("malformed"),
    /// From a client without an allocation.
    NO_ALLOCATION("no-allocation"),
    /// ChannelData with a number that is not bound.
    NO_CHANNEL("no-channel"),
    /// To or from a peer without a permission.
    NO_PERMISSION("no-permission"),
    /// To an address of our own that is no peer's.
    DENIED_PEER("denied-peer"),
    /// More than the allocation, or all together, may carry.
    BANDWIDTH("bandwidth"),
    /// A datagram that does not fit with its TURN header.
    TOO_LONG("too-long"),
    /// To a client on a connection that does not read as fast as peers send.
    SLOW_CLIENT("slow-client"),
    /// From a source that had too many challenges, or too many wrong passwords.
    RATE("rate");

    private final String label;

    TurnDrop(String label) {
        this.label = label;
    }

    /// As metrics name it.
    public String label() {
        return label;
    }
}
