package jackfield.rtc.ice;

import jackfield.base.Endpoint;

/// A socket of ours, and the address under which the peer can reach it.
///
/// @param base the socket as the loop names it; may be a wildcard address
/// @param advertised what our SDP says: the same, or a public address that a router maps onto it
public record HostCandidate(Endpoint base, Endpoint advertised) {
    public HostCandidate {
        if (advertised.isUnspecified()) {
            throw new IllegalArgumentException("a wildcard cannot be advertised: " + advertised);
        }
    }

    /// A socket that is reached at its own address.
    public HostCandidate(Endpoint base) {
        this(base, base);
    }

    /// The candidate for the SDP, for the one component of a multiplexed stream.
    ///
    /// @param localPreference 0 to 65535, the higher the better
    public Candidate candidate(int localPreference) {
        return new Candidate(
                Candidate.foundation(CandidateType.HOST, advertised, "udp"),
                1,
                "udp",
                Candidate.priority(CandidateType.HOST, localPreference, 1),
                advertised,
                CandidateType.HOST,
                null,
                null);
    }

    /// True if this socket can send to the address at all.
    boolean reaches(Endpoint remote) {
        if (base.isUnspecified() && !base.isIpv4()) {
            return true; // a dual-stack socket
        }
        return base.isIpv4() == remote.isIpv4();
    }
}
