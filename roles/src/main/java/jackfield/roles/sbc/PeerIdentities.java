package jackfield.roles.sbc;

import jackfield.base.Flow;

/// Who the peers of TLS connections have proven to be. Asking is cheap and never blocks.
@FunctionalInterface
public interface PeerIdentities {
    /// Nobody has proven anything.
    PeerIdentities NONE = _ -> PeerIdentity.NONE;

    /// What the peer of `flow` has proven; [PeerIdentity#NONE] where that is nothing.
    PeerIdentity of(Flow flow);
}
