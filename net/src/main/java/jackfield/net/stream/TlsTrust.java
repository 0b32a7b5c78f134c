package jackfield.net.stream;

import java.security.cert.X509Certificate;
import java.util.List;

/// Whose certificate we accept from a TLS server that we dial.
public sealed interface TlsTrust {
    /// Those the JVM's certificate authorities signed, for the host name that was dialled.
    record PublicAuthorities(String host) implements TlsTrust {}

    /// Those these authorities signed (or these very certificates), for the host name that was
    /// dialled.
    record Authorities(String host, List<X509Certificate> certificates) implements TlsTrust {
        public Authorities {
            certificates = List.copyOf(certificates);
        }
    }

    /// Any: the hop is encrypted, and the peer is not known. For tests and closed networks.
    record Anyone() implements TlsTrust {}
}
