package jackfield.server.tls;

import java.io.IOException;
import java.util.Set;

/// A certificate authority that speaks ACME (RFC 8555).
@FunctionalInterface
public interface AcmeServer {
    /// Orders a certificate for `domains` and waits for it; minutes, if it must be.
    ///
    /// @param challenges is told what the server will come to ask for
    /// @throws IOException when there is none; the message says why, in the server's words
    Credential order(Set<String> domains, Challenges challenges)
            throws IOException, InterruptedException;
}
