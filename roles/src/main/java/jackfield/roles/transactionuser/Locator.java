package jackfield.roles.transactionuser;

import jackfield.sip.message.SipUri;
import java.util.List;

/// Finds the servers of a URI (RFC 3263).
@FunctionalInterface
public interface Locator {
    /// Finds the servers of `next` and tells them to `found` once: at once where that needs nobody
    /// else (a literal address), otherwise later, on the thread of the shard that asked.
    ///
    /// @param next a Request-URI, or the topmost Route
    void locate(SipUri next, long now, Found found);

    /// Takes note that a server that was found does not work: it did not respond, could not be
    /// reached, or sent a 503. It goes behind the others for a while (RFC 3263 section 4.3).
    default void failed(NextHop server, long now) {}

    /// Takes what was found.
    @FunctionalInterface
    interface Found {
        /// The servers, in the order they are to be tried; none where there is no such server.
        void servers(List<NextHop> servers, long now);
    }
}
