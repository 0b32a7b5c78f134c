package jackfield.base.dns;

import jackfield.base.Endpoint;

/// The data of one record. Names are as they came, without the dot at their end.
public sealed interface DnsRecord {
    /// An A or AAAA record.
    ///
    /// @param address the address; its port is 0
    record Address(Endpoint address) implements DnsRecord {}

    /// An SRV record (RFC 2782).
    ///
    /// @param priority lower ones first
    /// @param weight the share among those of one priority
    /// @param target the host; empty where the service is decidedly not there
    record Srv(int priority, int weight, int port, String target) implements DnsRecord {}

    /// A NAPTR record (RFC 3403).
    ///
    /// @param order lower ones first
    /// @param preference lower ones first among those of one order
    /// @param flags `s` where the replacement has SRV records
    /// @param service `SIP+D2U`
    /// @param replacement where to ask next
    record Naptr(int order, int preference, String flags, String service, String replacement)
            implements DnsRecord {}
}
