package jackfield.roles.relay.ng;

import jackfield.roles.relay.PortRange;
import jackfield.roles.relay.media.MediaTotals;
import java.util.List;

/// What the node counts of all its media, calls of NG and others, for `statistics`.
///
/// @param media what its shards have carried
/// @param ports of plain RTP, by interface
public record NgFigures(MediaTotals media, List<Ports> ports) {
    /// Of a node that counts nothing.
    public static final NgFigures NONE = new NgFigures(MediaTotals.NONE, List.of());

    public NgFigures {
        ports = List.copyOf(ports);
    }

    /// The ports of one interface.
    ///
    /// @param name as the settings have it
    /// @param address where they are
    public record Ports(String name, String address, PortRange.Use use) {}
}
