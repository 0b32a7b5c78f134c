package jackfield.rtc.ice;

import org.jspecify.annotations.Nullable;

/// The four types of candidate, with the preferences RFC 8445 section 5.1.2.2 recommends.
public enum CandidateType {
    HOST("host", 126),
    PEER_REFLEXIVE("prflx", 110),
    SERVER_REFLEXIVE("srflx", 100),
    RELAYED("relay", 0);

    private final String token;
    private final int preference;

    CandidateType(String token, int preference) {
        this.token = token;
        this.preference = preference;
    }

    /// The word in the candidate attribute.
    public String token() {
        return token;
    }

    /// The type preference, 0 to 126.
    public int preference() {
        return preference;
    }

    static @Nullable CandidateType of(String token) {
        for (CandidateType type : values()) {
            if (type.token.equalsIgnoreCase(token)) {
                return type;
            }
        }
        return null;
    }
}
