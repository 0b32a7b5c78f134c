package jackfield.roles.transactionuser;

import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Message;

/// The Reason header field (RFC 3326): why a call ended, said by one who knew.
public final class Reasons {
    /// The call was answered on another device (RFC 3326 section 3.1).
    public static final String ELSEWHERE = "SIP;cause=200;text=\"Call completed elsewhere\"";

    private static final int LONGEST = 200;

    private Reasons() {}

    /// True where another device took the call.
    public static boolean isElsewhere(Message message) {
        for (String reason : message.headers().all(HeaderName.REASON)) {
            for (String part : reason.split(";")) {
                if (part.strip().equalsIgnoreCase("cause=200")) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The words of the first reason; `otherwise` where there are none.
    public static String words(Message message, String otherwise) {
        for (String reason : message.headers().all(HeaderName.REASON)) {
            int at = reason.indexOf("text=\"");
            int end = at < 0 ? -1 : reason.indexOf('"', at + 6);
            if (end > at + 6) {
                return reason.substring(at + 6, Math.min(end, at + 6 + LONGEST));
            }
        }
        return otherwise;
    }
}
