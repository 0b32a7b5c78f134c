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

    /// Takes what was found.
    @FunctionalInterface
    interface Found {
        /// The servers, in the order they are to be tried; none where there is no such server.
        void servers(List<NextHop> servers, long now);
    }
}
