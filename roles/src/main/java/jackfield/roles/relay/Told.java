package jackfield.roles.relay;

import jackfield.base.Endpoint;
import jackfield.rtc.sdp.Connection;
import jackfield.rtc.sdp.Origin;
import jackfield.rtc.sdp.SessionDescription;
import org.jspecify.annotations.Nullable;

/// What one side of a dialog was told: one session id, and a version that rises by one when
/// anything changed and only then (RFC 3264 section 8).
final class Told {
    private final String sessionId;
    private @Nullable SessionDescription last;
    private byte[] bytes = {};
    private long version;

    /// @param sessionId digits
    Told(String sessionId) {
        this.sessionId = sessionId;
    }

    /// The `o=` line without its version.
    Origin origin(Endpoint at) {
        return new Origin("-", sessionId, "0", Connection.of(at));
    }

    /// The body to send: the same as the last time when it says the same.
    byte[] next(SessionDescription sdp) {
        if (!sdp.equals(last)) {
            last = sdp;
            version++;
            Origin o = sdp.origin();
            String now = Long.toString(version);
            bytes = sdp.with(new Origin(o.user(), o.sessionId(), now, o.address())).toBytes();
        }
        return bytes.clone();
    }
}
