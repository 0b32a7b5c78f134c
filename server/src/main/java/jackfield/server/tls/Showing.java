package jackfield.server.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/// Who shows certificates to TLS peers, and asks for theirs.
public interface Showing {
    /// From now on, shows these at each new handshake; connections that are open stay.
    ///
    /// @param usual for peers that name none of the others
    /// @param byName by host name, which may be `*.example.org`
    void show(Credential usual, Map<String, Credential> byName);

    /// From now on, believes peers whose certificates these signed.
    void trustClients(List<X509Certificate> authorities);
}
