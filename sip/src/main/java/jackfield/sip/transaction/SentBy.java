package jackfield.sip.transaction;

/// What our Via names as the sender (RFC 3261 section 18.1.1).
///
/// @param host a name, or an address, IPv6 in brackets
/// @param port the port, or 0 for the transport's own
public record SentBy(String host, int port) {}
