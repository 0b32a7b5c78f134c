package jackfield.base.dns;

/// What may be asked for.
public enum DnsType {
    /// IPv4 addresses (RFC 1035).
    A,
    /// IPv6 addresses (RFC 3596).
    AAAA,
    /// The servers of a service (RFC 2782).
    SRV,
    /// The services of a domain (RFC 3403).
    NAPTR
}
