package jackfield.roles.relay.media;

import jackfield.rtc.srtp.SrtpDrop;
import java.util.Locale;

/// Why a packet of a leg went no further. Counted, never logged one by one.
enum Drop {
    /// Not what its kind has to look like.
    MALFORMED,
    /// Neither RTP, RTCP, STUN nor DTLS, or not expected here.
    UNKNOWN_KIND,
    /// From an address that is not the leg's.
    STRICT_SOURCE,
    /// Its tag is wrong.
    AUTHENTICATION,
    /// It came before.
    REPLAYED,
    /// Protected, and there are no keys to open it with yet.
    NO_KEYS,
    /// More sources than one leg may have.
    TOO_MANY_SSRCS,
    /// The key may not be used any longer.
    KEY_LIFETIME,
    /// A payload type that was not agreed, such as comfort noise.
    PAYLOAD_TYPE,
    /// Nothing leads on from its stream.
    UNPATCHED,
    /// It fits no stream of the leg.
    UNKNOWN_STREAM,
    /// The agreed direction lets the peer send nothing: the stream is held, or goes one way.
    DIRECTION,
    /// Its stream is blocked.
    BLOCKED,
    /// Its stream is silenced, and the codec has no silence that could be written over it.
    SILENCED,
    /// Only feedback, for a peer that did not agree to it.
    FEEDBACK,
    /// To the peer: there are no keys to protect it with yet.
    OUT_NO_KEYS,
    /// To the peer: nobody knows where it is, or it wants nothing.
    OUT_NO_ADDRESS,
    /// To the peer: a second packet with the same number, which SRTP must not protect.
    OUT_REPLAYED,
    /// To the peer: SRTP could not protect it.
    OUT_UNPROTECTABLE;

    private static final Drop[] ALL = values();

    static int count() {
        return ALL.length;
    }

    static Drop at(int ordinal) {
        return ALL[ordinal];
    }

    /// The drop for a negative answer to opening a packet.
    static Drop opening(int srtpDrop) {
        return switch (srtpDrop) {
            case SrtpDrop.AUTHENTICATION -> AUTHENTICATION;
            case SrtpDrop.REPLAYED -> REPLAYED;
            case SrtpDrop.TOO_MANY_SSRCS -> TOO_MANY_SSRCS;
            case SrtpDrop.KEY_LIFETIME -> KEY_LIFETIME;
            default -> MALFORMED;
        };
    }

    /// The drop for a negative answer to protecting a packet.
    static Drop protecting(int srtpDrop) {
        return srtpDrop == SrtpDrop.REPLAYED ? OUT_REPLAYED : OUT_UNPROTECTABLE;
    }

    /// As counters name it: `strict-source`.
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
