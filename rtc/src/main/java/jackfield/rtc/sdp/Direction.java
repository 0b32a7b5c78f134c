package jackfield.rtc.sdp;

import java.util.Locale;

/// Which way media flows, as the one who wrote it sees it (RFC 3264 section 5.1).
public enum Direction {
    SENDRECV(true, true),
    SENDONLY(true, false),
    RECVONLY(false, true),
    INACTIVE(false, false);

    private final boolean sends;
    private final boolean receives;

    Direction(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    private static Direction of(boolean sends, boolean receives) {
        return sends ? receives ? SENDRECV : SENDONLY : receives ? RECVONLY : INACTIVE;
    }

    /// True where its writer will send.
    public boolean sends() {
        return sends;
    }

    /// True where its writer wants to receive.
    public boolean receives() {
        return receives;
    }

    /// The same flow as the other side writes it.
    public Direction reversed() {
        return of(receives, sends);
    }

    /// What both allow: an answer may only take away (RFC 3264 section 6.1).
    public Direction and(Direction other) {
        return of(sends && other.sends, receives && other.receives);
    }

    /// The attribute's name.
    public String attribute() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The direction that `attributes` state, or `otherwise`.
    static Direction in(Attributes attributes, Direction otherwise) {
        for (Direction each : values()) {
            if (attributes.has(each.attribute())) {
                return each;
            }
        }
        return otherwise;
    }
}
