package jackfield.roles.proxy;

import jackfield.roles.transactionuser.Addresses;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Request;
import jackfield.sip.message.Via;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Finds requests that come round unchanged (RFC 3261 section 16.3 step 4, RFC 5393 section 4.2):
/// what would make us route a request differently is hashed into our branch, so a request that
/// returns with the same hash is a loop, and with another one a spiral.
final class LoopCheck {
    private static final String MARK = "-";

    private LoopCheck() {}

    /// `fresh` with the hash of the request, as it came in, behind it.
    static String branch(String fresh, Request received) {
        return fresh + MARK + hash(received);
    }

    /// True where the request was here before, the same.
    static boolean looped(Request received, Addresses addresses) {
        String ending = null;
        for (Via via : received.headers().vias()) {
            String branch = via.branch();
            if (branch != null && addresses.isUs(via)) {
                if (ending == null) {
                    ending = MARK + hash(received);
                }
                if (branch.endsWith(ending)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String hash(Request request) {
        Headers headers = request.headers();
        String what =
                request.uri()
                        + "\n"
                        + headers.from().tag()
                        + "\n"
                        + headers.to().tag()
                        + "\n"
                        + headers.callId()
                        + "\n"
                        + headers.cseq().number()
                        + "\n"
                        + headers.all(HeaderName.ROUTE)
                        + "\n"
                        + headers.all(HeaderName.PROXY_REQUIRE);
        try {
            // Not a secret: a peer that makes a hash collide only refuses its own request.
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(what.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }
}
