package jackfield.roles.proxy;

import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Message;

/// Why a caller gave up, as the Reason header field says it (RFC 3326).
final class Reasons {
    private Reasons() {}

    /// True where somebody else took the call (RFC 3326 section 3.1).
    static boolean isElsewhere(Message message) {
        for (String reason : message.headers().all(HeaderName.REASON)) {
            for (String part : reason.split(";")) {
                if (part.strip().equalsIgnoreCase("cause=200")) {
                    return true;
                }
            }
        }
        return false;
    }
}
