package jackfield.net.stream;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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

    /// Those whose certificate `holder` takes for the one that was meant, whatever host was dialled
    /// for it; signed by an authority all the same.
    ///
    /// @param serverName what the server is told that we look for (RFC 6066 section 3)
    /// @param authorities who signs; empty for those of the JVM
    /// @param holder judges the server's own certificate
    record Holder(
            String serverName,
            Optional<List<X509Certificate>> authorities,
            Predicate<X509Certificate> holder)
            implements TlsTrust {
        public Holder {
            authorities = authorities.map(List::copyOf);
        }
    }

    /// Any: the hop is encrypted, and the peer is not known. For tests and closed networks.
    record Anyone() implements TlsTrust {}
}
