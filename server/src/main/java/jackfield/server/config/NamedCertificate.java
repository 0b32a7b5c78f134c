package jackfield.server.config;

import java.util.Optional;
import java.util.Set;

/// A certificate for peers that ask for one of its names.
///
/// @param names host names in lower case; `*.example.org` for every name with one label more
/// @param certificate the file of the chain
/// @param key the file of the private key; empty where it is in the certificate's file
public record NamedCertificate(Set<String> names, String certificate, Optional<String> key) {
    public NamedCertificate {
        names = Set.copyOf(names);
    }
}
