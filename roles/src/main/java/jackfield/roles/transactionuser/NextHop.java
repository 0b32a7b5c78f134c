package jackfield.roles.transactionuser;

import jackfield.base.Endpoint;
import jackfield.base.Transport;

/// One server that a URI led to (RFC 3263).
///
/// @param transport how to speak to it
/// @param remote where it is
/// @param domain the host of the URI: what its certificate must prove over TLS (RFC 5922 section
///   7.3)
public record NextHop(Transport transport, Endpoint remote, String domain) {}
