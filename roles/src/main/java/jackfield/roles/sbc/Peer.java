package jackfield.roles.sbc;

import java.util.EnumSet;
import java.util.Set;

/// A host that we trust by its address, or by the domain it proves: a PBX, a carrier's gateway,
/// another proxy of ours.
///
/// @param name what the operator calls it
/// @param may what it may do without proving who it is
public record Peer(String name, Set<May> may) {
    /// What a peer may do.
    public enum May {
        /// Call our users and numbers.
        CALL_USERS,
        /// Call anywhere our own users may.
        CALL_OUT
    }

    public Peer {
        may = Set.copyOf(may);
    }

    /// One that may do everything.
    public static Peer trusted(String name) {
        return new Peer(name, EnumSet.allOf(May.class));
    }

    /// True where it may do that.
    public boolean may(May what) {
        return may.contains(what);
    }
}
