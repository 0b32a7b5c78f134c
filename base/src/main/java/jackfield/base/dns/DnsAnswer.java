package jackfield.base.dns;

import java.util.List;

/// What came of a question.
///
/// @param records those of the type that was asked for; none where there are none, or nothing is
///   known
/// @param ttl for how long it holds (ns): the shortest of all records, or for none what the domain
///   says of that (RFC 2308)
/// @param known false where no server gave an answer: there may be records all the same
public record DnsAnswer(List<DnsRecord> records, long ttl, boolean known) {
    /// No answer came.
    public static final DnsAnswer FAILED = new DnsAnswer(List.of(), 0, false);

    public DnsAnswer {
        records = List.copyOf(records);
    }
}
