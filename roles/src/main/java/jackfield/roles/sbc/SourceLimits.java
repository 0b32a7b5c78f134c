package jackfield.roles.sbc;

import jackfield.base.Endpoint;
import jackfield.base.Network;

/// How many new requests one address may send: a token bucket for each, so that one source can't
/// take the node from the others. An IPv6 source is its /64.
public final class SourceLimits {
    private final TokenBuckets<Network> buckets;

    /// @param perSecond requests a second that a source may send on the long run
    /// @param burst requests it may send at once
    /// @param sources how many addresses are remembered: past it the one not heard of for longest
    ///   starts afresh
    public SourceLimits(double perSecond, double burst, int sources) {
        buckets = new TokenBuckets<>(perSecond, burst, sources);
    }

    /// Fifty a second, 300 at once, 20,000 sources: an office behind one address is not disturbed.
    public static SourceLimits usual() {
        return new SourceLimits(50, 300, 20_000);
    }

    /// Counts one request of `remote`; false where it is one too many.
    public boolean admit(Endpoint remote, long now) {
        return buckets.take(Network.source(remote), now);
    }

    /// True while the next request of `remote` would be one too many; counts nothing.
    public boolean isExhausted(Endpoint remote, long now) {
        return buckets.isEmpty(Network.source(remote), now);
    }
}
