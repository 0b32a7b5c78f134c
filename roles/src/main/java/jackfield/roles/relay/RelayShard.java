package jackfield.roles.relay;

import jackfield.roles.relay.media.MediaPlane;
import java.util.List;

/// A media shard, as relay control has it: all legs of a call are on one.
///
/// @param media how it is asked
/// @param interfaces where peers reach the legs on it, at least one; the same sides of the node on
///   each shard, in the same order
/// @param ports for its legs with ports of their own, on interfaces that bring none
public record RelayShard(MediaPlane media, List<LogicalInterface> interfaces, RtpPorts ports) {
    public RelayShard {
        interfaces = List.copyOf(interfaces);
    }
}
